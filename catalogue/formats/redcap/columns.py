"""The 18 columns of a data dictionary, under both spellings that REDCap has for them, and its field types. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.markup import plain
from catalogue.formats.tables import Headings, folded

SYSTEM = "redcap"

HEADED: Mapping[str, str] = MappingProxyType(
    {
        "field_name": "Variable / Field Name",
        "form_name": "Form Name",
        "section_header": "Section Header",
        "field_type": "Field Type",
        "field_label": "Field Label",
        "select_choices_or_calculations": "Choices, Calculations, OR Slider Labels",
        "field_note": "Field Note",
        "text_validation_type_or_show_slider_number": "Text Validation Type OR Show Slider Number",
        "text_validation_min": "Text Validation Min",
        "text_validation_max": "Text Validation Max",
        "identifier": "Identifier?",
        "branching_logic": "Branching Logic (Show field only if...)",
        "required_field": "Required Field?",
        "custom_alignment": "Custom Alignment",
        "question_number": "Question Number (surveys only)",
        "matrix_group_name": "Matrix Group Name",
        "matrix_ranking": "Matrix Ranking?",
        "field_annotation": "Field Annotation",
    }
)
"""Each column and its heading in a file."""

COLUMNS = tuple(HEADED)
CHOICES, VALIDATION = "select_choices_or_calculations", "text_validation_type_or_show_slider_number"

OTHERWISE: Mapping[str, str] = MappingProxyType(
    {
        "Choices OR Calculations": CHOICES,
        "Field Units": "field_note",
        "Text Validation Type": VALIDATION,
        "Branching Logic (Show field only if…)": "branching_logic",
        "Matrix Ranking": "matrix_ranking",
        "Identifier": "identifier",
        "Field Annotations": "field_annotation",
    }
)
"""What earlier versions called some of them."""

HEADINGS = Headings(
    "a data dictionary of REDCap",
    COLUMNS,
    MappingProxyType(
        {
            **{folded(heading): column for heading, column in OTHERWISE.items()},
            **{folded(heading): column for column, heading in HEADED.items()},
            **{folded(column): column for column in COLUMNS},
        }
    ),
    ("field_name", "form_name", "field_type"),
)

WITHOUT_ANSWER = frozenset({"descriptive", "file", "advcheckbox"})
"""Fields that hold no answer of a type that we have; their rows are kept as they are."""
SLIDER_MIN, SLIDER_MAX = 0, 100


def choices_of(text: str) -> list[tuple[str, str]]:
    """The codes and labels of `1, Yes | 2, No`; one without a comma is its own code."""
    parts = text.split("|") if "|" in text else text.split("\n")
    pairs = (part.strip().partition(",") for part in parts if part.strip())
    return [(code.strip(), plain(label) or code.strip()) for code, _, label in pairs if code.strip()]


def choices_text(codes: list[tuple[str, str]]) -> str:
    """The same, written."""
    return " | ".join(f"{code}, {label.replace('|', '/')}" for code, label in codes)
