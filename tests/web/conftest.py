"""A small registry with two departments and three patients, served from a fresh database; and its users."""

import shutil
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from on_a_port import on_a_port
from sqlalchemy import text
from upgraded import TwoVersions, note_first, served_from, write_second
from visitors import PASSWORD, Visitor
from werkzeug.security import generate_password_hash

from catalogue.source.loader import load
from engine.access import Access, Actor
from engine.account_keeping import keep
from engine.accounts import Account, Centre, add_centre
from engine.answers import Answers
from engine.database import connect
from engine.episodes import add_episode
from engine.people import add_person, give_consent
from engine.tables import build_tables, create
from renderers.web import GUESSES_PER_ADDRESS, Settings, create_app
from renderers.web.context import EXTENSION
from renderers.web.past import Past
from renderers.web.throttle import Throttle

REGISTRY = Path(__file__).parent / "registry"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CENTRES = [Centre(id=key, number=key, name=f"Sykehus {key}", valid_from=date(2020, 1, 1)) for key in ("a", "b")]
PATIENTS = [("anne", "a", True), ("bent", "b", True), ("cecilie", "a", False)]
"""Name, centre, consent."""


@dataclass
class Clock:
    """The time it is in the registry."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **much: float) -> None:
        self.now += timedelta(**much)


@dataclass
class World:
    """The running registry, its clock, the patients' episodes by name."""

    app: Flask
    clock: Clock
    url: str
    episodes: dict[str, str]
    address: str = ""

    def visitor(self, name: str = "") -> Visitor:
        visitor = Visitor(self.app)
        return visitor.signed_in(name) if name else visitor

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database now holds."""
        engine = connect(self.url)
        with engine.begin() as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found


def fill(url: str, password_hash: str) -> dict[str, str]:
    """Make the database; the patients' episodes by name."""
    catalogue = load(REGISTRY).catalogue
    engine = connect(url)
    tables = build_tables(catalogue, engine.dialect.name)
    episodes = {}
    with engine.begin() as connection:
        create(connection, tables)
        work = Access(connection, tables, Actor("prøve", "system"), NOW, "prøve")
        for centre in CENTRES:
            add_centre(connection, tables, centre)
        users = [Actor("registeret", "registry"), Actor("leser", "reader"), Actor("dataansvarlig", "controller")]
        users += [Actor("leder", "leader"), Actor("medlem", "member"), Actor("brukeren", "member")]
        users += [Actor(f"{role}_{key}", role, key) for role in ("surgeon", "staff") for key in ("a", "b")]
        for number, (name, centre_id, consents) in enumerate(PATIENTS):
            known = Answers({"fornavn": name.capitalize(), "etternavn": "Prøve", "fodselsdato": date(1960, 3, 1)})
            person = add_person(work, f"{number:011}", known)
            episodes[name] = add_episode(work, "kne", person, centre_id).id
            users.append(Actor(name, "patient", None, person))
            if consents:
                give_consent(work, person, "prøve")
        for user in users:
            keep(work, Account(user, password_hash))
    engine.dispose()
    return episodes


@dataclass(frozen=True)
class Applications:
    """The first application of a catalogue is made as a server makes it. The next ones get its routes, edition and
    tables, which never change, and begin anew with all that does.
    """

    made: dict[tuple[object, ...], Flask] = field(default_factory=dict)
    queries: dict[object, object] = field(default_factory=dict)

    def of(self, settings: Settings) -> Flask:
        """An application of a database without releases."""
        key = (settings.catalogue, settings.wording, settings.largest_body)
        if settings.watch:
            return create_app(settings)
        if key not in self.made:
            self.made[key] = create_app(settings)
        return self._another(self.made[key], settings)

    def _another(self, app: Flask, settings: Settings) -> Flask:
        another, shared = copy(app), app.extensions[EXTENSION]
        engine = connect(settings.database_url)
        # The same tables are asked the same: SQLAlchemy need not write it anew for each database.
        engine.update_execution_options(compiled_cache=self.queries)
        changing = {
            "settings": settings,
            "engine": engine,
            "past": Past(shared.edition, shared.tables, shared.library.wordings),
            "by_name": Throttle(),
            "by_address": Throttle(failures=GUESSES_PER_ADDRESS),
        }
        another.extensions = {EXTENSION: replace(shared, **changing)}
        return another


