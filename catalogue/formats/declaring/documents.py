"""All documents of a catalogue, or of some of its forms. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalogue.findings import Finding
from catalogue.formats.declaring.instruments import instrument_documents
from catalogue.formats.declaring.outside import outside
from catalogue.formats.declaring.publication import publication_entry
from catalogue.formats.declaring.questions import Around, condition_text, entry_of
from catalogue.formats.declaring.tables import system_document, value_set_document
from catalogue.formats.declaring.values import (
    Entry,
    codes_entry,
    era_entry,
    extras_entry,
    present,
    record_entry,
    retired_entry,
)
from catalogue.model import Catalogue, Codelist, Form, Module, Rule, Section, Timepoint


@dataclass(frozen=True, slots=True)
class Declared:
    """The documents by kind; `tables` are the CSV files that systems and value sets name."""

    first_page: Entry
    modules: tuple[Entry, ...]
    forms: tuple[Entry, ...]
    codelists: Entry = field(default_factory=dict)
    instruments: tuple[Entry, ...] = ()
    systems: tuple[Entry, ...] = ()
    value_sets: tuple[Entry, ...] = ()
    tables: Mapping[str, str] = field(default_factory=dict)


def declared(catalogue: Catalogue, forms: tuple[Form, ...]) -> tuple[Declared, tuple[Finding, ...]]:
    """The documents of these forms and of what they use; and what could not be declared again."""
    instruments, findings = instrument_documents(catalogue, forms)
    findings += outside(catalogue, forms)
    is_all = len(forms) == len(catalogue.forms)
    systems = [
        system_document(system)
        for name, system in catalogue.systems.items()
        if is_all or any(variable.system == system for form in forms for variable in form.variables)
    ]
    value_sets = [value_set_document(value_set) for value_set in catalogue.value_sets.values()]
    modules = {form.module for form in forms}
    addresses = {form.address for form in forms}
    documents = Declared(
        first_page=_first_page(catalogue),
        modules=tuple(
            _module(module, addresses) for name, module in catalogue.modules.items() if is_all or name in modules
        ),
        forms=tuple(form_document(form, catalogue) for form in forms),
        codelists=_codelists(catalogue, forms, is_all),
        instruments=tuple(instruments),
        systems=tuple(document for document, _ in systems),
        value_sets=tuple(document for document, _ in value_sets),
        tables={document["table"]: table for document, table in (*systems, *value_sets)},
    )
    return documents, tuple(findings)


def _first_page(catalogue: Catalogue) -> Entry:
    languages = catalogue.languages
    return {
        "catalogue": catalogue.name,
        "title": catalogue.title,
        "controller": catalogue.controller,
        **present(statutes=catalogue.statutes or None),
        "version": catalogue.version,
        **present(analysis_names=catalogue.analysis_names or None),
        "languages": {
            "source": languages.source,
            **present(required=list(languages.required) or None, optional=list(languages.optional) or None),
        },
        "categories": dict(catalogue.categories),
        "respondents": dict(catalogue.respondents),
        **present(publication=publication_entry(catalogue.publication), extras=extras_entry(catalogue.extras)),
    }


def _module(module: Module, addresses: set[str]) -> Entry:
    episode = module.episode
    is_anchored = f"{module.name}.{episode.anchor.partition('.')[0]}" in addresses
    return {
        "module": module.name,
        "title": module.title,
        "episode": {
            "name": episode.name,
            "title": episode.title,
            **present(anchor=episode.anchor if is_anchored else None, record=record_entry(episode.record)),
        },
        "timepoints": {timepoint.name: _timepoint(timepoint) for timepoint in module.timepoints},
        **present(empty_columns=dict(module.empty_columns) or None),
    }


def _timepoint(timepoint: Timepoint) -> Entry:
    days = {key: getattr(timepoint, key) for key in ("due", "opens", "closes")}
    return {
        "title": timepoint.title,
        **present(alias=timepoint.alias),
        **{key: f"{value} day{'' if abs(value) == 1 else 's'}" for key, value in days.items() if value is not None},
    }


def form_document(form: Form, catalogue: Catalogue) -> Entry:
    """One form with its sections and rules."""
    own, inside = Around().within(form.variables)
    return {
        "form": form.name,
        **present(module=form.module or None, per=None if form.module else "patient"),
        "title": form.title,
        **present(help=form.help),
        "respondent": form.respondent,
        **present(timepoints=list(form.timepoints) or None, record=record_entry(form.record)),
        **present(extras=extras_entry(form.extras)),
        **own,
        "sections": [_section(section, inside, form, catalogue) for section in form.sections],
        **present(rules=[_rule(rule) for rule in form.rules] or None),
    }


def _section(section: Section, around: Around, form: Form, catalogue: Catalogue) -> Entry:
    own, inside = around.within(section.variables)
    inside = replace(inside, condition=section.enable_when)
    return {
        "section": section.name,
        "title": section.title,
        **present(
            help=section.help,
            enable_when=condition_text(section.enable_when, None),
            extras=extras_entry(section.extras),
        ),
        **own,
        "variables": [entry_of(item, inside, catalogue, form.uses) for item in section.items],
    }


def _rule(rule: Rule) -> Entry:
    return {
        "rule": rule.name,
        "require": rule.require.text,
        "severity": rule.severity,
        "message": rule.message,
        **present(collected=era_entry(rule.collected), retired=retired_entry(rule.retired)),
    }


def _codelists(catalogue: Catalogue, forms: tuple[Form, ...], is_all: bool) -> Entry:
    used = {variable.codelist.name for form in forms for variable in form.variables if variable.codelist}
    return {name: _codelist(codelist) for name, codelist in catalogue.codelists.items() if is_all or name in used}


def _codelist(codelist: Codelist) -> Entry:
    return {
        **present(title=codelist.title, source=codelist.source),
        "codes": codes_entry(codelist.codes),
    }
