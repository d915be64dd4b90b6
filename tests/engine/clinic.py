"""A small registry with two hospitals, as the tests of the store meet it: three forms, people, and who works there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

from catalogue.model import Catalogue
from engine.access import Access, Actor
from engine.accounts import Centre, add_centre
from engine.answers import Answers
from engine.episodes import Episode, add_episode
from engine.people import add_person, give_consent
from engine.tables import Tables, build_tables, create
from engine.tables.grants import APP, PEOPLE
from tests.catalogues import catalogue_of
from tests.engine.databases import engine_for

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()

MODULE = """
module: rygg
title: Rygg
episode: {name: forlop, title: Operasjon, anchor: operasjon.op_dato}
timepoints:
  preop: {title: Før operasjon, opens: -180 days, closes: 0 days}
  op:    {title: Operasjon}
  m3:    {title: 3 måneder, due: 90 days, opens: 75 days, closes: 180 days}
  m12:   {title: 12 måneder, due: 365 days, opens: 330 days, closes: 540 days}
"""

ABOUT = "category: bakgrunn\npurpose: Test\nsource: test\n"

PERSON = f"""
form: person
per: patient
title: Person
respondent: register
{ABOUT}
sections:
  - section: del
    title: Del
    variables:
      - {{name: navn, label: Navn, type: text, identifies: direct}}
      - {{name: fodselsdato, label: Født, type: date}}
      - {{name: fodselsar, label: Fødselsår, type: integer, calculate: year(fodselsdato)}}
"""

PASIENT = f"""
form: pasient
module: rygg
title: Før operasjon
respondent: patient
timepoints: [preop]
{ABOUT}
sections:
  - section: del
    title: Del
    variables:
      - {{name: hoyde, label: Høyde, type: integer, min: 100, soft_min: 140, max: 230, required: true}}
      - {{name: vekt, label: Vekt, type: decimal, decimals: 1, min: 25, max: 300}}
      - {{name: dato, label: Dato, type: date, prefill: today()}}
      - {{name: kl, label: Klokken, type: time}}
      - {{name: tid, label: Tidspunkt, type: datetime}}
      - {{name: royk, label: Røyker du?, type: boolean}}
      - {{name: antall, label: Hvor mange?, type: integer, enable_when: royk, required: true}}
      - {{name: kommentar, label: Kommentar, type: text, identifies: direct}}
      - {{name: kmi, label: KMI, type: decimal, decimals: 1, calculate: "vekt / power(hoyde / 100, 2)"}}
rules:
  - {{rule: voksen, require: "years_between(person.fodselsdato, dato) >= 16", severity: soft, message: Et barn?}}
"""

OPERASJON = f"""
form: operasjon
module: rygg
title: Operasjon
respondent: surgeon
timepoints: [op]
{ABOUT}
sections:
  - section: del
    title: Del
    variables:
      - {{name: op_dato, label: Dato, type: date, required: true}}
      - {{name: niva, label: Nivåer, type: integer}}
"""

OPPFOLGING = f"""
form: oppfolging
module: rygg
title: Oppfølging
respondent: patient
timepoints: [m3, m12]
{ABOUT}
sections:
  - section: del
    title: Del
    variables:
      - {{name: smerte, label: Smerte, type: integer, min: 0, max: 10}}
      - {{name: endring, label: Endring, type: integer, calculate: smerte - oppfolging_m3.smerte}}
rules:
  - rule: etter
    require: operasjon.op_dato <= today() and pasient.hoyde > 0
    severity: soft
    message: Før operasjonen?
"""

NAKKE = """
module: nakke
title: Nakke
episode: {name: forlop, title: Operasjon}
timepoints: {preop: {title: Før operasjon}}
"""

NAKKE_PASIENT = PASIENT.replace("module: rygg", "module: nakke")


@cache
def clinic_catalogue() -> Catalogue:
    return catalogue_of(PERSON, PASIENT, OPERASJON, OPPFOLGING, NAKKE, NAKKE_PASIENT, module=MODULE)


@dataclass(frozen=True)
class Clinic:
    """The database as the server and as its owner see it, and who may be at work in it."""

    engine: Engine
    owner: Engine
    tables: Tables
    people: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def at_work(self, who: str = "kari", why: str = "test", now: datetime = NOW) -> Iterator[Access]:
        """One transaction of one actor."""
        with self.engine.begin() as connection:
            yield Access(connection, self.tables, self.actor(who), now, why)

    def actor(self, who: str) -> Actor:
        known = {
            "kari": Actor("kari", "surgeon", "tromso"),
            "per": Actor("per", "surgeon", "bergen"),
            "siri": Actor("siri", "registry"),
            "nobody": Actor("nobody", "guest"),
        }
        return known.get(who) or Actor(who, "patient", person_id=self.people[who])

    def patient(self, name: str, at: str = "tromso", by: str = "kari", *, consents: bool = True) -> Episode:
        """Somebody new with an episode at a hospital, and an account."""
        with self.at_work(by) as access:
            person = add_person(access, f"number of {name}", Answers({"navn": name, "fodselsdato": date(1950, 2, 28)}))
            episode = add_episode(access, "rygg", person, at)
            if consents:
                give_consent(access, person, "2026-1")
        self.people[name] = person
        return episode

    def rows(self, table: Any) -> list[dict[str, Any]]:
        """All rows, seen past every rule of access."""
        with self.owner.connect() as connection:
            return [dict(row) for row in connection.execute(table.select()).mappings()]

    def log(self) -> list[tuple[str, str, str, str, str]]:
        """Who did what to which table, which row and why."""
        entries = self.rows(self.tables.fixed.access_log)
        return [tuple(entry[key] for key in ("actor", "action", "table_name", "row_id", "why")) for entry in entries]


@contextmanager
def sqlite_clinic(url: str) -> Iterator[Clinic]:
    with engine_for(url) as engine:
        tables = make_tables(engine)
        open_hospitals(engine, tables)
        yield Clinic(engine, engine, tables)


@contextmanager
def postgres_clinic(owner: Engine, tables: Tables) -> Iterator[Clinic]:
    """The server gets what its roles are granted and no more; the next test finds the tables empty, but for the ledger,
    from which nothing can be taken.
    """
    with engine_for(owner.url) as engine:
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("SET LOCAL ROLE test_server"))
        open_hospitals(owner, tables)
        yield Clinic(engine, owner, tables)
    with owner.begin() as connection:
        emptied = (table for table in tables.metadata.sorted_tables if table is not tables.governance.signoff)
        names = ", ".join(table.fullname for table in emptied)
        connection.exec_driver_sql(f"TRUNCATE {names}")


def make_tables(owner: Engine) -> Tables:
    tables = build_tables(clinic_catalogue(), owner.dialect.name)
    with owner.begin() as connection:
        create(connection, tables)
        if owner.dialect.name == "postgresql":
            connection.exec_driver_sql("CREATE ROLE test_server NOLOGIN")
            connection.exec_driver_sql(f"GRANT {APP}, {PEOPLE} TO test_server")
    return tables


def open_hospitals(owner: Engine, tables: Tables) -> None:
    with owner.begin() as connection:
        for key, number, name in (("tromso", "1", "Tromsø"), ("bergen", "2", "Bergen")):
            add_centre(connection, tables, Centre(id=key, number=number, name=name, valid_from=date(2007, 1, 1)))
