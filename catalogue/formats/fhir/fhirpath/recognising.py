"""Our functions where a FHIRPath is how we write them; what only looks so is read part for part instead. Pure."""

from collections.abc import Sequence

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import NULL, Call, Literal, Node
from catalogue.formats.fhir.fhirpath.comparing import ORDERED
from catalogue.formats.fhir.fhirpath.idioms import Recognised
from catalogue.formats.fhir.fhirpath.results import VALUES, Anywhere, Collection, Many, single, truth


def restored(idiom: Recognised, arguments: Sequence[Collection]) -> Many | None:
    """The function with its arguments; None when they are not of the kinds it takes."""
    row = FUNCTIONS[idiom.function]
    nodes: list[Node] = []
    for index, argument in enumerate(arguments):
        node = _argument(row.parameter(index), argument)
        if node is None:
            return None
        nodes.append(node)
    if row.parameters[0] == "ordered" and len(set(map(_kind, arguments)) - {None}) != 1:
        return None
    digits = (Literal(float(idiom.digits)),) if idiom.function == "round" else ()
    return single(row.result, Call(idiom.function, (*nodes, *digits)))


def _argument(parameter: str, collection: Collection) -> Node | None:
    if isinstance(collection, Anywhere) or len(collection.found) > 1:
        return None
    if parameter == "boolean":
        return truth(collection)
    if not collection.found:
        return NULL
    found = collection.found[0]
    fits = {"any": found.kind in VALUES, "ordered": found.kind in ORDERED}.get(parameter, found.kind == parameter)
    return found.value if fits else None


def _kind(collection: Collection) -> str | None:
    found = collection.found if isinstance(collection, Many) else ()
    return found[0].kind if found else None
