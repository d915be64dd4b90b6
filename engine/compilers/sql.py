"""Nodes to the text of one SQL expression: for a CHECK, a view, a query or a Spark job, in any dialect of `WORDS`.

On every row it gives what the Python compiler gives, bit for bit: numbers are binary64 (never a database's
decimals or whole numbers), division by zero and unknowns are NULL, roundings are written out. The clock is
never read: `today` is SQL text from the caller. The text is put together here and not by a
general generator of SQL: nearly every word needs its type forced.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.inference import type_of
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.expressions.scope import Scope
from catalogue.model import ValueSet
from engine.compilers.spark_words import SPARK
from engine.compilers.sql_words import DIALECTS, Dialect

Columns = Callable[[str], str]
"""From a variable's name to its quoted column; `<name>_missing` is asked for the column of its reason."""

NO_VALUE_SETS: Mapping[str, ValueSet] = MappingProxyType({})

WORDS: Mapping[str, Dialect] = MappingProxyType({**DIALECTS, "spark": SPARK})
"""Every dialect the compiler writes."""


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
    return _Writer(WORDS[dialect], columns, scope, today, value_sets).text(lower(node), "text")


def known(dialect: str) -> frozenset[str]:
    """The functions that can be written in a dialect."""
    return frozenset((*COMMON, *WORDS[dialect].calls))


@dataclass(frozen=True, slots=True)
class _Writer:
    """What surrounds an expression. Every text it gives can stand anywhere without further brackets."""

    dialect: Dialect
    columns: Columns
    scope: Scope
    today: str
    value_sets: Mapping[str, ValueSet]

    def text(self, node: Node, expected: str) -> str:
        """The SQL of one node; `expected` is the type that a NULL gets."""
        match node:
            case Literal(value):
                return self.dialect.null(expected) if value is None else self.dialect.literal(value)
            case Reference(name):
                return self._reference(name)
            case Case():
                return self._case(node, expected)
            case Call():
                if node.function in self.dialect.calls:
                    return self._own_word(node, expected)
                return COMMON[node.function](self, node, expected)

    def texts(self, call: Call, expected: str) -> list[str]:
        """A call's arguments, each NULL with the type that its place asks for."""
        same = self.common_type(call.arguments, expected) if NULL in call.arguments else expected
        kinds = map(FUNCTIONS[call.function].parameter, count())
        return [self._argument(node, kind, same) for node, kind in zip(call.arguments, kinds, strict=False)]

    def beside(self, nodes: Iterable[Node]) -> list[str]:
        """Columns and constants that are only compared with each other, so that no type need be forced."""
        return [self._plain(node) for node in nodes]

    def common_type(self, nodes: Iterable[Node], otherwise: str) -> str:
        """The type of the first node that has one."""
        return next((kind for node in nodes if (kind := type_of(node, self.scope))), otherwise)

    def _reference(self, name: str) -> str:
        column, meaning = self.columns(name), self.scope[name]
        return self.dialect.double.format(column) if meaning.codes and meaning.type == "number" else column

    def _argument(self, node: Node, kind: str, same: str) -> str:
        match kind, node:
            case "variable", Reference(name):
                return self.columns(f"{name}_missing")
            case "name", Literal(str(name)):
                return name
            case "item", _:  # a TRUE counts as 1
                text = self.text(node, "number")
                return self.dialect.count.format(text) if type_of(node, self.scope) == "boolean" else text
            case _:
                return self.text(node, same if kind in ("same", "ordered") else kind)

    def _plain(self, node: Node) -> str:
        match node:
            case Reference(name):
                return self.columns(name)
            case Literal(None):
                return "NULL"
            case Literal(float() | int() as number) if not isinstance(number, bool):
                return self.dialect.digits(number)
            case _:
                return self.text(node, "text")

    def _case(self, node: Case, expected: str) -> str:
        kind = self.common_type((*(then for _, then in node.branches), node.otherwise), expected)
        branches = "".join(
            f"WHEN {self.text(when, 'boolean')} THEN {self.text(then, kind)} " for when, then in node.branches
        )
        return f"CASE {branches}ELSE {self.text(node.otherwise, kind)} END"

    def _own_word(self, call: Call, expected: str) -> str:
        """A function for which the dialect has words of its own."""
        words, texts = self.dialect.calls[call.function], self.texts(call, expected)
        return words(texts) if callable(words) else words.format(*texts, all=", ".join(texts), **_constants(call))


