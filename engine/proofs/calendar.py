"""The proleptic Gregorian calendar for the prover: a day's year, month and day of the month as terms.

A day is its ordinal (1 January of year 1 is day 1). The parts of a day are unknowns, tied to it by a fact, since
finding them by division would be much harder to reason about.
"""

from dataclasses import dataclass, field
from datetime import date

import z3

FIRST, LAST = date.min.toordinal(), date.max.toordinal()

BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
"""How many days of a common year come before each month."""

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a day."""

    year: z3.ArithRef
    month: z3.ArithRef
    day: z3.ArithRef


@dataclass
class Calendar:
    """The days whose parts some term needs, and the facts that tie the parts to the day."""

    facts: list[z3.BoolRef] = field(default_factory=list)
    known: dict[int, tuple[z3.ArithRef, Parts]] = field(default_factory=dict)

    def parts(self, day: z3.ArithRef) -> Parts:
        """The parts of a day; the same unknowns each time."""
        if day.get_id() not in self.known:
            number = len(self.known)
            parts = Parts(z3.Int(f"year#{number}"), z3.Int(f"month#{number}"), z3.Int(f"day#{number}"))
            self.known[day.get_id()] = (day, parts)
            self.facts += _facts(day, parts)
        return self.known[day.get_id()][1]


def _facts(day: z3.ArithRef, parts: Parts) -> list[z3.BoolRef]:
    year, month = parts.year, parts.month
    leap = z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))
    before, length = _by_month(BEFORE, month), _by_month(LENGTHS, month)
    earlier = year - 1
    years = earlier * 365 + earlier / 4 - earlier / 100 + earlier / 400
    leap_day = z3.If(z3.And(leap, month > 2), 1, 0)
    is_day = z3.And(day >= FIRST, day <= LAST)  # where there is no date, its number is no day
    return [
        z3.And(year >= 1, year <= 9999, month >= 1, month <= 12, parts.day >= 1),
        parts.day <= length + z3.If(z3.And(leap, month == 2), 1, 0),
        z3.Implies(is_day, day == years + before + leap_day + parts.day),
    ]


def _by_month(numbers: tuple[int, ...], month: z3.ArithRef) -> z3.ArithRef:
    result: z3.ArithRef = z3.IntVal(numbers[-1])
    for position in range(len(numbers) - 1, 0, -1):
        result = z3.If(month == position, numbers[position - 1], result)
    return result


def months_between(calendar: Calendar, start: z3.ArithRef, end: z3.ArithRef) -> z3.ArithRef:
    """Completed months from start to end; negative when end is before start."""
    one, other = calendar.parts(start), calendar.parts(end)

    def forward(first: Parts, last: Parts) -> z3.ArithRef:
        months = (last.year - first.year) * 12 + last.month - first.month
        return months - z3.If(last.day < first.day, 1, 0)

    return z3.If(end < start, -forward(other, one), forward(one, other))


def years_between(calendar: Calendar, start: z3.ArithRef, end: z3.ArithRef) -> z3.ArithRef:
    """Completed years from start to end; a leap day's year is completed on 1 March."""
    one, other = calendar.parts(start), calendar.parts(end)

    def forward(first: Parts, last: Parts) -> z3.ArithRef:
        is_earlier = z3.Or(last.month < first.month, z3.And(last.month == first.month, last.day < first.day))
        return last.year - first.year - z3.If(is_earlier, 1, 0)

    return z3.If(end < start, -forward(other, one), forward(one, other))