@pytest.fixture(scope="session")
def applications() -> Applications:
    """One of each catalogue."""
    return Applications()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A database to copy."""
    path = tmp_path_factory.mktemp("registry") / "filled.sqlite"
    return path, fill(f"sqlite:///{path}", generate_password_hash(PASSWORD, "pbkdf2:sha256:1"))


@pytest.fixture(scope="session")
def at_first(
    tmp_path_factory: pytest.TempPathFactory, filled: tuple[Path, dict[str, str]]
) -> tuple[Path, dict[str, str]]:
    """The same at its first release, to copy."""
    source, episodes = filled
    path = tmp_path_factory.mktemp("at_first") / "registry.sqlite"
    copy_database(source, path)
    note_first(f"sqlite:///{path}", REGISTRY)
    return path, episodes


def copy_database(source: Path, target: Path) -> None:
    """With what SQLite has not written into the file itself yet."""
    for file in source.parent.glob(f"{source.name}*"):
        shutil.copy(file, target.with_name(file.name.replace(source.name, target.name)))


@pytest.fixture
def world_with(tmp_path: Path, filled: tuple[Path, dict[str, str]], applications: Applications) -> Callable[..., World]:
    """The registry with settings of one's own."""

    def make(**settings: object) -> World:
        source, episodes = filled
        copy_database(source, tmp_path / source.name)
        url, clock = f"sqlite:///{tmp_path / source.name}", Clock()
        known = {"catalogue": REGISTRY, "database_url": url, "secret": "prøve", "secure": False, "clock": clock}
        app = applications.of(Settings(**{**known, **settings}))
        return World(app, clock, url, episodes)

    return make


@pytest.fixture
def world_on_postgresql(fresh_postgres_url: str) -> Iterator[World]:
    """The registry on the production database."""
    episodes, clock = fill(fresh_postgres_url, generate_password_hash(PASSWORD, "pbkdf2:sha256:1")), Clock()
    settings = Settings(catalogue=REGISTRY, database_url=fresh_postgres_url, secret="prøve", secure=False, clock=clock)
    app = create_app(settings)
    yield World(app, clock, fresh_postgres_url, episodes)
    app.extensions[EXTENSION].engine.dispose()


@pytest.fixture
def world(world_with: Callable[..., World]) -> World:
    """The registry."""
    return world_with()


@pytest.fixture
def served(world: World) -> Iterator[World]:
    """The registry on a port of its own."""
    with on_a_port(world) as served:
        yield served


@pytest.fixture
def versions(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TwoVersions]:
    """The registry before an upgrade, on SQLite unless the test says something else."""
    is_file = getattr(request, "param", "sqlite") == "sqlite"
    url = f"sqlite:///{tmp_path}/registry.sqlite" if is_file else request.getfixturevalue("fresh_postgres_url")
    site, first = tmp_path / "site", tmp_path / "first"
    for folder in (site, first):
        shutil.copytree(REGISTRY, folder)
    if is_file:
        source, episodes = request.getfixturevalue("at_first")
        copy_database(source, tmp_path / "registry.sqlite")
    else:
        episodes = fill(url, generate_password_hash(PASSWORD, "pbkdf2:sha256:1"))
        note_first(url, first)
    world = World(None, Clock(), url, episodes)
    world.app = served_from(site, world)
    two = TwoVersions(world, site, first, write_second(first, tmp_path / "second"), [world.app])
    yield two
    for app in two.serving:
        app.extensions[EXTENSION].engine.dispose()
