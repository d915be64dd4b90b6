"""The first page of a review pack: how much, what breaks, what it costs, who must say yes, what stops it. Pure."""

from collections.abc import Iterable, Iterator

from catalogue.findings import Finding
from catalogue.texts import translatable
from migrations_gen.diff.records import Question
from migrations_gen.diff.sentences import question_sentence
from migrations_gen.policy import Role
from renderers.comparison.building import TITLES, loads, verdict
from renderers.comparison.judging import ROLES, UNTRANSLATED
from renderers.comparison.records import GRADES
from renderers.comparison.series import broken_series
from renderers.review.records import Block, Count, Load, Summary, Who
from renderers.review.telling import Teller

ASKS = translatable("{questions}, about {minutes} min")
EVERYTHING = translatable("Everything")
NUMBERS = translatable("Number {numbers}")
MOST = 8
"""So many things that stop a proposal are told one by one."""


def summary(blocks: tuple[Block, ...], teller: Teller) -> Summary:
    """The first page of a pack with these blocks."""
    language, number = teller.language, len(teller.comparison.difference.changes)
    return Summary(
        headline=language.ngettext("1 change", "{number} changes", number),
        counts=tuple(_counts(teller)),
        breaks=tuple(_breaks(blocks, teller)),
        loads=tuple(_loads(teller)),
        needs=tuple(_needs(blocks, teller)),
        stops=tuple(_stops(teller)),
        verdict=verdict(teller.comparison, language),
    )


def _counts(teller: Teller) -> Iterator[Count]:
    grades = [grade.value for grade in teller.judged.grades.values()]
    for grade in GRADES:
        title, meaning = map(teller.language.gettext, TITLES[grade])
        yield Count(grade, title, meaning, grades.count(grade))


def _breaks(blocks: Iterable[Block], teller: Teller) -> Iterator[str]:
    """Which answers no longer are valid, and which series can no longer be followed."""
    language = teller.language
    hurt = [block.number for block in blocks if any(point.tone == "bad" for point in block.said)]
    if hurt:
        yield language.ngettext(
            "Some answers that are valid today would not be valid any more. It is told under number {numbers}.",
            "Some answers that are valid today would not be valid any more. It is told under the numbers {numbers}.",
            len(hurt),
            numbers=numbers(hurt, teller),
        )
    yield from (broken.sentence for broken in broken_series(teller.comparison.difference, language, teller.after.named))


def numbers(found: Iterable[int], teller: Teller) -> str:
    """Numbers of blocks, those that follow each other as from–to."""
    runs: list[list[int]] = []
    for number in sorted(set(found)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return teller.language.listed(said)


def _loads(teller: Teller) -> Iterator[Load]:
    """What each form that asks more or less asks of those who fill it in."""
    for load in loads(teller.told):
        before, after = (
            teller.language.gettext(ASKS, questions=_questions(number, teller), minutes=round(minutes))
            for number, minutes in zip(load.questions, load.minutes, strict=True)
        )
        yield Load(load.title, load.respondent, before, after, load.sentence)


def _questions(number: int, teller: Teller) -> str:
    return teller.language.ngettext("1 question", "{number} questions", number)


def _needs(blocks: tuple[Block, ...], teller: Teller) -> Iterator[Who]:
    """Who must say yes to which numbers."""
    for role in Role:
        named = teller.language.gettext(ROLES[role])
        to = [block.number for block in blocks if role.value in block.needs]
        if to and len(to) == len(blocks):
            yield Who(named, teller.language.gettext(EVERYTHING))
        elif to:
            yield Who(named, teller.language.gettext(NUMBERS, numbers=numbers(to, teller)))


def _stops(teller: Teller) -> Iterator[str]:
    """What must be answered or mended first; texts without a translation are told as one."""
    stops = teller.comparison.stops
    told = [stop for stop in stops if not (isinstance(stop, Finding) and stop.slug == UNTRANSLATED)]
    for stop in told[:MOST]:
        yield _stop(stop, teller)
    if len(told) > MOST:
        yield teller.language.gettext("and {number} more", number=len(told) - MOST)
    if len(stops) > len(told):
        yield teller.language.ngettext(
            "1 text is not translated to every language that is required.",
            "{number} texts are not translated to every language that is required.",
            len(stops) - len(told),
        )


def _stop(stop: Question | Finding, teller: Teller) -> str:
    if isinstance(stop, Question):
        return question_sentence(stop, teller.language, teller.after.named)
    return stop.message
