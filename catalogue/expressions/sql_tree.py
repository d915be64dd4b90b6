"""sqlglot's tree to our nodes, read along the words: each word must be accounted for, in order.

So every node gets its exact place, and what sqlglot tolerates or adds is refused instead of understood: a
missing `and`, a comma too many, brackets of its own around a comparison.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from types import MappingProxyType
from typing import Any

from sqlglot import exp

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, walk
from catalogue.expressions.refusals import TOO_LARGE, ExpressionError, too_deep
from catalogue.expressions.words import Word, number

MAX_DEPTH = 60
"""The levels of a parsed tree: what a chain of sums may need, and every compiler can bear."""


def nodes(words: Sequence[Word], tree: Any) -> Node:
    """The nodes of one expression; raises ExpressionError when tree and words do not agree."""
    return _Reader(words).whole(tree)


def unreadable(words: Sequence[Word], index: int) -> ExpressionError:
    """What to raise when nothing better is known than where the understanding ends."""
    word = words[min(index, len(words) - 1)]
    message = f"The expression cannot be understood from '{word}' on."
    joining = [before.kind for before in words[:index] if before.kind in ("between", "and", "or")]
    if joining and joining[-1] == "between":
        message += " After between come two values joined by and."
    return ExpressionError(message, word.at)


def _ambiguous(at: int) -> ExpressionError:
    message = (
        "One comparison stands directly inside another, which databases read differently: put parentheses"
        " around the inner one, or join two comparisons with and."
    )
    return ExpressionError(message, at)


class _Reader:
    """Walks sqlglot's tree in reading order and takes one word after the other."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.index = 0
        self.depth = 0

    def whole(self, tree: Any) -> Node:
        """The whole expression; no word may be left."""
        node = self.node(tree)
        if self.index < len(self.words):
            raise unreadable(self.words, self.index)
        return node

    def node(self, tree: Any) -> Node:
        """Any expression."""
        reader = READERS.get(type(tree))
        if reader is None:
            raise unreadable(self.words, self.index)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(too_deep(), self.next().at, TOO_LARGE)
        node = reader(self, tree)
        self.depth -= 1
        return node

    def operand(self, tree: Any) -> Node:
        """An expression that holds together by itself, as beside a comparison or in a sum."""
        if type(tree) in LOOSE:
            raise _ambiguous(self.next().at)
        return self.node(tree)

    def next(self) -> Word:
        """The word to be taken next."""
        return self.words[min(self.index, len(self.words) - 1)]

    def take(self, kind: str) -> Word:
        """The next word, which must be of this kind."""
        word = self.next()
        if word.kind != kind or self.index == len(self.words):
            raise ExpressionError(f"'{kind}' is missing before '{word}'.", word.at)
        self.index += 1
        return word

    def listed(self, trees: Sequence[Any]) -> tuple[Node, ...]:
        """Expressions between parentheses, with a comma between."""
        self.take("(")
        found: list[Node] = []
        for tree in trees:
            if found:
                self.take(",")
            found.append(self.node(tree))
        self.take(")")
        return tuple(found)


def _reference(reader: _Reader, tree: exp.Column) -> Node:
    first = reader.take("name")
    parts = [first.text]
    while len(parts) < len(tree.parts):
        dot = reader.take(".")
        parts.append(reader.take("name").text)
        if len(parts) > 2:
            raise ExpressionError("A name has at most two parts: form.variable.", dot.at)
    return Reference(".".join(parts), first.at)


def _literal(reader: _Reader, tree: exp.Literal) -> Node:
    if tree.is_string:
        word = reader.take("text")
        return Literal(word.text, word.at)
    word = reader.take("number")
    return Literal(number(word), word.at)


def _null(reader: _Reader, _tree: exp.Null) -> Node:
    return Literal(None, reader.take("null").at)


def _boolean(reader: _Reader, tree: exp.Boolean) -> Node:
    return Literal(tree.this, reader.take("true" if tree.this else "false").at)


def _day_or_time(reader: _Reader, _tree: exp.Cast) -> Node:
    kind = reader.take(reader.next().kind if reader.next().kind in DAYS_AND_TIMES else "date")
    word = reader.take("text")
    form, make, example = DAYS_AND_TIMES[kind.kind]
    try:
        if re.fullmatch(form, word.text, re.ASCII):
            return Literal(make(word.text), kind.at)
    except ValueError:
        pass
    raise ExpressionError(f"{word} is no {kind.kind}. Write {kind.kind} '{example}'.", word.at)


def _bracketed(reader: _Reader, tree: exp.Paren) -> Node:
    if reader.next().kind != "(":
        raise _ambiguous(reader.next().at)
    (node,) = reader.listed([tree.this])
    return node


def _chain(reader: _Reader, tree: exp.Connector) -> Node:
    """`a and b and c` is one call; sqlglot's tree leans to the left."""
    kind, parts, rest = type(tree), [], tree
    while type(rest) is kind:
        parts.append(rest.expression)
        rest = rest.this
    found, at = [reader.node(rest)], None
    for part in reversed(parts):
        word = reader.take(INFIX[kind])
        at = word.at if at is None else at
        found.append(reader.node(part))
    return Call(INFIX[kind], tuple(found), at or 0)


