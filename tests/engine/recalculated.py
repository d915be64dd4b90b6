"""A registry before and after its formulas were changed, with patients in it, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event

from catalogue.model import Catalogue
from engine.access import Access, Actor
from engine.accounts import Centre, add_centre
from engine.answers import Answers, Context
from engine.database import connect
from engine.episodes import add_episode
from engine.evaluation import evaluator, final_answers
from engine.people import add_person, give_consent
from engine.recalculation import Batch, Distribution, Order, Recalculation, plan_of
from engine.store import Saved, create, fetch, finalise, reopen
from engine.tables import Tables, build_tables
from engine.tables import create as create_tables
from engine.tables.grants import APP, PEOPLE
from tests.catalogues import catalogue_of, form_of

FORM = "test.skjema"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
TODAY = NOW.date()

VARIABLES = """
- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230, required: true}
- {name: vekt, label: Vekt, type: decimal, decimals: 1, min: 25, max: 300}
- {name: gravid, label: Gravid?, type: boolean, enable_when: "person.fodselsar > 1970"}
- {name: kmi, label: KMI, type: decimal, decimals: 1, soft_max: 60, calculate: "vekt / power(hoyde / 100, 2)"}
- {name: tung, label: Tung, type: boolean, calculate: kmi >= 30}
- {name: kost, label: Kostråd?, type: boolean, enable_when: kmi >= 40}
- {name: lengde, label: Lengde, type: decimal, decimals: 2, calculate: hoyde / 100}
- {name: skaar, label: Skår, type: integer, calculate: "case when gravid then 1 else 0 end"}
"""
RULES = "- {rule: mulig, require: kmi < 70, severity: hard, message: Ikke mulig.}"
PERSON = """
form: person
per: patient
title: Person
respondent: register
category: bakgrunn
purpose: Test
source: test
sections:
  - section: del
    title: Del
    variables:
      - {name: fodselsdato, label: Født, type: date}
      - {name: fodselsar, label: Fødselsår, type: integer, calculate: year(fodselsdato)}
