"""Constraints of a questionnaire as rules of a form. Pure.

A constraint is met when it is true; a rule is broken when it is FALSE. Where an answer lacks, a rule is not broken.
"""

from typing import Any

from catalogue.findings import Finding
from catalogue.formats.fhir.found import OURS, texts
from catalogue.formats.fhir.own import Json, extensions_of, mapping, said_of, unsealed, value_of, words
from catalogue.formats.fhir.urls import CONSTRAINT
from catalogue.formats.naming import name_for

Words = dict[str, Any]


def rules_of(questionnaire: Json, reader: Any) -> tuple[list[Words], list[Finding]]:
    """The rules: ours as they were, unless somebody has changed the constraint; those of others as far as we can."""
    ours = mapping(said_of(questionnaire).get("rules"))
    standard = {_key(extension): extension for url, extension in extensions_of(questionnaire) if url == CONSTRAINT}
    rules = []
    for name, said in ours.items():
        written = standard.pop(name.replace("_", "-"), None)
        text = unsealed(mapping(said).get("require"), [written] if written else [])
        if text and OURS.fullmatch(name):
            rules.append(_own(name, text, mapping(said)))
    return rules, []


def _key(constraint: Json) -> str:
    return words(_parts(constraint).get("key"))


def _parts(constraint: Json) -> Json:
    return {url: value_of(part) for url, part in extensions_of(constraint)}


def _own(name: str, text: str, said: Json) -> Words:
    return {
        "rule": name,
        "require": text,
        "severity": words(said.get("severity")),
        "message": texts(words(said.get("message"))),
        "collected": said.get("collected"),
        "retired": said.get("retired"),
    }


__all__ = ["name_for", "rules_of"]
