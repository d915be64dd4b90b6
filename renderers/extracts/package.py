"""A sheet → the Table Schema of its file, and sheets → their data package: types, labels, units, missing reasons.

Only what is empty is missing; each column says in which other one the reason stands. Pure and stable.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from engine.extracts.records import Column, Heading, Sheet

PROFILES = "https://datapackage.org/profiles/2.0"
TYPES: Mapping[str, dict[str, str]] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "date"},
    "time": {"type": "time", "format": "%H:%M"},
    "datetime": {"type": "datetime", "format": "%Y-%m-%d %H:%M"},
    "text": {"type": "string"},
}
TRUE_FALSE = {"trueValues": ["1"], "falseValues": ["0"]}


def data_package(name: str, title: str, version: str, files: Iterable[tuple[str, Sheet]]) -> str:
    """The data package of CSV files."""
    return _json(
        {
            "$schema": f"{PROFILES}/datapackage.json",
            "name": name,
            "title": title,
            "version": version,
            "resources": [_resource(path, sheet) for path, sheet in files],
        }
    )


def table_schema(heading: Heading, language: str) -> str:
    """The schema of one file, in one line."""
    return json.dumps(_schema(heading, language), ensure_ascii=False)


def _resource(path: str, sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.heading.name,
        "type": "table",
        "title": sheet.heading.title,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(sheet.heading, sheet.words.language),
    }


def _schema(heading: Heading, language: str) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "language": language,
        "missingValues": [""],
        "fields": [_field(column) for column in heading.columns],
    }


def _field(column: Column) -> dict[str, Any]:
    said = {"title": column.label, "description": column.help, "unit": column.unit, "variable": column.address}
    field: dict[str, Any] = {
        "name": column.name,
        **TYPES[column.kind],
        **{key: text for key, text in said.items() if text},
    }
    if column.kind == "boolean":
        field |= TRUE_FALSE
    if column.decimals is not None:
        field["decimals"] = column.decimals
    if column.codes:
        field["categories"] = [{"value": value, "label": label} for value, label in column.codes]
    if column.is_ordered:
        field["categoriesOrdered"] = True
    if column.reason:
        field["reason"] = column.reason
    return field


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
