"""Coding systems and value sets: their documents, and the CSV tables beside them. Pure."""

import csv
import io
from collections.abc import Iterable

from catalogue.formats.declaring.values import Entry, present
from catalogue.formats.values import plain_number
from catalogue.model import CodingSystem, ValueSet

SYSTEM_COLUMNS = ("code", "label", "valid_from", "valid_to", "replaced_by")


def system_document(system: CodingSystem) -> tuple[Entry, str]:
    """A coding system and its table."""
    rows = (
        (
            str(code.value),
            code.label.source,
            code.collected.start.isoformat() if code.collected and code.collected.start else "",
            code.collected.end.isoformat() if code.collected and code.collected.end else "",
            system.replaced_by.get(code.value, ""),
        )
        for code in system.codes
    )
    document = {"system": system.name, "title": system.title, "version": system.version}
    return {**document, **present(source=system.source), "table": f"{system.name}.csv"}, table(SYSTEM_COLUMNS, rows)


def value_set_document(value_set: ValueSet) -> tuple[Entry, str]:
    """A table from codes to a number."""
    rows = ((*map(str, codes), plain_number(value)) for codes, value in value_set.values.items())
    document = {
        "value_set": value_set.name,
        "title": value_set.title,
        "origin": value_set.origin,
        "version": value_set.version,
        **present(source=value_set.source),
        "keys": list(value_set.keys),
        "table": f"{value_set.name}.csv",
    }
    return document, table((*value_set.keys, "value"), rows)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A CSV as the language reads it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
