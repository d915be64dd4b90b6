"""The last look before a catalogue is given: logic that the checks refuse is taken out, and told.

A translated expression may be right and yet no rule here: two fields that wait for each other, or numbers too large.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue.checks import run_checks
from catalogue.findings import Finding, Severity
from catalogue.source.builder import build
from catalogue.source.documents import parse_document

LOGIC = ("calculate", "enable_when")
ROUNDS = 6
"""A cycle of several fields is opened one field at a time; what is not settled then loses all its logic."""
Key = tuple[str, str]
"""A form and the name of a variable or checklist in it."""


def settled(forms: list[dict[str, Any]], files: Callable[[], Mapping[str, str]]) -> list[tuple[Key, str]]:
    """Take logic out of the forms, in place, until the checks have nothing against it; what was taken, and why."""
    entries = {(form["form"], name_of(entry)): entry for form in forms for entry in entries_of(form)}
    dropped: list[tuple[Key, str]] = []
    for attempt in range(ROUNDS):
        if not any(_has_logic(entry) for entry in entries.values()):
            break
        errors = _errors(files())
        found = [(key, message) for key, message in errors if _has_logic(entries.get(key, {}))]
        if not found:
            break
        for key, message in found if attempt < ROUNDS - 1 else [(key, errors[0][1]) for key in entries]:
            if _has_logic(entries[key]):
                for word in LOGIC:
                    entries[key].pop(word, None)
                dropped.append((key, f"The logic of '{key[1]}' is kept under 'extras' and not used: {message}"))
    return dropped


def entries_of(form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions of a form's document."""
    return [entry for section in form["sections"] for entry in section["variables"]]


def name_of(entry: Mapping[str, Any]) -> str:
    """What a question is called."""
    return str(entry.get("name") or entry.get("checklist"))


def _has_logic(entry: Mapping[str, Any]) -> bool:
    return any(entry.get(word) for word in LOGIC)


def _errors(files: Mapping[str, str]) -> list[tuple[Key, str]]:
    """What the checks call errors, by the question it stands in."""
    parsed = {path: parse_document(text, Path(path), path) for path, text in files.items()}
    root = parsed.pop("variables.yaml")
    built = build(root, parsed.values())
    findings = [*built.findings, *run_checks(built.catalogue, {})]
    starts = {
        form.at.path: sorted((at.line, name) for name, at in _places(form)) for form in built.catalogue.forms
    }
    names = {form.at.path: form.name for form in built.catalogue.forms}
    errors = (finding for finding in findings if finding.severity is Severity.ERROR)
    return [(key, finding.message) for finding in errors if (key := _key(finding, starts, names)) is not None]


def _places(form: Any) -> list[tuple[str, Any]]:
    own = [(variable.name, variable.at) for variable in form.variables if variable.group is None]
    return own + [(group.name, group.at) for group in form.groups.values()]


def _key(finding: Finding, starts: Mapping[str, list[tuple[int, str]]], names: Mapping[str, str]) -> Key | None:
    before = [name for line, name in starts.get(finding.at.path, ()) if line <= finding.at.line]
    return (names[finding.at.path], before[-1]) if before else None
