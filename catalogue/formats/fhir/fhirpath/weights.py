"""What an answer counts: `weight()`, `ordinal()`, and the extension it stands in, also at the questionnaire's option.

Pure. A question without weights has none to add where others have; where none has, nothing is known of them.
"""

from collections.abc import Iterator
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.constants import code_number
from catalogue.formats.fhir.fhirpath.grammar import Constant, Function, Operator, Path, Start, Step
from catalogue.formats.fhir.fhirpath.reading import Reading, arguments
from catalogue.formats.fhir.fhirpath.records import Item
from catalogue.formats.fhir.fhirpath.results import Anywhere, Collection, Found, Many, many, value_of

ENDS = ("ordinalValue", "itemWeight")
"""How the addresses end under which a weight stands."""
OPTION = "option"
"""The kind of the option that was chosen."""


def weight(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    """What the answers count."""
    arguments(path, 0)
    return weighed(on)


def extension(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    """`extension(url)`, when it is that of a weight."""
    match arguments(path, 1):
        case (Constant("text", url),) if url.endswith(ENDS):
            return extensions(on)
        case _:
            raise CannotSay("an extension of an answer, but for what it counts")


def extensions(on: Collection) -> Many:
    """The extensions of answers, or of options, that say what they count."""
    found = many(on).found
    if any(part.kind not in {"coding", OPTION} for part in found):
        raise CannotSay("an extension of what is no choice")
    return Many(tuple(replace(part, kind="extension") for part in weighed(on).found))


def of_weights(reader: Reading, on: Many, condition: Path) -> bool:
    """Whether a `where` picks the extensions that are of a weight, among those that are known to be."""
    if not on.found or any(part.kind != "extension" for part in on.found):
        return False
    match condition:
        case Operator("=", (Step(None, "url"), url)):
            return str(_constant(reader.read(url, None))).endswith(ENDS)
        case _:
            return False


def _constant(collection: Collection) -> object:
    node = value_of(collection, "text")
    return node.value if isinstance(node, Literal) else None


def weighed(on: Collection) -> Many:
    """What the answers count, as numbers."""
    found = many(on).found
    if found and not any(part.item and part.item.weights for part in found):
        raise CannotSay("what the answers count: the options have no weights")
    return Many(tuple(_weighed(found)))


def _weighed(found: tuple[Found, ...]) -> Iterator[Found]:
    for part in found:
        if part.item and part.item.weights and (node := _node(part.node, part.item)) != NULL:
            yield Found("number", node, part.when, part.item)


def _node(node: Node, item: Item) -> Node:
    """A number by code; the code itself where it is what it counts."""
    if isinstance(node, Literal):
        return Literal(float(item.weights[str(node.value)])) if node.value in item.weights else NULL
    counted = {item.our_code(code): float(count) for code, count in item.weights.items()}
    ours = {code: Literal(code_number(code) if item.kind == "code" else code) for code in counted if code is not None}
    if all(said.value == counted[code] for code, said in ours.items()):
        return node
    return Case(tuple((Call("eq", (node, said)), Literal(counted[code])) for code, said in ours.items()), NULL)


def chosen_option(path: Path) -> Path | None:
    """The answer whose option a path leads to in the questionnaire; None for another path."""
    match path:
        case Function(Step(on, "answerOption"), "where", (Operator("=", (asked, value)),)):
            is_there = on is not None and _root(on) == Start("%questionnaire")
            return _coding_compared(asked, value) if is_there else None
        case _:
            return None


def _coding_compared(asked: Path, value: Path) -> Path | None:
    """The coding that an option's is compared with, as a whole or by its code."""
    match asked, value:
        case Step(None, "value" | "valueCoding"), _:
            return value
        case Step(Step(None, "value" | "valueCoding"), "code"), Step(coding, "code"):
            return coding
        case _:
            return None


def options(on: Collection) -> Many:
    """The options of some answers."""
    if isinstance(on, Anywhere) or any(part.kind != "coding" for part in on.found):
        raise CannotSay("the option of what is no choice")
    return Many(tuple(replace(part, kind=OPTION) for part in on.found))


def _root(path: Path) -> Path:
    while isinstance(path, Step | Function) and path.on is not None:
        path = path.on
    return path