"""
FORMULA = "vekt / power(hoyde / 100, 2)"


def catalogue_with(formula: str = FORMULA, variables: str = VARIABLES, rules: str = RULES) -> Catalogue:
    """The registry with this formula for kmi."""
    return catalogue_of(PERSON, form_of(variables.replace(FORMULA, formula), rules))


BEFORE = catalogue_with()


@dataclass(frozen=True)
class Registry:
    """The database as a server sees it, with the tables of the catalogue before."""

    engine: Engine
    owner: Engine
    tables: Tables

    @contextmanager
    def at_work(self, now: datetime = NOW) -> Iterator[Access]:
        with self.engine.begin() as connection:
            yield Access(connection, self.tables, Actor("siri", "registry"), now, "test")

    def patient(self, release: int = 1, born: int = 1950, confirmed: bool = False, **values: Any) -> str:
        """A final row of a new patient."""
        with self.at_work() as access:
            person = add_person(access, None, Answers({"fodselsdato": date(born, 5, 17)}))
            give_consent(access, person, "2026-1")
            episode = add_episode(access, "test", person, "one")
            tables = replace(self.tables, release=release)
            row = create(replace(access, tables=tables), FORM, episode.id, "preop").id
        self._finalise(row, 1, born, confirmed, values)
        return row

    def correct(self, row_id: str, born: int = 1950, **values: Any) -> None:
        """A final row opened and made final with other answers, by the formulas of before."""
        with self.at_work() as access:
            opened = reopen(access, FORM, row_id, fetch(access, FORM, row_id).revision)
        assert isinstance(opened, Saved)
        self._finalise(row_id, opened.occasion.revision, born, False, values)

    def _finalise(self, row_id: str, revision: int, born: int, confirmed: bool, values: dict[str, Any]) -> None:
        form = self.tables.forms[FORM].form
        context = Context(TODAY, "preop", others={"person.fodselsar": born})
        outcome = evaluator(self.tables.catalogue, form).evaluate(Answers(values), context)
        final = final_answers(form, Answers(values), outcome)
        reasons = {(issue.variable, issue.rule): "Ja" for issue in outcome.issues} if confirmed else None
        with self.at_work() as access:
            assert isinstance(finalise(access, FORM, row_id, revision, final, outcome.issues, reasons), Saved)

    def row(self, row_id: str) -> Any:
        """A row as the store reads it."""
        with self.at_work() as access:
            return fetch(access, FORM, row_id)

    def rows(self, table: Any) -> list[dict[str, Any]]:
        """All rows, seen past every rule of access."""
        with self.owner.connect() as connection:
            return [dict(row) for row in connection.execute(table.select()).mappings()]

    def emptied(self) -> None:
        """PostgreSQL made ready for the next test: all rows gone but the catalogue's own, the centre and the ledger."""
        kept = {self.tables.fixed.centre.name, self.tables.governance.signoff.name}
        kept |= {table.name for part in (self.tables.codelists, self.tables.value_sets) for table in part.values()}
        names = ", ".join(table.fullname for table in self.tables.metadata.sorted_tables if table.name not in kept)
        with self.owner.begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {names}")

    def state(self) -> list[list[dict[str, Any]]]:
        """Everything stored but the log."""
        log = self.tables.fixed.access_log.name
        tables = (table for table in self.tables.metadata.sorted_tables if table.name != log)
        return [sorted(self.rows(table), key=str) for table in tables]

    def work(
        self, catalogue: Catalogue, *chosen: str, choice: str = "recompute", release: int = 2, **options: Any
    ) -> Recalculation:
        """The recalculation by the formulas of another catalogue."""
        tables = build_tables(catalogue, self.engine.dialect.name)
        order = Order(choice, release, Actor("siri", "system"), "ny formel", TODAY, **options)
        plan = plan_of(catalogue, tables.forms[FORM], chosen)
        return Recalculation(self.engine, tables, plan, order, lambda: LATER)

    def recalculate(self, catalogue: Catalogue, *chosen: str, **options: Any) -> "Result":
        """The same, done to its end."""
        work = self.work(catalogue, *chosen, **options)
        return Result(list(work.batches()), dict(work.distributions))

    def stamps(self, row_id: str) -> dict[str, tuple[Any, ...]]:
        """Of each variable the release of its formula, what was chosen, and the value before."""
        return {
            stamp["variable"]: (stamp["release"], stamp["choice"], stamp["before"], stamp["before_release"])
            for stamp in self.rows(self.tables.fixed.calculation)
            if stamp["row_id"] == row_id
        }


@dataclass(frozen=True)
class Result:
    """What a recalculation gave."""

    batches: list[Batch]
    distributions: dict[str, Distribution]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Rows looked at, done before, and written."""
        return (
            sum(batch.rows for batch in self.batches),
            sum(batch.done for batch in self.batches),
            sum(batch.written for batch in self.batches),
        )

    @property
    def obstacles(self) -> list[tuple[str, str, str, str]]:
        found = (obstacle for batch in self.batches for obstacle in batch.obstacles)
        return [(one.row_id, one.variable, one.rule, one.severity) for one in found]


def made(url: str) -> Registry:
    """An empty database made ready. On PostgreSQL the server gets what its roles are granted and no more."""
    owner, engine = connect(url), connect(url)
    tables = build_tables(BEFORE, owner.dialect.name)
    with owner.begin() as connection:
        create_tables(connection, tables)
        add_centre(connection, tables, Centre(id="one", number="1", name="Testsykehuset", valid_from=date(2007, 1, 1)))
        if owner.dialect.name == "postgresql":
            make = "CREATE ROLE recalculating NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL;"
            connection.exec_driver_sql(f"DO $$ BEGIN {make} END $$")
            connection.exec_driver_sql(f"GRANT {APP}, {PEOPLE} TO recalculating")
            event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("SET LOCAL ROLE recalculating"))
    return Registry(engine, owner, tables)
