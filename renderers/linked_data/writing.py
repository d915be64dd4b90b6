"""Triples → Turtle or JSON-LD. The one file that sees rdflib, which is read when something is written.

Sorted, so the same triples give the same bytes. Nothing is fetched: the context of JSON-LD is written out in it.
The terms are rdflib's, the layout is ours: its own takes ten times as long, and loses an empty text in JSON-LD.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from renderers.linked_data.terms import RDF, VOCABULARIES, Iri, Thing, Triple, Value, Vocabulary, Words

if TYPE_CHECKING:
    from rdflib import Literal, URIRef

WORD = re.compile("[A-Za-z][A-Za-z0-9_-]*")
"""What may stand after a prefix as it is."""
TYPE = RDF("type")


def turtle(triples: Iterable[Triple]) -> bytes:
    """The triples as Turtle, under the prefixes they use, a block for each thing."""
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


def json_ld(triples: Iterable[Triple]) -> bytes:
    """The triples as JSON-LD: a node for each thing, under the prefixes as its context."""
    listed = set(triples)
    used = _used(listed)
    nodes: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, thing in listed:
        key, said = _compact(predicate, used) or predicate.value, _in_json(thing, used)
        if predicate == TYPE and isinstance(thing, Iri):
            key, said = "@type", _compact(thing, used) or thing.value
        nodes.setdefault(subject.value, {}).setdefault(key, []).append(said)
    graph = [{"@id": iri, **_in_order(nodes[iri])} for iri in sorted(nodes)]
    shown = {"@context": {known.prefix: known.base for known in used}, "@graph": graph}
    return (json.dumps(shown, ensure_ascii=False, indent=1) + "\n").encode()


def _in_order(node: dict[str, list[Any]]) -> dict[str, Any]:
    """A node's keys and their values in order; a single value stands by itself."""
    ordered = {key: sorted(node[key], key=lambda said: json.dumps(said, sort_keys=True)) for key in sorted(node)}
    return {key: values[0] if len(values) == 1 else values for key, values in ordered.items()}


def _in_json(thing: Thing, used: Iterable[Vocabulary]) -> object:
    match thing:
        case Iri(value):
            return {"@id": value}
        case Words(text, language):
            return {"@value": text, "@language": language} if language else text
        case Value(text, datatype):
            return {"@value": text, "@type": _compact(datatype, used) or datatype.value}


def _compact(iri: Iri, used: Iterable[Vocabulary]) -> str | None:
    """A word of a vocabulary with its prefix; of anything else nothing."""
    for known in used:
        if iri.value.startswith(known.base) and WORD.fullmatch(iri.value, len(known.base)):
            return f"{known.prefix}:{iri.value[len(known.base) :]}"
    return None


def _notation(used: Iterable[Vocabulary]) -> Callable[[Thing], str]:
    """How a term is written in Turtle: a word of a vocabulary with its prefix, everything else in full."""

    @cache
    def shown(thing: Thing) -> str:
        if isinstance(thing, Iri):
            return _compact(thing, used) or _term(thing).n3()
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


def _term(thing: Thing) -> "URIRef | Literal":
    from rdflib import Literal, URIRef

    match thing:
        case Iri(value):
            return URIRef(value)
        case Words(text, language):
            return Literal(text, lang=language or None)
        case Value(text, datatype):
            return Literal(text, datatype=URIRef(datatype.value), normalize=False)
