"""`diff`: what is different between two states of the catalogue, and what must be answered before a release."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from renderers.cli.common import BROKEN, catalogue_option, out_option, print_findings, shown, write_out
from renderers.collecting import making_much

if TYPE_CHECKING:
    from migrations_gen.states import State
    from renderers.comparison import Report
    from renderers.i18n import Language

STYLES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "": str,
        "heading": partial(click.style, bold=True),
        "breaking": partial(click.style, fg="red", bold=True),
        "review": partial(click.style, fg="yellow", bold=True),
        "safe": partial(click.style, fg="green", bold=True),
        "quiet": partial(click.style, dim=True),
    }
)
"""How a terminal shows each kind of line."""


@click.command("diff", short_help="Tell what is different between two states of the catalogue.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--json", "written", flag_value="json", help="Write the report as JSON.")
@click.option("--markdown", "written", flag_value="markdown", help="Write the report as Markdown.")
@click.option("--html", "written", flag_value="html", help="Write the report as one page.")
@click.option("--prove", is_flag=True, help="Ask the prover whether earlier answers stay valid.")
@out_option
@click.option(
    "--language",
    type=click.Choice(["nb", "nn", "en"]),
    help="The report's language. Default: en; nb for --markdown and --html.",
)
@catalogue_option
def diff_verb(
    old: str, new: str | None, written: str | None, prove: bool, out: Path | None, language: str | None, root: Path
) -> int:
    """Tell what is different between two states of the catalogue, and what must be answered before a release.

    OLD and NEW are a release's version, git:REV, a folder, or an exported snapshot. NEW is the catalogue at hand
    unless something else is said. Exit status 1 when something stops a release.
    """
    if out is not None and written is None:
        raise click.UsageError("Give --json, --markdown or --html with --out.")
    with making_much():
        before, after = _opened(old, root), _opened(new, root)
    from renderers.comparison import FORMATS
    from renderers.i18n import languages

    spoken = languages()[language or ("nb" if written in ("markdown", "html") else "en")]
    report = _report(before, after, spoken, prove)
    if written is None:
        _print(report, spoken)
    else:
        write_out(FORMATS[written](report, spoken), out)
    return BROKEN if report.stops else 0


def _opened(reference: str | None, root: Path) -> "State":
    """The state of this name; without one, the catalogue at hand."""
    from migrations_gen.states import StateRefused, open_state, read_state

    try:
        if reference:
            return open_state(reference, root)
        at_hand = read_state(root, str(root))
        return replace(at_hand, name=at_hand.version)
    except StateRefused as refused:
        print_findings(shown(refused.findings, root), err=True)
        problem = click.ClickException if refused.findings else click.UsageError
        raise problem(str(refused)) from None


def _report(before: "State", after: "State", language: "Language", prove: bool) -> "Report":
    from migrations_gen.comparison import compare
    from renderers.comparison import report_of

    if not prove:
        return report_of(compare(before, after), language)
    from migrations_gen.compatibility.judging import judge
    from migrations_gen.diff import diff
    from renderers.comparison.proving import proved_of

    with making_much():
        verdicts = judge(before.catalogue, after.catalogue, diff(before, after).carrying)
    comparison = compare(before, after, verdicts=verdicts)
    return report_of(comparison, language, proved_of(comparison, verdicts, language))


def _print(report: "Report", language: "Language") -> None:
    from renderers.comparison.text import lines

    for line in lines(report, language):
        click.echo(STYLES[line.style](line.text))
