"""How the values of one variable are spread, before and after: how many, how many missing, least, middle, most, codes.

Pure; values are counted, so memory grows with the different values and not with the rows. Small numbers are hidden on
demand: a count below five says too much about somebody.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.model import Variable
from engine.answers import AnswerValue
from engine.small_numbers import hidden

BY_CODE = frozenset({"code", "boolean"})
ORDERED = frozenset({"integer", "decimal", "date", "time", "datetime"})


@dataclass(frozen=True, slots=True)
class Spread:
    """The values at one point in time. What is hidden, or does not apply to the type, is None."""

    count: int | None
    missing: int | None
    least: AnswerValue = None
    median: AnswerValue = None
    most: AnswerValue = None
    codes: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(slots=True)
class Distribution:
    """One variable before and after, filled row by row."""

    variable: Variable
    differing: int = 0
    _before: Counter[AnswerValue] = field(default_factory=Counter)
    _after: Counter[AnswerValue] = field(default_factory=Counter)

    def add(self, before: AnswerValue, after: AnswerValue) -> None:
        """One row's value under the earlier formula, and under this one."""
        self.differing += before != after
        self._before[self._kept(before)] += 1
        self._after[self._kept(after)] += 1

    def before(self, *, show_all: bool = False) -> Spread:
        """How the values were spread."""
        return _spread(self.variable, self._before, show_all)

    def after(self, *, show_all: bool = False) -> Spread:
        """How they are spread now, or would be."""
        return _spread(self.variable, self._after, show_all)

    def differ(self, *, show_all: bool = False) -> int | None:
        """In how many rows the two are not the same."""
        return self.differing if show_all else hidden(self.differing)

    def _kept(self, value: AnswerValue) -> AnswerValue:
        """Of a text only that there is one."""
        return value if value is None or self.variable.type in BY_CODE | ORDERED else True


def _spread(variable: Variable, values: Counter[AnswerValue], show_all: bool) -> Spread:
    missing = values[None]
    known: dict[AnswerValue, int] = {value: number for value, number in values.items() if value is not None}
    count = sum(known.values())
    if variable.type in BY_CODE:
        cells = {"": missing, **{name: known.get(code, 0) for name, code in _codes(variable, known)}}
        shown = dict(cells) if show_all else _without_small(cells)
        codes = {name: shown[name] for name in cells if name}
        whole = count if show_all or None not in codes.values() else hidden(count)
        return Spread(whole, shown[""], codes=codes)
    cells = {"": missing, "known": count}
    shown = dict(cells) if show_all else {name: hidden(number) for name, number in cells.items()}
    if variable.type not in ORDERED or not known or shown["known"] is None:
        return Spread(shown["known"], shown[""])
    least, median, most = _quantiles(known)
    return Spread(shown["known"], shown[""], least, median, most)


def _codes(variable: Variable, known: Mapping[AnswerValue, int]) -> list[tuple[str, AnswerValue]]:
    """Every code there is, declared or not, with the name it is shown by."""
    declared: list[AnswerValue] = [code.value for code in variable.codes] or [False, True]
    others = sorted((value for value in known if value not in declared), key=str)
    return [(str(value).lower() if isinstance(value, bool) else str(value), value) for value in (*declared, *others)]


def _without_small(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The counts without small ones; one that stands alone takes the next smallest along, or the sum would tell it."""
    shown = {name: hidden(number) for name, number in cells.items()}
    gone = [name for name, number in shown.items() if number is None]
    left = [name for name, number in shown.items() if number]
    if len(gone) == 1 and left:
        shown[min(left, key=lambda name: cells[name])] = None
    return shown


def _quantiles(known: Mapping[Any, int]) -> tuple[AnswerValue, AnswerValue, AnswerValue]:
    """Least, lower median and most of counted values."""
    ordered = sorted(known)
    middle, passed = (sum(known.values()) + 1) // 2, 0
    for value in ordered:
        passed += known[value]
        if passed >= middle:
            return ordered[0], value, ordered[-1]
    raise AssertionError("there is a middle value")
