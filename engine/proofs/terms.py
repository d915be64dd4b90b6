"""Expressions → terms of the prover, over exact numbers, with the third truth value kept.

A boolean becomes two conditions, when it is TRUE and when it is FALSE; any other value a term and the condition under
which there is one. Numbers are whole or real, dates are days, times are minutes, texts are numbers that stand for them.
What a text looks like inside, and what a value set holds, is known to the prover only for the constants it meets.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from functools import reduce

import z3

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, Value
from catalogue.model import ValueSet
from engine.proofs.calendar import Calendar, months_between, years_between
from engine.proofs.truth import NOTHING, TRUE, UNKNOWN, Quantity, Term, Truth, alike, both, chosen, either, real
from engine.proofs.words import LENGTH, Words


@dataclass
class Prover:
    """What surrounds the terms of one problem: the meaning of names, and the facts that came with the terms.

    `renumbered` are the value sets whose numbers are not those of the same name elsewhere in the problem.
    `exact` turns False when a term rests on the arithmetic of numbers that are not whole, which the runtimes do in
    binary64 and the prover exactly, or on one of the `inexact_names`.
    """

    names: dict[str, Term] = field(default_factory=dict)
    reasons: dict[str, Quantity] = field(default_factory=dict)
    value_sets: Mapping[str, ValueSet] = field(default_factory=dict)
    today: z3.ArithRef = field(default_factory=lambda: z3.Int("today()"))
    words: Words = field(default_factory=Words)
    calendar: Calendar = field(default_factory=Calendar)
    facts: list[z3.BoolRef] = field(default_factory=list)
    renumbered: frozenset[str] = frozenset()
    lookups: list[tuple[ValueSet, tuple[z3.ArithRef, ...], z3.ArithRef, z3.BoolRef]] = field(default_factory=list)
    inexact_names: set[str] = field(default_factory=set)
    exact: bool = True

    @property
    def word_facts(self) -> list[z3.BoolRef]:
        """How long each constant is."""
        return [LENGTH(number) == len(word) for word, number in self.words.numbers.items()]

    def truth(self, node: Node) -> Truth:
        """A boolean expression."""
        term = self.term(node)
        return term if isinstance(term, Truth) else UNKNOWN

    def quantity(self, node: Node) -> Quantity:
        """An expression of any other type; a TRUE counts as 1."""
        term = self.term(node)
        return Quantity(z3.If(term.true, 1, 0), term.known) if isinstance(term, Truth) else term

    def term(self, node: Node) -> Term:
        """The term of a lowered expression."""
        match node:
            case Literal(value):
                return self.literal(value)
            case Reference(name):
                self.exact = self.exact and name not in self.inexact_names
                return self.names.get(name, NOTHING)
            case Case():
                return self._case(node)
            case Call():
                return TERMS[node.function](self, node.arguments)

    def literal(self, value: Value) -> Term:
        """A constant."""
        if value is None:
            return NOTHING
        if isinstance(value, bool):
            return Truth(z3.BoolVal(value), z3.BoolVal(not value))
        return Quantity(self.number(value), TRUE)

    def number(self, value: float | str | date | time) -> z3.ArithRef:
        """The number that stands for a value that is no boolean."""
        if isinstance(value, str):
            return z3.IntVal(self.words.number(value))
        if isinstance(value, datetime):
            return z3.IntVal(value.toordinal() * 1440 + value.hour * 60 + value.minute)
        if isinstance(value, date):
            return z3.IntVal(value.toordinal())
        if isinstance(value, time):
            return z3.IntVal(value.hour * 60 + value.minute)
        exact = Fraction(str(value))
        return z3.IntVal(exact.numerator) if exact.denominator == 1 else z3.RealVal(str(exact))

    def inexact(self, *terms: z3.ArithRef) -> None:
        """Arithmetic on these: in the runtimes exact only when all are whole."""
        self.exact = self.exact and all(z3.is_int(term) for term in terms)

    def _case(self, node: Case) -> Term:
        whens = [self.truth(when).true for when, _ in node.branches]
        thens = [self.term(then) for _, then in node.branches]
        result = self.term(node.otherwise)
        if any(isinstance(part, Truth) for part in (*thens, result)):
            truth = _as_truth(result)
            for when, then in reversed(list(zip(whens, map(_as_truth, thens), strict=True))):
                truth = Truth(z3.If(when, then.true, truth.true), z3.If(when, then.false, truth.false))
            return truth
        for when, then in reversed(list(zip(whens, thens, strict=True))):
            result = chosen(when, _as_quantity(then), _as_quantity(result))
        return result


def _as_truth(term: Term) -> Truth:
    return term if isinstance(term, Truth) else UNKNOWN


def _as_quantity(term: Term) -> Quantity:
    return term if isinstance(term, Quantity) else NOTHING


Arguments = tuple[Node, ...]
TermOf = Callable[[Prover, Arguments], Term]


def _and(prover: Prover, arguments: Arguments) -> Truth:
    parts = [prover.truth(part) for part in arguments]
    return Truth(both(part.true for part in parts), either(part.false for part in parts))


def _or(prover: Prover, arguments: Arguments) -> Truth:
    parts = [prover.truth(part) for part in arguments]
    return Truth(either(part.true for part in parts), both(part.false for part in parts))


def _not(prover: Prover, arguments: Arguments) -> Truth:
    part = prover.truth(arguments[0])
    return Truth(part.false, part.true)


def _always(condition: z3.BoolRef) -> Truth:
    """A truth that is never NULL."""
    return Truth(condition, z3.Not(condition))


def _is_null(prover: Prover, arguments: Arguments) -> Truth:
    return _always(z3.Not(prover.term(arguments[0]).known))


def _compared(compare: Callable[[z3.ArithRef, z3.ArithRef], z3.BoolRef]) -> TermOf:
    def write(prover: Prover, arguments: Arguments) -> Truth:
        left, right = (prover.term(part) for part in arguments)
        if isinstance(left, Truth) and isinstance(right, Truth):
            holds, known = compare(left.true, right.true), both((left.known, right.known))
        else:
            one, other = (prover.quantity(part) for part in arguments)
            holds, known = compare(one.value, other.value), both((one.known, other.known))
        return Truth(both((known, holds)), both((known, z3.Not(holds))))

    return write


def _in(prover: Prover, arguments: Arguments) -> Truth:
    tested, *members = (prover.quantity(part) for part in arguments)
    holds = either(tested.value == member.value for member in members)
    return Truth(both((tested.known, holds)), both((tested.known, z3.Not(holds))))


def _strict(of: Callable[..., z3.ArithRef], *, is_arithmetic: bool = False) -> TermOf:
    """NULL when any part is; `of` makes the value from the parts' values."""

    def write(prover: Prover, arguments: Arguments) -> Quantity:
        parts = [prover.quantity(part) for part in arguments]
        values = [part.value for part in parts]
        if is_arithmetic:
            prover.inexact(*values)
        return Quantity(of(*values), both(part.known for part in parts))

    return write


