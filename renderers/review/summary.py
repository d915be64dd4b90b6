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
from renderers.review.records import Block, Count, Load, Point, Stop, Summary, Who
from renderers.review.telling import Teller

ASKS = translatable("{questions}, about {minutes} min")
EVERYTHING = translatable("Everything")
GATHERED = translatable("{changes}, gathered under {number} numbers")
NUMBERS = translatable("Number {numbers}")
REFUTED = translatable("Some answers that are valid today would not be valid any more. See number {numbers}.")
GRAVE = translatable(
    "Answers may be lost, get another meaning, or no longer compare with earlier ones. See number {numbers}."
)
MOST = 8
"""So many things that stop a proposal are told one by one."""


def summary(blocks: tuple[Block, ...], teller: Teller) -> Summary:
    """The first page of a pack with these blocks."""
    language, number = teller.language, len(teller.comparison.difference.changes)
    return Summary(
        headline=_headline(number, len(blocks), teller),
        counts=tuple(_counts(teller)),
        breaks=tuple(_breaks(blocks, teller)),
        loads=tuple(_loads(teller)),
        needs=tuple(_needs(blocks, teller)),
        stops=tuple(_stops(teller)),
        verdict=verdict(teller.comparison, language),
    )


def _headline(changes: int, blocks: int, teller: Teller) -> str:
    said = teller.language.ngettext("1 change", "{number} changes", changes)
    if changes == blocks:
        return said
    return teller.language.gettext(GATHERED, changes=said, number=blocks)


def _counts(teller: Teller) -> Iterator[Count]:
    grades = [grade.value for grade in teller.judged.grades.values()]
    for grade in GRADES:
        title, meaning = map(teller.language.gettext, TITLES[grade])
        yield Count(grade, title, meaning, grades.count(grade))


def _breaks(blocks: tuple[Block, ...], teller: Teller) -> Iterator[str]:
    """Which answers no longer are valid or may be hurt, and which series can no longer be followed as before."""
    language, difference = teller.language, teller.comparison.difference
    refuted = [block.number for block in blocks if any(_is_refuted(point) for point in block.said)]
    grave = [block.number for block in blocks if block.grade == GRADES[0] and block.number not in refuted]
    for sentence, found in ((REFUTED, refuted), (GRAVE, grave)):
        if found:
            yield language.gettext(sentence, numbers=numbers(found, teller))
    series = broken_series(difference, language, teller.after.named, teller.manner)
    yield from dict.fromkeys(broken.sentence for broken in series)


def _is_refuted(point: Point) -> bool:
    return point.kind == "proof" and point.tone == "bad"


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


def _stops(teller: Teller) -> Iterator[Stop]:
    """What must be answered or mended first; texts without a translation are told as one."""
    stops = teller.comparison.stops
    told = [stop for stop in stops if not (isinstance(stop, Finding) and stop.slug == UNTRANSLATED)]
    for stop in told[:MOST]:
        yield _stop(stop, teller)
    if len(told) > MOST:
        yield Stop(teller.language.gettext("and {number} more", number=len(told) - MOST))
    if len(stops) > len(told):
        untranslated = teller.language.ngettext(
            "1 text is not translated to every language that is required.",
            "{number} texts are not translated to every language that is required.",
            len(stops) - len(told),
        )
        yield Stop(untranslated)


def _stop(stop: Question | Finding, teller: Teller) -> Stop:
    if isinstance(stop, Question):
        return Stop(question_sentence(stop, teller.language, teller.after.named))
    return Stop(stop.message, stop.slug)
