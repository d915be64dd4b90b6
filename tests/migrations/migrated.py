"""A small registry that goes from version to version, for tests: its states as folders, its migrations, its database.

A state is written as in `tests/states.py`. Rows are put straight into the tables, as the store would have left them.
"""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from catalogue.findings import is_broken
from catalogue.model import Catalogue, Form
from catalogue.source.loader import load
from engine.accounts import Centre, add_centre
from engine.database import connect
from engine.installation import install
from engine.releases import Release, current_release, first_release
from engine.tables import FINAL, Tables, build_tables
from engine.tables.analysis import YesNo
from engine.tables.names import history_name, reason_column, table_name
from engine.tables.row import row_of
from migrations_gen.carrying import carrying_of
from migrations_gen.lineage import between
from migrations_gen.preparing import Prepared, Snapshot, prepare
from migrations_gen.revisions import write
from migrations_gen.running import Progress
from migrations_gen.states import StateRefused, open_state, snapshot
from migrations_gen.upgrade import Done, Surroundings, upgrade
from tests.catalogues import FIRST_PAGE, MODULE, form_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WORDS = YesNo("Ja", "Nei")
Row = Mapping[str, object]
NO_TABLES: Mapping[str, str] = {}
WRITTEN: dict[tuple[str, ...], dict[str, bytes]] = {}
"""What 'migrate' has written between states, by path; it is the same every time, and for both databases."""


@dataclass
class Registry:
    """`versions` are folders of states in order; `migrations` the folder of revisions between them."""

    folder: Path
    url: str
    versions: list[Path] = field(default_factory=list)

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"

    def version(self, documents: str | Sequence[str], changes: str = "", tables: Mapping[str, str] = NO_TABLES) -> Path:
        """Write the next state, with the intents of all so far; `tables` are the CSV files it has."""
        number = len(self.versions) + 1
        folder = self.folder / f"v{number}"
        texts = [_document(text) for text in ([documents] if isinstance(documents, str) else documents)]
        first_page = next((text for text in texts if text.startswith("catalogue:")), FIRST_PAGE)
        module = [] if any(text.startswith("module:") for text in texts) else [MODULE]
        others = [*module, *(text for text in texts if not text.startswith("catalogue:"))]
        _write(folder / "variables.yaml", first_page.replace("version: 1.0.0", f"version: {number}.0.0"))
        for name, text in tables.items():
            _write(folder / "data" / name, text)
        for place, text in enumerate(others):
            _write(folder / "data" / f"{place}.yaml", text)
        if self.versions:
            for file in (self.versions[-1] / "changes").glob("*.yaml"):
                _write(folder / "changes" / file.name, file.read_text(encoding="utf-8"))
        if changes.strip():
            intents = textwrap.indent(textwrap.dedent(changes).strip(), "  ")
            _write(folder / "changes" / f"{number}.0.0.yaml", f"version: {number}.0.0\nchanges:\n{intents}\n")
        self.versions.append(folder)
        return folder

    def catalogue(self, number: int) -> Catalogue:
        loaded = load(self.versions[number - 1])
        assert loaded.catalogue is not None, "\n".join(str(found) for found in loaded.findings if is_broken([found]))
        return loaded.catalogue

    def prepared(self, number: int) -> Prepared:
        """The migration to this version, not written yet."""
        old, new = (_snapshot(self.versions[place - 1]) for place in (number - 1, number))
        files = between(new.state.intents, old.state.version, new.state.version)
        carrying, findings = carrying_of(old.state.catalogue, new.state.catalogue, files)
        assert not is_broken(findings), "\n".join(map(str, findings))
        return prepare(old, new, carrying, self.migrations)

    def write_migrations(self) -> None:
        states = tuple(map(snapshot, self.versions))
        if states not in WRITTEN:
            for number in range(2, len(self.versions) + 1):
                write(self.migrations, self.prepared(number).files)
            WRITTEN[states] = _files(self.migrations)
        for name, content in WRITTEN[states].items():
            (self.migrations / name).parent.mkdir(parents=True, exist_ok=True)
            (self.migrations / name).write_bytes(content)

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        engine = connect(self.url)
        try:
            yield engine
        finally:
            engine.dispose()

    def install(self, number: int = 1) -> None:
        """An empty database made for this version, with a centre and a person."""
        catalogue, text = self.catalogue(number), snapshot(self.versions[number - 1])
        with self.engine() as engine, engine.begin() as connection:
            tables = install(connection, catalogue, WORDS, first_release(catalogue.version, text, "test", NOW))
            centre = Centre(id="one", number="1", name="Testsykehuset", valid_from=date(2007, 1, 1))
            add_centre(connection, tables, centre)
            who = {"id": "one", "created_at": NOW, "created_by": "test"}
            connection.execute(tables.fixed.person.insert(), who)

    def upgrade(self, to: int | None = None, watch: Callable[[Progress], None] = lambda _: None) -> Done:
        """To this version; to the last one when none is given."""
        surroundings = Surroundings(who="test", clock=lambda: NOW, words=lambda _: WORDS, watch=watch, patience=20)
        return upgrade(self.url, self.migrations, f"{to}.0.0" if to else "", surroundings)

    def tables(self, connection: Connection) -> Tables:
        """The tables of the release the database is at."""
        catalogue, release = self._now(connection)
        return build_tables(catalogue, connection.dialect.name, release.storage, release.number)

    def _now(self, connection: Connection) -> tuple[Catalogue, Release]:
        release = current_release(connection)
        assert release is not None
        return self.catalogue(int(release.version.partition(".")[0])), release

    def put(self, address: str, rows: Sequence[Row], start: str = "row") -> None:
        """Rows of a form, answered under the release the database is at."""
        with self.engine() as engine, engine.begin() as connection:
            put(connection, self.tables(connection), address, rows, start)

    def rows(self, address: str, *, history: bool = False) -> list[dict[str, Any]]:
        """What the form's table holds, kept columns too; what is NULL is left out, and what every row has."""
        with self.engine() as engine, engine.begin() as connection:
            form = self._now(connection)[0].form[address]
            name = history_name(form) if history else table_name(form)
            found = connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY "id"').mappings()
            return [_told(form, row) for row in found]

    def query(self, text: str) -> list[tuple[Any, ...]]:
        with self.engine() as engine, engine.begin() as connection:
            found = connection.exec_driver_sql(text, execution_options={"no_parameters": True})
            return [tuple(row) for row in found] if found.returns_rows else []


