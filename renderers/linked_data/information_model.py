"""Forms and variables as information models after ModellDCAT-AP-NO, and their tables after CSVW. Pure.

A form is an object type and a table; a variable is an attribute of the one and a column of the other, and so is the
column with its missing reason. What is said with an expression, or asks instead of refusing, is a constraint rule.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from catalogue.model import Catalogue, Code, Form, Group, Section, Variable
from engine.tables.names import reason_column
from renderers.linked_data.codes import Scheme, concepts, heading, instrument, missing_reasons, scheme_of, schemes
from renderers.linked_data.constraints import constraints, lifetime, rules
from renderers.linked_data.iris import Iris
from renderers.linked_data.terms import (
    ADMS,
    CSVW,
    DCT,
    DPV,
    MODEL,
    PERSONAL,
    SCHEMA,
    SKOS,
    XSD,
    Iri,
    Triples,
    Value,
    Words,
    about,
    amount,
    decimal,
    kinds,
)
from renderers.linked_data.wording import Wordings

TIMEPOINT = "timepoint"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        **{kind: kind for kind in ("boolean", "integer", "decimal", "date", "time")},
        **dict.fromkeys(("text", "longtext", "code", "coding"), "string"),
        "datetime": "dateTime",
    }
)
"""What each value type is called in CSVW and in XML Schema, whose names are the same."""


def model_elements(form: Form, iris: Iris) -> tuple[Iri, ...]:
    """What an information model holds of a form: the form itself and its lists."""
    lists = (iris.of(*scheme.place) for scheme in schemes(iris, [form]))
    return (iris.form(form), *lists)


def information_model(catalogue: Catalogue, forms: tuple[Form, ...], iris: Iris, wordings: Wordings) -> Triples:
    """Everything in the forms, their lists and the catalogue's categories."""
    for form in forms:
        yield from _form(catalogue, form, iris, wordings)
    for name in sorted({group.instrument for form in forms for group in form.groups.values() if group.instrument}):
        yield from instrument(catalogue.instruments[name], iris, wordings)
    for scheme in schemes(iris, forms):
        yield from heading(scheme, iris, wordings)
        if not scheme.is_system:
            yield from concepts(scheme, iris, wordings)
    for module in dict.fromkeys(form.module for form in forms if len(form.timepoints) > 1):
        yield from _timepoints(catalogue, module, iris, wordings)
    for kind in sorted({TYPES[variable.type] for form in forms for variable in form.variables} | {"string"}):
        yield from _simple_type(iris.of("type", kind), kind)
    yield from missing_reasons(iris, wordings)
    yield from _categories(catalogue, iris, wordings)


def _form(catalogue: Catalogue, form: Form, iris: Iris, wordings: Wordings) -> Triples:
    node = iris.form(form)
    columns = [iris.variable(form, name) for name in _columns(form)]
    yield from kinds(node, MODEL("ObjectType"), CSVW("Table"))
    yield from about(
        node,
        (DCT("title"), wordings.of(form.title)),
        (DCT("description"), wordings.of(form.help)),
        (DCT("identifier"), Words(form.address)),
        (MODEL("hasProperty"), columns),
        (CSVW("column"), columns),
    )
    if len(form.timepoints) > 1:
        yield from _reason_or_timepoint(form, TIMEPOINT, iris, iris.of("timepoint", form.module), (Words(TIMEPOINT),))
    for section in form.sections:
        yield from _section(form, section, iris, wordings)
    for name, variables in form.reason_names.items():
        group = form.groups.get(name)
        label = wordings.of(group.label if group else variables[0].label)
        yield from _reason_or_timepoint(form, reason_column(name), iris, iris.of("missing-reason"), label)
    yield from rules(form, iris, wordings)
    yield from _numbered(form, columns)


def _columns(form: Form) -> tuple[str, ...]:
    """The columns of the file of a form's answers, in their order."""
    occasion = (TIMEPOINT,) if len(form.timepoints) > 1 else ()
    return (*occasion, *form.variable, *map(reason_column, form.reason_names))


def _numbered(form: Form, columns: list[Iri]) -> Triples:
    for number, column in enumerate(columns, start=1):
        yield column, MODEL("sequenceNumber"), Value(str(number), XSD("positiveInteger"))


def _reason_or_timepoint(form: Form, name: str, iris: Iris, codes: Iri, about_it: tuple[Words, ...]) -> Triples:
    """A column that is no variable: on which occasion a row is, or why there is no value."""
    node = iris.variable(form, name)
    yield from _column(node, form, name, (Words(name),), about_it, "string")
    yield from about(node, (MODEL("hasValueFrom"), codes), (MODEL("minOccurs"), amount(0)))


def _column(
    node: Iri, form: Form, name: str, title: tuple[Words, ...], description: tuple[Words, ...], kind: str
) -> Triples:
    yield from kinds(node, MODEL("Attribute"), CSVW("Column"))
    yield from about(
        node,
        (DCT("title"), title),
        (DCT("description"), description),
        (DCT("identifier"), Words(f"{form.address}.{name}")),
        (MODEL("maxOccurs"), amount(1)),
        (CSVW("name"), Words(name)),
        (CSVW("title"), title),
        (CSVW("datatype"), Words(kind)),
    )


