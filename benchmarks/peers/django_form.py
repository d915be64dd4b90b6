"""Django forms: a form class with the same fields, limits and choices, drawn by Django's own template."""

from collections.abc import Mapping
from typing import Any

import django
from definition import TEXT_LENGTH, Field
from django import forms
from django.conf import settings


def start() -> None:
    """Django wants settings before anything is drawn; its templates are kept in memory as in production."""
    settings.configure(DEBUG=False, USE_I18N=False)
    django.setup()


def form_class(asked: tuple[Field, ...]) -> type[forms.Form]:
    """The form's class."""
    return type("Pasient", (forms.Form,), {field.name: _field(field) for field in asked})


def page(form: forms.Form) -> str:
    """The HTML of the whole form."""
    return form.as_div()


def filled(cls: type[forms.Form], record: Mapping[str, Any]) -> forms.Form:
    """A form that shows these answers."""
    return cls(initial=record)


def _field(field: Field) -> forms.Field:
    common = {"label": field.label, "required": field.required}
    match field.kind:
        case "integer":
            return forms.IntegerField(min_value=field.low, max_value=field.high, **common)
        case "decimal":
            return forms.DecimalField(min_value=field.low, max_value=field.high, decimal_places=1, **common)
        case "code":
            choices = [(code, f"Svaret {code} av {field.codes}") for code in range(field.codes)]
            return forms.TypedChoiceField(choices=choices, coerce=int, widget=forms.RadioSelect, **common)
        case "boolean":
            choices = [(True, "Ja"), (False, "Nei")]
            return forms.TypedChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        case "date":
            return forms.DateField(**common)
        case _:
            return forms.CharField(max_length=TEXT_LENGTH, **common)