def _of_calendar(of: Callable[..., z3.ArithRef]) -> TermOf:
    """As strict, for what needs the calendar; the dates' parts are facts that come with the term."""

    def write(prover: Prover, arguments: Arguments) -> Quantity:
        parts = [prover.quantity(part) for part in arguments]
        value = of(prover.calendar, *(part.value for part in parts))
        return Quantity(value, both(part.known for part in parts))

    return write


def _divide(prover: Prover, arguments: Arguments) -> Quantity:
    above, below = (prover.quantity(part) for part in arguments)
    prover.exact = False
    known = both((above.known, below.known, below.value != 0))
    return Quantity(real(above.value) / real(below.value), known)


def _absolute(value: z3.ArithRef) -> z3.ArithRef:
    return z3.If(value >= 0, value, -value)


def _floor(value: z3.ArithRef) -> z3.ArithRef:
    return value if z3.is_int(value) else z3.ToInt(value)


def _round(prover: Prover, arguments: Arguments) -> Quantity:
    rounded = prover.quantity(arguments[0])
    if z3.is_int(rounded.value):
        return rounded
    prover.exact = False
    places = arguments[1].value if isinstance(arguments[1], Literal) else 0
    scale = 10 ** int(str(places).partition(".")[0])
    size = z3.ToInt(_absolute(rounded.value) * scale + z3.RealVal("1/2"))
    signed = z3.If(rounded.value >= 0, size, -size)
    return Quantity(signed if scale == 1 else z3.ToReal(signed) / scale, rounded.known)


