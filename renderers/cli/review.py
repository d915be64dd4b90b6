"""`review`: what the board is shown of a proposal, as one page to read or print, or as a PDF for the meeting."""

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from renderers.cli.common import BROKEN, catalogue_option, file_option, now, write_out
from renderers.cli.databases import opened
from renderers.cli.states import new_argument, old_argument, opened_states
from renderers.collecting import making_much

if TYPE_CHECKING:
    from migrations_gen.comparison import Comparison
    from migrations_gen.impact import Impact
    from renderers.i18n import Language
    from renderers.review import About, Pack

SECONDS = 60
"""How long a database may work on the counts of one change."""


class Said(TypedDict):
    """What the command line says of the proposal as a whole."""

    number: int
    title: str
    reason: str
    requested_by: str
    recommendation: str


@click.command("review", short_help="Write the paper that a board decides on: what changes, why, and what it does.")
@old_argument
@new_argument
@file_option("--html", "page", "The paper as one page that needs nothing else.")
@file_option("--pdf", "paper", "The paper as a PDF.")
@file_option("--pack", "kept", "The paper as JSON, as the registry keeps it.")
@click.option("--language", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True)
@click.option("--prove", is_flag=True, help="Ask the prover whether earlier answers stay valid.")
@click.option("--db", "url", metavar="URL", help="Count what each change touches in this database, made for OLD.")
@click.option("--number", default=0, metavar="N", help="The case number.")
@click.option("--title", default="", metavar="TEXT", help="What the proposal is called.")
@click.option("--reason", default="", metavar="TEXT", help="Why, in plain words.")
@click.option(
    "--requested-by", default="", metavar="TEXT", help="Who asked for it. Default: what the changes file says."
)
@click.option("--recommendation", default="", metavar="TEXT", help="What the secretariat recommends.")
@catalogue_option
def review_verb(
    old: str,
    new: str | None,
    page: Path | None,
    paper: Path | None,
    kept: Path | None,
    language: str,
    root: Path,
    **options: Unpack["Options"],
) -> int:
    """Write the paper that a board decides on: what changes from OLD to NEW, why, and what it does.

    OLD and NEW are a release's version, git:REV, a folder, or an exported snapshot. NEW is the catalogue at hand
    unless something else is said. Exit status 1 when something still stops a release.
    """
    if page is None and paper is None and kept is None:
        raise click.UsageError("Say where to: --html FILE, --pdf FILE or --pack FILE, or several of them.")
    from renderers.i18n import languages
    from renderers.review import pack_json
    from renderers.review import page as page_of

    spoken = languages()[language]
    pack, stops = _pack(old, new, root, spoken, options)
    if page is not None:
        write_out(page_of(pack, spoken), page)
    if kept is not None:
        write_out(pack_json(pack), kept)
    if paper is not None:
        _write_pdf(pack, spoken, paper)
    return BROKEN if stops else 0


class Options(Said):
    """The rest of what can be said."""

    prove: bool
    url: str | None


def _pack(old: str, new: str | None, root: Path, language: "Language", options: Options) -> "tuple[Pack, bool]":
    from renderers.review import pack_of

    comparison = _compared(old, new, root, prove=options["prove"])
    counts = _counts(comparison, options["url"])
    pack = pack_of(comparison, language, about=_about(comparison, options), made_at=now(), impact=counts)
    return pack, bool(comparison.stops)


def _compared(old: str, new: str | None, root: Path, *, prove: bool) -> "Comparison":
    before, after = opened_states(old, new, root)
    from migrations_gen.comparison import compare

    if not prove:
        return compare(before, after)
    from migrations_gen.compatibility.judging import judge
    from migrations_gen.diff import diff

    with making_much():
        verdicts = judge(before.catalogue, after.catalogue, diff(before, after).carrying)
    return compare(before, after, verdicts=verdicts)


def _counts(comparison: "Comparison", url: str | None) -> "list[Impact]":
    """What is in the database of each change; nothing when none is named."""
    if url is None:
        return []
    with opened(url, comparison.difference.before.catalogue, SECONDS) as database:
        from migrations_gen.impact import impacts

        with database.engine.connect() as connection:
            return list(impacts(comparison.difference, connection, database.tables))


def _about(comparison: "Comparison", said: Said) -> "About":
    from renderers.comparison.building import requested_by
    from renderers.review import About

    return About(
        number=said["number"],
        title=said["title"],
        reason=said["reason"],
        requested_by=said["requested_by"] or "; ".join(requested_by(comparison.difference)),
        recommendation=said["recommendation"],
    )


def _write_pdf(pack: "Pack", language: "Language", out: Path) -> None:
    from renderers.review import PdfUnavailable, pdf

    made = pdf(pack, language)
    if isinstance(made, PdfUnavailable):
        raise click.ClickException(made.sentence)
    write_out(made, out)
