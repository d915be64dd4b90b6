"""Raw documents → one frozen model: names, defaults, codelists and instruments resolved; collects findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from catalogue.expressions.nodes import Reference
from catalogue.expressions.scope import Scope, expand_lists, scope_of
from catalogue.findings import Finding, Location
from catalogue.model import (
    Catalogue,
    EpisodeType,
    Expression,
    Form,
    Group,
    Languages,
    Limit,
    Limits,
    Module,
    Section,
    Timepoint,
    Use,
    Variable,
)
from catalogue.source.builder.codelists import codelists, coding_system, value_set
from catalogue.source.builder.forms import Declared, form
from catalogue.source.builder.instruments import declaration
from catalogue.source.builder.publication import publication
from catalogue.source.builder.reading import Notes, days, extras, mapping, names, optional, record, text, words
from catalogue.source.builder.variables import Shared
from catalogue.source.documents import Document, Mapping
from catalogue.source.structure import kind_of
from catalogue.texts import Text


@dataclass(frozen=True, slots=True)
class Built:
    """A catalogue as far as it could be built, and what stood in the way."""

    catalogue: Catalogue
    findings: tuple[Finding, ...]


def build(root: Document, documents: Iterable[Document]) -> Built:
    """Build the catalogue from its first page and the documents it includes."""
    notes = Notes()
    by_kind: dict[str, list[tuple[Document, Mapping]]] = {}
    for document in documents:
        kind = kind_of(document.data)
        if kind is not None and isinstance(document.data, Mapping):
            by_kind.setdefault(kind, []).append((document, document.data))

    def read(kind: str) -> list[Mapping]:
        return [data for _, data in by_kind.get(kind, ())]

    lists = [codelist for data in read("codelists") for codelist in codelists(data, notes)]
    systems = [coding_system(document, data, notes) for document, data in by_kind.get("system", ())]
    value_sets = [value_set(document, data, notes) for document, data in by_kind.get("value_set", ())]
    instruments = [declaration(data, notes) for data in read("instrument")]
    shared = Shared(_unique(lists, "codelist", notes), _unique(systems, "coding system", notes))
    opened = {declared.instrument.name: declared for declared in instruments}
    declared = Declared(shared, opened)
    forms = _unique_forms([form(data, declared, notes) for data in read("form")], notes)
    catalogue = _first_page(root, notes)
    catalogue = replace(
        catalogue,
        modules=_unique([_module(data) for data in read("module")], "module", notes),
        forms=forms,
        codelists=shared.codelists,
        systems=shared.systems,
        instruments=_unique([declared.instrument for declared in instruments], "instrument", notes),
        value_sets=_unique(value_sets, "value set", notes),
    )
    return Built(resolved(catalogue), tuple(notes.findings))


def _first_page(root: Document, notes: Notes) -> Catalogue:
    data = root.data if isinstance(root.data, Mapping) else Mapping()
    languages = mapping(data, "languages")
    return Catalogue(
        name=text(data, "catalogue"),
        title=Text("catalogue.title", text(data, "title")),
        controller=text(data, "controller"),
        statutes=text(data, "statutes"),
        version=text(data, "version"),
        analysis_names=text(data, "analysis_names"),
        languages=Languages(
            text(languages, "source"),
            tuple(map(str, names(languages, "required"))),
            tuple(map(str, names(languages, "optional"))),
        ),
        categories=_titles(data, "categories", "category"),
        respondents=_titles(data, "respondents", "respondent"),
        publication=publication(data, notes),
        extras=extras(data),
        at=Location(root.name, 1, 1),
    )


def _titles(data: Mapping, key: str, address: str) -> dict[str, Text]:
    return {name: Text(f"{address}.{name}", label) for name, label, _ in words(data, key)}


def _module(data: Mapping) -> Module:
    name = text(data, "module")
    episode = mapping(data, "episode")
    timepoints = mapping(data, "timepoints")
    return Module(
        name=name,
        title=Text(f"{name}.title", text(data, "title")),
        episode=EpisodeType(
            name=text(episode, "name"),
            title=Text(f"{name}.episode", text(episode, "title")),
            anchor=text(episode, "anchor"),
            record=record(episode),
        ),
        timepoints=tuple(
            Timepoint(
                name=key,
                title=Text(f"{name}.timepoint.{key}", text(entry, "title")),
                alias=optional(entry, "alias"),
                due=days(entry, "due"),
                opens=days(entry, "opens"),
                closes=days(entry, "closes"),
            )
            for key in timepoints
            for entry in (mapping(timepoints, key),)
        ),
        empty_columns=tuple((column, str(reason)) for column, reason in mapping(data, "empty_columns").items()),
        at=data.key_at("module"),
    )


class Named(Protocol):
    """What has a name and a place."""

    @property
    def name(self) -> str: ...

    @property
    def at(self) -> Location: ...


Thing = TypeVar("Thing", bound=Named)


def _unique(things: list[Thing], kind: str, notes: Notes) -> dict[str, Thing]:
    unique: dict[str, Thing] = {}
    for thing in things:
        if thing.name in unique:
            first = unique[thing.name].at
            message = (
                f"There is already a {kind} '{thing.name}', in {first.path} line {first.line}. Give each its own name."
            )
            notes.add(thing.at, "duplicate-name", message)
        unique.setdefault(thing.name, thing)
    return unique


def _unique_forms(forms: list[Form], notes: Notes) -> tuple[Form, ...]:
    unique: dict[str, Form] = {}
    for built in forms:
        if built.address in unique:
            first = unique[built.address].at
            message = f"There is already a form '{built.address}', in {first.path} line {first.line}."
            notes.add(built.at, "duplicate-name", f"{message} Give each its own name.")
        unique.setdefault(built.address, built)
    return tuple(unique.values())


def resolved(catalogue: Catalogue) -> Catalogue:
    """The catalogue with every list's name in its expressions replaced by the list's variables."""
    dated = [_dated_codings(form, catalogue) for form in catalogue.forms]
    return replace(catalogue, forms=tuple(_resolved_form(form, scope_of(catalogue, form)) for form in dated))


def _dated_codings(built: Form, catalogue: Catalogue) -> Form:
    """The form that holds its module's anchor date: its codings are valid on that day unless they say otherwise."""
    module = catalogue.modules.get(built.module)
    owner, _, name = module.episode.anchor.partition(".") if module else ("", "", "")
    if owner != built.name or name not in built.variable:
        return built
    day = Expression(name, Reference(name))

    def dated(variable: Variable) -> Variable:
        return replace(variable, valid_on=day) if variable.type == "coding" and not variable.valid_on else variable

    return replace(built, sections=tuple(_each(section, dated) for section in built.sections))


