"""The closed set of functions and operators of rules: what each takes and gives, and how it treats NULL.

A row here plus one line in each compiler is all a new function needs; `tests/test_seams.py` names what is
missing. Rows marked `lowered` never reach a compiler: `lowering.py` writes them as smaller expressions, so
that their meaning stands in one place for every runtime.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Kinds of parameter: a type of value ("number", "boolean", "date", "time", "datetime", "text"), or
#   "any"      a value of any type            "same"   a value of the same type as the others marked so
#   "ordered"  as same, but a type with order "whole"  a constant whole number, 0 to the row's `most`
#   "constant" a constant text                "name"   the name of a value set
#   "item"     a number, boolean or a list's name, as the list functions count them
#   "variable" a plain name of a variable
# The last parameter repeats when `repeats` is true. A result of "same" is the type of the arguments.


@dataclass(frozen=True, slots=True)
class Function:
    """One row: its name in our nodes, how it is written, its signature, and a line for the documentation."""

    name: str
    parameters: tuple[str, ...]
    result: str
    doc: str
    symbol: str = ""
    repeats: bool = False
    lowered: bool = False
    most: int = 9

    @property
    def is_operator(self) -> bool:
        """Whether it is written with a symbol or words of its own and cannot be called by name."""
        return bool(self.symbol)

    @property
    def written(self) -> str:
        """How an author writes it: the operator's symbol, or the function's name."""
        return self.symbol or self.name

    def accepts(self, count: int) -> bool:
        """Whether the function takes this many arguments."""
        return count >= len(self.parameters) if self.repeats else count == len(self.parameters)

    def parameter(self, index: int) -> str:
        """The kind of the argument at this place."""
        return self.parameters[min(index, len(self.parameters) - 1)]


def _row(name: str, signature: str, doc: str, symbol: str = "", *, lowered: bool = False, most: int = 9) -> Function:
    """A function by its signature: `number whole -> number`, with `...` after the parameter that repeats."""
    written, result = signature.split("-> ")
    parameters = tuple(written.replace("...", "").split())
    return Function(name, parameters, result, doc, symbol, "..." in written, lowered, most)


ROWS: tuple[Function, ...] = (
    # logic, three-valued
    _row("and", "boolean boolean... -> boolean", "FALSE if any part is, else NULL if any is", "and"),
    _row("or", "boolean boolean... -> boolean", "TRUE if any part is, else NULL if any is", "or"),
    _row("not", "boolean -> boolean", "NULL stays NULL", "not"),
    _row("is_null", "any -> boolean", "never NULL", "is null"),
    _row("is_true", "boolean -> boolean", "never NULL", "is true"),
    _row("is_false", "boolean -> boolean", "never NULL", "is false"),
    _row("is_answered", "any -> boolean", "`x is not null`", lowered=True),
    _row("missing_reason", "variable -> text", "why a variable has no value; NULL when it has one"),
    # comparison: NULL if either side is
    _row("eq", "same same -> boolean", "equal", "="),
    _row("ne", "same same -> boolean", "not equal", "<>"),
    _row("lt", "ordered ordered -> boolean", "less", "<"),
    _row("le", "ordered ordered -> boolean", "less or equal", "<="),
    _row("gt", "ordered ordered -> boolean", "greater", ">"),
    _row("ge", "ordered ordered -> boolean", "greater or equal", ">="),
    _row("between", "ordered ordered ordered -> boolean", "`x >= a and x <= b`", "between", lowered=True),
    _row("in", "same same... -> boolean", "`x = a or x = b …`", "in"),
    # numbers: binary64; NULL if any part is
    _row("add", "number number -> number", "sum", "+"),
    _row("subtract", "number number -> number", "difference", "-"),
    _row("multiply", "number number -> number", "product", "*"),
    _row("divide", "number number -> number", "real quotient; by zero NULL", "/"),
    _row("negate", "number -> number", "the number with the other sign", "-"),
    _row("abs", "number -> number", "the number without sign"),
    _row("floor", "number -> number", "the greatest whole number not above it"),
    _row("round", "number whole -> number", "half away from zero, to n decimals (0 to 9)"),
    _row("power", "number whole -> number", "x multiplied by itself, n from 0 to 9", lowered=True),
    _row("least", "ordered ordered... -> same", "the least; NULL if any is"),
    _row("greatest", "ordered ordered... -> same", "the greatest; NULL if any is"),
    _row("coalesce", "same same... -> same", "the first that is not NULL"),
    _row("lookup", "name any... -> number", "the value for this combination in a value set"),
    # dates and times: completed units, f(b, a) = -f(a, b)
    _row("days_between", "date date -> number", "days from a to b"),
    _row("months_between", "date date -> number", "completed months from a to b"),
    _row("years_between", "date date -> number", "completed years from a to b"),
    _row("add_days", "date number -> date", "n whole days later; a part of a day does not count"),
    _row("year", "date -> number", "the year"),
    _row("month", "date -> number", "the month, 1 to 12"),
    _row("today", "-> date", "the day of the evaluation"),
    _row("minutes_between", "time time -> number", "minutes from start to end the same day"),
    _row("duration_minutes", "time time -> number", "minutes from start to end, past midnight if need be"),
    _row("hour", "time -> number", "the hour, 0 to 23"),
    _row("minute", "time -> number", "the minute, 0 to 59"),
    # text: NFC, trimmed, empty is NULL
    _row("length", "text -> number", "number of characters (code points)"),
    _row("starts_with", "text constant -> boolean", "whether the text begins so; case counts"),
    _row("left", "text whole -> text", "the first n characters; NULL when none are left", most=10_000),
    # lists: NULL does not count; a TRUE counts as 1
    _row("answered", "item... -> number", "how many are answered; 0 when none"),
    _row("sum_answered", "item... -> number", "their sum; NULL when none"),
    _row("mean_answered", "item... -> number", "their mean; NULL when none", lowered=True),
    _row("min_answered", "item... -> number", "the least; NULL when none"),
    _row("max_answered", "item... -> number", "the greatest; NULL when none"),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({row.name: row for row in ROWS})

COMPILED: tuple[str, ...] = tuple(name for name, row in FUNCTIONS.items() if not row.lowered)
"""The functions a compiler must know."""

LIST_FUNCTIONS = frozenset(name for name, row in FUNCTIONS.items() if "item" in row.parameters)
"""The functions in which a list's name stands for its variables."""