def _constants(call: Call) -> dict[str, object]:
    """What a template may need of a constant argument, beside the value itself."""
    match call:
        case Call("round", (_, Literal(float(decimals)))):
            return {"scale": 10.0**decimals}
        case Call("left", (_, Literal(float(count)))):
            return {"length": int(count)}
        case Call("starts_with", (_, Literal(str(start)))):
            return {"length": len(start)}
        case _:
            return {}


# ---- what every dialect says alike ----

Write = Callable[[_Writer, Call, str], str]


def _template(template: str) -> Write:
    """The arguments' texts set into another."""

    def write(writer: _Writer, call: Call, expected: str) -> str:
        texts = writer.texts(call, expected)
        return template.format(*texts, all=", ".join(texts))

    return write


def _as_it_is(_: Node, text: str) -> str:
    return text


def _infix(symbol: str, same_rank: tuple[str, ...] = (), right: Callable[[Node, str], str] = _as_it_is) -> Write:
    """An operator between its arguments. Left to right needs no brackets in the same rank."""

    def write(writer: _Writer, call: Call, expected: str) -> str:
        left, *others = writer.texts(call, expected)
        first, *rest = call.arguments
        if isinstance(first, Call) and first.function in same_rank:
            left = left[1:-1]
        return f"({f' {symbol} '.join((left, *map(right, rest, others)))})"

    return write


def _null_if_zero(divisor: Node, text: str) -> str:
    return text if isinstance(divisor, Literal) and divisor.value else f"nullif({text}, 0)"


def _compare(symbol: str) -> Write:
    def write(writer: _Writer, call: Call, expected: str) -> str:
        left, right = writer.beside(call.arguments) if _is_simple(call) else writer.texts(call, "text")
        return f"({left} {symbol} {right})"

    return write


def _is_simple(call: Call) -> bool:
    """Whether a column is compared with columns and constants only, none of them NULL."""
    nodes = call.arguments
    return isinstance(nodes[0], Reference) and NULL not in nodes and not any(isinstance(n, Call | Case) for n in nodes)


def _in(writer: _Writer, call: Call, _: str) -> str:
    first, *members = writer.beside(call.arguments) if _is_simple(call) else writer.texts(call, "text")
    return f"({first} IN ({', '.join(members)}))"


def _answered(writer: _Writer, call: Call, expected: str) -> str:
    present = (writer.dialect.count.format(f"({text} IS NOT NULL)") for text in writer.texts(call, expected))
    return f"({' + '.join(present)})"


def _sum_answered(writer: _Writer, call: Call, expected: str) -> str:
    texts = writer.texts(call, expected)
    present = " OR ".join(f"{text} IS NOT NULL" for text in texts)
    return f"CASE WHEN {present} THEN {' + '.join(f'coalesce({text}, 0)' for text in texts)} END"


def _lookup(writer: _Writer, call: Call, _: str) -> str:
    name = writer.texts(call, "text")[0]
    return writer.dialect.lookup(writer.value_sets[name], writer.beside(call.arguments[1:]))


SUM, PRODUCT = ("add", "subtract"), ("multiply", "divide")

COMMON: Mapping[str, Write] = {
    "and": _infix("AND"),
    "or": _infix("OR"),
    "not": _template("(NOT {0})"),
    "is_null": _template("({0} IS NULL)"),
    "is_true": _template("({0} IS TRUE)"),
    "is_false": _template("({0} IS FALSE)"),
    "missing_reason": _template("{0}"),
    "eq": _compare("="),
    "ne": _compare("<>"),
    "lt": _compare("<"),
    "le": _compare("<="),
    "gt": _compare(">"),
    "ge": _compare(">="),
    "in": _in,
    "add": _infix("+", SUM),
    "subtract": _infix("-", SUM),
    "multiply": _infix("*", PRODUCT),
    "divide": _infix("/", PRODUCT, _null_if_zero),
    "negate": _template("(- {0})"),
    "coalesce": _template("coalesce({all})"),
    "lookup": _lookup,
    "today": lambda writer, call, expected: writer.dialect.today.format(writer.today),
    "answered": _answered,
    "sum_answered": _sum_answered,
}
"""Functions that dialects write alike, but for one that has its own line; the others have one in every dialect."""
