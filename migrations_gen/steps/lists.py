"""The tables of codelists, value sets and coding systems: which are new, and whose rows have changed. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import MetaData, Table

from catalogue.model import Catalogue
from engine.tables.codelists import (
    codelist_rows,
    codelist_tables,
    system_rows,
    system_tables,
    value_set_rows,
    value_set_tables,
)
from engine.tables.storage import kept_name
from migrations_gen.steps.records import ListStep, Side

Rows = Iterable[tuple[Any, ...]]

KINDS: Mapping[str, tuple[Callable[[Catalogue, MetaData], Mapping[str, Table]], Callable[[Catalogue, str], Rows]]] = {
    "codelist": (codelist_tables, lambda catalogue, name: codelist_rows(catalogue.codelists[name])),
    "value_set": (value_set_tables, lambda catalogue, name: value_set_rows(catalogue.value_sets[name])),
    "system": (system_tables, lambda catalogue, name: system_rows(catalogue.systems[name])),
}
"""By kind of list: its tables, and the rows of one."""


def list_steps(before: Side, after: Side) -> Iterator[ListStep]:
    """A step for every list that is new or has other rows. What has gone stays: answers may refer to it."""
    for kind, (tables, rows) in KINDS.items():
        old, new = tables(before.catalogue, MetaData()), tables(after.catalogue, MetaData())
        for name, table in new.items():
            if name not in old:
                yield ListStep(kind, name, is_new=True)
            elif _shape(old[name]) != _shape(table):
                yield ListStep(kind, name, is_new=True, replaces=kept_name(table.name, before.number))
            elif tuple(rows(before.catalogue, name)) != tuple(rows(after.catalogue, name)):
                yield ListStep(kind, name, is_new=False)


def _shape(table: Table) -> tuple[tuple[str, str], ...]:
    return tuple((column.name, str(column.type)) for column in table.columns)
