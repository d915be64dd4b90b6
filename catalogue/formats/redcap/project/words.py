"""The words of a project's XML: ODM 1.3.1 with attributes and elements of REDCap's own. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from xml.etree.ElementTree import Element

from catalogue.formats.redcap.columns import VALIDATION

ODM = "http://www.cdisc.org/ns/odm/v1.3"
REDCAP = "https://projectredcap.org"
OURS = "urn:skjemaverk:odm"
"""The space of the one attribute that says what REDCap has no words for; other readers pass it by."""
ALSO = "Also"

ATTRIBUTES: Mapping[str, str] = MappingProxyType(
    {
        VALIDATION: "TextValidationType",
        "field_note": "FieldNote",
        "section_header": "SectionHeader",
        "identifier": "Identifier",
        "custom_alignment": "CustomAlignment",
        "branching_logic": "BranchingLogic",
        "question_number": "QuestionNumber",
        "matrix_group_name": "MatrixGroupName",
        "matrix_ranking": "MatrixRanking",
        "required_field": "RequiredField",
        "field_annotation": "FieldAnnotation",
    }
)
"""Columns of the dictionary that are an attribute of an item."""

FIELD_TYPES: Mapping[str, str] = MappingProxyType({"dropdown": "select", "notes": "textarea"})
VALIDATIONS: Mapping[str, str] = MappingProxyType({"integer": "int", "number": "float"})
"""What the dictionary calls them, and what the project does."""

RULES = "DataQualityRulesGroup"
"""The part of the settings with data quality rules."""
COMPLETE = "_complete"
"""The ending of the item that says how far a form has come; REDCap makes one for each form."""
STATUS = "Form Status"
"""The header over that item."""


@lru_cache(maxsize=1_000)
def local(name: str) -> str:
    """A name without its namespace, which versions and other programs spell in several ways."""
    return name.rpartition("}")[2]


def attributes(element: Element) -> dict[str, str]:
    """An element's attributes by their plain names."""
    return {local(key): value for key, value in element.attrib.items()}


def children(element: Element, name: str) -> list[Element]:
    """The elements of this name right below."""
    return [child for child in element if local(child.tag) == name]


def child(element: Element | None, *names: str) -> Element | None:
    """The first element on this way down."""
    for name in names:
        element = next((below for below in element if local(below.tag) == name), None) if element is not None else None
    return element


def text_of(element: Element | None) -> str:
    """An element's text."""
    return (element.text or "") if element is not None else ""
