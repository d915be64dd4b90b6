"""Nodes to the text of one SQL expression, for a CHECK, a view or a query in any of the dialects of `sql_words.py`.

On every row it gives what the Python compiler gives, bit for bit: numbers are binary64 (never a database's decimals or
whole numbers), division by zero and unknowns are NULL, rounding is written out. The clock is never read: `today` is SQL
text from the caller. Text is built here and not by sqlglot, whose generator takes more than ten times as long and whose
words for dates, roundings and doubles are a dialect's own.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.inference import type_of
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.expressions.scope import Scope
from catalogue.model import ValueSet
from engine.compilers.sql_words import DIALECTS, Dialect, quoted

Columns = Callable[[str], str]
"""From a variable's name to its quoted column; asked for `<name>_missing` it gives the column of its missing reason."""

NO_VALUE_SETS: Mapping[str, ValueSet] = MappingProxyType({})
SIMPLE = (Reference, Literal)
COMMON = MappingProxyType({
    "not": "(NOT {0})",
    "is_null": "({0} IS NULL)",
    "is_true": "({0} IS TRUE)",
    "is_false": "({0} IS FALSE)",
    "divide": "({0} / nullif({1}, 0))",
})


def sql(
    node: Node,
    dialect: str,
    columns: Columns,
    scope: Scope,
    *,
    today: str = ":today",
    value_sets: Mapping[str, ValueSet] = NO_VALUE_SETS,
) -> str:
    """The expression in the words of one dialect."""
    return _Writer(DIALECTS[dialect], columns, scope, today, value_sets).text(lower(node))


@dataclass(frozen=True, slots=True)
class _Writer:
    """One expression's surroundings; every text it gives can stand anywhere without further brackets."""

    dialect: Dialect
    columns: Columns
    scope: Scope
    today: str
    value_sets: Mapping[str, ValueSet]

    def text(self, node: Node, expected: str = "text") -> str:
        """The SQL of one node; `expected` is the type a NULL without one gets."""
        match node:
            case Literal(None):
                return self.dialect.null(expected)
            case Literal(value):
                return self.dialect.literal(value)
            case Reference(name):
                whole = self.scope[name].type == "number" and self.scope[name].codes
                return self.dialect.double.format(self.columns(name)) if whole else self.columns(name)
            case Case():
                return self._case(node, expected)
            case Call():
                return CALLS[node.function](self, node, expected)
