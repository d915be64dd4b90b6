"""Which series cannot be compared as before: what an author declared coarser, finer or not comparable. Pure."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import EXACT, Manner, Naming, name_of
from migrations_gen.diff import Difference
from migrations_gen.intents.records import Comparable
from migrations_gen.wording import Language
from renderers.comparison.records import Broken

SENTENCES: Mapping[Comparable, str] = MappingProxyType(
    {
        Comparable.COARSER: translatable(
            "{name} says less than before. The series can be drawn, with the old answers made as coarse as the new."
        ),
        Comparable.FINER: translatable(
            "{name} says more than before. The series can be drawn, with the new answers made as coarse as the old."
        ),
        Comparable.NONE: translatable(
            "{name} cannot be compared with earlier answers. The series is broken, and a new one begins."
        ),
    }
)
"""What each kind of comparison means for a series; an exact one changes nothing."""


def broken_series(
    difference: Difference, language: Language, named: Naming, manner: Manner = EXACT
) -> Iterator[Broken]:
    """Every variable and group whose old and new answers are not simply the same."""
    carrying = difference.carrying
    for address, carry in sorted(carrying.forward.carries.items()):
        if carry.comparable in SENTENCES:
            yield _told(Subject("variable", address), carry.comparable, language, named, manner)
    for address, (_, comparable) in sorted(carrying.replaced.items()):
        if comparable in SENTENCES:
            kind = "group" if "." in address else "instrument"
            yield _told(Subject(kind, address), comparable, language, named, manner)


def _told(subject: Subject, comparable: Comparable, language: Language, named: Naming, manner: Manner) -> Broken:
    name = name_of(subject, language, named, manner)
    return Broken(subject.address, comparable.value, language.gettext(SENTENCES[comparable], name=name))
