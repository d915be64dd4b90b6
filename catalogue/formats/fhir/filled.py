"""What a question is computed from, and what it is filled in with. Pure."""

from datetime import date
from typing import Any

from catalogue.expressions.nodes import Literal
from catalogue.expressions.printer import to_text
from catalogue.formats.fhir.expressing import Reading, Understood, path_of, uses_today
from catalogue.formats.fhir.found import Found
from catalogue.formats.fhir.measures import constant_limit
from catalogue.formats.fhir.own import extensions_of, unsealed, value_of
from catalogue.formats.fhir.questions import CHECKLIST
from catalogue.formats.fhir.taken import Taken, told
from catalogue.formats.fhir.urls import (
    CALCULATED,
    INITIAL,
)
from catalogue.formats.fhir.walking import items_of
from catalogue.value_types import NUMBER_BOUND, VALUE_TYPES


def calculation_of(found: Found, reading: Reading) -> Understood:
    """The calculation of a question, ours or as it is understood; what is ticked is never computed."""
    if found.kind == CHECKLIST:
        return Understood()
    standard = [extension for url, extension in extensions_of(found.item) if url == CALCULATED]
    own = unsealed(found.said.get("calculate"), standard)
    if own:
        return Understood(own, is_own=True)
    written = path_of(found.item, CALCULATED) if standard else ""
    understood = reading.path(written, "value", _expected(found), found.item) if written else Understood()
    if understood.text and uses_today(understood.text):
        return Understood(problem="what is stored would be wrong tomorrow; count to a date of the form instead")
    return understood


def computed(found: Found, taken: Taken, reading: Reading, *, is_shown: bool) -> str:
    """The calculation of a question; nothing where there is none of ours, or where it waits for itself."""
    understood = calculation_of(found, reading)
    if understood.text and not is_shown:
        understood = Understood(problem="questions wait for each other in a circle")
    if understood.text:
        taken.urls.add(CALCULATED)
    told(taken, understood, "its calculation")
    return understood.text


def _expected(found: Found) -> str:
    """The type that an expression must have to be the value of a question."""
    kind = VALUE_TYPES[found.kind].expression_type
    return ("number" if found.question.numeric else "text") if kind == "code" else kind


def prefill(found: Found, taken: Taken, reading: Reading) -> str | None:
    """What a question is filled in with; a constant is an initial value there."""
    initial = found.item.get("initial")
    standard = initial or [extension for url, extension in extensions_of(found.item) if url == INITIAL]
    own = unsealed(found.said.get("prefill"), standard)
    if own:
        taken.keys.add("initial")
        if not initial:
            taken.urls.add(INITIAL)
        return own
    selected = [{f"value{option.kind}": option.code} for option in found.options.found if option.initial]
    values = list(items_of(initial)) or selected
    constant = _constant(found, value_of(values[0])) if len(values) == 1 else ""
    if constant:
        taken.keys.add("initial")
        return constant
    if values:
        taken.remarks.append(("initial-kept", "what it is filled in with is kept under 'extras'."))
    written = path_of(found.item, INITIAL)
    if not written:
        return None
    understood = reading.path(written, "value", _expected(found), found.item)
    if understood.text:
        taken.urls.add(INITIAL)
    told(taken, understood, "what it is filled in with")
    return understood.text or None


def _constant(found: Found, value: Any) -> str:
    """A constant as an expression writes it; nothing where it is no value of the question."""
    if found.kind == "code":
        there = value.get("code", value.get("display")) if isinstance(value, dict) else value
        codes = [code for code in found.question.answers if found.there(code) == str(there)]
        codes = [code for code in codes if code not in found.question.missing]
        return to_text(Literal(float(codes[0]) if found.question.numeric else codes[0])) if codes else ""
    match found.kind, value:
        case "boolean", bool():
            return to_text(Literal(value))
        case "integer" | "decimal", int() | float() if not isinstance(value, bool) and abs(value) <= NUMBER_BOUND:
            return to_text(Literal(float(value)))
        case "text" | "longtext", str() if value.strip() and len(value) < 1_000:
            return to_text(Literal(" ".join(value.split())))
        case "date", str() if constant_limit("date", value, {}):
            return to_text(Literal(date.fromisoformat(value)))
        case _:
            return ""