def _extreme(is_better: Callable[[z3.ArithRef, z3.ArithRef], z3.BoolRef]) -> Callable[..., z3.ArithRef]:
    def better(one: z3.ArithRef, other: z3.ArithRef) -> z3.ArithRef:
        left, right = alike(one, other)
        return z3.If(is_better(left, right), left, right)

    return lambda *values: reduce(better, values)


def _coalesce(prover: Prover, arguments: Arguments) -> Term:
    terms = [prover.term(part) for part in arguments]
    if any(isinstance(term, Truth) for term in terms):
        result = UNKNOWN
        for truth in reversed([_as_truth(term) for term in terms]):
            known = truth.known
            result = Truth(z3.If(known, truth.true, result.true), z3.If(known, truth.false, result.false))
        return result
    value = NOTHING
    for part in reversed([_as_quantity(term) for term in terms]):
        value = chosen(part.known, part, value)
    return value


def _add_days(day: z3.ArithRef, days: z3.ArithRef) -> z3.ArithRef:
    if z3.is_int(days):
        return day + days
    return day + z3.If(days >= 0, z3.ToInt(days), -z3.ToInt(-days))


def _duration(start: z3.ArithRef, end: z3.ArithRef) -> z3.ArithRef:
    return (end - start) % 1440


def _length(prover: Prover, arguments: Arguments) -> Quantity:
    text = prover.quantity(arguments[0])
    prover.facts += [z3.Implies(text.known, LENGTH(text.value) >= 1)]
    return Quantity(LENGTH(text.value), text.known)


def _starts_with(prover: Prover, arguments: Arguments) -> Truth:
    text = prover.quantity(arguments[0])
    start = str(arguments[1].value) if isinstance(arguments[1], Literal) else ""
    starts = z3.Function(f"starts with {start}", z3.IntSort(), z3.BoolSort())
    prover.facts += [starts(number) == word.startswith(start) for word, number in prover.words.numbers.items()]
    return Truth(both((text.known, starts(text.value))), both((text.known, z3.Not(starts(text.value)))))


def _left(prover: Prover, arguments: Arguments) -> Quantity:
    text = prover.quantity(arguments[0])
    count = (
        int(arguments[1].value) if isinstance(arguments[1], Literal) and isinstance(arguments[1].value, float) else 0
    )
    if not count:
        return NOTHING
    left = z3.Function(f"left {count}", z3.IntSort(), z3.IntSort())
    known = list(prover.words.numbers.items())
    prover.facts += [left(number) == prover.words.number(word[:count]) for word, number in known]
    return Quantity(left(text.value), text.known)


def _missing_reason(prover: Prover, arguments: Arguments) -> Quantity:
    name = arguments[0].name if isinstance(arguments[0], Reference) else ""
    return prover.reasons.get(name, NOTHING)


