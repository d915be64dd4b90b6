"""The registry of these tests at its second version, and its database taken there as an upgrade would, by hand.

In version 2 a question has another name and fewer codes, one is gone, one is new, one has a narrower limit, one is
worded otherwise, and a formula is another.
"""

import re
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, column
from sqlalchemy import table as any_table

from catalogue.source.loader import load
from engine.database import connect
from engine.releases import first_release, write_release
from engine.tables import Tables, build_tables, create
from engine.tables.ddl import ddl
from engine.tables.storage import Storage
from migrations_gen.states import snapshot
from renderers.web import Settings, create_app

FORM = "kne.for"
KEPT = {name: f"{name}@1" for name in ("arbeid", "arbeid_missing", "prosent", "prosent_missing")}
JOBS = {0: 0, 1: 1, 2: 1}
"""What the codes of the first version are in the second."""

NEW = {
    "version: 1.0.0": "version: 2.0.0",
    "max: 230": "max: 220",
    "calculate: vekt / power(hoyde / 100, 2)": "calculate: vekt / power(hoyde / 100, 2) + 1",
    "name: arbeid": "name: jobb",
    "label: Er du i arbeid?": "label: Har du en jobb?",
    "codes: {0: Nei, 1: Ja, 2: Sykmeldt, 9:": "codes: {0: Nei, 1: Ja, 9:",
    "enable_when: arbeid = 2": "enable_when: jobb = 1",
    "label: Hvor vondt har du?": "label: Hvor vondt har du i kneet?",
}
GONE = re.compile(r"      - name: prosent\n(        .*\n)+")
ADDED = "      - {name: royk, label: Røyker du?, type: boolean}\n"
CHANGES = """
version: 2.0.0
requested_by: Prøve
changes:
  - {rename: kne.for.arbeid, to: jobb}
  - recode: kne.for.jobb
    map: {0: 0, 1: 1, 2: 1, 9: 9, blank: blank}
    comparable: coarser
    reason: Sykmeldte har også en jobb
"""


SICK = {"hoyde": "180", "vekt": "72,5", "arbeid": "2", "prosent": "40", "smerte": "3"}
"""Answers in the form of the first version."""


@dataclass
class TwoVersions:
    """The registry on disk, its first version and its second, and who serves it."""

    world: Any
    site: Path
    first: Path
    second: Path
    serving: list[Flask]

    def upgrade(self) -> None:
        """The database only; whoever serves still has the first version."""
        upgrade(self.world.url, self.first, self.second)

    def put_second_on_disk(self) -> None:
        shutil.rmtree(self.site)
        shutil.copytree(self.second, self.site)

    def restarted(self):
        """A server of the second version."""
        self.put_second_on_disk()
        self.serving.append(served_from(self.site, self.world))
        return replace(self.world, app=self.serving[-1])

    def upgraded(self):
        self.upgrade()
        return self.restarted()


def served_from(site: Path, world):
    known = {"database_url": world.url, "secret": "prøve", "secure": False, "clock": world.clock}
    return create_app(Settings(catalogue=site, **known))


def sent(world, **answers: str):
    """A final row, and who sent it."""
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.press("_update", "arbeid", **answers)
    assert "Skjemaet er sendt inn" in anne.send()
    return anne


def path_of(world) -> str:
    return f"/form/kne.for/{world.rows('select id from kne_for')[0][0]}"


def write_second(first: Path, second: Path) -> Path:
    """The files of the second version."""
    shutil.copytree(first, second)
    for file in second.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in NEW.items():
            text = text.replace(old, new)
        file.write_text(GONE.sub(ADDED, text), encoding="utf-8")
    (second / "changes").mkdir()
    (second / "changes" / "2.0.0.yaml").write_text(CHANGES, encoding="utf-8")
    return second


NOW = datetime(2026, 3, 1, tzinfo=UTC)


def note_first(url: str, folder: Path) -> None:
    """That the database is at the first version."""
    engine = connect(url)
    with engine.begin() as connection:
        write_release(connection, first_release("1.0.0", snapshot(folder / "variables.yaml"), "prøve", NOW))
    engine.dispose()


def upgrade(url: str, first: Path, second: Path) -> None:
    """Take every row out, make the tables of the second version, and put the rows back as its maps have them."""
    engine = connect(url)
    catalogue, dialect = load(second).catalogue, engine.dialect.name
    checks = re.findall(r"CONSTRAINT (ck_kne_for_\w+)", ddl(catalogue, dialect))
    storage = Storage(since=dict.fromkeys(checks, 2), kept={1: {FORM: KEPT}})
    before = build_tables(load(first).catalogue, dialect)
    after = build_tables(catalogue, dialect, storage, 2)
    with engine.begin() as connection:
        rows = {table.name: list(connection.execute(table.select()).mappings()) for table in _own(before)}
        before.metadata.drop_all(connection)
        if dialect == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA people CASCADE")
        create(connection, after)
        _keep_columns(connection, before, after)
        for table in _own(after):
            _put(connection, before, table, [dict(row) for row in rows[table.name]])
        text = snapshot(second / "variables.yaml")
        release = first_release("2.0.0", text, "prøve", NOW)
        write_release(connection, replace(release, number=2, storage=storage))
    engine.dispose()


def _own(tables: Tables):
    """The tables that are not made of the catalogue alone."""
    made = {*tables.codelists.values(), *tables.value_sets.values(), *tables.systems.values()}
    return [table for table in tables.metadata.sorted_tables if table not in made]


def _keep_columns(connection: Connection, before: Tables, after: Tables) -> None:
    form = before.forms[FORM]
    for table in (form.table, form.history):
        for old, new in KEPT.items():
            kind = table.c[old].type.compile(dialect=connection.dialect)
            connection.exec_driver_sql(f'ALTER TABLE {table.name} ADD COLUMN "{new}" {kind}')


def _put(connection, before, table, rows) -> None:
    then = next((part for part in before.metadata.tables.values() if part.name == table.name), table)
    types = {part.name: part.type for part in (*then.columns, *table.columns)}
    if table.name == "kne_for":
        rows = [{**row, "jobb": JOBS.get(row["arbeid"]), "jobb_missing": row["arbeid_missing"]} for row in rows]
    is_form = table.name.startswith("kne_for")
    for row in rows:
        named = {(KEPT.get(name, name) if is_form else name): value for name, value in row.items()}
        kinds = {(KEPT.get(name, name) if is_form else name): kind for name, kind in types.items()}
        whole = any_table(table.name, *(column(name, kinds[name]) for name in named), schema=table.schema)
        connection.execute(whole.insert(), named)
