"""From a row of an earlier form to one of today's: every value and reason as the maps say, computed by the reference.

Pure. A value of another kind than the variable now has is no value; so is what the maps do not lead to.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Table

from catalogue.expressions.nodes import Node, Reference, references
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Variable
from engine.answers import Answers, AnswerValue
from engine.compilers.python import compile_expression
from engine.constraints import constraint
from engine.tables.names import edition_column, reason_column
from engine.tables.row import Row

NO_DAY = date.min
"""A map has no today: it says the same whenever it is used."""


class Carriage(Protocol):
    """How one variable comes about: from which form's row, and its value and reason as expressions over that."""

    @property
    def form(self) -> str: ...
    @property
    def value(self) -> Node: ...
    @property
    def reason(self) -> Node: ...


CarryOf = Callable[[str], Carriage | None]
"""How a variable of today's, by its address, comes about; None when nothing leads to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One variable of today's: the earlier variables it rests on, and how its value and reason are computed."""

    variable: Variable
    reads: frozenset[str]
    value: Callable[..., AnswerValue]
    reason: Callable[..., AnswerValue]
    is_plain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Carrier:
    """The way from the rows of one earlier form to those of one of today's."""

    then: Row
    now: Row
    parts: Mapping[str, Part]

    def answers(self, given: Answers, timepoint: str = "") -> Answers:
        """What the earlier answers come to. A group's reason stands only when none of its variables has a value."""
        known = {**given.values, TIMEPOINT: timepoint}
        reasons = _by_variable(self.then, given.reasons)
        values = {name: _fitting(part, part.value(known, reasons, NO_DAY)) for name, part in self.parts.items()}
        return Answers(
            {name: value for name, value in values.items() if value is not None},
            dict(self._reasons(values, known, reasons)),
        )

    def editions(self, given: Mapping[str, str | None]) -> dict[str, str | None]:
        """Which edition each coding is from, where it is an earlier coding as it was."""
        plain = ((name, part.reads) for name, part in self.parts.items() if part.is_plain and name in self.now.editions)
        return {name: given.get(*reads) for name, reads in plain}

    def _reasons(
        self, values: Mapping[str, AnswerValue], known: Mapping[str, AnswerValue], reasons: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        for name, variables in self.now.reasons.items():
            parts = [self.parts[variable.name] for variable in variables if variable.name in self.parts]
            if all(values.get(variable.name) is None for variable in variables):
                found = (part.reason(known, reasons, NO_DAY) for part in parts)
                reason = next((str(why) for why in found if why is not None), None)
                if reason is not None:
                    yield name, reason

    @property
    def columns(self) -> Iterator[str]:
        """The columns of today's that the maps lead to."""
        for name in self.parts:
            yield name
            if name in self.now.editions:
                yield edition_column(name)
        for name, variables in self.now.reasons.items():
            if any(variable.name in self.parts for variable in variables):
                yield reason_column(name)


@dataclass(frozen=True, slots=True, eq=False)
class Onward:
    """What follows from a row of an earlier form in `columns` of one of today's tables: of the same row when it is
    `own`, else of the row of the same episode, at the same timepoint unless the form is filled in `once`.
    """

    table: Table
    columns: frozenset[str]
    carrier: Carrier
    own: bool
    once: bool


def carrier(now: tuple[str, Row], then: tuple[str, Row], carry: CarryOf) -> Carrier:
    """The way from an earlier form to one of today's, each given by address and row."""
    (address, row), (earlier, earlier_row) = now, then
    found = ((name, variable, carry(f"{address}.{name}")) for name, variable in row.variables.items())
    return Carrier(
        earlier_row,
        row,
        {
            name: _part(variable, how)
            for name, variable, how in found
            if how is not None and how.form == earlier and _is_held(how, earlier_row)
        },
    )


def _is_held(how: Carriage, row: Row) -> bool:
    return _reads(how) <= row.variables.keys()


def _reads(how: Carriage) -> frozenset[str]:
    return frozenset((*references(how.value), *references(how.reason))) - {TIMEPOINT}


def _part(variable: Variable, how: Carriage) -> Part:
    is_plain = isinstance(how.value, Reference)
    reads = frozenset(references(how.value)) if is_plain else _reads(how)
    return Part(variable, reads, compile_expression(how.value), compile_expression(how.reason), is_plain)


def _by_variable(row: Row, reasons: Mapping[str, str]) -> Mapping[str, str]:
    """The reason of each variable: a group's is that of all its variables."""
    return dict(_spread(row.reasons.items(), reasons))


def _spread(
    groups: Iterable[tuple[str, tuple[Variable, ...]]], reasons: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name, variables in groups:
        if name in reasons:
            yield from ((variable.name, reasons[name]) for variable in variables)


def _fitting(part: Part, value: AnswerValue) -> AnswerValue:
    kinds = constraint(part.variable).kinds
    if int in kinds and float not in kinds and isinstance(value, float) and value.is_integer():
        return int(value)
    return value if type(value) in kinds else None
