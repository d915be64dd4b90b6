"""A form → JSON Schema (2020-12) of its answers, an object per occasion, as `synth` writes and `validate` reads.

Pure and stable. It says what one value may be, that value and missing reason exclude each other, and what is required
or forbidden as far as JSON Schema has the words (`schema_requirements.py`); the program checks the rest. It refuses no
answers that the program accepts as final.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from catalogue.findings import Finding
from catalogue.formats.losses import SLUG, lost_of_catalogue, lost_of_variable
from catalogue.formats.records import WriteOptions, Written, note
from catalogue.formats.selecting import written_forms
from catalogue.model import MISSING_REASONS, Catalogue, Code, Form, Variable
from engine.constraints import SYSTEM_REASONS, constraint
from engine.tables.names import reason_column
from renderers.export_fates import JSON_SCHEMA, LISTED
from renderers.schema_requirements import requirements, unsaid

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

OUTSIDE = "^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$"

Schema = dict[str, Any]


def json_schema(catalogue: Catalogue, form: Form) -> str:
    """The schema's text."""
    return _written(_schema(catalogue, form)) + "\n"


def json_schemas(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The schema of the form asked for; of several, one document that holds them all, each under its own `$id`."""
    forms = written_forms(catalogue, options)
    schemas = {form.address: _schema(catalogue, form) for form in forms}
    found = (
        *lost_of_catalogue(catalogue, forms, JSON_SCHEMA),
        *(finding for form in forms for finding in _findings(form)),
    )
    if len(forms) == 1:
        return Written((_written(schemas[forms[0].address]) + "\n").encode(), tuple(found))
    bundle: Schema = {
        "$schema": DIALECT,
        "$id": f"urn:skjemaverk:{catalogue.name}::{catalogue.version}",
        "title": catalogue.title.source,
        "anyOf": [{"$ref": schema["$id"]} for schema in schemas.values()],
        "$defs": schemas,
    }
    return Written((_written(bundle) + "\n").encode(), tuple(found))


def _findings(form: Form) -> Iterator[Finding]:
    for variable in form.variables:
        yield from lost_of_variable(form, variable, JSON_SCHEMA)
        yield from unlisted(form, variable)
        yield from _days(form, variable)
    yield from unsaid(form)


def _days(form: Form, variable: Variable) -> Iterator[Finding]:
    """The finding of a day with constant limits."""
    if any(isinstance(limit, date) for limit in (variable.limits.min, variable.limits.max)):
        message = f"'{form.address}.{variable.name}': the limits of a day cannot be written"
        yield note(variable.at, SLUG, f"{message} (JSON Schema puts only numbers in order).")


def unlisted(form: Form, variable: Variable) -> Iterator[Finding]:
    """The finding of a coding whose system is too large to list."""
    if variable.system is not None and len(variable.system.codes) > LISTED:
        codes = f"the {len(variable.codes):,} codes of '{variable.system.name}' are not listed (more than {LISTED:,})"
        yield note(variable.at, SLUG, f"'{form.address}.{variable.name}': {codes}.")


def _schema(catalogue: Catalogue, form: Form) -> Schema:
    return {
        "$schema": DIALECT,
        "$id": f"urn:skjemaverk:{catalogue.name}:{form.address}:{catalogue.version}",
        "title": form.title.source,
        "$comment": "Of final answers. The program checks more: calculations, soft limits, what hangs on other forms.",
        "type": "object",
        "properties": {**dict(_values(form)), **dict(_reasons(form))},
        "patternProperties": {OUTSIDE: {"description": "What another form or the person says."}},
        "additionalProperties": False,
        "allOf": [*_exclusions(form), *requirements(form)],
    }


def _written(schema: Schema) -> str:
    """The schema with a line for each variable: short for those who read, and quick to write."""
    parts = (f"  {_line(key)}: {_listed(value)}" for key, value in schema.items())
    return "{\n" + ",\n".join(parts) + "\n}"


def _listed(value: object) -> str:
    match value:
        case dict():
            inside = [f"    {_line(key)}: {_line(part)}" for key, part in value.items()]
            return "{\n" + ",\n".join(inside) + "\n  }"
        case list():
            return "[\n" + ",\n".join(f"    {_line(part)}" for part in value) + "\n  ]"
        case _:
            return _line(value)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _values(form: Form) -> Iterator[tuple[str, Schema]]:
    if len(form.timepoints) > 1:
        yield "timepoint", {"enum": list(form.timepoints)}
    for variable in form.variables:
        yield variable.name, {**dict(_about(variable)), **VALUES[variable.type](variable)}


def _about(variable: Variable) -> Iterator[tuple[str, object]]:
    yield "title", variable.label.source
    if variable.help:
        yield "description", variable.help.source
    if variable.unit:
        yield "x-unit", variable.unit.source
    if variable.is_calculated:
        yield "readOnly", True
    if variable.retired:
        yield "deprecated", True


def _whole(variable: Variable) -> Schema:
    return {"type": ["integer", "null"], **_limits(variable)}


def _real(variable: Variable) -> Schema:
    return {"type": ["number", "null"], **_limits(variable), "x-decimals": variable.decimals}


def _limits(variable: Variable) -> Schema:
    if variable.is_calculated:
        return {}
    bound = constraint(variable)
    return {"minimum": bound.low, "maximum": bound.high}


def _code(variable: Variable) -> Schema:
    return {"oneOf": [{"type": "null"}, *map(_one_code, variable.codes)]}


def _coding(variable: Variable) -> Schema:
    """A system too large to list is checked by the program."""
    system = variable.system
    if system is None or len(system.codes) > LISTED:
        return {"type": ["string", "null"]}
    return {**_code(variable), "x-system": f"{system.name} {system.version}"}


def _one_code(code: Code) -> Schema:
    retired = {"deprecated": True} if code.retired else {}
    return {"const": code.value, "title": code.label.source, **retired}


def _text(variable: Variable) -> Schema:
    return {"type": ["string", "null"], "minLength": 1, "maxLength": constraint(variable).max_length}


VALUES: Mapping[str, Callable[[Variable], Schema]] = MappingProxyType(
    {
        "boolean": lambda _: {"type": ["boolean", "null"]},
        "integer": _whole,
        "decimal": _real,
        "code": _code,
        "coding": _coding,
        "date": lambda _: {"type": ["string", "null"], "format": "date"},
        # Without zone and seconds, which JSON Schema's own formats demand.
        "time": lambda _: {"type": ["string", "null"], "pattern": f"^{CLOCK}$"},
        "datetime": lambda _: {"type": ["string", "null"], "pattern": f"^{DAY}T{CLOCK}$"},
        "text": _text,
        "longtext": _text,
    }
)
"""What a value of each type looks like in JSON."""


def _reasons(form: Form) -> Iterator[tuple[str, Schema]]:
    for name, variables in form.reason_names.items():
        allowed = SYSTEM_REASONS.union(variables[0].offered_reasons)
        reasons = [reason for reason in MISSING_REASONS if reason in allowed]
        yield reason_column(name), {"enum": [None, *reasons]}


def _exclusions(form: Form) -> Iterator[Schema]:
    """With a reason there is no value."""
    for name, variables in form.reason_names.items():
        given = {
            "type": "object",
            "properties": {reason_column(name): {"type": "string"}},
            "required": [reason_column(name)],
        }
        yield {"if": given, "then": {"properties": {variable.name: {"type": "null"} for variable in variables}}}
