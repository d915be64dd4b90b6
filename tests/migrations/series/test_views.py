"""What the analysts' views show of answers given under several releases; both databases."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Connection, text

from catalogue.model import Catalogue
from engine.tables import RECORD, Tables, build_tables
from engine.tables.analysis import YesNo, create_views, view_names
from engine.tables.analysis.series import Series
from engine.tables.conditions import conditions_of
from engine.tables.names import table_name
from engine.tables.storage import Storage
from engine.tables.types import column_type
from migrations_gen.series import series_of
from tests.engine.databases import DIALECTS, NOW, database_url, engine_for, insert, prepare, record
from tests.migrations.series.releases import chain_in, storage_of

CASES = yaml.safe_load(Path(__file__).with_name("views.yaml").read_text(encoding="utf-8"))["cases"]
WORDS = YesNo("Ja", "Nei")
EMPTY = "_"
LATER = 1_000
WHOLE = ("status", "release", "revision")


def ungated(catalogue: Catalogue, dialect: str) -> Tables:
    """Tables whose conditions hold for none of the releases here, as they do for none before the one they came with."""
    tables = build_tables(catalogue, dialect)
    since = {name: LATER for form in tables.forms.values() for name in conditions_of(form.table)}
    return build_tables(catalogue, dialect, Storage(since=since))


def keep(connection: Connection, tables: Tables, series: Series) -> None:
    """The columns and tables that an upgrade has kept."""
    ended = {form.address: form.table for form in series.ended}
    for form in series.ended:
        columns = ", ".join(f"{name} {'integer' if name in WHOLE else 'text'}" for name in RECORD)
        connection.exec_driver_sql(f'CREATE TABLE "{form.table}" ({columns})')
    for original in series.originals:
        table = ended.get(original.form) or table_name(tables.catalogue.form[original.form])
        kind = column_type(original.variable).compile(connection.dialect)
        for column, written in ((original.column, kind), (original.reason, "text")):
            if column and ("@" in column or "@" in table):
                connection.exec_driver_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {written}')


def answer(connection: Connection, tables: Tables, rows: list[Any]) -> None:
    """Each row in an episode of its own, in their order; a list of rows is one of several forms."""
    for number, one in enumerate(rows):
        key = f"{number:03}"
        episode = {"id": key, "module": "test", "person_id": "one", "centre_id": "one", "created_by": "test"}
        connection.execute(tables.fixed.episode.insert(), {**episode, "created_at": NOW})
        for row in one if isinstance(one, list) else [one]:
            known = dict(row)
            table, created = known.pop("table", "test_skjema"), known.pop("created", NOW.date())
            values = record(id=key, episode_id=key, status=1, created_at=f"{created} 12:00:00.000000") | known
            statement = insert(f'"{table}"', values)
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def shown(connection: Connection, view: str) -> dict[str, list[Any]]:
    """The columns of the view that are about answers, row by row."""
    found = connection.execute(text(f'SELECT * FROM "{view}" WHERE "forlop_id" <> \'one\' ORDER BY "forlop_id"'))
    rows = [dict(row) for row in found.mappings()]
    names = [name for name in rows[0] if not name.startswith("forlop_") and not name.endswith("_status")]
    return {name: [plain(row[name]) for row in rows] for name in names}


def plain(value: Any) -> Any:
    """Truth values and whole numbers alike in both databases, and what is empty as it is written in the cases."""
    if value is None:
        return EMPTY
    return int(value) if isinstance(value, bool | float) and value == int(value) else value


def series_in(case: Mapping[str, Any]) -> tuple[Catalogue, Series]:
    chain = chain_in(case)
    rows = [row for one in case["rows"] for row in (one if isinstance(one, list) else [one])]
    kept = {name for row in rows for name in (*row, row.get("table", "")) if "@" in name}
    reasons = {name.replace("@", "_missing@") for name in kept if "_missing@" not in name}
    return chain.stages[chain.last].state.catalogue, series_of(chain, storage_of(chain, kept | reasons))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_what_the_views_show_of_several_releases(request: Any, dialect: str, case: Mapping[str, Any]) -> None:
    catalogue, series = series_in(case)
    tables = ungated(catalogue, dialect)
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        keep(connection, tables, series)
        create_views(connection, tables, WORDS, series)
        answer(connection, tables, case["rows"])
        found = [shown(connection, view) for view in view_names("test")]
    assert found == [case["values"], case["labels"], case["reasons"]]
    assert list(found[0]) == list(case["values"])
