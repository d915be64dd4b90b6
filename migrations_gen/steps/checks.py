"""The named conditions and foreign keys of a table: which stay, which are only called otherwise, which go and come.

Pure. Two are the same when they say the same of the same columns, whatever the columns are called; one that comes or
says something else holds from the release that brings it, so that earlier rows stay as they were answered.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from sqlalchemy import ForeignKeyConstraint, Table

from engine.tables.conditions import WHEN_FINAL, columns_in, conditions_of, respelled
from migrations_gen.steps.records import Checks

Texts = Mapping[str, tuple[str, ...]]
"""By name, what is demanded, in each dialect."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What becomes of the conditions, and from which release each holds that does not hold for all."""

    checks: Checks
    since: Mapping[str, int]


def check_texts(tables: Iterable[Table]) -> Texts:
    """The conditions of a table, as it is in each dialect."""
    found = [conditions_of(table) for table in tables]
    names = dict.fromkeys(name for texts in found for name in texts)
    return {name: tuple(texts.get(name, "") for texts in found) for name in names}


def reference_texts(table: Table) -> Texts:
    """The foreign keys of a table's answers, by name."""
    keys = (part for part in table.constraints if isinstance(part, ForeignKeyConstraint))
    return {
        str(key.name): (f'"{column}" REFERENCES {key.elements[0].target_fullname}',)
        for key in keys
        for column in key.column_keys
        if key.elements[0].target_fullname.startswith("system_")
    }


Gates = tuple[Mapping[str, int], Callable[[str, str | None], int | None]]
"""From which release an earlier table's conditions hold, and what says it of a later one, given the one it is like."""


def compared(before: Texts, after: Texts, names: Mapping[str, str], gates: Gates) -> Compared:
    """Compare; `names` says what each column of the earlier table will be called. `gates` are those of the earlier
    table, and what says from which release a later condition holds, given the one that is the same.
    """
    known, gate = gates
    said = {name: tuple(renamed(text, names) for text in texts) for name, texts in before.items()}
    by_text = {(texts, known.get(name)): name for name, texts in said.items()}
    same: dict[str, str] = {}
    since: dict[str, int] = {}
    for name, texts in after.items():
        other = name if said.get(name) == texts else next((old for old in said if said[old] == texts), None)
        number = gate(name, other)
        if number is not None:
            since[name] = number
        found = other if other is not None and known.get(other) == number else by_text.get((texts, number))
        if found is not None and found not in same.values():
            same[name] = found
    return Compared(
        Checks(
            dropped=tuple(name for name in before if name not in same.values()),
            renamed=tuple((old, new) for new, old in same.items() if old != new),
            added=tuple(name for name in after if name not in same),
        ),
        since,
    )


def is_met_by_nothing(texts: tuple[str, ...], empty: Set[str]) -> bool:
    """Whether it is about columns only that have nothing in them yet, and so spares every earlier row by itself."""
    return all(not text.startswith(WHEN_FINAL) and set(columns_in(text)) <= empty for text in texts)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The same condition when the columns are called otherwise."""
    return respelled(text, lambda name: f'"{names.get(name, name)}"')
