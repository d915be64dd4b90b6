"""Constraints of a questionnaire as rules of a form. Pure.

A constraint is met when it is true, a rule is broken when it is FALSE; where a part is unknown a rule is not broken.
One that has no rule of the same meaning stays a constraint, and is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.formats.fhir.expressing import Reading
from catalogue.formats.fhir.found import OURS, texts
from catalogue.formats.fhir.own import Json, extensions_of, mapping, said_of, unsealed, value_of, words
from catalogue.formats.fhir.urls import CONSTRAINT
from catalogue.formats.naming import LONGEST, name_for

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, the keys of the constraints that they are, and remarks on the others: a slug and a sentence each."""

    declared: tuple[Words, ...]
    understood: frozenset[str]
    remarks: tuple[tuple[str, str], ...]


def rules_of(questionnaire: Json, reading: Reading, taken: set[str]) -> Rules:
    """The rules: ours as they were, unless somebody has changed the constraint; those of others as far as we can."""
    constraints = {key_of(each): each for url, each in extensions_of(questionnaire) if url == CONSTRAINT}
    own = dict(_own_rules(questionnaire, constraints))
    taken |= set(own)
    declared, understood, remarks = list(own.values()), {name.replace("_", "-") for name in own}, []
    for key, constraint in constraints.items():
        if key in understood:
            continue
        rule, problem = _rule(key, constraint, reading, taken)
        if rule:
            declared.append(rule)
            understood.add(key)
        else:
            remarks.append(("logic-kept", f"The constraint '{key}' is kept as it is: {problem}. Write it as a rule."))
    return Rules(tuple(declared), frozenset(understood), tuple(remarks))


def key_of(constraint: Json) -> str:
    """What a constraint is called."""
    return words(_parts(constraint).get("key"))


def _parts(constraint: Json) -> Json:
    return {url: value_of(part) for url, part in extensions_of(constraint)}


def _own_rules(questionnaire: Json, constraints: Json) -> Iterator[tuple[str, Words]]:
    for name, each in mapping(said_of(questionnaire).get("rules")).items():
        said, written = mapping(each), constraints.get(name.replace("_", "-"))
        text = unsealed(said.get("require"), [written] if written else [])
        if text and OURS.fullmatch(name):
            yield name, _declared(name, text, words(said.get("severity")), words(said.get("message")), said)


def _rule(key: str, constraint: Json, reading: Reading, taken: set[str]) -> tuple[Words | None, str]:
    said = _parts(constraint)
    written = said.get("expression")
    text = words(mapping(written).get("expression")) if isinstance(written, dict) else words(written)
    understood = reading.path(text, "condition", "boolean") if text else None
    if understood is None or not understood.text:
        return None, understood.problem if understood else "it has no expression"
    severity = "soft" if said.get("severity") == "warning" else "hard"
    name = name_for(key or "regel", taken, LONGEST)
    return _declared(name, understood.text, severity, words(said.get("human")) or key, {}), ""


def _declared(name: str, text: str, severity: str, message: str, said: Json) -> Words:
    return {
        "rule": name,
        "require": text,
        "severity": severity,
        "message": texts(message),
        "collected": said.get("collected"),
        "retired": said.get("retired"),
    }
