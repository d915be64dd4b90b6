"""A catalogue to a bundle: a questionnaire for each form, its lists of codes, and a library around them. Pure.

What FHIR has no word for is in extensions of our own, under addresses that do not change, so that nothing is lost on
the way back; where that leaves other programs without a condition or a calculation, it is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.expressions.nodes import Call
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.canonical import SYSTEM, addresses_of, computer_name, id_of
from catalogue.formats.fhir.declared import era_words, record_words, retirement_words
from catalogue.formats.fhir.fates import FATES
from catalogue.formats.fhir.groups import section_items
from catalogue.formats.fhir.kept import AFTER, NAMES, kept_items, with_kept
from catalogue.formats.fhir.layout import text_of
from catalogue.formats.fhir.library import library
from catalogue.formats.fhir.own import Json, own, sealed
from catalogue.formats.fhir.terminology import terminology
from catalogue.formats.fhir.urls import CONSTRAINT
from catalogue.formats.fhir.wording import Wording
from catalogue.formats.fhir.writer import Writer
from catalogue.formats.losses import lost_of_catalogue, lost_of_variable
from catalogue.formats.records import WriteOptions, Written
from catalogue.formats.selecting import extras_of, written_forms
from catalogue.model import Catalogue, Form, Rule


def write(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The bundle of the forms asked for."""
    forms = written_forms(catalogue, options)
    addresses, wording = addresses_of(catalogue), Wording(options.translations)
    writers = [Writer.of(form, forms, addresses, wording) for form in forms]
    resources = [
        library(catalogue, forms, addresses, wording),
        *(questionnaire(catalogue, writer) for writer in writers),
        *terminology(catalogue, forms, addresses, wording),
    ]
    findings = [
        *lost_of_catalogue(catalogue, forms, FATES),
        *(lost for form in forms for variable in form.variables for lost in lost_of_variable(form, variable, FATES)),
        *(found for writer in writers for found in writer.findings),
    ]
    return Written(text_of(_bundle(resources)).encode(), tuple(findings))


def _bundle(resources: Sequence[Json]) -> Json:
    entries = [{"fullUrl": resource["url"], "resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def questionnaire(catalogue: Catalogue, writer: Writer) -> Json:
    """One form."""
    form, kept = writer.form, extras_of(writer.form, SYSTEM)
    rules = list(_rules(writer))
    resource: Json = {
        "resourceType": "Questionnaire",
        "id": kept.get("id", id_of(form.address)),
        "language": catalogue.languages.source,
        "extension": [*rules, *own("form", _frame(form))],
        "url": kept.get("url", writer.addresses.of("Questionnaire", form.address)),
        "version": kept.get("version", catalogue.version),
        "name": kept.get("name", computer_name(form.module, form.name)),
        **writer.wording.element("title", form.title),
        "status": kept.get("status", "active"),
        "subjectType": ["Patient"],
        "publisher": catalogue.controller,
        **(writer.wording.element("description", form.help) if form.help else {}),
    }
    items = [item for section in form.sections for item in section_items(writer, section, catalogue.instruments)]
    resource = with_kept(resource, form)
    return {**resource, "item": [*items, *kept_items(form, AFTER)]}


def _frame(form: Form) -> Mapping[str, Any]:
    return {
        "name": form.name,
        "module": form.module,
        "respondent": form.respondent,
        "timepoints": list(form.timepoints),
        "record": record_words(form.record),
        "named": [key for key in NAMES if key in extras_of(form, SYSTEM)],
    }


def _rules(writer: Writer) -> Iterator[Json]:
    """Every rule as a constraint, and what a constraint has no word for."""
    ours: dict[str, Json] = {}
    for rule in writer.form.rules:
        standard = _constraint(writer, rule)
        yield from standard
        require = writer.ours("require", rule.name, rule.require, standard)
        if require:
            ours[rule.name] = {
                "require": sealed(rule.require.text, standard),
                "severity": rule.severity,
                "message": rule.message,
                "collected": era_words(rule.collected),
                "retired": retirement_words(rule.retired),
            }
    yield from own("rules", ours, writer.wording.spoken)


def _constraint(writer: Writer, rule: Rule) -> list[Json]:
    """A rule is broken only when it is FALSE; a constraint is not met unless it is true."""
    if rule.retired or rule.collected:
        writer.only_ours(rule.at, rule.name, "the rule", "a constraint has no period")
        return []
    not_false = Call("not", (Call("is_false", (rule.require.node,)),))
    try:
        text = writer.say(not_false)
    except CannotSay as problem:
        writer.only_ours(rule.at, rule.name, "the rule", problem)
        return []
    parts = [
        {"url": "key", "valueId": rule.name.replace("_", "-")},
        {"url": "severity", "valueCode": "error" if rule.severity == "hard" else "warning"},
        {"url": "expression", "valueString": text},
        {"url": "human", "valueString": rule.message.source},
    ]
    return [{"url": CONSTRAINT, "extension": parts}]
