"""A comparison and what is said of it, made into a review pack in one language.

`pack_of` is pure: the same comparison, words, counts and time give the same pack.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from migrations_gen.change_sets import digest_of, name_of
from migrations_gen.changes import Change
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import title
from migrations_gen.changes.sentences.naming import NOUNS
from migrations_gen.comparison import Comparison
from migrations_gen.grades import gravest
from migrations_gen.impact import Impact
from migrations_gen.policy import Role, together
from renderers.comparison.building import TITLES, place_title
from renderers.comparison.folding import SAME, Fold
from renderers.comparison.judging import Judgements
from renderers.comparison.page import side_by_side
from renderers.comparison.proving import proved_of
from renderers.comparison.records import GRADES
from renderers.i18n import Language
from renderers.review.pictures import pictures
from renderers.review.points import points
from renderers.review.records import FORMAT, About, Block, Chapter, Entry, Pack, Point
from renderers.review.summary import summary
from renderers.review.telling import Teller


def pack_of(
    comparison: Comparison,
    language: Language,
    *,
    about: About,
    made_at: datetime,
    impact: Iterable[Impact] = (),
) -> Pack:
    """The pack. What was proved is what the comparison was made with; `impact` is what a database holds."""
    proved = proved_of(comparison, comparison.verdicts, language, has_names=False)
    impacts = {one.change: one for one in impact}
    teller = Teller(comparison, language, Judgements(comparison, proved), impacts)
    difference = comparison.difference
    chapters = tuple(_chapters(teller))
    blocks = tuple(block for chapter in chapters for block in chapter.blocks)
    return Pack(
        format=FORMAT,
        language=language.code,
        registry=teller.told.words(difference.after.catalogue.title),
        controller=difference.after.catalogue.controller,
        before=difference.before.version,
        after=difference.after.version,
        about=about,
        changes=digest_of(map(name_of, difference.changes)),
        made_at=made_at.isoformat(),
        made=language.show(made_at),
        summary=summary(blocks, teller),
        chapters=chapters,
    )


def _chapters(teller: Teller) -> Iterator[Chapter]:
    """The gravest first; in each, form by form from top to bottom. Blocks are numbered through."""
    blocks = [
        _block(fold, members, place_title(place, teller.told), teller)
        for place, fold, members in teller.things.blocks()
    ]
    number = 0
    for grade in GRADES:
        of_grade = [block for block in blocks if block.grade == grade]
        numbered = tuple(replace(block, number=number + place) for place, block in enumerate(of_grade, 1))
        number += len(numbered)
        if numbered:
            heading, meaning = map(teller.language.gettext, TITLES[grade])
            yield Chapter(grade, heading, meaning, numbered)


def _block(fold: Fold | None, members: tuple[Change, ...], where: str, teller: Teller) -> Block:
    grade = gravest(teller.judged.grades[change] for change in members).value
    entries = tuple(_entry(change, teller) for change in members)
    shared, entries = _shared(entries)
    return Block(
        number=0,
        anchor=name_of(members[0]),
        heading=_heading(fold, members[0], teller),
        place=where,
        grade=grade,
        grade_title=_grade_title(grade, teller),
        entries=entries,
        pictures=pictures(members, teller),
        points=shared,
        needs=tuple(role.value for role in _needed(members, teller)),
    )


def _needed(members: tuple[Change, ...], teller: Teller) -> tuple[Role, ...]:
    """Those who must say yes to all of it."""
    return together(role for change in members for role in teller.comparison.needs.of.get(change, ()))


def _entry(change: Change, teller: Teller) -> Entry:
    grade = teller.judged.grades[change].value
    before, after = side_by_side(*teller.sides(change)) if teller.is_side_by_side(change) else ("", "")
    return Entry(
        name=name_of(change),
        grade=grade,
        grade_title=_grade_title(grade, teller),
        title=title(change, teller.language),
        sentence=teller.sentence(change),
        before=str(before),
        after=str(after),
        points=points(change, teller),
    )


def _grade_title(grade: str, teller: Teller) -> str:
    return teller.language.gettext(TITLES[grade][0])


def _heading(fold: Fold | None, change: Change, teller: Teller) -> str:
    """What a block is about: the thing, or what its changes have in common."""
    if fold is not None and fold.is_head:
        return teller.sentence(change).rstrip(".")
    if fold is not None and fold.sentence and fold.sentence != SAME and fold.subject is None:
        return teller.language.gettext(fold.sentence)
    if fold is not None and fold.sentence == SAME:
        values = " → ".join(part for part in teller.sides(change) if part)
        what = title(change, teller.language)
        return f"{what}: {values}" if values else what
    return _thing(teller.things.thing(change.subject), teller)


def _thing(subject: Subject, teller: Teller) -> str:
    """A thing, with what it is."""
    if subject.kind == "codelist":
        return teller.language.gettext("The choices of {name}", name=teller.name(subject))
    noun = teller.after.named(subject).noun
    return teller.language.gettext(NOUNS.get(noun, NOUNS[subject.kind]), name=teller.name(subject))


def _shared(entries: tuple[Entry, ...]) -> tuple[tuple[Point, ...], tuple[Entry, ...]]:
    """What is said of every change of a block, and the changes without it."""
    if len(entries) < 2:
        return (entries[0].points, (replace(entries[0], points=()),)) if entries else ((), ())
    common = [point for point in entries[0].points if all(point in entry.points for entry in entries[1:])]
    rest = tuple(
        replace(entry, points=tuple(point for point in entry.points if point not in common)) for entry in entries
    )
    return tuple(common), rest
