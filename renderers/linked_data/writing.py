"""Triples → Turtle or JSON-LD. The one file that sees rdflib, which is read when something is written.

Sorted, so the same triples give the same bytes. Nothing is fetched: the context of JSON-LD is written out in it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from renderers.linked_data.terms import VOCABULARIES, Iri, Thing, Triple, Value, Words

if TYPE_CHECKING:
    from rdflib import Graph, Literal, URIRef


def turtle(triples: Iterable[Triple]) -> bytes:
    """The triples as Turtle, under the prefixes they use."""
    return _graph(triples).serialize(format="turtle", encoding="utf-8")


def json_ld(triples: Iterable[Triple]) -> bytes:
    """The triples as JSON-LD: a node for each subject, under the prefixes as its context."""
    graph = _graph(triples)
    context = {prefix: str(base) for prefix, base in sorted(graph.namespaces())}
    written: Any = json.loads(graph.serialize(format="json-ld", context=context))
    nodes = written.get("@graph", [written]) if isinstance(written, dict) else written
    shown = {"@context": context, "@graph": sorted(map(_sorted, nodes), key=lambda node: str(node["@id"]))}
    return (json.dumps(shown, ensure_ascii=False, indent=1) + "\n").encode()


def _sorted(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without a context of its own, its keys and its several values in order."""
    return {key: _in_order(value) for key, value in sorted(node.items()) if key != "@context"}


def _in_order(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value, key=lambda part: json.dumps(part, ensure_ascii=False, sort_keys=True))
    return value


def _graph(triples: Iterable[Triple]) -> "Graph":
    from rdflib import Graph, URIRef

    listed = list(triples)
    graph = Graph(bind_namespaces="none")
    used = {thing.value for triple in listed for thing in triple if isinstance(thing, Iri)}
    used |= {triple[2].datatype.value for triple in listed if isinstance(triple[2], Value)}
    for vocabulary in VOCABULARIES:
        if any(iri.startswith(vocabulary.base) for iri in used):
            graph.bind(vocabulary.prefix, vocabulary.base)
    for subject, predicate, thing in listed:
        graph.add((URIRef(subject.value), URIRef(predicate.value), _term(thing)))
    return graph


def _term(thing: Thing) -> "URIRef | Literal":
    from rdflib import Literal, URIRef

    match thing:
        case Iri(value):
            return URIRef(value)
        case Words(text, language):
            return Literal(text, lang=language or None)
        case Value(text, datatype):
            return Literal(text, datatype=URIRef(datatype.value), normalize=False)
