"""A plain Jinja loop over the fields: what a template that knows nothing of validation needs."""

from collections.abc import Mapping
from typing import Any

from definition import Field
from jinja2 import Environment

TEMPLATE = """\
{% for field in fields %}<div class="field">
{% set answer = record[field.name] %}
{% if field.kind in ("code", "boolean") %}<fieldset><legend>{{ field.label }}</legend>
{% for code in range(field.codes if field.kind == "code" else 2) %}
<div><input type="radio" id="{{ field.name }}-{{ code }}" name="{{ field.name }}" value="{{ code }}"
{%- if answer == code %} checked{% endif %}>
<label for="{{ field.name }}-{{ code }}">Svaret {{ code }} av {{ field.codes }}</label></div>
{% endfor %}</fieldset>
{% else %}<label for="{{ field.name }}">{{ field.label }}</label>
<input type="text" id="{{ field.name }}" name="{{ field.name }}" value="{{ answer if answer is not none else "" }}">
{% endif %}</div>
{% endfor %}"""


class Page:
    """The compiled template and its fields."""

    def __init__(self, asked: tuple[Field, ...]) -> None:
        self.template = Environment(autoescape=True).from_string(TEMPLATE)
        self.fields = asked

    def page(self, record: Mapping[str, Any]) -> str:
        """The HTML of the whole form with these answers."""
        return self.template.render(fields=self.fields, record=record)
