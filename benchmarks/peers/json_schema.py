"""jsonschema-rs: types and limits of every field as JSON Schema, no rules across them."""

from typing import Any

import jsonschema_rs
from definition import TEXT_LENGTH, Field


def validator(asked: tuple[Field, ...]) -> Any:
    """The compiled validator; formats of dates are checked too."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {field.name: _property(field) for field in asked},
        "required": [field.name for field in asked if field.required],
        "additionalProperties": False,
    }
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def _property(field: Field) -> dict[str, Any]:
    own: dict[str, Any]
    match field.kind:
        case "integer":
            own = {"type": "integer", "minimum": field.low, "maximum": field.high}
        case "decimal":
            own = {"type": "number", "minimum": field.low, "maximum": field.high}
        case "code":
            own = {"type": "integer", "enum": list(range(field.codes))}
        case "boolean":
            own = {"type": "boolean"}
        case "date":
            own = {"type": "string", "format": "date"}
        case _:
            own = {"type": "string", "maxLength": TEXT_LENGTH}
    if not field.required:
        own["type"] = [own["type"], "null"]
        if "enum" in own:
            own["enum"] = [*own["enum"], None]
    return own
