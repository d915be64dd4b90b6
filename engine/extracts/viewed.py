"""A module's analysis view as a sheet: one row per episode, the values of one view with the reasons of another.

The columns are those that the catalogue and the releases before it (`series`) give the views. Of the people's table
nothing is taken but what was asked for by name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl
from sqlalchemy import Connection, column, select
from sqlalchemy import table as any_table

from catalogue.model import Catalogue, Module
from catalogue.reserved import PERSON
from engine.extracts.describing import ROW, of_variable
from engine.extracts.leaving import Leaving
from engine.extracts.records import Column, Heading, Words
from engine.extracts.stored import withdrawn_people
from engine.tables import Tables
from engine.tables.analysis import Series, view_names
from engine.tables.analysis.columns import Column as Shown
from engine.tables.analysis.columns import chapters
from engine.tables.analysis.sources import Answer, Edition, Flag, Kept, Mark, Own, Source

AT_A_TIME = 1_000
"""Rows."""
NUMBERS = frozenset({"boolean", "integer", "decimal"})


@dataclass(frozen=True, slots=True)
class View:
    """A module's view: its heading, which of its columns identify the episode and the person, and which reason column
    belongs to which column."""

    heading: Heading
    values: tuple[Column, ...]
    reasons: Mapping[str, str]
    episode: str
    person: str
    names: tuple[str, ...]
    withheld: tuple[str, ...]


def view_of(catalogue: Catalogue, module: Module, words: Words, leaving: Leaving, series: Series) -> View:
    """What a module's view is as a sheet."""
    shown = [part for chapter in chapters(catalogue, module, series) for part in chapter.columns]
    kept = [part for part in shown if all(_leaves(source, leaving) for source in part.sources)]
    taken = {part.name.casefold() for part in shown}
    values = tuple(_column(catalogue, module, part, words, taken) for part in kept)
    listed = tuple(part for value in values for part in _with_reason(value, words))
    return View(
        Heading(module.name, words.text(module.title), listed),
        values,
        {value.reason: value.name for value in values if value.reason},
        _key(shown, "id"),
        _key(shown, "person_id"),
        view_names(module.name),
        tuple(part.name for part in shown if part not in kept),
    )


def view_batches(connection: Connection, tables: Tables, view: View) -> Iterator[pl.DataFrame]:
    """The rows, episode by episode."""
    values_view, _, reasons_view = view.names
    values = _rows(connection, tables, view, values_view, [part.name for part in view.values])
    reasons = _rows(connection, tables, view, reasons_view, list(view.reasons.values()))
    read = [READ[part.kind] for part in view.values]
    for some, why in zip(values, reasons, strict=True):
        frame = pl.DataFrame(
            [tuple(_each(read, row)) for row in some], {part.name: part.dtype for part in view.values}, orient="row"
        )
        told = pl.DataFrame([tuple(row) for row in why], dict.fromkeys(view.reasons, pl.String), orient="row")
        yield frame.hstack(told)


def _rows(connection: Connection, tables: Tables, view: View, name: str, columns: list[str]) -> Iterator[list[Any]]:
    keys = (view.episode, view.person)
    there = any_table(name, *(column(part) for part in dict.fromkeys((*keys, *columns))))
    rows = (
        select(*(there.c[part] for part in columns))
        .where(there.c[view.person].not_in(withdrawn_people(tables.fixed)))
        .order_by(there.c[view.episode])
    )
    found = connection.execute(rows, execution_options={"yield_per": AT_A_TIME})
    yield from (list(part) for part in found.partitions(AT_A_TIME))


def _each(read: list[Callable[[Any], Any]], row: Any) -> Iterator[Any]:
    return (None if value is None else to(value) for to, value in zip(read, row, strict=True))


def _leaves(source: Source, leaving: Leaving) -> bool:
    owner = getattr(source, "owner", None)
    if owner is None or owner.name != PERSON:
        return True
    variables = [source.variable] if isinstance(source, Answer | Edition) else []
    stays = leaving.left_out(owner.form)
    return PERSON in leaving.named if not variables else all(part.name not in stays for part in variables)


def _key(shown: list[Shown], name: str) -> str:
    return next(
        part.name
        for part in shown
        for source in part.sources
        if isinstance(source, Own) and source.owner is None and source.column == name
    )


def _column(catalogue: Catalogue, module: Module, shown: Shown, words: Words, taken: set[str]) -> Column:
    described = [_described(module, source, words) for source in shown.sources]
    first, kinds = described[0], {part.kind for part in described}
    kind = first.kind if len(kinds) == 1 else "decimal" if kinds <= NUMBERS else "text"
    codes = {str(value): (value, label) for part in reversed(described) for value, label in part.codes}
    found = replace(first, name=str(shown.name), kind=kind, codes=tuple(codes.values()))
    if not any(isinstance(source, Answer | Kept) for source in shown.sources):
        return replace(found, reason="")
    return replace(found, reason=_free(f"{shown.name}_missing", taken))


def _free(name: str, taken: set[str]) -> str:
    while name.casefold() in taken:
        name += "_"
    taken.add(name.casefold())
    return name


def _described(module: Module, source: Source, words: Words) -> Column:
    match source:
        case Answer(owner, variable):
            return _at(module, owner.occasion, of_variable(owner.form, variable, words), words)
        case Kept(owner, original):
            found = _at(module, owner.occasion, of_variable(owner.form, original.variable, words), words)
            return replace(found, label=f"{found.label} ({original.version})")
        case Flag(owner, variables, reason):
            about = of_variable(owner.form, variables[0], words)
            label = f"{about.label}: {words.reasons[reason]}"
            codes = ((0, words.said["no"]), (1, words.said["yes"]))
            return replace(
                about, kind="boolean", label=label, codes=codes, unit="", reason="", lowest=None, highest=None
            )
        case Edition(owner, variable):
            return Column(name="", kind="text", label=f"{words.said['edition']}: {words.text(variable.label)}")
        case Own(owner, name):
            label = f"{words.said[name]}: {words.text(owner.form.title)}" if owner else words.said[name]
            found = Column(name="", kind=ROW[name], label=label)
            return _at(module, owner.occasion, found, words) if owner else found
        case Mark():
            return Column(name="", kind="text", label=words.said["mark"])
        case _:
            return Column(name="", kind="text", label="")


def _at(module: Module, timepoint: str, found: Column, words: Words) -> Column:
    """At which timepoint it was asked stands behind the question."""
    point = module.timepoint(timepoint)
    return replace(found, label=f"{found.label} ({words.text(point.title)})") if point else found


def _with_reason(value: Column, words: Words) -> Iterator[Column]:
    yield value
    if value.reason:
        codes = tuple(words.reasons.items())
        label = f"{words.said['why']}: {value.label}"
        yield Column(
            name=value.reason, kind="text", label=label, address=value.address, codes=codes, states_reason=True
        )


def _moment(value: datetime | str) -> datetime:
    """As the clock in Greenwich, or on the wall, shows it."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


READ: Mapping[str, Callable[[Any], Any]] = {
    "boolean": bool,
    "integer": int,
    "decimal": float,
    "date": lambda value: date.fromisoformat(value) if isinstance(value, str) else value,
    "time": lambda value: time.fromisoformat(value) if isinstance(value, str) else value,
    "datetime": _moment,
    "text": str,
}
"""A database's value as a column of each kind holds it: SQLite has no dates and no truth."""
