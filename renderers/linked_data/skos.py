"""The catalogue's codes as SKOS: codelists, answer levels of instruments, pinned coding systems, value sets.

A code is a concept with its notation, its label in every language, when it is in use, and what came after it. One that
is a reason for no answer has that reason as its broader concept. Variables are named with where their codes are from.
"""

from collections.abc import Iterator

from catalogue.findings import Finding
from catalogue.formats.losses import lost_of_forms
from catalogue.formats.records import WriteOptions, Written
from catalogue.formats.selecting import written_forms
from catalogue.model import Catalogue, Form, Variable
from renderers.export_fates import SKOS as FATES
from renderers.linked_data.codes import (
    Scheme,
    concepts,
    heading,
    instrument,
    missing_reasons,
    scheme_of,
    schemes,
    unused,
    value_set,
)
from renderers.linked_data.iris import Iris, iris_of
from renderers.linked_data.terms import DCT, MODEL, SKOS, Triple, Triples, Words, about, kinds
from renderers.linked_data.wording import Wordings
from renderers.linked_data.writing import json_ld, turtle


def skos_turtle(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The codes as Turtle."""
    return Written(turtle(skos(catalogue, options)), _findings(catalogue, options))


def skos_json_ld(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The same as JSON-LD."""
    return Written(json_ld(skos(catalogue, options)), _findings(catalogue, options))


def skos(catalogue: Catalogue, options: WriteOptions) -> Iterator[Triple]:
    """The triples."""
    forms = written_forms(catalogue, options)
    iris, wordings = iris_of(catalogue), Wordings(catalogue.languages.source, options.translations)
    used = schemes(iris, forms) if options.forms else (*schemes(iris, forms), *unused(iris, catalogue))
    for scheme in used:
        yield from heading(scheme, iris, wordings)
        yield from concepts(scheme, iris, wordings)
    yield from missing_reasons(iris, wordings)
    yield from _instruments(catalogue, used, iris, wordings)
    for form in forms:
        for variable in form.variables:
            yield from _use(form, variable, iris, wordings)


def _instruments(catalogue: Catalogue, used: tuple[Scheme, ...], iris: Iris, wordings: Wordings) -> Triples:
    """The instruments whose answer levels are among the lists."""
    lists = {scheme.name: iris.of(*scheme.place) for scheme in used if scheme.place[0] == "codelist"}
    for declared in catalogue.instruments.values():
        levels = [lists[name] for name in declared.codelists if name in lists]
        if levels:
            yield from instrument(declared, iris, wordings)
            yield from about(iris.of("instrument", declared.name), (DCT("references"), levels))


def _use(form: Form, variable: Variable, iris: Iris, wordings: Wordings) -> Triples:
    """A variable with codes: from which scheme they are, and the collection of those it allows."""
    scheme = scheme_of(iris, form, variable)
    if scheme is None:
        return
    node, titles = iris.variable(form, variable.name), wordings.of(variable.label)
    yield from kinds(node, MODEL("Attribute"))
    yield from about(
        node,
        (DCT("identifier"), Words(f"{form.address}.{variable.name}")),
        (DCT("title"), titles),
        (MODEL("hasValueFrom"), iris.of(*scheme.place)),
    )
    members = value_set(variable)
    if members:
        allowed = iris.of("value-set", form.address, variable.name)
        yield node, DCT("references"), allowed
        yield from kinds(allowed, SKOS("Collection"))
        codes = [iris.code(scheme.place, code) for code in members]
        yield from about(allowed, (SKOS("prefLabel"), titles), (SKOS("member"), codes))


def _findings(catalogue: Catalogue, options: WriteOptions) -> tuple[Finding, ...]:
    return tuple(lost_of_forms(catalogue, written_forms(catalogue, options), FATES))
