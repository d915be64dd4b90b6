"""Triples → Turtle or JSON-LD. The one file that sees rdflib, which is read when something is written.

Sorted, so the same triples give the same bytes. Nothing is fetched: the context of JSON-LD is written out in it.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from renderers.linked_data.terms import RDF, VOCABULARIES, Iri, Thing, Triple, Value, Vocabulary, Words

if TYPE_CHECKING:
    from rdflib import Graph, Literal, URIRef

WORD = re.compile("[A-Za-z][A-Za-z0-9_-]*")
"""What may stand after a prefix as it is."""
TYPE = RDF("type")


def turtle(triples: Iterable[Triple]) -> bytes:
    """The triples as Turtle, under the prefixes they use, a block for each thing.

    The terms are rdflib's, the layout is ours: rdflib looks for a prefix of every IRI, which takes ten times as long.
    """
    listed = set(triples)
    used = _used(listed)
    shown = _notation(used)
    prefixes = "".join(f"@prefix {known.prefix}: <{known.base}> .\n" for known in used)
    lines = sorted(
        (subject.value, predicate != TYPE, shown(predicate), shown(thing)) for subject, predicate, thing in listed
    )
    blocks = (_block(shown(Iri(subject)), said) for subject, said in groupby(lines, key=lambda line: line[0]))
    return "\n".join((prefixes, *blocks)).encode()


def _block(subject: str, said: Iterable[tuple[str, bool, str, str]]) -> str:
    """Everything that is said of one thing."""
    parts = []
    for (is_other, predicate), lines in groupby(said, key=lambda line: line[1:3]):
        objects = ",\n        ".join(line[3] for line in lines)
        parts.append(f"{predicate if is_other else 'a'} {objects}")
    return f"{subject} " + " ;\n    ".join(parts) + " .\n"


def _notation(used: Iterable[Vocabulary]) -> Callable[[Thing], str]:
    """How a term is written: a word of a vocabulary with its prefix, everything else in full."""

    @cache
    def shown(thing: Thing) -> str:
        if isinstance(thing, Iri):
            for known in used:
                if thing.value.startswith(known.base) and WORD.fullmatch(thing.value, len(known.base)):
                    return f"{known.prefix}:{thing.value[len(known.base) :]}"
        if isinstance(thing, Value):
            return f"{_term(Words(thing.text)).n3()}^^{shown(thing.datatype)}"
        return _term(thing).n3()

    return shown


def _used(triples: Iterable[Triple]) -> tuple[Vocabulary, ...]:
    """The vocabularies of the predicates, the classes and the types of values."""
    named = {predicate for _, predicate, _ in triples} - {TYPE}
    named |= {thing for _, _, thing in triples if isinstance(thing, Iri)}
    named |= {thing.datatype for _, _, thing in triples if isinstance(thing, Value)}
    bases = tuple({iri.value for iri in named})
    found = (known for known in VOCABULARIES if any(iri.startswith(known.base) for iri in bases))
    return tuple(sorted(found, key=lambda known: known.prefix))


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

    listed = set(triples)
    graph = Graph(bind_namespaces="none")
    for known in _used(listed):
        graph.bind(known.prefix, known.base)
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