def _each(section: Section, change: Callable[[Variable], Variable]) -> Section:
    """The section with every variable changed, those in groups too."""
    items = tuple(
        replace(item, variables=tuple(map(change, item.variables))) if isinstance(item, Group) else change(item)
        for item in section.items
    )
    return replace(section, items=items)


def _resolved_form(built: Form, scope: Scope) -> Form:
    seen: dict[int, Expression] = {}

    def expand(expression: Expression) -> Expression:
        if id(expression) not in seen:
            seen[id(expression)] = replace(expression, node=expand_lists(expression.node, scope))
        return seen[id(expression)]

    return replace(
        built,
        sections=tuple(_resolved_section(section, expand) for section in built.sections),
        rules=tuple(replace(rule, require=expand(rule.require)) for rule in built.rules),
        uses=tuple(Use(use.owner, use.key, expand(use.expression), use.expects) for use in built.uses),
    )


Expand = Callable[[Expression], Expression]


def _resolved_section(section: Section, expand: Expand) -> Section:
    own = section.enable_when
    changed = _each(section, lambda variable: _resolved_variable(variable, expand))
    return replace(changed, enable_when=expand(own) if own else None)


def _resolved_variable(variable: Variable, expand: Expand) -> Variable:
    if not _has_expressions(variable):
        return variable
    return replace(
        variable,
        enable_when=expand(variable.enable_when) if variable.enable_when else None,
        required_when=expand(variable.required_when) if variable.required_when else None,
        calculate=expand(variable.calculate) if variable.calculate else None,
        prefill=expand(variable.prefill) if variable.prefill else None,
        valid_on=expand(variable.valid_on) if variable.valid_on else None,
        limits=_resolved_limits(variable.limits, expand),
    )


def _has_expressions(variable: Variable) -> bool:
    own = (variable.enable_when, variable.required_when, variable.calculate, variable.prefill, variable.valid_on)
    bounds = variable.limits
    limits = (bounds.min, bounds.soft_min, bounds.soft_max, bounds.max)
    return any(own) or any(isinstance(limit, Expression) for limit in limits)


def _resolved_limits(limits: Limits, expand: Expand) -> Limits:
    def opened(limit: Limit | Expression | None) -> Limit | Expression | None:
        return expand(limit) if isinstance(limit, Expression) else limit

    return replace(
        limits,
        min=opened(limits.min),
        soft_min=opened(limits.soft_min),
        soft_max=opened(limits.soft_max),
        max=opened(limits.max),
    )
