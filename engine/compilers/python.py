"""Expressions → Python source, the reference meaning: every other compiler must agree with what is generated here.

A value compiles to a fragment that is right when the locals it needs are not None. A condition compiles to two ordinary
Python conditions, one for when it is TRUE and one for when it is FALSE, so that three-valued logic costs nothing where
nobody asks for the third value. What cannot be one fragment (division, `case`, lists) becomes a local of its own.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, references
from catalogue.model import CodeValue, ValueSet


@dataclass(frozen=True, slots=True)
class Fragment:
    """Python source of a value, and the locals that must not be None for it to have one."""

    source: str
    needs: frozenset[str] = frozenset()

    @property
    def guard(self) -> str:
        """The condition under which there is a value; empty when there always is."""
        return " and ".join(f"{name} is not None" for name in sorted(self.needs))

    @property
    def optional(self) -> str:
        """The value, or None when there is none."""
        if not self.needs or self.source in self.needs:
            return self.source
        return f"({self.source} if {self.guard} else None)"


NEVER = Fragment("None", frozenset({"None"}))
"""NULL: the guard `None is not None` is never true."""


@dataclass(slots=True)
class Code:
    """Source being written: its lines, the local that holds each name, and the constants the source refers to.

    `reasons` holds the local with a variable's missing reason where the caller keeps one.
    """

    locals: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, Mapping[tuple[CodeValue, ...], float]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    _kept: dict[str, str] = field(default_factory=dict)

    def line(self, text: str) -> None:
        """Add a line."""
        self.lines.append(f"    {text}")

    def local(self, source: str) -> Fragment:
        """Keep a value that may be None in a local of its own; the same source is computed once.

        That is right because nothing reads a variable before it has its last value.
        """
        if source not in self._kept:
            self._kept[source] = f"t{len(self._kept) + 1}"
            self.line(f"{self._kept[source]} = {source}")
        name = self._kept[source]
        return Fragment(name, frozenset({name}))

    def constant(self, value: object) -> str:
        """The name under which the source finds a value that cannot be written as text."""
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return name

    def value(self, node: Node) -> Fragment:
        """The source of a value of any type; a boolean's is one of True, False, None."""
        match node:
            case Literal(None):
                return NEVER
            case Literal():
                return Fragment(_literal(node, self))
            case Reference():
                name = self.locals[node.name]
                return Fragment(name, frozenset({name}))
            case Case():
                return self.local(self._branches(node))
            case Call() if node.function in CONDITIONS:
                return self.local(self._three_valued(node))
            case Call():
                return VALUES[node.function](self, node.arguments)

    def true_when(self, node: Node) -> str:
        """A Python condition that holds when the expression is TRUE."""
        return self._condition(node)[0]

    def false_when(self, node: Node) -> str:
        """A Python condition that holds when the expression is FALSE."""
        return self._condition(node)[1]

    def _condition(self, node: Node) -> tuple[str, str]:
        if isinstance(node, Call) and node.function in CONDITIONS:
            return CONDITIONS[node.function](self, node.arguments)
        name = self.value(node).source
        return f"{name} is True", f"{name} is False"

    def _three_valued(self, node: Node) -> str:
        when_true, when_false = self._condition(node)
        return f"True if {when_true} else False if {when_false} else None"

    def _branches(self, node: Case) -> str:
        parts = [f"{self.value(then).optional} if {self.true_when(when)} else" for when, then in node.branches]
        return f"{' '.join(parts)} {self.value(node.otherwise).optional}"


Condition = Callable[[Code, tuple[Node, ...]], tuple[str, str]]
ValueOf = Callable[[Code, tuple[Node, ...]], Fragment]


def _joined(parts: Iterable[str], word: str) -> str:
    return f"({f' {word} '.join(parts)})"


