"""What a questionnaire says that is not read here: kept, and written again. Pure."""

from collections.abc import Collection
from typing import Any

from catalogue.formats.fhir.kept import ELEMENT, NAMES, dumps
from catalogue.formats.fhir.own import Json, extensions_of, mapping, parts, said_of, words
from catalogue.formats.fhir.rules import key_of
from catalogue.formats.fhir.urls import CONSTRAINT, OWN
from catalogue.formats.fhir.walking import items_of

OF_FORMS = frozenset(
    {"resourceType", "title", "_title", "description", "_description", "language", "item", "extension", "publisher"}
    | {"subjectType"}
)
"""What is read of a questionnaire, or is made anew."""
FURTHER = frozenset(
    {"meta", "implicitRules", "contained", "modifierExtension", "identifier", "derivedFrom", "experimental", "date"}
    | {"contact", "useContext", "jurisdiction", "purpose", "copyright", "approvalDate", "lastReviewDate", "code"}
    | {"effectivePeriod"}
)
"""What else a questionnaire of R4 can say, and may be kept."""


def form_extras(questionnaire: Json, understood: Collection[str]) -> dict[str, str]:
    """What a questionnaire is called there, where we would call it otherwise; and what else it says."""
    frame = mapping(said_of(questionnaire).get("form"))
    names = [words(key) for key in parts(frame.get("named"))] if words(frame.get("name")) else NAMES
    named = {key: words(questionnaire.get(key)) for key in names if key in NAMES}
    left = {key: value for key, value in questionnaire.items() if key not in (*OF_FORMS, *NAMES) and key in FURTHER}
    extensions = [
        extension
        for url, extension in extensions_of(questionnaire)
        if not url.startswith(OWN) and not (url == CONSTRAINT and key_of(extension) in understood)
    ]
    left |= {"extension": extensions} if extensions else {}
    contained = [
        each for each in items_of(left.pop("contained", None)) if f"#{each.get('id')}" in _referred(questionnaire)
    ]
    left |= {"contained": contained} if contained else {}
    return {**{key: text for key, text in named.items() if text}, **({ELEMENT: dumps(left)} if left else {})}


def _referred(element: Any) -> set[str]:
    """What is referred to within a questionnaire, its answers apart: those are read."""
    if isinstance(element, dict):
        parts_of = (part for key, part in element.items() if key != "answerValueSet")
        return set().union(*map(_referred, parts_of))
    if isinstance(element, list):
        return set().union(*map(_referred, element))
    return {element} if isinstance(element, str) and element.startswith("#") else set()
