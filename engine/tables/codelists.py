"""Codelists, value sets and coding systems as tables, with their rows: what an analyst joins with, and the views'
texts come from.

One table per shared codelist (a list written in place belongs to its variable), one per value set, one per system,
which the columns of its codings refer to. The rows are the catalogue's and are written with the tables, never by the
application.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Double, Integer, MetaData, Table, Text

from catalogue.model import Catalogue, Codelist, CodeValue, CodingSystem, ValueSet
from engine.tables.names import database_name, system_table
from engine.tables.types import Calendar

Rows = Iterator[tuple[Any, ...]]


def codelist_tables(catalogue: Catalogue, metadata: MetaData) -> Mapping[str, Table]:
    """The table of each shared codelist, by the list's name."""
    return {name: _codelist(codelist, metadata) for name, codelist in catalogue.codelists.items() if codelist.shared}


def value_set_tables(catalogue: Catalogue, metadata: MetaData) -> Mapping[str, Table]:
    """The table of each value set, by its name."""
    return {name: _value_set(value_set, metadata) for name, value_set in catalogue.value_sets.items()}


def system_tables(catalogue: Catalogue, metadata: MetaData) -> Mapping[str, Table]:
    """The table of each coding system, by its name."""
    return {name: _system(system, metadata) for name, system in catalogue.systems.items()}


def codelist_rows(codelist: Codelist) -> Rows:
    """The codes in their order, with the label in the source language."""
    for position, code in enumerate(codelist.codes, start=1):
        yield code.value, code.label.source, code.missing, position, code.retired is not None


def value_set_rows(value_set: ValueSet) -> Rows:
    """Every combination and its number."""
    for keys, value in value_set.values.items():
        yield *keys, value


def system_rows(system: CodingSystem) -> Rows:
    """The codes in their order, with the first and last day each is valid and the code that came after."""
    for code in system.codes:
        first, last = (code.collected.start, code.collected.end) if code.collected else (None, None)
        yield code.value, code.label.source, _day(first), _day(last), system.replaced_by.get(code.value)


def _day(day: date | None) -> str | None:
    """A day as both databases read it."""
    return day.isoformat() if day else None


def _codelist(codelist: Codelist, metadata: MetaData) -> Table:
    value = Integer() if codelist.numeric else Text()
    return Table(
        database_name("codelist", codelist.name),
        metadata,
        Column("value", value, primary_key=True, autoincrement=False),
        Column("label", Text, nullable=False),
        Column("missing", Text),
        Column("position", Integer, nullable=False),
        Column("retired", Boolean, nullable=False),
        comment=codelist.title.source if codelist.title else None,
    )


def _value_set(value_set: ValueSet, metadata: MetaData) -> Table:
    first: tuple[CodeValue, ...] = next(iter(value_set.values), ())
    keys = (
        Column(key, Integer() if isinstance(value, int) else Text(), primary_key=True, autoincrement=False)
        for key, value in zip(value_set.keys, first, strict=True)
    )
    return Table(
        database_name("value_set", value_set.name),
        metadata,
        *keys,
        Column("value", Double, nullable=False),
        comment=f"{value_set.title} ({value_set.version})",
    )


def _system(system: CodingSystem, metadata: MetaData) -> Table:
    return Table(
        system_table(system.name),
        metadata,
        Column("code", Text, primary_key=True),
        Column("label", Text, nullable=False),
        Column("valid_from", Calendar(date)),
        Column("valid_to", Calendar(date)),
        Column("replaced_by", Text),
        comment=f"{system.title.source} ({system.version})",
    )
