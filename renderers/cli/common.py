"""What the verbs share: their common options, the catalogue they work on, how findings and reports are printed."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from catalogue.findings import Finding, Severity, did_you_mean
from renderers.collecting import making_much

if TYPE_CHECKING:
    from catalogue.model import Catalogue, Form
    from catalogue.source.loader import Loaded

FIRST_PAGE = "variables.yaml"
BROKEN = 1

LONG = 2_000
"""How many things take so long that one wants to see them go."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Item = TypeVar("Item")


class Refused(click.ClickException):
    """The catalogue has errors, which are already printed; nothing was done."""

    exit_code = BROKEN


def catalogue_option(function: Decorated) -> Decorated:
    """`--catalogue PATH`: a first page or its folder; otherwise the nearest one, here or above."""
    return click.option(
        "--catalogue",
        "root",
        metavar="PATH",
        callback=_first_page,
        type=click.Path(path_type=Path),
        help=f"The catalogue: a {FIRST_PAGE}, or the folder it lies in. Default: the nearest, here or above.",
    )(function)


def json_option(function: Decorated) -> Decorated:
    """`--json`: the report for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")(function)


def out_option(function: Decorated) -> Decorated:
    """`--out FILE`: where to; printed otherwise."""
    return click.option(
        "--out",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_in_a_folder,
        help="Where to; else printed.",
    )(function)


def file_option(flag: str, name: str, about: str) -> Callable[[Decorated], Decorated]:
    """A file to write, in a folder that is there."""

    def decorate(function: Decorated) -> Decorated:
        path = click.Path(path_type=Path, dir_okay=False)
        return click.option(flag, name, metavar="FILE", type=path, callback=_in_a_folder, help=about)(function)

    return decorate


def form_argument(function: Decorated) -> Decorated:
    """`FORM`: a form by its address."""
    return click.argument("form", metavar="FORM")(function)


def _first_page(context: click.Context, option: click.Parameter, given: Path | None) -> Path:
    if given is None:
        return _nearest(Path.cwd())
    page = given / FIRST_PAGE if given.is_dir() else given
    if not page.is_file():
        raise click.BadParameter(f"there is no file '{page}'.", context, option)
    return page


def _in_a_folder(context: click.Context, option: click.Parameter, out: Path | None) -> Path | None:
    if out is not None and not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder '{out.parent}'.", context, option)
    return out


def _nearest(folder: Path) -> Path:
    for place in (folder, *folder.parents):
        if (place / FIRST_PAGE).is_file():
            return place / FIRST_PAGE
    message = (
        f"No {FIRST_PAGE} lies here or in a folder above. Give --catalogue PATH, or start one: skjemaverk init DIR"
    )
    raise click.UsageError(message)


def load_catalogue(root: Path) -> "tuple[Catalogue, Loaded]":
    """The catalogue, when it has no errors; else they are printed and the verb ends."""
    from catalogue.source.loader import load

    with making_much():
        loaded = load(root)
    if loaded.catalogue is None:
        print_findings(shown(loaded.findings, root), err=True)
        raise Refused(f"{summary(loaded.findings)} Nothing was done.")
    return loaded.catalogue, loaded


def find_form(catalogue: "Catalogue", address: str) -> "Form":
    """The form of this address; else the nearest is offered."""
    if address in catalogue.form:
        return catalogue.form[address]
    remedy = did_you_mean(address, catalogue.form) or f" There are: {', '.join(catalogue.form)}."
    raise click.BadParameter(f"there is no form '{address}'.{remedy}", param_hint="FORM")


def shown(findings: Iterable[Finding], root: Path) -> list[Finding]:
    """The findings with paths that count from where the reader stands."""
    here = os.path.relpath(root.parent.resolve())
    if here == os.curdir:
        return list(findings)
    return [replace(found, at=replace(found.at, path=os.path.join(here, found.at.path))) for found in findings]


def print_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """One line each: path:line:column severity slug message."""
    for found in findings:
        click.echo(str(found), err=err)


def summary(findings: Iterable[Finding]) -> str:
    """How many of each severity, in words."""
    counts = dict.fromkeys(Severity, 0)
    for found in findings:
        counts[found.severity] += 1
    parts = [counted(number, severity) for severity, number in counts.items() if number]
    return f"{' and '.join(parts)}." if parts else "No findings."


def counted(number: int, thing: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def now() -> datetime:
    """The time, where the machine stands; the one place a verb reads the clock."""
    return datetime.now().astimezone()


def today() -> date:
    """The day, where the machine stands."""
    return now().date()


def progress(items: Iterable[Item], total: int, doing: str) -> Iterable[Item]:
    """The items; on a terminal, when there are many, with a bar that says how far it has come."""
    if total < LONG or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, doing, total, console=Console(stderr=True), transient=True)


def watched(items: Iterable[Item], doing: str) -> Iterable[Item]:
    """Items of which nobody knows how many there are; on a terminal with a bar that says they are still coming."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, doing, None, console=Console(stderr=True), transient=True)


def write_out(content: str | bytes, out: Path | None) -> None:
    """The content printed, or in a file that is the old one or the new one, never half of one."""
    if out is None:
        click.echo(content, nl=False)
        return
    beside = out.with_name(out.name + ".new")
    try:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)


def print_json(report: object) -> None:
    """The report for programs."""
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def finding_row(found: Finding) -> dict[str, object]:
    """A finding for programs."""
    return {
        "path": found.at.path,
        "line": found.at.line,
        "column": found.at.column,
        "severity": found.severity.value,
        "slug": found.slug,
        "message": found.message,
    }
