"""The two sides of a map: a value, a missing reason, or blank; and the map as expressions.

Pure. A code that means a reason is that reason: 9 stands for `not_answered` wherever the codelist says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node
from catalogue.model import MISSING_REASONS, CodeValue, Variable
from catalogue.source.builder.reading import code_value
from migrations_gen.intents.records import BLANK

NUMBERS = ("integer", "decimal")
TRUTHS = {"0": False, "1": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class Side:
    """One side: a value, or else a reason, or neither (blank)."""

    value: CodeValue | float | bool | None = None
    reason: str | None = None

    def __str__(self) -> str:
        return str(self.value) if self.value is not None else self.reason or BLANK


Pairs = tuple[tuple[Side, Side], ...]


def side(written: str, variables: Iterable[Variable | None], *, is_known: bool) -> Side | None:
    """What is written, as the first of these variables that knows it means it; None when nobody does.

    A code of a version in between (not `is_known`) can be looked up nowhere, and is taken for what it says.
    """
    if written == BLANK:
        return Side()
    for variable in variables:
        found = _of_variable(written, variable) if variable is not None else None
        if found is not None:
            return found
    if written in MISSING_REASONS:
        return Side(reason=written)
    return None if is_known else Side(code_value(written))


def _of_variable(written: str, variable: Variable) -> Side | None:
    if variable.type == "boolean":
        return Side(TRUTHS[written]) if written in TRUTHS else None
    codes = variable.codelist.codes if variable.codelist else ()
    code = next((code for code in codes if code.value == code_value(written)), None)
    if code is not None:
        return Side(reason=code.missing) if code.missing else Side(code.value)
    outside = (missing.reason for missing in variable.missing if str(missing.code) == written)
    reason = next(outside, None)
    if reason is None and variable.type in NUMBERS:
        return _number(written)
    return Side(reason=reason) if reason else None


def _number(written: str) -> Side | None:
    try:
        return Side(float(written))
    except ValueError:
        return None


def keeps_others(*variables: Variable | None) -> bool:
    """Whether a value that a map does not name stays what it is: where there are no codes to be named."""
    known = [variable for variable in variables if variable is not None]
    return bool(known) and all(variable.type != "boolean" and variable.codelist is None for variable in known)


def values_of(variable: Variable) -> Iterator[Side]:
    """Every value that an answer may have had."""
    if variable.type == "boolean":
        yield from (Side(False), Side(True))
    codes = variable.codelist.codes if variable.codelist else ()
    yield from (Side(code.value) for code in codes if code.missing is None)


def one_to_one(pairs: Pairs) -> Pairs:
    """The map read backwards, if it can be: no two values become one, and none becomes a reason."""
    values = [(left, right) for left, right in pairs if left.value is not None]
    rights = {right for _, right in values}
    is_exact = len(rights) == len(values) and all(right.value is not None for right in rights)
    return tuple((right, left) for left, right in values) if is_exact else ()


def mapped(pairs: Pairs, value: Node, reason: Node, *, keeps: bool = False) -> tuple[Node, Node]:
    """Value and reason after a map, from those before it. A reason that the map does not name stays, and with `keeps`
    a value too."""
    found = tuple((_is(left, value, reason), right) for left, right in pairs)
    values = tuple((condition, _constant(right.value)) for condition, right in found)
    reasons = tuple((condition, _constant(right.reason)) for condition, right in found)
    carried = Case(values, value if keeps else NULL) if values else value
    return carried, Case((*reasons, (Call("is_null", (value,)), reason)), NULL)


def _is(left: Side, value: Node, reason: Node) -> Node:
    """Whether an old answer is this side."""
    if isinstance(left.value, bool):
        return value if left.value else Call("not", (value,))
    if left.value is not None:
        return Call("eq", (value, _constant(left.value)))
    why = Call("is_null", (reason,)) if left.reason is None else Call("eq", (reason, Literal(left.reason)))
    return Call("and", (Call("is_null", (value,)), why))


def _constant(value: CodeValue | float | bool | None) -> Node:
    if isinstance(value, int) and not isinstance(value, bool):
        return Literal(float(value))
    return Literal(value)
