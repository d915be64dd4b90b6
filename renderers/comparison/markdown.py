"""A report as Markdown, for a note, a pull request or minutes of a meeting. Pure."""

import re
from collections.abc import Iterable, Iterator

from renderers.comparison.records import Block, Entry, Load, Remarked, Report
from renderers.comparison.text import DONE, FIRST, LOADS, MENDED, PASTE, REQUESTED, SERIES, WHY, counts
from renderers.finding_words import general
from renderers.i18n import Language

SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(report: Report, language: Language) -> str:
    """The report as one text."""
    return "\n".join(_lines(report, language)).rstrip() + "\n"


def _lines(report: Report, language: Language) -> Iterator[str]:
    yield from (f"# {plain(report.registry)}: {plain(report.before)} → {plain(report.after)}", "")
    for who in report.requested_by:
        yield from (plain(language.gettext(REQUESTED, who=who)), "")
    yield from (f"**{plain(counts(report))}** {plain(report.verdict)}", "")
    yield from _section(language.gettext(DONE), (f"- {plain(note)}" for note in report.notes))
    yield from _section(language.gettext(LOADS), map(_load, report.loads))
    yield from _section(language.gettext(MENDED), (_finding(one, language) for one in report.findings))
    yield from _section(language.gettext(FIRST), _questions(report, language))
    yield from _section(language.gettext(SERIES), (f"- {plain(one.sentence)}" for one in report.series))
    for graded in report.graded:
        if not graded.number:
            continue
        yield from (f"## {graded.title} ({language.show(graded.number)})", "", graded.meaning, "")
        for place in graded.places:
            yield from (f"### {plain(place.title)}", "")
            for block in place.blocks:
                yield from _block(block, language)
            yield ""


def _section(heading: str, rows: Iterable[str]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield from (f"## {heading}", "", *found, "")


def _finding(found: Remarked, language: Language) -> str:
    words = (language.gettext(general(found.slug, language)), plain(found.message))
    return f"- `{found.path}:{found.line}:{found.column}` {found.slug}: {' '.join(filter(None, words))}"


def _load(load: Load) -> str:
    return f"- {plain(load.title)} ({plain(load.respondent)}): {load.sentence}"


def _questions(report: Report, language: Language) -> Iterator[str]:
    for asked in report.questions:
        yield from (f"**{plain(asked.sentence)}**", "")
        yield from (f"- {plain(part)}" for part in asked.evidence)
        yield from (
            "",
            language.gettext(PASTE, file=report.changes_file),
            "",
            "```yaml",
            asked.suggestion.rstrip(),
            "```",
            "",
        )


def _block(block: Block, language: Language) -> Iterator[str]:
    if block.heading:
        yield f"- **{plain(block.heading)}**"
        if block.reason:
            yield f"  {plain(language.gettext(WHY, reason=block.reason))}"
    for entry in block.entries:
        yield from _entry(block, entry, "  " if block.heading else "", language)


def _entry(block: Block, entry: Entry, margin: str, language: Language) -> Iterator[str]:
    yield f"{margin}- {plain(entry.sentence)}"
    if entry.reason and not (block.heading and block.reason):
        yield f"{margin}  - {plain(language.gettext(WHY, reason=entry.reason))}"
    yield from (f"{margin}  - {plain(remark.title)}: {plain(remark.text)}" for remark in block.remarks(entry))


def plain(text: str) -> str:
    """Words as they are, also where they look like markup."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
