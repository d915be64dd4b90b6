"""Codelists, value sets and coding systems: from raw data, and the tables beside them, to records."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from catalogue.findings import Location, did_you_mean
from catalogue.model import Code, Codelist, CodeValue, CodingSystem, Era, ValueSet
from catalogue.source.builder.reading import (
    NUMBER,
    Notes,
    code_value,
    era,
    extras,
    mapping,
    names,
    optional,
    retirement,
    text,
    words,
)
from catalogue.source.documents import Document, Mapping
from catalogue.texts import Text

MAX_TABLE_BYTES = 50_000_000
SYSTEM_COLUMNS = ("code", "label", "valid_from", "valid_to", "replaced_by")


def codelists(data: Mapping, notes: Notes) -> Iterator[Codelist]:
    """The shared codelists of one document."""
    for name, entry in mapping(data, "codelists").items():
        if isinstance(entry, Mapping):
            address = f"codelist.{name}"
            title = text(entry, "title")
            yield Codelist(
                name=name,
                codes=codes(entry, address, notes),
                title=Text(address, title) if title else None,
                source=optional(entry, "source"),
                at=mapping(data, "codelists").key_at(name),
            )


def codes(data: Mapping, address: str, notes: Notes) -> tuple[Code, ...]:
    """The codes under `codes:`; when one is not a whole number, all are texts."""
    entries = list(words(data, "codes"))
    values: list[CodeValue] = [code_value(name) for name, _, _ in entries]
    if not all(isinstance(value, int) for value in values):
        values = [str(name) for name, _, _ in entries]
    return tuple(
        Code(
            value=value,
            label=Text(f"{address}.{name}", label),
            missing=optional(entry, "missing"),
            retired=retirement(entry),
            collected=era(entry, notes),
            extras=extras(entry),
            at=mapping(data, "codes").key_at(name),
        )
        for value, (name, label, entry) in zip(values, entries, strict=True)
    )


def value_set(document: Document, data: Mapping, notes: Notes) -> ValueSet:
    """A table from combinations of codes to a number, read from the CSV beside the document."""
    keys = names(data, "keys")
    values: dict[tuple[CodeValue, ...], float] = {}
    for line, row in _table(document, data, (*keys, "value"), notes):
        *combination, value = row
        codes = tuple(code_value(code) for code in combination)
        if not NUMBER.fullmatch(value):
            notes.add(data["table"].at, "wrong-table", f"Line {line} of the table: '{value}' is not a number.")
        elif codes in values:
            shown = ", ".join(combination)
            notes.add(data["table"].at, "wrong-table", f"Line {line} of the table repeats {shown}. Remove one line.")
        else:
            values[codes] = float(value)
    return ValueSet(
        name=text(data, "value_set"),
        title=text(data, "title"),
        origin=text(data, "origin"),
        version=text(data, "version"),
        keys=tuple(str(key) for key in keys),
        values=values,
        source=optional(data, "source"),
        at=data.key_at("value_set"),
    )


def coding_system(document: Document, data: Mapping, notes: Notes) -> CodingSystem:
    """A versioned system of codes, read from the CSV beside the document.

    Its lines are code, label, the first and the last day it is valid (empty: open), and the code that replaced it.
    """
    name, at = text(data, "system"), data.key_at("table")
    codes: dict[str, Code] = {}
    replaced: dict[CodeValue, str] = {}
    known: set[str] = set()
    for line, (code, label, start, end, replacement) in _table(document, data, SYSTEM_COLUMNS, notes):
        if not code or not label:
            notes.add(at, "wrong-table", f"Line {line} of the table lacks a code or a label.")
        elif code.casefold() in known:
            notes.add(at, "wrong-table", f"Line {line} of the table repeats {code}. Remove one line.")
        else:
            validity = _validity(start, end, f"Line {line} of the table", at, notes)
            codes[code] = Code(code, Text(f"system.{name}.{code}", " ".join(label.split())), collected=validity)
            known.add(code.casefold())
            if replacement:
                replaced[code] = replacement
    for old, replacement in replaced.items():
        if replacement not in codes:
            message = f"The table says that {replacement} replaced {old}, and has no code {replacement}."
            notes.add(at, "wrong-table", message + did_you_mean(replacement, codes))
    return CodingSystem(
        name=name,
        title=Text(f"system.{name}", text(data, "title")),
        version=text(data, "version"),
        codes=tuple(codes.values()),
        replaced_by=replaced,
        source=optional(data, "source"),
        at=data.key_at("system"),
    )


def _validity(start: str, end: str, where: str, at: Location, notes: Notes) -> Era | None:
    """From the first to the last day; None when both are open."""
    try:
        first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    except ValueError as error:
        notes.add(at, "wrong-table", f"{where} has a date that is none ({error}). Write it as 2019-01-31.")
        return None
    if first and last and last < first:
        notes.add(at, "wrong-table", f"{where} ends before it begins ({start} to {end}).")
    return Era(first, last) if first or last else None


def _table(
    document: Document, data: Mapping, columns: tuple[str, ...], notes: Notes
) -> Iterator[tuple[int, list[str]]]:
    """The named columns of the CSV under `table:`, row by row with line numbers."""
    at: Location = data.key_at("table")
    content = _content(document.path.parent, text(data, "table"), at, notes)
    if content is None:
        return
    reader = csv.reader(io.StringIO(content))
    header = next(reader, [])
    absent = [column for column in columns if column not in header]
    if absent:
        notes.add(
            at, "wrong-table", f"The table has no column {', '.join(absent)}. Its first line must name the columns."
        )
        return
    places = [header.index(column) for column in columns]
    for line, row in enumerate(reader, 2):
        if len(row) == len(header):
            yield line, [row[place].strip() for place in places]
        elif row:
            notes.add(
                at, "wrong-table", f"Line {line} of the table has {len(row)} values; the header has {len(header)}."
            )


def _content(folder: Path, name: str, at: Location, notes: Notes) -> str | None:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        notes.add(at, "outside-catalogue", f"'{name}' lies outside the folder of this file. Put the table beside it.")
        return None
    try:
        if path.stat().st_size > MAX_TABLE_BYTES:
            notes.add(at, "file-too-large", f"'{name}' is larger than {MAX_TABLE_BYTES:,} bytes.")
            return None
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        notes.add(at, "unreadable-file", f"'{name}' cannot be read beside this file as UTF-8 text.")
        return None
