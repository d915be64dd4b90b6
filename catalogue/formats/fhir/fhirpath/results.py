"""What a FHIRPath gives, seen before there are answers: a collection of things that may or may not be there.

Each is an expression of ours that is NULL when the thing is not there, and where that is not enough a condition that is
TRUE when it is. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, children
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.records import Item

TRUE, FALSE, ONE, ZERO = Literal(True), Literal(False), Literal(1.0), Literal(0.0)
VALUES = frozenset({"boolean", "number", "text", "date", "time", "datetime", "code"})
"""Kinds that are values of ours; a code is a number here and the text of it there."""
SURE = frozenset({"is_null", "is_true", "is_false", "is_answered"})
"""Functions that are never NULL."""
STRICT = frozenset(
    {"eq", "ne", "lt", "le", "gt", "ge", "in", "not", "add", "subtract", "multiply", "divide", "negate", "abs", "floor"}
    | {"round", "power", "length", "left", "starts_with", "add_days", "year", "month", "years_between"}
)
"""Functions that are NULL when a part is, as far as it matters here."""
WORDS = {
    "boolean": "yes or no",
    "code": "a code",
    "text": "a text",
    "number": "a number",
    "date": "a date",
    "time": "a time of day",
    "datetime": "a moment",
    "quantity": "a quantity without its .value",
    "coding": "a choice without its .code",
    "answer": "an answer without its .value",
    "item": "a question without its .answer",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing: its kind, its value here, when it is there at all, and the question it is of.

    `kind` is one of VALUES, or item, answer, coding, extension, or something that only a certain function can take.
    """

    kind: str
    node: Node
    when: Node | None = None
    item: Item | None = None

    @property
    def there(self) -> Node:
        """A condition that is TRUE when it is there and FALSE when not."""
        if isinstance(self.node, Literal):
            return FALSE if self.node == NULL else self.when or TRUE
        is_there = Call("not", (Call("is_null", (self.node,)),))
        if self.when is None:
            return is_there
        return self.when if _needs(self.when, self.node) else joined("and", [self.when, is_there])

    @property
    def value(self) -> Node:
        """Its value, NULL when it is not there."""
        return self.node if self.when is None else Case(((self.when, self.node),), NULL)

    @property
    def present(self) -> "Found":
        """The same where it is known to be there: what `$this` is."""
        return replace(self, when=None)

    def under(self, condition: Node) -> "Found":
        """The same, there only when a condition is TRUE as well."""
        if condition == TRUE:
            return self
        return replace(self, when=joined("and", [*([self.when] if self.when else []), sure(condition)]))


@dataclass(frozen=True, slots=True)
class Many:
    """Things in their order; `unique` when what is equal is there only once."""

    found: tuple[Found, ...] = ()
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Anywhere:
    """The response, or groups: somewhere in it are the questions, and which is not yet said.

    `all_of_it` when every question of the form is meant, and not those at some level or in some group.
    """

    groups: tuple[str, ...] = ()
    all_of_it: bool = False


Collection = Many | Anywhere


def single(kind: str, node: Node) -> Many:
    """A collection of one value that may be missing."""
    return Many((Found(kind, node),))


def many(collection: Collection) -> Many:
    """A collection of things that are known."""
    if isinstance(collection, Anywhere):
        raise CannotSay(nowhere(collection))
    return collection


def nowhere(collection: Anywhere) -> str:
    """Why there are no answers at such a place."""
    if collection.groups:
        return f"'{collection.groups[0]}', which is no question of the form"
    return "the answers of all questions at once; name one by its linkId"


def one(collection: Collection) -> Found | None:
    """The one thing of a collection; None when it is empty whatever the answers."""
    found = many(collection).found
    if len(found) > 1:
        raise CannotSay("several answers where one is expected")
    return found[0] if found else None


def value_of(collection: Collection, *kinds: str) -> Node | None:
    """The one value of a collection, which has one of these kinds."""
    found = one(collection)
    if found is None or found.node == NULL:
        return None
    if found.kind not in kinds:
        raise CannotSay(f"{about(found)} where {' or '.join(WORDS[kind] for kind in kinds)} is expected")
    return found.value


def about(found: Found) -> str:
    """A thing in words: what it is, and of which question."""
    what = WORDS.get(found.kind, "a text cut out of a day or an hour")
    return f"{what} ('{found.item.link_id}')" if found.item else what


def truth(collection: Collection) -> Node:
    """A collection as a condition: one thing that is not true or false counts as true when it is there."""
    found = one(collection)
    if found is None:
        return NULL
    if found.kind == "boolean" or found.node == NULL:
        return found.value
    return TRUE if found.there == TRUE else Case(((found.there, TRUE),), NULL)


def joined(function: str, parts: Iterable[Node]) -> Node:
    """Parts with `and` or `or` between; what is constant is left out."""
    decisive, idle = (FALSE, TRUE) if function == "and" else (TRUE, FALSE)
    opened: list[Node] = []
    for part in parts:
        opened += part.arguments if isinstance(part, Call) and part.function == function else (part,)
    if decisive in opened:
        return decisive
    left = [part for part in opened if part != idle]
    return Call(function, tuple(left)) if len(left) > 1 else left[0] if left else idle


def negated(part: Node) -> Node:
    """`not`, which NULL stays NULL under."""
    match part:
        case Literal(bool() as value):
            return Literal(not value)
        case Literal():
            return NULL
        case Call("not", (inside,)):
            return inside
        case _:
            return Call("not", (part,))


def sure(condition: Node) -> Node:
    """The condition, FALSE where it is NULL."""
    if is_sure(condition):
        return condition
    return FALSE if condition == NULL else Call("is_true", (condition,))


def is_sure(node: Node) -> bool:
    """Whether a condition is never NULL, as far as one sees."""
    match node:
        case Call("and" | "or" | "not", parts):
            return all(map(is_sure, parts))
        case Call(function):
            return function in SURE
        case _:
            return node in (TRUE, FALSE)


def _needs(condition: Node, node: Node) -> bool:
    """Whether a condition is TRUE only where the value is there, as far as one sees."""
    match condition:
        case Call("and", parts):
            return any(_needs(part, node) for part in parts)
        case Call("is_true", (part,)):
            return follows(part, node)
        case Call("not", (Call("is_null", (part,)),)):
            return follows(part, node)
        case _:
            return False


def follows(result: Node, node: Node) -> bool:
    """Whether a result is NULL wherever the value is, as far as one sees."""
    match result:
        case Call(function, parts) if function in STRICT:
            return any(follows(part, node) for part in parts)
        case Case(((asked, _), (Call("not", (again,)), _)), Literal(None)) if asked == again:
            return follows(asked, node)
        case _:
            return result == node


class Size:
    """How large expressions become when they are written out, a part in two places being two parts.

    A part is measured once, so that what is doubled again and again is seen before anybody writes it.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.known: dict[int, tuple[Node, int]] = {}

    def check(self, collection: Collection) -> None:
        """Refuses what is too large."""
        for found in collection.found if isinstance(collection, Many) else ():
            if self.of(found.node) + (self.of(found.when) if found.when else 0) > self.most:
                raise CannotSay("it becomes too long when it is written out; divide it")

    def of(self, node: Node) -> int:
        """How many parts an expression has."""
        known = self.known.get(id(node))
        if known is None:
            known = self.known[id(node)] = (node, 1 + sum(map(self.of, children(node))))
        return known[1]