def _and(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    return _joined(map(code.true_when, arguments), "and"), _joined(map(code.false_when, arguments), "or")


def _or(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    return _joined(map(code.true_when, arguments), "or"), _joined(map(code.false_when, arguments), "and")


def _not(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    return code.false_when(arguments[0]), code.true_when(arguments[0])


def _compared(operator: str, opposite: str) -> Condition:
    def compare(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
        left, right = (_comparable(code, argument) for argument in arguments)
        guard = Fragment("", left.needs | right.needs).guard
        known = f"{guard} and " if guard else ""
        return (
            f"({known}{left.source} {operator} {right.source})",
            f"({known}{left.source} {opposite} {right.source})",
        )

    return compare


def _comparable(code: Code, node: Node) -> Fragment:
    """A side of a comparison: exact in Python whatever the types, and quickest between integers."""
    if isinstance(node, Literal) and isinstance(node.value, float):
        return Fragment(plain_number(node.value))
    return code.value(node)


def plain_number(value: float) -> str:
    """A number as Python source, as an integer when it is one."""
    return repr(int(value)) if value.is_integer() else repr(value)


def _in(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    tested = code.value(arguments[0])
    members = code.constant(frozenset(member.value for member in arguments[1:] if isinstance(member, Literal)))
    known = f"{tested.guard} and " if tested.needs else ""
    return f"({known}{tested.source} in {members})", f"({known}{tested.source} not in {members})"


def _is_null(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    value = code.value(arguments[0])
    return f"not ({value.guard})" if value.needs else "False", f"({value.guard})" if value.needs else "True"


def _is_true(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    condition = code.true_when(arguments[0])
    return condition, f"not ({condition})"


def _is_false(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    condition = code.false_when(arguments[0])
    return condition, f"not ({condition})"


def _starts_with(code: Code, arguments: tuple[Node, ...]) -> tuple[str, str]:
    value, start = code.value(arguments[0]), code.value(arguments[1]).source
    known = f"{value.guard} and " if value.needs else ""
    return f"({known}{value.source}.startswith({start}))", f"({known}not {value.source}.startswith({start}))"


CONDITIONS: Mapping[str, Condition] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "is_null": _is_null,
    "is_true": _is_true,
    "is_false": _is_false,
    "eq": _compared("==", "!="),
    "ne": _compared("!=", "=="),
    "lt": _compared("<", ">="),
    "le": _compared("<=", ">"),
    "gt": _compared(">", "<="),
    "ge": _compared(">=", "<"),
    "in": _in,
    "starts_with": _starts_with,
}
"""Functions with a truth value: the conditions under which they are TRUE and FALSE."""


def _strict(template: str) -> ValueOf:
    """A function that is NULL when any part is, from a template with a place for each argument."""

    def write(code: Code, arguments: tuple[Node, ...]) -> Fragment:
        parts = [code.value(argument) for argument in arguments]
        needs = frozenset[str]().union(*(part.needs for part in parts))
        return Fragment(
            template.format(*(part.source for part in parts), all=", ".join(part.source for part in parts)), needs
        )

    return write


def _may_be_null(template: str) -> ValueOf:
    """As strict, but the result may be None too, so it is kept in a local."""

    def write(code: Code, arguments: tuple[Node, ...]) -> Fragment:
        return code.local(_strict(template)(code, arguments).optional)

    return write


def _multiply(code: Code, arguments: tuple[Node, ...]) -> Fragment:
    """In binary64 also where both sides are integers, whose product Python would keep exact beyond 2**53."""
    has_float = any(isinstance(argument, Literal) for argument in arguments)
    return _strict("({} * {})" if has_float else "(1.0 * {} * {})")(code, arguments)


def _divide(code: Code, arguments: tuple[Node, ...]) -> Fragment:
    above, below = (code.value(argument) for argument in arguments)
    quotient = Fragment(f"({above.source} / {below.source})", above.needs | below.needs)
    if isinstance(arguments[1], Literal) and arguments[1].value:
        return quotient
    guard = f"{quotient.guard} and " if quotient.needs else ""
    return code.local(f"{quotient.source} if {guard}{below.source} else None")


def _coalesce(code: Code, arguments: tuple[Node, ...]) -> Fragment:
    *first, last = (code.value(argument) for argument in arguments)
    parts = [f"{part.source} if {part.guard or 'True'} else" for part in first]
    return code.local(f"{' '.join(parts)} {last.optional}")


def _answers(code: Code, arguments: tuple[Node, ...]) -> str:
    """A local with the list of those that are answered."""
    items = ", ".join(code.value(argument).optional for argument in arguments)
    return code.local(f"[x for x in ({items},) if x is not None]").source


def _answered(code: Code, arguments: tuple[Node, ...]) -> Fragment:
    return Fragment(f"len({_answers(code, arguments)})")


def _of_answers(function: str) -> ValueOf:
    def write(code: Code, arguments: tuple[Node, ...]) -> Fragment:
        answers = _answers(code, arguments)
        return code.local(f"{function}({answers}) if {answers} else None")

    return write


def _missing_reason(code: Code, arguments: tuple[Node, ...]) -> Fragment:
    name = arguments[0].name if isinstance(arguments[0], Reference) else ""
    return code.local(code.reasons.get(name, f"reasons.get({name!r})"))


def _lookup(code: Code, arguments: tuple[Node, ...]) -> Fragment:
    name = arguments[0].value if isinstance(arguments[0], Literal) else None
    table = code.constant(code.lookups[str(name)])
    key = _strict("({all},)")(code, arguments[1:])
    guard = f" if {key.guard} else None" if key.needs else ""
    return code.local(f"{table}.get({key.source}){guard}")


def _round(code: Code, arguments: tuple[Node, ...]) -> Fragment:
    value = code.value(arguments[0])
    decimals = arguments[1].value if isinstance(arguments[1], Literal) else 0
    return Fragment(f"rounded({value.source}, {10.0 ** int(str(decimals).partition('.')[0])!r})", value.needs)


VALUES: Mapping[str, ValueOf] = {
    "missing_reason": _missing_reason,
    "add": _strict("({} + {})"),
    "subtract": _strict("({} - {})"),
    "multiply": _multiply,
    "divide": _divide,
    "negate": _strict("(0.0 - {})"),
    "abs": _strict("abs({})"),
    "floor": _strict("floor({})"),
    "round": _round,
    "least": _strict("min({all})"),
    "greatest": _strict("max({all})"),
    "coalesce": _coalesce,
    "lookup": _lookup,
    "days_between": _strict("({1} - {0}).days"),
    "months_between": _strict("months_between({}, {})"),
    "years_between": _strict("years_between({}, {})"),
    "add_days": _strict("add_days({}, {})"),
    "year": _strict("{}.year"),
    "month": _strict("{}.month"),
    "today": lambda code, arguments: Fragment("today"),
    "minutes_between": _strict("(minutes({1}) - minutes({0}))"),
    "duration_minutes": _strict("((minutes({1}) - minutes({0})) % 1440)"),
    "hour": _strict("{}.hour"),
    "minute": _strict("{}.minute"),
    "length": _strict("len({})"),
    "left": _may_be_null("({}[:int({})] or None)"),
    "answered": _answered,
    "sum_answered": _of_answers("total"),
    "min_answered": _of_answers("least_answered"),
    "max_answered": _of_answers("greatest_answered"),
}
"""Functions with a value of another type."""


def _literal(node: Literal, code: Code) -> str:
    if isinstance(node.value, date | time):
        return code.constant(node.value)
    return repr(node.value)


def rounded(value: float, scale: float) -> float:
    """Half away from zero: `sign(x) * floor(abs(x) * scale + 0.5) / scale`, never -0."""
    size = math.floor(abs(value) * scale + 0.5) / scale
    return size if value >= 0 else 0.0 - size


def months_between(start: date, end: date) -> int:
    """Completed months from start to end; negative when end is before start."""
    if end < start:
        return -months_between(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def years_between(start: date, end: date) -> int:
    """Completed years from start to end; a leap day's year is completed on 1 March."""
    if end < start:
        return -years_between(end, start)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def add_days(start: date, days: float) -> date:
    """The date so many whole days later."""
    return start + timedelta(days=int(days))


def minutes(value: time) -> int:
    """Minutes since midnight."""
    return value.hour * 60 + value.minute


def total(values: list[float]) -> float:
    """The sum from left to right: newer Pythons' `sum` compensates rounding, which other runtimes do not."""
    result = 0.0
    for value in values:
        result += value
    return result


def floor(value: float) -> float:
    """The greatest whole number not above, as binary64."""
    return float(math.floor(value))


def least_answered(values: list[float]) -> float:
    """The least; a TRUE counts as 1."""
    return float(min(values))


def greatest_answered(values: list[float]) -> float:
    """The greatest; a TRUE counts as 1."""
    return float(max(values))


HELPERS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        rounded,
        floor,
        months_between,
        years_between,
        add_days,
        minutes,
        total,
        least_answered,
        greatest_answered,
    )
}
"""What generated source may call."""


def value_set_tables(value_sets: Mapping[str, ValueSet]) -> dict[str, Mapping[tuple[CodeValue, ...], float]]:
    """The tables `lookup` reads, by name."""
    return {name: value_set.values for name, value_set in value_sets.items()}


def run_source(source: str, constants: Mapping[str, Any], name: str) -> Any:
    """Execute generated source once and give back the function it defines.

    The source is written by this package from parsed expressions alone; no text of an author reaches it unquoted.
    """
    namespace: dict[str, Any] = {"__builtins__": dict(_BUILTINS), **HELPERS, **constants}
    exec(compile(source, f"<generated {name}>", "exec"), namespace)
    return namespace[name]


_BUILTINS: Mapping[str, Any] = {
    known.__name__: known for known in (abs, min, max, len, int, float, bool, str, set, frozenset, tuple, KeyError)
}
"""The only names of Python itself that generated source may use."""


Compiled = Callable[[Mapping[str, Any], Mapping[str, str], date], Any]


def compile_expression(node: Node, value_sets: Mapping[str, ValueSet] | None = None) -> Compiled:
    """One expression as a function of values by name (dotted for other forms), missing reasons and today."""
    lowered = lower(node)
    names = references(lowered)
    locals_ = {name: f"v{number}" for number, name in enumerate(names)}
    code = Code(locals_, lookups=value_set_tables(value_sets or {}))
    for name, local in locals_.items():
        code.line(f"{local} = values.get({name!r})")
    result = code.value(lowered).optional
    source = "\n".join(("def expression(values, reasons, today):", *code.lines, f"    return {result}"))
    function: Compiled = run_source(source, code.constants, "expression")
    return function
