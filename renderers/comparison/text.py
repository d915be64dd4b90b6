"""A report as lines for a terminal, each with what it is, so that a terminal may colour it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.texts import translatable
from renderers.comparison.records import Block, Entry, Remarked, Report
from renderers.finding_words import general
from renderers.i18n import Language

FIRST = translatable("Must be answered first")
MENDED = translatable("Must be mended first")
DONE = translatable("What must be done")
SERIES = translatable("Series that change")
LOADS = translatable("Questions more or fewer")
WHY = translatable("Why: {reason}")
PASTE = translatable("What is right of this goes into {file}:")
REQUESTED = translatable("Requested by {who}")
SHOWN = 5
"""So many changes of a fold are printed; the other ways of writing have them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and what it is: `heading`, a grade, `quiet` or nothing in particular."""

    text: str
    style: str = ""


def lines(report: Report, language: Language) -> Iterator[Line]:
    """The whole report: what a reader must know first, then every change."""
    yield Line(f"{report.registry}: {report.before} → {report.after}", "heading")
    yield from (Line(language.gettext(REQUESTED, who=who), "quiet") for who in report.requested_by)
    yield Line(counts(report))
    yield Line(report.verdict, "breaking" if report.stops else "safe")
    yield from (Line(note) for note in report.notes)
    for load in report.loads:
        yield Line(f"{load.title} ({load.respondent}): {load.sentence}")
    yield from _section(language.gettext(MENDED), (line for one in report.findings for line in _finding(one, language)))
    yield from _section(language.gettext(FIRST), _questions(report, language))
    yield from _section(language.gettext(SERIES), (Line(f"  {one.sentence}") for one in report.series))
    for graded in report.graded:
        if not graded.number:
            continue
        yield Line("")
        yield Line(f"{graded.title} ({language.show(graded.number)})", graded.grade)
        for place in graded.places:
            yield Line(f"  {place.title}", "heading")
            for block in place.blocks:
                yield from _block(block, language)


def counts(report: Report) -> str:
    """How many changes there are of each grade."""
    parts = [f"{graded.title.lower()} {graded.number}" for graded in report.graded if graded.number]
    return f"{report.headline}: {', '.join(parts)}." if parts else report.headline


def _section(heading: str, found: Iterator[Line]) -> Iterator[Line]:
    """A heading over what is found, if anything is."""
    some = list(found)
    if some:
        yield Line("")
        yield Line(heading, "heading")
        yield from some


def _finding(found: Remarked, language: Language) -> Iterator[Line]:
    """Its own line, and under it what it means in general where that is in another language."""
    yield Line(f"  {found.path}:{found.line}:{found.column} {found.slug} {found.message}")
    if sentence := general(found.slug, language):
        yield Line(f"    {language.gettext(sentence)}")


def _questions(report: Report, language: Language) -> Iterator[Line]:
    for asked in report.questions:
        yield Line(f"  ? {asked.sentence}", "breaking")
        yield Line(f"    {'; '.join(asked.evidence)}", "quiet")
        yield Line(f"    {language.gettext(PASTE, file=report.changes_file)}", "quiet")
        yield from (Line(f"      {line}") for line in asked.suggestion.splitlines())


def _block(block: Block, language: Language) -> Iterator[Line]:
    if not block.heading:
        yield from _entry(block, block.entries[0], "    ", language)
        return
    yield Line(f"    {block.heading}")
    if block.reason:
        yield Line(f"      {language.gettext(WHY, reason=block.reason)}", "quiet")
    for entry in block.entries[:SHOWN]:
        yield from _entry(block, entry, "      ", language)
    if len(block.entries) > SHOWN:
        rest = len(block.entries) - SHOWN
        more = language.ngettext("and 1 more", "and {number} more", rest)
        yield Line(f"      {more}", "quiet")


def _entry(block: Block, entry: Entry, margin: str, language: Language) -> Iterator[Line]:
    yield Line(f"{margin}- {' '.join(entry.sentence.split())}")
    if entry.reason and not (block.heading and block.reason):
        yield Line(f"{margin}  {language.gettext(WHY, reason=entry.reason)}", "quiet")
    yield from (Line(f"{margin}  {remark.title}: {remark.text}", "quiet") for remark in block.remarks(entry))
