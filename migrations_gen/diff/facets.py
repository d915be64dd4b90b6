"""What every comparison asks of two values of one facet: are they another, come, or gone. Pure."""

from collections.abc import Iterator

from catalogue.model import Alias, Codelist, Retirement
from catalogue.texts import Text
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.variables import RetirementChanged


def told(meaning: type[Change], subject: Subject, before: object, after: object) -> Iterator[Change]:
    """The change, if there is one."""
    if before != after:
        yield meaning(subject, before, after)


def plain(value: object) -> object:
    """A text as its words: its address says where it stands, not what it means."""
    match value:
        case Text():
            return value.source
        case tuple():
            return tuple(map(plain, value))
        case _:
            return value


def content(codelist: Codelist) -> tuple[object, ...]:
    """The codes in their order with all that is said of each, whatever the list is called and wherever it stands."""
    return tuple((code.value, plain(code.label), code.missing, code.retired, code.collected) for code in codelist.codes)


def retirement(
    retired: type[Change], subject: Subject, before: Retirement | None, after: Retirement | None
) -> Iterator[Change]:
    """Out of use, in use again, or out of use for another reason."""
    if before is None or after is None:
        meaning = retired if before is None else retired.opposite
        assert meaning is not None  # each of the three is paired
        yield from told(meaning, subject, before, after)
    else:
        yield from told(RetirementChanged, subject, before, after)


def record_names(record: tuple[tuple[str, tuple[Alias, ...]], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What outside systems call the columns that every row has."""
    return tuple((column, tuple(f"{alias.system}:{alias.name}" for alias in aliases)) for column, aliases in record)