def _section(form: Form, section: Section, iris: Iris, wordings: Wordings) -> Triples:
    node = iris.of("section", form.address, section.name)
    yield from _module(node, wordings.of(section.title), wordings.of(section.help))
    for item in section.items:
        if isinstance(item, Group):
            yield from _group(form, item, iris, wordings)
    for variable in section.variables:
        group = (iris.of("group", form.address, variable.group),) if variable.group else ()
        yield from _variable(form, variable, iris, wordings)
        yield from about(iris.variable(form, variable.name), (MODEL("belongsToModule"), (node, *group)))


def _group(form: Form, group: Group, iris: Iris, wordings: Wordings) -> Triples:
    node = iris.of("group", form.address, group.name)
    yield from _module(node, wordings.of(group.label), wordings.of(group.help))
    if group.instrument:
        yield node, DCT("references"), iris.of("instrument", group.instrument)


def _module(node: Iri, title: tuple[Words, ...], help_text: tuple[Words, ...]) -> Triples:
    yield from kinds(node, MODEL("Module"))
    yield from about(node, (DCT("title"), title), (DCT("description"), help_text))


def _variable(form: Form, variable: Variable, iris: Iris, wordings: Wordings) -> Triples:
    node, label = iris.variable(form, variable.name), wordings.of(variable.label)
    scheme = scheme_of(iris, form, variable)
    kind = "integer" if _is_whole(scheme) else TYPES[variable.type]
    is_certain = variable.required and variable.enable_when is None
    yield from _column(node, form, variable.name, label, wordings.of(variable.help) or label, kind)
    yield from about(
        node,
        (MODEL("minOccurs"), amount(1 if is_certain else 0)),
        (MODEL("hasValueFrom"), iris.of(*scheme.place) if scheme else None),
        (DCT("subject"), iris.of("category", variable.category) if variable.category else None),
        (DCT("source"), wordings.written(variable.source or "")),
        (SKOS("note"), wordings.written(variable.purpose)),
        (SCHEMA("unitText"), wordings.of(variable.unit)),
        (DPV("hasPersonalData"), PERSONAL("Identifying") if variable.identifies else None),
    )
    if scheme is None:
        yield from _type_of(form, variable, node, iris)
    yield from _aliases(form, variable, node, iris)
    yield from lifetime(node, variable.collected, variable.retired, wordings)
    yield from constraints(form, variable, iris)


def _is_whole(scheme: Scheme | None) -> bool:
    return scheme is not None and all(isinstance(code.value, int) for code in scheme.codes)


def _type_of(form: Form, variable: Variable, node: Iri, iris: Iris) -> Triples:
    """Its simple type: that of all such variables, or one of its own when it says more."""
    kind = TYPES[variable.type]
    facets = tuple(_facets(variable))
    simple = iris.of("type", form.address, variable.name) if facets else iris.of("type", kind)
    yield node, MODEL("hasSimpleType"), simple
    if facets:
        yield from _simple_type(simple, kind)
        yield from about(simple, *facets)


def _simple_type(node: Iri, kind: str) -> Triples:
    yield from kinds(node, MODEL("SimpleType"))
    yield from about(
        node,
        (DCT("title"), Words(kind)),
        (MODEL("typeDefinitionReference"), Value(XSD(kind).value, XSD("anyURI"))),
    )


def _facets(variable: Variable) -> Iterator[tuple[Iri, Value | None]]:
    for facet, limit in (("minInclusive", variable.limits.min), ("maxInclusive", variable.limits.max)):
        if isinstance(limit, int | float):
            yield XSD(facet), decimal(limit)
    if variable.decimals is not None:
        yield XSD("fractionDigits"), amount(variable.decimals)
    if variable.max_length is not None:
        yield XSD("maxLength"), amount(variable.max_length)


def _aliases(form: Form, variable: Variable, node: Iri, iris: Iris) -> Triples:
    """Its names in other systems."""
    for alias in variable.aliases:
        occasion = (alias.occasion,) if alias.occasion else ()
        named = iris.of("alias", form.address, variable.name, alias.system, *occasion, alias.name)
        yield node, ADMS("identifier"), named
        yield from kinds(named, ADMS("Identifier"))
        yield from about(named, (SKOS("notation"), Words(alias.name)), (ADMS("schemaAgency"), Words(alias.system)))


def _timepoints(catalogue: Catalogue, module: str, iris: Iris, wordings: Wordings) -> Triples:
    declared = catalogue.modules.get(module)
    codes = tuple(Code(point.name, point.title) for point in declared.timepoints) if declared else ()
    scheme = Scheme(("timepoint", module), TIMEPOINT, None, codes)
    yield from heading(scheme, iris, wordings)
    yield from concepts(scheme, iris, wordings)


def _categories(catalogue: Catalogue, iris: Iris, wordings: Wordings) -> Triples:
    codes = tuple(Code(name, title) for name, title in catalogue.categories.items())
    scheme = Scheme(("category",), "category", None, codes)
    yield from heading(scheme, iris, wordings)
    yield from concepts(scheme, iris, wordings)
