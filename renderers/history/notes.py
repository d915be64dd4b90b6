"""The change notes of a release as Markdown: what, why, who asked for it, who recommended and decided. Pure."""

from collections.abc import Iterator, Sequence

from catalogue.texts import translatable
from renderers.comparison.markdown import plain
from renderers.comparison.records import Block, Report
from renderers.comparison.text import REQUESTED, SERIES, WHY
from renderers.history.records import Publication
from renderers.history.saying import Said
from renderers.i18n import Language

OLDEST = translatable("This is the first release that is kept here.")
RELEASED = translatable("Released {day}.")
APPROVED = translatable("How it was approved")
CHANGED = translatable("What was changed")
DIGEST = translatable("Digest of the catalogue: {digest}")


def notes(
    title: str, publication: Publication, report: Report | None, approved: Sequence[Said], language: Language
) -> str:
    """The notes as one text; `report` is None for the first release."""
    return "\n".join(_lines(title, publication, report, approved, language)).rstrip() + "\n"


def _lines(
    title: str, publication: Publication, report: Report | None, approved: Sequence[Said], language: Language
) -> Iterator[str]:
    yield from (f"# {plain(title)} {plain(publication.version)}", "")
    yield from (plain(language.gettext(RELEASED, day=publication.at.date())), "")
    for who in report.requested_by if report else ():
        yield from (plain(language.gettext(REQUESTED, who=who)), "")
    yield from (f"## {plain(language.gettext(APPROVED))}", "")
    for said in approved:
        yield f"- {plain(said.text)}"
        yield from (f"  - {plain(each)}" for each in said.about)
    yield from ("", f"## {plain(language.gettext(CHANGED))}", "")
    yield from _changes(report, language) if report else (plain(language.gettext(OLDEST)), "")
    yield plain(language.gettext(DIGEST, digest=publication.digest))


def _changes(report: Report, language: Language) -> Iterator[str]:
    yield from (f"{plain(report.headline)}", "")
    if report.series:
        yield from (f"### {plain(language.gettext(SERIES))}", "")
        yield from (f"- {plain(broken.sentence)}" for broken in report.series)
        yield ""
    for graded in report.graded:
        for place in graded.places:
            yield from (f"### {plain(graded.title)} – {plain(place.title)}", "")
            for block in place.blocks:
                yield from _block(block, language)
            yield ""


def _block(block: Block, language: Language) -> Iterator[str]:
    margin = ""
    if block.heading:
        margin = "  "
        yield f"- **{plain(block.heading)}**"
        if block.reason:
            yield f"  {plain(language.gettext(WHY, reason=block.reason))}"
    for entry in block.entries:
        yield f"{margin}- {plain(entry.sentence)}"
        if entry.reason and not (block.heading and block.reason):
            yield f"{margin}  - {plain(language.gettext(WHY, reason=entry.reason))}"
