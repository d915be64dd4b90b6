"""Triples, and the vocabularies whose words they use. Pure data; knows no library.

No node is without a name, so the same catalogue gives the same triples, and those of two outputs can be put together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Iri:
    """The name of a thing."""

    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a language; without one a text that is none's, such as a code."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is written, and its type."""

    text: str
    datatype: Iri


Thing = Iri | Words | Value
Triple = tuple[Iri, Iri, Thing]
Triples = Iterator[Triple]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that begin alike: `SKOS("notation")`."""

    prefix: str
    base: str

    def __call__(self, word: str) -> Iri:
        return Iri(self.base + word)


RDF = Vocabulary("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("rdfs", "http://www.w3.org/2000/01/rdf-schema#")
OWL = Vocabulary("owl", "http://www.w3.org/2002/07/owl#")
XSD = Vocabulary("xsd", "http://www.w3.org/2001/XMLSchema#")
DCT = Vocabulary("dct", "http://purl.org/dc/terms/")
SKOS = Vocabulary("skos", "http://www.w3.org/2004/02/skos/core#")
XKOS = Vocabulary("xkos", "http://rdf-vocabulary.ddialliance.org/xkos#")
EUVOC = Vocabulary("euvoc", "http://publications.europa.eu/ontology/euvoc#")
MODEL = Vocabulary("modelldcatno", "https://data.norge.no/vocabulary/modelldcatno#")
DCAT = Vocabulary("dcat", "http://www.w3.org/ns/dcat#")
DCATAP = Vocabulary("dcatap", "http://data.europa.eu/r5r/")
DCATNO = Vocabulary("dcatno", "https://data.norge.no/vocabulary/dcatno#")
HEALTH = Vocabulary("healthdcatap", "http://healthdataportal.eu/ns/health#")
ADMS = Vocabulary("adms", "http://www.w3.org/ns/adms#")
FOAF = Vocabulary("foaf", "http://xmlns.com/foaf/0.1/")
VCARD = Vocabulary("vcard", "http://www.w3.org/2006/vcard/ns#")
CV = Vocabulary("cv", "http://data.europa.eu/m8g/")
CSVW = Vocabulary("csvw", "http://www.w3.org/ns/csvw#")
DPV = Vocabulary("dpv", "https://w3id.org/dpv#")
PERSONAL = Vocabulary("dpv-pd", "https://w3id.org/dpv/pd#")
GDPR = Vocabulary("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#")
ELI = Vocabulary("eli", "http://data.europa.eu/eli/ontology#")
SCHEMA = Vocabulary("schema", "https://schema.org/")

VOCABULARIES = (
    *(RDF, RDFS, OWL, XSD, DCT, SKOS, XKOS, EUVOC, MODEL, DCAT, DCATAP, DCATNO, HEALTH, ADMS, FOAF, VCARD, CV, CSVW),
    *(DPV, PERSONAL, GDPR, ELI, SCHEMA),
)
"""All of them; a document names those it uses."""


def about(subject: Iri, *said: tuple[Iri, Thing | Iterable[Thing] | None]) -> Triples:
    """What is said of one thing: for each property a thing, several, or nothing."""
    for predicate, things in said:
        if isinstance(things, Iri | Words | Value):
            yield subject, predicate, things
        else:
            yield from ((subject, predicate, thing) for thing in things or ())


def kinds(subject: Iri, *classes: Iri) -> Triples:
    """What a thing is."""
    return ((subject, RDF("type"), kind) for kind in classes)


def plain(text: str) -> Words | None:
    """A text of no language, unless it is empty."""
    return Words(text) if text else None


def day(written: date | None) -> Value | None:
    """A day, if there is one."""
    return Value(written.isoformat(), XSD("date")) if written else None


def amount(number: int | None) -> Value | None:
    """A whole number from 0, if there is one."""
    return None if number is None else Value(str(number), XSD("nonNegativeInteger"))


def decimal(number: float) -> Value:
    """A number as `xsd:decimal` writes it: without an exponent."""
    return Value(f"{number:.15f}".rstrip("0").rstrip("."), XSD("decimal"))