def put(connection: Connection, tables: Tables, address: str, rows: Sequence[Row], start: str = "row") -> None:
    form = tables.forms[address]
    answers = [*form.row.variables, *map(reason_column, form.row.reasons)]
    episodes = tables.fixed.episode
    for number, row in enumerate(rows):
        key = f"{start}{number:06}"
        episode = str(row.get("episode", key))
        there = connection.scalar(episodes.select().with_only_columns(episodes.c.id).where(episodes.c.id == episode))
        if there is None:
            who = {"id": episode, "created_at": NOW, "created_by": "test"}
            module = {"module": form.form.module, "person_id": "one", "centre_id": "one"}
            connection.execute(episodes.insert(), who | module)
        record = {
            "id": key,
            "episode_id": episode,
            "timepoint": form.form.timepoints[0],
            "centre_id": "one",
            "status": 0,
            "release": tables.release,
            "revision": 1,
            "mode": "web",
            "created_at": NOW,
            "created_by": "test",
        }
        given = {name: value for name, value in row.items() if name != "episode"}
        if given.get("status") == FINAL:
            record["completed_at"] = NOW
        connection.execute(form.table.insert(), {**dict.fromkeys(answers), **record, **given})


RECORDED = ("id", "episode_id", "centre_id", "revision", "mode")


def _told(form: Form, row: Mapping[Any, Any]) -> dict[str, Any]:
    booleans = {name for name, variable in row_of(form).variables.items() if variable.type == "boolean"}
    plain = {"status": 0, "timepoint": form.timepoints[0]}
    return {
        name: bool(value) if name in booleans else value
        for name, value in row.items()
        if value is not None and not name.endswith(("_at", "_by", "_action")) and name not in RECORDED
        if plain.get(name, object()) != value
    }


def _snapshot(folder: Path) -> Snapshot:
    try:
        return Snapshot(open_state(str(folder), folder / "variables.yaml"), snapshot(folder))
    except StateRefused as refused:
        raise AssertionError("\n".join(map(str, refused.findings))) from None


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _document(text: str) -> str:
    plain = textwrap.dedent(text).strip() + "\n"
    return form_of(plain) if plain.startswith("- ") else plain


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