def _infix(reader: _Reader, tree: exp.Binary) -> Node:
    left = reader.operand(tree.this)
    function = INFIX[type(tree)]
    at = reader.take(FUNCTIONS[function].symbol).at
    return Call(function, (left, reader.operand(tree.expression)), at)


def _negation(reader: _Reader, tree: exp.Neg) -> Node:
    at = reader.take("-").at
    if type(tree.this) is exp.Literal and not tree.this.is_string:
        value = number(reader.take("number"))
        return Literal(-value if value else value, at)
    return Call("negate", (reader.operand(tree.this),), at)


def _not(reader: _Reader, tree: exp.Not) -> Node:
    """`not x` or, in the middle of a test, `x is not null`, `x not in (…)`, `x not between …`."""
    if reader.next().kind == "not":
        at = reader.take("not").at
        return Call("not", (reader.node(tree.this),), at)
    test = TESTS.get(type(tree.this))
    if test is None:
        raise unreadable(reader.words, reader.index)
    node = test(reader, tree.this, negated=True)
    return Call("not", (node,), node.at)


def _is(reader: _Reader, tree: exp.Is, *, negated: bool = False) -> Call:
    subject = reader.operand(tree.this)
    at = reader.take("is").at
    if negated:
        reader.take("not")
    kind = reader.next().kind if type(tree.expression) in (exp.Null, exp.Boolean) else "null"
    reader.take(kind)
    return Call(f"is_{kind}", (subject,), at)


def _in(reader: _Reader, tree: exp.In, *, negated: bool = False) -> Call:
    subject = reader.operand(tree.this)
    if negated:
        reader.take("not")
    at = reader.take("in").at
    members = reader.listed(tree.expressions)
    if not members:
        raise ExpressionError("The list after 'in' is empty. Write in (1, 2).", at)
    return Call("in", (subject, *members), at)


def _between(reader: _Reader, tree: exp.Between, *, negated: bool = False) -> Call:
    subject = reader.operand(tree.this)
    if negated:
        reader.take("not")
    at = reader.take("between").at
    low = reader.operand(tree.args["low"])
    reader.take("and")
    return Call("between", (subject, low, reader.operand(tree.args["high"])), at)


def _case(reader: _Reader, tree: exp.Case) -> Node:
    at = reader.take("case").at
    subject = reader.node(tree.this) if tree.this else None
    if subject is not None and any(isinstance(part, Case) for part in walk(subject)):
        message = "The value after case is a case itself. Write case when … then …, or give it a name of its own."
        raise ExpressionError(message, at)
    branches = []
    for branch in tree.args["ifs"]:
        when = reader.take("when")
        condition = reader.node(branch.this)
        if subject is not None:
            condition = Call("eq", (subject, condition), when.at)
        reader.take("then")
        branches.append((condition, reader.node(branch.args["true"])))
    otherwise: Node = NULL
    if tree.args.get("default"):
        reader.take("else")
        otherwise = reader.node(tree.args["default"])
    reader.take("end")
    return Case(tuple(branches), otherwise, at)


def _call(reader: _Reader, tree: exp.Anonymous) -> Node:
    word = reader.take("name")
    return Call(word.text.lower(), reader.listed(tree.expressions), word.at)


DAYS_AND_TIMES: Mapping[str, tuple[str, Callable[[str], date | time], str]] = MappingProxyType(
    {
        "date": (r"\d{4}-\d\d-\d\d", date.fromisoformat, "2019-01-31"),
        "time": (r"\d\d:\d\d", time.fromisoformat, "08:30"),
    }
)
COMPARISONS = MappingProxyType({exp.EQ: "eq", exp.NEQ: "ne", exp.LT: "lt", exp.LTE: "le", exp.GT: "gt", exp.GTE: "ge"})
ARITHMETIC = MappingProxyType({exp.Add: "add", exp.Sub: "subtract", exp.Mul: "multiply", exp.Div: "divide"})
CONNECTORS = MappingProxyType({exp.And: "and", exp.Or: "or"})
INFIX: Mapping[Any, str] = MappingProxyType({**COMPARISONS, **ARITHMETIC, **CONNECTORS})
TESTS: Mapping[Any, Callable[..., Call]] = MappingProxyType({exp.Is: _is, exp.In: _in, exp.Between: _between})
LOOSE = frozenset((*COMPARISONS, *CONNECTORS, *TESTS, exp.Not))
"""What holds together so loosely that it stands in parentheses inside a comparison or a sum."""

READERS: Mapping[Any, Callable[..., Node]] = MappingProxyType(
    {
        exp.Column: _reference,
        exp.Literal: _literal,
        exp.Null: _null,
        exp.Boolean: _boolean,
        exp.Cast: _day_or_time,
        exp.Paren: _bracketed,
        exp.Neg: _negation,
        exp.Not: _not,
        exp.Case: _case,
        exp.Anonymous: _call,
        **dict.fromkeys((*COMPARISONS, *ARITHMETIC), _infix),
        **dict.fromkeys(CONNECTORS, _chain),
        **TESTS,
    }
)
"""All that an expression is made of, by sqlglot's names for it."""
