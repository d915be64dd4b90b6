"""The report on a period, written. What can be compared exactly and has nothing more to tell is only counted, unless
everything is asked for; JSON has it all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from catalogue.model import Form
from catalogue.texts import Text, translatable
from migrations_gen.series.records import Comparability, Line, Standing
from renderers.series.sentences import STANDINGS, Speaker


def as_text(found: Comparability, speaker: Speaker, *, everything: bool = False) -> str:
    """For a terminal: a line for each variable, aligned, and below it what more there is to say."""
    lines = [_period(found, speaker), *_versions(found, speaker)]
    told = [line for line in found.lines if everything or not line.is_plain]
    widths = (
        max((len(line.variable.name) for line in told), default=0),
        max((len(speaker.standing(line)) for line in told), default=0),
    )
    for form, some in _by_form(told):
        lines += ["", f"{form.address}  {speaker.words(form.title)}"]
        for line in some:
            lines += _aligned(line, speaker, *widths)
    return "\n".join((*lines, "", _counts(found.lines, speaker))) + "\n"


def as_markdown(found: Comparability, speaker: Speaker, *, everything: bool = False) -> str:
    """For a document: the counts, and a table for each form."""
    versions = "\n".join(f"- {version}" for version in _versions(found, speaker))
    parts = [f"# {_period(found, speaker)}", versions, _counts(found.lines, speaker)]
    headings = [speaker.say(heading) for heading in HEADINGS]
    for form, some in _by_form(line for line in found.lines if everything or not line.is_plain):
        rows = [headings, ["---"] * len(headings), *(list(_cells(line, speaker)) for line in some)]
        parts.append(f"## {speaker.words(form.title)} (`{form.address}`)")
        parts.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    return "\n\n".join(parts) + "\n"


HEADINGS = (
    translatable("Variable"),
    translatable("Analysts' name"),
    translatable("Question or content"),
    translatable("Comparison"),
    translatable("What has happened"),
)
"""Of the tables in Markdown."""


def as_json(found: Comparability, speaker: Speaker) -> dict[str, Any]:
    """For programs: every variable, with reasons and days."""
    return {
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "versions": [{"version": stage.version, "in_use_from": _plain(stage.in_use_from)} for stage in found.stages],
        "counts": {standing.value: count for standing, count in _counted(found.lines).items()},
        "variables": [_report(line, speaker) for line in found.lines],
    }


def _period(found: Comparability, speaker: Speaker) -> str:
    sentence = translatable("How answers compare from {start} to {end}")
    return speaker.say(sentence, start=found.start, end=found.end)


def _versions(found: Comparability, speaker: Speaker) -> Iterator[str]:
    for stage in found.stages:
        if stage.in_use_from is None:
            yield speaker.say(translatable("Version {version}"), version=stage.version)
        else:
            sentence = translatable("Version {version}, in use from {day}")
            yield speaker.say(sentence, version=stage.version, day=stage.in_use_from)


def _by_form(lines: Iterable[Line]) -> Iterator[tuple[Form, list[Line]]]:
    for _, some in groupby(lines, key=lambda line: line.form.address):
        together = list(some)
        yield together[0].form, together


def _aligned(line: Line, speaker: Speaker, names: int, standings: int) -> Iterator[str]:
    first, *more = [*speaker.sentences(line), ""]
    yield f"  {line.variable.name:{names}}  {speaker.standing(line):{standings}}  {first}".rstrip()
    yield from (f"  {'':{names}}  {'':{standings}}  {sentence}" for sentence in more if sentence)


def _cells(line: Line, speaker: Speaker) -> Iterator[str]:
    yield f"`{line.variable.name}`"
    names = speaker.names(line.variable)
    yield f"`{_cell(names)}`" if names else ""
    yield _cell(speaker.words(line.variable.label))
    yield _cell(speaker.standing(line))
    yield "<br>".join(map(_cell, speaker.sentences(line)))


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")


def _counted(lines: Iterable[Line]) -> dict[Standing, int]:
    counts = Counter(line.standing for line in lines)
    return {standing: counts[standing] for standing in Standing}


def _counts(lines: tuple[Line, ...], speaker: Speaker) -> str:
    """How many there are of each."""
    whole = speaker.wording.language.ngettext("1 variable", "{number} variables", len(lines))
    counts = {standing: count for standing, count in _counted(lines).items() if count}
    parts = (
        f"{speaker.wording.language.show(count)} {speaker.say(STANDINGS[which])}" for which, count in counts.items()
    )
    return f"{whole}: {', '.join(parts)}." if counts else f"{whole}."


def _report(line: Line, speaker: Speaker) -> dict[str, Any]:
    return {
        "form": line.form.address,
        "variable": line.variable.name,
        "names": [name for name in speaker.names(line.variable).split(", ") if name],
        "label": speaker.words(line.variable.label),
        "standing": line.standing.value,
        "comparable": line.comparable.value,
        "changes": [_plain(asdict(change)) for change in line.changes],
        "absences": [_plain(asdict(absence)) for absence in line.absences],
        "codes": [_plain(asdict(offer)) for offer in line.offers],
        "goes_on": list(line.goes_on),
        "sentences": list(speaker.sentences(line)),
    }


def _plain(value: Any) -> Any:
    """As JSON's own kinds of values: a day as ISO text, a text as its words."""
    match value:
        case date():
            return value.isoformat()
        case Text():
            return value.source
        case {"address": _, "source": str(words), "private": _}:
            return words
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case tuple() | list():
            return [_plain(part) for part in value]
        case _:
            return value
