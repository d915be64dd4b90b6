"""WTForms: a form class with the same fields, limits and choices, drawn with labels and errors."""

from collections.abc import Mapping
from typing import Any

import wtforms
from definition import TEXT_LENGTH, Field
from wtforms import validators


def form_class(asked: tuple[Field, ...]) -> type[wtforms.Form]:
    """The form's class."""
    return type("Pasient", (wtforms.Form,), {field.name: _field(field) for field in asked})


def page(form: Any) -> str:
    """The HTML of the whole form."""
    return "\n".join(
        f'<div class="field">{field.label}{field()}{"".join(f"<p>{error}</p>" for error in field.errors)}</div>'
        for field in form
    )


def filled(cls: type[wtforms.Form], record: Mapping[str, Any]) -> wtforms.Form:
    """A form that shows these answers."""
    return cls(data=record)


def _field(field: Field) -> Any:
    presence = [validators.InputRequired() if field.required else validators.Optional()]
    match field.kind:
        case "integer" | "decimal":
            limits = [*presence, validators.NumberRange(field.low, field.high)]
            cls = wtforms.IntegerField if field.kind == "integer" else wtforms.DecimalField
            return cls(field.label, limits)
        case "code":
            choices = [(code, f"Svaret {code} av {field.codes}") for code in range(field.codes)]
            return wtforms.RadioField(field.label, presence, choices=choices, coerce=int)
        case "boolean":
            return wtforms.RadioField(field.label, presence, choices=[(True, "Ja"), (False, "Nei")])
        case "date":
            return wtforms.DateField(field.label, presence)
        case _:
            return wtforms.StringField(field.label, [*presence, validators.Length(max=TEXT_LENGTH)])
