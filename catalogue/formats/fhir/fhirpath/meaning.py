"""What a FHIRPath means in our expressions. Pure; what has no expression of the same meaning raises `CannotSay`.

The tree is read once, without answers: paths find the questions they lead to, and everything else becomes an expression
that is NULL exactly when FHIRPath's collection is empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node
from catalogue.expressions.parser import MAX_LENGTH, ExpressionError
from catalogue.expressions.parser import parse as our_nodes
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.ages import age_compared
from catalogue.formats.fhir.fhirpath.arithmetic import calculated, signed
from catalogue.formats.fhir.fhirpath.calls import CALLS
from catalogue.formats.fhir.fhirpath.coding import computed_code
from catalogue.formats.fhir.fhirpath.comparing import compared, contained
from catalogue.formats.fhir.fhirpath.constants import constant
from catalogue.formats.fhir.fhirpath.grammar import Constant, Function, Operator, Path, Quantity, Start, Step, parse
from catalogue.formats.fhir.fhirpath.idioms import recognised
from catalogue.formats.fhir.fhirpath.recognising import restored
from catalogue.formats.fhir.fhirpath.records import FhirPathError, Item
from catalogue.formats.fhir.fhirpath.results import (
    FALSE,
    TRUE,
    VALUES,
    Anywhere,
    Collection,
    Many,
    Size,
    about,
    joined,
    many,
    negated,
    one,
    single,
    truth,
    value_of,
)
from catalogue.formats.fhir.fhirpath.steps import of_type, step
from catalogue.formats.fhir.fhirpath.weights import chosen_option, options

MAX_PARTS = 2_000
"""Parts of an expression; more do not fit into the letters it may have."""
MAX_STEPS = 20_000
"""Parts of a FHIRPath that are read, those in a `where` again for each question."""
RESPONSE = frozenset({"%resource", "%context", "%rootResource", "$this"})
"""Where a path may begin that leads to the questions."""
COMPARISONS = frozenset({"=", "!=", "~", "!~", "<", "<=", ">", ">="})
ARITHMETIC = frozenset({"+", "-", "*", "/", "div", "mod", "&"})


def meant(text: str, items: Mapping[str, Item], wanted: str, variables: Mapping[str, str]) -> str:
    """A FHIRPath as an expression, the items by linkId."""
    path = parse(text)
    found = Reader(items, variables).read(computed_code(path) or path, None)
    node = _condition(truth(found)) if wanted == "condition" else _value(found)
    written = to_text(node)
    if len(written) > MAX_LENGTH:
        raise CannotSay(f"it would have {len(written):,} characters; divide it")
    try:
        our_nodes(written)
    except ExpressionError as error:
        raise CannotSay(error.message) from None
    return written


def _value(collection: Collection) -> Node:
    found = one(step(collection, "code") if _are_codings(collection) else collection)
    if found is None:
        return NULL
    if found.kind not in VALUES and found.node != NULL:
        raise CannotSay(f"{about(found)} where a value is expected")
    return found.value


def _are_codings(collection: Collection) -> bool:
    """Whether the answers of a question with the same codes are copied, as codings there and as codes here."""
    found = many(collection).found
    return bool(found) and all(part.kind == "coding" and part.item and not part.item.codes for part in found)


def _condition(node: Node) -> Node:
    """The same truth; FALSE and NULL are the same to a condition."""
    match node:
        case Case(((when, Literal(True)),), Literal(None | False)):
            return _condition(when)
        case _:
            return node


@dataclass(slots=True)
class Reader:
    """One FHIRPath being read: the questions, the variables, and how much may still be read."""

    items: Mapping[str, Item]
    variables: Mapping[str, str]
    steps: int = MAX_STEPS
    size: Size = field(default_factory=lambda: Size(MAX_PARTS))
    _open: list[str] = field(default_factory=list)

    def read(self, path: Path, this: Collection | None) -> Collection:
        """What a path gives; `this` is what a `where` or `select` is about, None outside them."""
        self.steps -= 1
        if self.steps < 0:
            raise CannotSay("it takes too long to read; divide it")
        found = self._recognised(path, this) or self._read(path, this)
        self.size.check(found)
        return found

    def condition(self, path: Path, this: Collection | None) -> Node:
        """A path as a condition."""
        return truth(self.read(path, this))

    def _recognised(self, path: Path, this: Collection | None) -> Collection | None:
        """One of our functions, where the path is how we write it."""
        if not isinstance(path, Function | Operator):
            return None
        option = chosen_option(path)
        if option is not None:
            return options(self.read(option, this))
        for idiom in recognised(path):
            found = restored(idiom, [self.read(argument, this) for argument in idiom.arguments])
            if found is not None:
                return found
        return None

    def _read(self, path: Path, this: Collection | None) -> Collection:
        match path:
            case Constant() | Quantity():
                return constant(path)
            case Start():
                return self._start(path, this)
            case Step(on, name):
                return self._step(on, name, this)
            case Function(on, name, _):
                if name not in CALLS:
                    raise CannotSay(f"the function {name}()")
                return CALLS[name](self, self._context(on, this), path, this)
            case Operator():
                return self._operator(path, this)

    def _start(self, path: Start, this: Collection | None) -> Collection:
        if path.name == "{}":
            return Many()
        if path.name == "$this" and this is not None:
            return this
        if path.name in RESPONSE:
            return Anywhere()
        name = path.name.removeprefix("%")
        if name not in self.variables:
            raise CannotSay(f"{path.name}, which a response does not hold")
        return self._variable(name)

    def _variable(self, name: str) -> Collection:
        if name in self._open:
            raise CannotSay(f"%{name}, which needs itself")
        self._open.append(name)
        try:
            return self.read(parse(self.variables[name]), None)
        except FhirPathError as error:
            raise CannotSay(f"%{name}, in which {error.message}") from None
        finally:
            self._open.pop()

    def _context(self, on: Path | None, this: Collection | None) -> Collection:
        if on is None:
            return Anywhere() if this is None else this
        return self.read(on, this)

    def _step(self, on: Path | None, name: str, this: Collection | None) -> Collection:
        if on is None and name == "QuestionnaireResponse":
            return Anywhere()
        return step(self._context(on, this), name)

    def _operator(self, path: Operator, this: Collection | None) -> Collection:
        name = path.name
        if name in {"is", "as"}:
            return _typed(name, self.read(path.parts[0], this), path.parts[1])
        if name in LOGIC:
            return single("boolean", LOGIC[name]([self.condition(part, this) for part in path.parts]))
        age = age_compared(path)
        if age is not None:
            days = (value_of(self.read(part, this), "date") for part in (age.earlier, age.later))
            return single("boolean", age.counted(*days))
        found = [self.read(part, this) for part in path.parts]
        if len(found) == 1:
            return signed(name, found[0])
        if name in COMPARISONS:
            return single("boolean", compared(name, found[0], found[1]))
        if name == "|":
            return Many(tuple(part for parts in found for part in many(parts).found), unique=True)
        if name in {"in", "contains"}:
            asked, among = found if name == "in" else reversed(found)
            return single("boolean", contained(asked, among))
        return calculated(name, found)


def _typed(name: str, found: Collection, wanted: Path) -> Collection:
    if name == "is" or not isinstance(wanted, Constant):
        raise CannotSay("whether something is of a type")
    return of_type(found, wanted.text)


LOGIC: Mapping[str, Callable[[list[Node]], Node]] = {
    "and": lambda parts: joined("and", parts),
    "or": lambda parts: joined("or", parts),
    "implies": lambda parts: joined("or", [negated(parts[0]), parts[1]]),
    "xor": lambda parts: _differ(parts[0], parts[1]),
}


def _differ(left: Node, right: Node) -> Node:
    for one_side, other in ((left, right), (right, left)):
        if one_side in (TRUE, FALSE):
            return negated(other) if one_side == TRUE else other
    return NULL if NULL in (left, right) else Call("ne", (left, right))
