"""Where the answers of every release lie: what a release's own catalogue does not tell about the database.

A column is called as in the current release. Where a variable's meaning has ended, its column is kept as `name@3`, 3
being the last release answered under it; a table likewise. Pure; as JSON it stands beside the release it is true of.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from engine.tables.names import LONGEST, database_name

MARK = "@"
"""Cannot occur in a catalogue's name."""

Names = Mapping[str, str]
NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Storage:
    """`since`: from which release a condition holds, by its name. Earlier releases, by their number: in `kept` the
    column that now holds what a form, by its address then, called so; in `forms` the table. Only where they differ.

    `breaks`: by a variable's address, after which releases its series is not the same any more, and how it compares.
    `hidden`: by table, the kept columns that identify somebody directly.
    """

    since: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    kept: Mapping[int, Mapping[str, Names]] = field(default_factory=lambda: NOTHING)
    forms: Mapping[int, Names] = field(default_factory=lambda: NOTHING)
    breaks: Mapping[str, Mapping[int, str]] = field(default_factory=lambda: NOTHING)
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)

    def column(self, release: int, form: str, column: str) -> str:
        """The column that now holds what `column` of this form was in that release."""
        columns: Names = self.kept.get(release, NOTHING).get(form, NOTHING)
        return columns.get(column, column)

    def table(self, release: int, form: str) -> str:
        """The table that now holds what this form's was in that release."""
        return self.forms.get(release, NOTHING).get(form) or database_name(*form.split("."))

    def kept_columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table that belong to no variable of the current release."""
        found = (
            column
            for release, forms in self.kept.items()
            for form, columns in forms.items()
            if self.table(release, form) == table
            for column in columns.values()
            if MARK in column
        )
        return tuple(dict.fromkeys(found))

    def kept_tables(self) -> tuple[str, ...]:
        """The tables that belong to no form of the current release."""
        return tuple(dict.fromkeys(_marked(self.forms)))


def _marked(forms: Mapping[int, Names]) -> Iterator[str]:
    return (table for names in forms.values() for table in names.values() if MARK in table)


def history_of(kept_table: str) -> str:
    """Where the replaced rows of a kept table are."""
    name, _, release = kept_table.rpartition(MARK)
    return kept_name(database_name(name, "history"), int(release))


def kept_name(name: str, release: int) -> str:
    """What a column or table is called once its meaning has ended with this release."""
    mark = f"{MARK}{release}"
    whole = f"{name}{mark}"
    return whole if len(whole) <= LONGEST else f"{_cut(whole, len(mark))}{mark}"


def _cut(whole: str, room: int) -> str:
    """Shortened as every long name is, with the mark still at its end."""
    short = database_name(whole.ljust(LONGEST + 1, "_"))
    return f"{short[: LONGEST - 9 - room]}{short[-9:]}"


def to_json(storage: Storage) -> str:
    """One line of JSON."""
    return json.dumps(as_data(storage), ensure_ascii=False, sort_keys=True)


def as_data(storage: Storage) -> dict[str, Any]:
    """As JSON's own kinds of values."""
    return {
        "since": dict(storage.since),
        "kept": {
            str(release): {form: dict(columns) for form, columns in forms.items()}
            for release, forms in storage.kept.items()
        },
        "forms": {str(release): dict(names) for release, names in storage.forms.items()},
        "breaks": {
            address: {str(release): how for release, how in after.items()} for address, after in storage.breaks.items()
        },
        "hidden": {table: list(columns) for table, columns in storage.hidden.items()},
    }


def from_json(text: str) -> Storage:
    """The record again."""
    return from_data(json.loads(text))


def from_data(data: Mapping[str, Any]) -> Storage:
    """The record again, from JSON's values."""
    return Storage(
        since=data.get("since", {}),
        kept={int(release): forms for release, forms in data.get("kept", {}).items()},
        forms={int(release): names for release, names in data.get("forms", {}).items()},
        breaks={
            address: {int(release): how for release, how in after.items()}
            for address, after in data.get("breaks", {}).items()
        },
        hidden={table: tuple(columns) for table, columns in data.get("hidden", {}).items()},
    )
