"""`release`: what is lacking before a state can be put in use, or the release, frozen and put down in the ledger."""

import sys
from collections.abc import Iterable
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renderers.cli.check import proofs_of
from renderers.cli.common import BROKEN, catalogue_option, json_option, progress, today
from renderers.cli.freezing import follow_release, put_down, refuse_to_write_over
from renderers.cli.signing import told
from renderers.cli.telling_release import print_ready, print_released, report

if TYPE_CHECKING:
    from catalogue.findings import Finding
    from catalogue.model import Catalogue
    from migrations_gen.ledger.records import Entry, Released
    from migrations_gen.releasing.preparing import Prover, Wanted
    from renderers.i18n import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line."""

    url: str | None
    seal: Path | None
    by: str
    first: bool
    emergency: bool
    reason: str
    days: int | None
    number: int | None
    write: bool
    dry_run: bool
    root: Path
    as_json: bool


@click.command("release", short_help="Put a decided state in use, or tell what is lacking.")
@click.option("--database", "url", metavar="URL", help="Read the ledger there too, and put the release down there.")
@click.option(
    "--seal",
    "--key",
    "seal",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The private key to sign with: the registry's seal, or the secretariat's own.",
)
@click.option("--by", metavar="NAME", default="", help="Who releases. Default: the key's owner.")
@click.option("--first", is_flag=True, help="The registry's first release: the whole of it is decided on.")
@click.option("--emergency", is_flag=True, help="On the data controller's decision alone, for a limited time.")
@click.option("--reason", default="", help="With --emergency: why it cannot wait for the board.")
@click.option("--days", type=int, help="With --emergency: for how many days. Default: as many as the policy allows.")
@click.option("--proposal", "number", metavar="NUMBER", type=int, help="What was decided on this proposal.")
@click.option("--write", is_flag=True, help="With --proposal: write the released files over those at hand.")
@click.option("--dry-run", is_flag=True, help="Tell what is lacking, and what would be written; nothing is done.")
@catalogue_option
@json_option
def release_verb(**given: Any) -> int:
    """Release the catalogue at hand, or what was decided on a proposal, after the last release in the ledger.

    Everything that is lacking is told, with whose word it is (exit status 1). Otherwise the whole catalogue and what
    was decided are frozen in releases/, and an entry in the ledger puts the version in use. Servers and 'upgrade' take
    nothing else in production.
    """
    from migrations_gen.releasing.preparing import prepare

    asked = Asked(**given)
    _refuse_odd(asked)
    wanted = _wanted(asked)
    if asked.write:
        refuse_to_write_over(asked.root, wanted)
    ready = prepare(wanted, _prover(asked), _spoken)
    if not asked.as_json:
        print_ready(ready, asked.root)
    if ready.frozen is None or asked.dry_run or asked.seal is None:
        if asked.as_json:
            report(ready)
        return BROKEN if ready.frozen is None else 0
    with redirect_stdout(sys.stderr) if asked.as_json else nullcontext():
        entry = put_down(asked.root, ready.frozen, seal=asked.seal, by=asked.by, url=asked.url)
    table = follow_release(asked.root, wanted, ready, asked.url, entry, write=asked.write)
    if asked.as_json:
        report(ready, entry)
    else:
        print_released(entry, ready.frozen, table)
    return 0


def _refuse_odd(asked: Asked) -> None:
    for is_odd, message in (
        (asked.emergency and not asked.reason.strip(), "Give --reason with --emergency: it is told wherever it is."),
        (not asked.emergency and (asked.reason or asked.days is not None), "--reason and --days are for --emergency."),
        (asked.first and asked.emergency, "A registry's first release waits for its board; leave --emergency out."),
        (asked.number is not None and asked.url is None, "Give --database URL: proposals are kept in a database."),
        (asked.number is not None and asked.first, "A first release is of the files at hand; leave --proposal out."),
        (asked.write and asked.number is None, "--write is for --proposal: the files at hand are as they are."),
        (asked.seal is None and not asked.dry_run, "Give --seal FILE to sign with, or --dry-run to look only."),
    ):
        if is_odd:
            raise click.UsageError(message)


# ---- what is wanted ----


def _wanted(asked: Asked) -> "Wanted":
    from catalogue.source.loader import read_sources
    from engine.installation import DatabaseRefused
    from engine.releases import digest_of
    from migrations_gen.releasing.demands import proposal_on
    from migrations_gen.releasing.origins import OriginMissing, chosen, released_text
    from migrations_gen.releasing.preparing import Urgent, Wanted
    from migrations_gen.states import snapshot

    folder = read_sources(asked.root).folder
    entries = _entries(folder, asked.url)
    last = _last(entries, asked)
    try:
        if asked.number is not None and asked.url is not None:
            found = chosen(asked.url, asked.number, entries)
            text, proposal = found.text, found.proposal.id
        else:
            text = snapshot(asked.root)
            proposal = proposal_on(entries, digest_of(text))
        before = (last, released_text(folder, last, asked.url)) if last else None
    except (OriginMissing, DatabaseRefused) as missing:
        raise click.UsageError(str(missing)) from None
    urgent = Urgent(asked.reason.strip(), asked.days, today()) if asked.emergency else None
    return Wanted(text=text, name=str(asked.root), before=before, entries=entries, proposal=proposal, urgent=urgent)


def _entries(folder: Path, url: str | None) -> "tuple[Entry, ...]":
    """The ledger, from the file or the database, whichever has more of it."""
    from migrations_gen.ledger.checking import check
    from migrations_gen.ledger.databases import kept_in
    from migrations_gen.ledger.files import read_lines
    from migrations_gen.ledger.kept import differences

    with told():
        lines = read_lines(folder)
        kept = kept_in(url) if url else None
    there = kept.lines if kept else lines
    apart = [flaw for flaw in differences(lines, there) if flaw.slug == "copies-differ"]
    checked = check(max(lines, there, key=len), (kept.trusted or None) if kept else None)
    for flaw in (*apart, *checked.flaws):
        raise click.UsageError(
            f"The ledger is not in order, and nothing is released on it. {flaw.message} 'skjemaverk verify' tells all"
            " that is wrong."
        )
    if not checked.entries:
        raise click.UsageError("There is no ledger yet. 'skjemaverk sign' begins one with the registry's seal.")
    return checked.entries


def _last(entries: "tuple[Entry, ...]", asked: Asked) -> "Released | None":
    from migrations_gen.ledger.standing import releases_in

    released = [act for _, act in releases_in(entries)]
    if asked.first and released:
        raise click.UsageError(f"Version {released[-1].version} has been released; leave --first out.")
    if not asked.first and not released:
        raise click.UsageError("Nothing has been released yet. Give --first for the registry's first release.")
    return released[-1] if released else None


def _spoken(code: str) -> "tuple[Language, str]":
    """The language the catalogue is written in, in which its changes are told; English where that is not spoken."""
    from renderers.i18n import WRITTEN_IN, languages

    known = languages()
    return (known[code], code) if code in known else (known[WRITTEN_IN], WRITTEN_IN)


def _prover(asked: Asked) -> "Prover":
    """What only the prover sees: of the files at hand, from the cache when nothing it rests on has changed."""
    return _proved if asked.number is not None else lambda _: proofs_of(asked.root)


def _proved(catalogue: "Catalogue") -> "Iterable[Finding]":
    from engine.proofs.questions import form_findings

    forms = progress(catalogue.forms, len(catalogue.forms), "Proving")
    return tuple(finding for form in forms for finding in form_findings(catalogue, form))
