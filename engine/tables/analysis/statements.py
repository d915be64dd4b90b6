"""The views as SQL text, and the same text run.

Deterministic: the same catalogue gives the same bytes, one column per line under a heading for each form and timepoint.
A view reads with its owner's rights: on PostgreSQL analysts see it without seeing the people's schema. Each form is
joined twice at each timepoint, its row when it is final and its row in any state; SQLite joins no more than 64 tables,
which is enough for 30.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from catalogue.expressions.scope import scope_of
from catalogue.model import Module
from catalogue.reserved import PERSON
from engine.tables.analysis.columns import Chapter, chapters
from engine.tables.analysis.series import NO_SERIES, Series
from engine.tables.analysis.sources import Owner, owners
from engine.tables.analysis.views import VIEWS
from engine.tables.analysis.writer import CENTRE, EPISODE, Writer, YesNo, alias, record_alias
from engine.tables.build import Tables
from engine.tables.forms import FINAL
from engine.tables.grants import ANALYST
from engine.tables.names import database_name
from engine.tables.wording import quoted_name


def view_names(module: str) -> tuple[str, ...]:
    """What a module's views are called."""
    return tuple(database_name(module, ending) for ending in VIEWS)


def views_sql(tables: Tables, module: str, words: YesNo, series: Series = NO_SERIES) -> str:
    """A module's views, as they can be run on a database that has the tables; `series` tells of earlier releases."""
    catalogue = tables.catalogue
    heading = f"-- {catalogue.name} {catalogue.version}, generated from the catalogue\n\n"
    return heading + "".join(f"{statement};\n\n" for statement in _statements(tables, module, words, series))


def create_views(connection: Connection, tables: Tables, words: YesNo, series: Series = NO_SERIES) -> None:
    """Make every module's views; those that are there are replaced."""
    for statement in view_statements(tables, words, series):
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def view_statements(tables: Tables, words: YesNo, series: Series = NO_SERIES) -> Iterator[str]:
    """What makes every module's views, in an order in which it can be run."""
    for module in tables.catalogue.modules:
        yield from _statements(tables, module, words, series)


def _statements(tables: Tables, name: str, words: YesNo, series: Series) -> Iterator[str]:
    """The statements in an order in which they can be run."""
    catalogue, module = tables.catalogue, tables.catalogue.modules[name]
    listed = tuple(chapters(catalogue, module, series))
    seats = tuple(owners(catalogue, module, series))
    scopes = {owner.form.address: scope_of(catalogue, owner.form) for owner in seats if owner.ended is None}
    writer = Writer(tables, {owner.name: owner for owner in seats}, scopes, words, series)
    origin = _from(tables, module, seats, writer)
    for view, ending in zip(view_names(name), VIEWS, strict=True):
        yield f'DROP VIEW IF EXISTS "{view}"'
        yield f'CREATE VIEW "{view}" AS\nSELECT\n{_select(writer, ending, listed)}\n{origin}'
        if tables.dialect == "postgresql":
            yield f'GRANT SELECT ON "{view}" TO {ANALYST}'


def _select(writer: Writer, ending: str, listed: tuple[Chapter, ...]) -> str:
    """The columns, a comma after every one but the last."""
    lines: list[str] = []
    last = 0
    for chapter in listed:
        lines.append(f"    -- {' '.join(chapter.title.split())}")
        for column in chapter.columns:
            text = VIEWS[ending](writer, column)
            if text is not None:
                lines.append(f"    {text} AS {_outside(column.name)},")
                last = len(lines) - 1
    lines[last] = lines[last].removesuffix(",")
    return "\n".join(lines)


def _from(tables: Tables, module: Module, seats: tuple[Owner, ...], writer: Writer) -> str:
    fixed = tables.fixed
    lines = [
        f"FROM {fixed.episode.fullname} AS {EPISODE}",
        f'LEFT JOIN {fixed.centre.fullname} AS {CENTRE} ON {CENTRE}."id" = {EPISODE}."centre_id"',
    ]
    for owner in seats:
        if owner.name == PERSON:
            person = alias(owner)
            lines.append(f'LEFT JOIN {fixed.person.fullname} AS {person} ON {person}."id" = {EPISODE}."person_id"')
            continue
        table, timepoint = _table(tables, owner), writer.constant(owner.occasion)
        lines.append(_join(table, alias(owner), timepoint, f' AND {alias(owner)}."status" = {FINAL}'))
        if owner.ended is None:
            lines.append(_join(table, record_alias(owner), timepoint, ""))
    lines.append(f'WHERE {EPISODE}."module" = {writer.constant(module.name)}')
    return "\n".join(lines)


def _table(tables: Tables, owner: Owner) -> str:
    """Where a form's rows are."""
    return quoted_name(owner.ended.table) if owner.ended else tables.forms[owner.form.address].table.fullname


def _join(table: str, name: str, timepoint: str, state: str) -> str:
    row = f'{name}."episode_id" = {EPISODE}."id" AND {name}."timepoint" = {timepoint}'
    return f"LEFT JOIN {table} AS {name} ON {row}{state}"


def _outside(name: str) -> str:
    """An outside name, which may have any character."""
    return '"' + name.replace('"', '""') + '"'