def _lookup(prover: Prover, arguments: Arguments) -> Quantity:
    """A number of the table; which one is known only when a counterexample is looked at."""
    name = str(arguments[0].value) if isinstance(arguments[0], Literal) else ""
    keys = [prover.quantity(part) for part in arguments[1:]]
    sorts, symbol = [z3.IntSort()] * len(keys), f"lookup {name}{' later' if name in prover.renumbered else ''}"
    values = tuple(key.value for key in keys)
    found = z3.Function(symbol, *sorts, z3.RealSort())(*values)
    present = z3.Function(f"{symbol} has", *sorts, z3.BoolSort())(*values)
    prover.exact = False
    table = prover.value_sets[name]
    numbers = table.values.values()
    prover.facts += [
        found >= z3.RealVal(str(Fraction(str(min(numbers))))),
        found <= z3.RealVal(str(Fraction(str(max(numbers))))),
    ]
    prover.lookups.append((table, values, found, present))
    return Quantity(found, both((*(key.known for key in keys), present)))


def _answered(prover: Prover, arguments: Arguments) -> Quantity:
    return Quantity(z3.Sum([z3.If(prover.term(part).known, 1, 0) for part in arguments]), TRUE)


def _sum_answered(prover: Prover, arguments: Arguments) -> Quantity:
    parts = [prover.quantity(part) for part in arguments]
    prover.inexact(*(part.value for part in parts))
    return Quantity(z3.Sum([z3.If(part.known, part.value, 0) for part in parts]), either(part.known for part in parts))


def _extreme_answered(is_better: Callable[[z3.ArithRef, z3.ArithRef], z3.BoolRef]) -> TermOf:
    def write(prover: Prover, arguments: Arguments) -> Quantity:
        best = NOTHING
        for part in (prover.quantity(argument) for argument in arguments):
            wins = both((part.known, either((z3.Not(best.known), is_better(part.value, best.value)))))
            best = Quantity(chosen(wins, part, best).value, either((part.known, best.known)))
        return best

    return write


def _less(one: z3.ArithRef, other: z3.ArithRef) -> z3.BoolRef:
    return one < other


def _more(one: z3.ArithRef, other: z3.ArithRef) -> z3.BoolRef:
    return one > other


TERMS: Mapping[str, TermOf] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "is_null": _is_null,
    "is_true": lambda prover, arguments: _always(prover.truth(arguments[0]).true),
    "is_false": lambda prover, arguments: _always(prover.truth(arguments[0]).false),
    "missing_reason": _missing_reason,
    "eq": _compared(lambda one, other: one == other),
    "ne": _compared(lambda one, other: one != other),
    "lt": _compared(_less),
    "le": _compared(lambda one, other: one <= other),
    "gt": _compared(_more),
    "ge": _compared(lambda one, other: one >= other),
    "in": _in,
    "add": _strict(lambda one, other: one + other, is_arithmetic=True),
    "subtract": _strict(lambda one, other: one - other, is_arithmetic=True),
    "multiply": _strict(lambda one, other: one * other, is_arithmetic=True),
    "divide": _divide,
    "negate": _strict(lambda value: -value),
    "abs": _strict(_absolute),
    "floor": _strict(_floor),
    "round": _round,
    "least": _strict(_extreme(_less)),
    "greatest": _strict(_extreme(_more)),
    "coalesce": _coalesce,
    "lookup": _lookup,
    "days_between": _strict(lambda start, end: end - start),
    "months_between": _of_calendar(months_between),
    "years_between": _of_calendar(years_between),
    "add_days": _strict(_add_days),
    "year": _of_calendar(lambda calendar, day: calendar.parts(day).year),
    "month": _of_calendar(lambda calendar, day: calendar.parts(day).month),
    "today": lambda prover, arguments: Quantity(prover.today, TRUE),
    "minutes_between": _strict(lambda start, end: end - start),
    "duration_minutes": _strict(_duration),
    "hour": _strict(lambda moment: moment / 60),
    "minute": _strict(lambda moment: moment % 60),
    "length": _length,
    "starts_with": _starts_with,
    "left": _left,
    "answered": _answered,
    "sum_answered": _sum_answered,
    "min_answered": _extreme_answered(_less),
    "max_answered": _extreme_answered(_more),
}
"""A line for every function that a compiler must know."""
