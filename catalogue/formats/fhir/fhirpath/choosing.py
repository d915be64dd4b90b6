"""`iif`: one of two, and what we write with it: a tick, coalesce, the least of some. Pure."""

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.grammar import Function, Operator, Path
from catalogue.formats.fhir.fhirpath.reading import Reading, arguments
from catalogue.formats.fhir.fhirpath.results import Collection, Found, Many, about, joined, many, one, single

EXTREMES = {"min_answered": "least", "max_answered": "greatest"}


def iif(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    """The second argument when the first is true, else the third."""
    when, then, *rest = arguments(path, 2, 3)
    tick = None if rest else _tick(reader, when, then)
    if tick is not None:
        return Many((tick,))
    condition = reader.condition(when, this)
    found = one(reader.read(then, this))
    other = one(reader.read(rest[0], this)) if rest else None
    if found is not None and other is None and (extreme := _extreme(condition, found)):
        return extreme
    if found is not None and found.kind.startswith("extreme "):
        raise CannotSay("the least or greatest of some days or hours, when not all are there")
    return _chosen(condition, found or Found("nothing", NULL), other or Found("nothing", NULL))


def _chosen(condition: Node, found: Found, other: Found) -> Many:
    kinds = {part.kind for part in (found, other) if part.node != NULL}
    if len(kinds) > 1:
        raise CannotSay(f"{about(found)} or {about(other)}, as it may be")
    kind = kinds.pop() if kinds else "boolean"
    item = found.item if found.item == other.item or other.node == NULL else None
    if condition == Literal(True):
        return Many((found,))
    if condition in (Literal(False), NULL):
        return Many((other,))
    then, rest = found.value, other.value
    if condition == Call("not", (Call("is_null", (then,)),)) and rest != NULL:
        return Many((Found(kind, _coalesce(then, rest), None, item),))
    branches = [(condition, then)]
    if isinstance(rest, Case):
        branches, rest = [*branches, *rest.branches], rest.otherwise
    return Many((Found(kind, Case(tuple(branches), rest), None, item),))


def _coalesce(first: Node, rest: Node) -> Node:
    others = rest.arguments if isinstance(rest, Call) and rest.function == "coalesce" else (rest,)
    return Call("coalesce", (first, *others))


def _tick(reader: Reading, when: Path, then: Path) -> Found | None:
    """`iif(codes.exists(), 'a' in codes)` is the tick itself: NULL when nothing is ticked."""
    match when, then:
        case Function(codes, "exists", ()), Operator("in", (asked, among)) if codes == among:
            wanted = one(reader.read(asked, None))
            for found in many(reader.read(among, None)).found:
                match found:
                    case Found("text", Literal() as code, Call("is_true", (Reference() as tick,))):
                        if wanted is not None and wanted.node == code:
                            return Found("boolean", tick, None, found.item)
    return None


def _extreme(condition: Node, found: Found) -> Many | None:
    """The least of what is all there."""
    match found.value:
        case Call("min_answered" | "max_answered" as name, parts):
            if condition == joined("and", [Found(found.kind, part).there for part in parts]):
                return single(found.kind.removeprefix("extreme "), Call(EXTREMES[name], parts))
    return None
