"""The parts of an expression: a closed set of four frozen nodes, and the walks over them.

Operators are calls too (`a + b` is `Call("add", (a, b))`), so a compiler is one table by function name.
Positions are offsets in the expression's own text; nodes that mean the same are equal wherever they stand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time

Value = bool | float | str | date | time | None


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. Numbers are floats, as everywhere in an expression; TRUE is not the number 1."""

    value: Value
    at: int = field(default=0, compare=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[bool, Value]:
        return isinstance(self.value, bool), self.value


@dataclass(frozen=True, slots=True)
class Reference:
    """A name: a variable of the form, `timepoint`, or one of another form, dotted (`operasjon.op_dato`)."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator of `functions.py` with its arguments."""

    function: str
    arguments: tuple["Node", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """The searched `case`; the simple form is parsed to it. Without `else` the otherwise is the literal NULL.

    `at` is the word `case`, as it is the operator's place or the function's name for a call.
    """

    branches: tuple[tuple["Node", "Node"], ...]
    otherwise: "Node"
    at: int = field(default=0, compare=False)


Node = Literal | Reference | Call | Case

NULL = Literal(None)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in reading order."""
    match node:
        case Call():
            return node.arguments
        case Case():
            return (*(part for branch in node.branches for part in branch), node.otherwise)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def references(node: Node) -> tuple[str, ...]:
    """The names an expression reads, each once, in reading order."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Reference)))


def transform(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with `change` applied to every node, from the leaves up."""
    match node:
        case Call():
            arguments = tuple(transform(argument, change) for argument in node.arguments)
            return change(Call(node.function, arguments, node.at))
        case Case():
            branches = tuple((transform(when, change), transform(then, change)) for when, then in node.branches)
            return change(Case(branches, transform(node.otherwise, change), node.at))
        case _:
            return change(node)
