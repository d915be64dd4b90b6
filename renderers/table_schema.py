"""A form → Table Schema (Data Package 2.0) of its file of answers, a row per occasion; a catalogue → its data package.

The files described are those that `synth` writes and `validate` reads: a column for each variable, and one for each
missing reason, so that nothing but emptiness stands where there is no value. Pure and stable.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from catalogue.findings import Finding
from catalogue.formats.losses import lost_of_catalogue, lost_of_variable
from catalogue.formats.records import WriteOptions, Written
from catalogue.formats.selecting import written_forms
from catalogue.model import MISSING_REASONS, Catalogue, Form, Limit, Variable
from engine.constraints import SYSTEM_REASONS, constraint
from engine.tables.names import reason_column
from renderers.common_codebook_rows import listed_codes
from renderers.export_fates import TABLE_SCHEMA
from renderers.json_schema import unlisted

PROFILES = "https://datapackage.org/profiles/2.0"

Field = dict[str, Any]


def data_package(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The data package of the forms asked for in one file, their schemas within."""
    forms = written_forms(catalogue, options)
    package = _package(catalogue, forms, _schema)
    return Written(_json(package).encode(), tuple(_findings(catalogue, forms)))


def table_schemas(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The same as files: a schema for each form, and the data package that names them."""
    yield "datapackage.json", _json(_package(catalogue, catalogue.forms, lambda form: f"{form.address}.json"))
    for form in catalogue.forms:
        yield f"{form.address}.json", table_schema(form)


def table_schema(form: Form) -> str:
    """The schema's text."""
    return _json(_schema(form))


def _package(catalogue: Catalogue, forms: Iterable[Form], schema_of: Callable[[Form], object]) -> Field:
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": catalogue.name,
        "title": catalogue.title.source,
        "version": catalogue.version,
        "contributors": [{"title": catalogue.controller, "roles": ["dataController"]}],
        "resources": [_resource(form, schema_of(form)) for form in forms],
    }


def _resource(form: Form, schema: object) -> Field:
    return {
        "name": form.address,
        "type": "table",
        "title": form.title.source,
        **({"description": form.help.source} if form.help else {}),
        "path": f"{form.address}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _schema(form: Form) -> Field:
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "missingValues": [""],
        "fields": [*_timepoint(form), *map(_field, form.variables), *_reasons(form)],
    }


def _timepoint(form: Form) -> Iterator[Field]:
    if len(form.timepoints) > 1:
        yield _texts("timepoint", form.timepoints)


def _texts(name: str, allowed: Iterable[str]) -> Field:
    values = list(allowed)
    return {"name": name, "type": "string", "categories": values, "constraints": {"enum": values}}


def _field(variable: Variable) -> Field:
    field: Field = {"name": variable.name, "title": variable.label.source}
    if variable.help:
        field["description"] = variable.help.source
    if variable.unit:
        field["unit"] = variable.unit.source
    return {**field, **FIELDS[variable.type](variable)}


def _constrained(field: Field, **constraints: object) -> Field:
    kept = {key: value for key, value in constraints.items() if value is not None}
    return {**field, "constraints": kept} if kept else field


def _between(kind: str, **more: object) -> Callable[[Variable], Field]:
    def field(variable: Variable) -> Field:
        if variable.is_calculated:
            return {"type": kind, **more}
        bound = constraint(variable)
        return _constrained({"type": kind, **more}, minimum=_plain(bound.low), maximum=_plain(bound.high))

    return field


def _decimal(variable: Variable) -> Field:
    return {**_between("number")(variable), "decimals": variable.decimals}


def _plain(limit: Limit | None) -> object:
    if limit is None:
        return None
    if isinstance(limit, int | float):
        return int(limit) if limit == int(limit) else limit
    return limit.isoformat()


def _coded(variable: Variable) -> Field:
    codes = [code for code in listed_codes(variable) if not code.missing]
    if not codes:
        return {"type": "string"}
    kind = "integer" if all(isinstance(code.value, int) for code in codes) else "string"
    listed = [{"value": code.value, "label": code.label.source} for code in codes]
    return _constrained({"type": kind, "categories": listed}, enum=[code.value for code in codes])


def _text(variable: Variable) -> Field:
    return _constrained({"type": "string"}, maxLength=constraint(variable).max_length)


FIELDS: Mapping[str, Callable[[Variable], Field]] = MappingProxyType(
    {
        "boolean": lambda _: {"type": "boolean"},
        "integer": _between("integer"),
        "decimal": _decimal,
        "code": _coded,
        "coding": _coded,
        "date": _between("date"),
        "time": lambda _: {"type": "time", "format": "%H:%M"},
        "datetime": lambda _: {"type": "datetime", "format": "%Y-%m-%d %H:%M"},
        "text": _text,
        "longtext": _text,
    }
)
"""What a column of each type says of its values."""


def _reasons(form: Form) -> Iterator[Field]:
    for name, variables in form.reason_names.items():
        allowed = SYSTEM_REASONS.union(variables[0].offered_reasons)
        yield _texts(reason_column(name), (reason for reason in MISSING_REASONS if reason in allowed))


def _findings(catalogue: Catalogue, forms: tuple[Form, ...]) -> Iterator[Finding]:
    yield from lost_of_catalogue(catalogue, forms, TABLE_SCHEMA)
    for form in forms:
        for variable in form.variables:
            yield from lost_of_variable(form, variable, TABLE_SCHEMA)
            yield from unlisted(form, variable)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
