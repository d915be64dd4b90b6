"""Codes of a versioned system: the database knows them and their days, and each keeps the edition it was taken from."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from catalogue.model import Catalogue
from engine.access import Access, Actor
from engine.answer_columns import own_columns, system_columns
from engine.answers import Answers
from engine.store import create, fetch, save_draft
from engine.synth import synthesise
from engine.tables import Tables, build_tables, queries
from tests.catalogues import catalogue_of, form_of
from tests.engine.databases import DIALECTS, NOW, TODAY, database_url, engine_for, insert, prepare, record, refusal

SYSTEM = """
system: prosedyre
title: Prosedyrer
version: "2016"
table: prosedyre.csv
"""
VARIABLES = """
- {name: dato, label: Dato, type: date}
- name: kode
  label: Prosedyre
  type: coding
  system: prosedyre
  valid_on: dato
  aliases: {gammel: KODE}
  edition: {gammel: KODE_VER}
- {name: annen, label: Annen prosedyre, type: coding, system: prosedyre}
- {name: fritekst, label: Annet, type: text}
"""
ANCHOR = """
module: test
title: Testmodul
episode: {name: forlop, title: Forløp, anchor: skjema.dato}
timepoints: {preop: {title: Før}}
"""
CATALOGUE = catalogue_of(SYSTEM, form_of(VARIABLES))
FORM = CATALOGUE.form["test.skjema"]


def of_edition(version: str) -> Catalogue:
    """The catalogue with another edition of the system."""
    return catalogue_of(SYSTEM.replace("2016", version), form_of(VARIABLES))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_code_the_system_does_not_have_is_refused(request: Any, dialect: str) -> None:
    tables = build_tables(CATALOGUE, dialect)
    unknown = {"sqlite": "FOREIGN KEY constraint failed", "postgresql": "fk_test_skjema_kode"}[dialect]
    rows = [
        ({"kode": "AB10"}, None),
        ({"kode": "AB10", "kode_edition": "2016"}, None),
        ({"kode": "AB11"}, unknown),
        ({"kode": "ab10"}, unknown),
        ({"kode_edition": "2016"}, "ck_test_skjema_kode_edition"),
    ]
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        assert [refusal(connection, "test_skjema", record(**row)) for row, _ in rows] == [told for _, told in rows]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_system_is_a_table(request: Any, dialect: str) -> None:
    tables = build_tables(CATALOGUE, dialect)
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        rows = [tuple(row) for row in connection.execute(tables.systems["prosedyre"].select()).all()]
    assert ("AB10", "Prolaps, mikrokirurgisk", None, None, None) in rows
    assert ("AB20", "Elektrode", date(2012, 1, 1), date(2015, 12, 31), "AB21") in rows


# Columns of a final row, the episode's anchor date, and which codes are not valid.
DAYS = [
    ({"kode": "AB20", "dato": "2014-06-01"}, None, []),
    ({"kode": "AB20", "dato": "2011-12-31"}, None, ["kode"]),
    ({"kode": "AB20"}, None, []),
    ({"annen": "AB20"}, "2014-06-01", []),
    ({"annen": "AB20"}, "2016-06-01", ["annen"]),
    ({"annen": "AB20"}, None, ["annen"]),
    ({"kode": "AB10", "annen": "AB10"}, "1999-01-01", []),
]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_query_finds_codes_that_were_not_valid(request: Any, dialect: str) -> None:
    tables = build_tables(CATALOGUE, dialect)
    asked = dict(queries(tables, "test.skjema"))
    assert list(asked) == ["ck_test_skjema_kode_valid", "ck_test_skjema_annen_valid"]
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        found = [_not_valid(connection, asked, row, anchor) for row, anchor, _ in DAYS]
    assert found == [wrong for _, _, wrong in DAYS]


def _not_valid(connection: Connection, asked: dict[str, str], row: dict[str, str], anchor: str | None) -> list[str]:
    attempt = connection.begin_nested()
    reasons = {f"{name}_missing": "not_answered" for name in FORM.variable if name not in row}
    connection.execute(text("UPDATE episode SET anchor_date = " + (f"'{anchor}'" if anchor else "NULL")))
    connection.execute(text(insert("test_skjema", record(status=1) | row | reasons)))
    found = [name.split("_")[3] for name, query in asked.items() if connection.execute(text(query)).all()]
    attempt.rollback()
    return found


def test_in_the_form_that_has_the_anchor_date_that_is_the_day() -> None:
    form = catalogue_of(SYSTEM, form_of(VARIABLES), module=ANCHOR).form["test.skjema"]
    assert [form.variable[name].valid_on.text for name in ("kode", "annen")] == ["dato", "dato"]
    assert FORM.variable["annen"].valid_on is None


# ---- the edition ----


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_edition_changes_only_when_the_value_does(request: Any, dialect: str) -> None:
    first, later = (build_tables(of_edition(version), dialect) for version in ("2016", "2017"))
    with engine_for(database_url(request, dialect)) as engine:
        with engine.begin() as connection:
            prepare(connection, first)
            row = create(_at_work(connection, first), "test.skjema", "one", "preop", answers=Answers({"kode": "AB10"}))
        assert _editions(engine, first, row.id) == {"kode": "2016"}
        _save(engine, first, row.id, {"kode": "AB10", "annen": "AB21"})
        _save(engine, later, row.id, {"kode": "AB10", "annen": "AB21", "fritekst": "mer"})
        assert _editions(engine, later, row.id) == {"kode": "2016", "annen": "2016"}
        _save(engine, later, row.id, {"kode": "AB10", "annen": "AB99"})
        assert _editions(engine, later, row.id) == {"kode": "2016", "annen": "2017"}
        _save(engine, later, row.id, {"annen": "AB99"})
        assert _editions(engine, later, row.id) == {"annen": "2017"}
        with engine.begin() as connection:
            history = later.forms["test.skjema"].history
            kept = connection.execute(history.select().order_by(history.c.revision)).mappings().all()
    assert [old["kode_edition"] for old in kept] == ["2016"] * 4


def _at_work(connection: Connection, tables: Tables) -> Access:
    return Access(connection, tables, Actor("prøve", "system"), NOW, "prøve")


def _save(engine: Engine, tables: Tables, row_id: str, values: dict[str, Any]) -> None:
    with engine.begin() as connection:
        access = _at_work(connection, tables)
        revision = fetch(access, "test.skjema", row_id).revision
        save_draft(access, "test.skjema", row_id, revision, Answers(values))


def _editions(engine: Engine, tables: Tables, row_id: str) -> dict[str, str | None]:
    with engine.begin() as connection:
        editions = fetch(_at_work(connection, tables), "test.skjema", row_id).editions
    return {name: edition for name, edition in editions.items() if edition}


def test_the_edition_is_a_column_that_files_may_have() -> None:
    assert own_columns(CATALOGUE, FORM).unknown(("kode", "kode_edition", "fritekst_edition")) == (
        "There is no column 'fritekst_edition'. Did you mean 'fritekst_missing'?",
    )
    assert system_columns(CATALOGUE, FORM, "gammel", "preop").unknown(("KODE", "KODE_VER")) == ()


# ---- made-up answers, and the registry's own system ----


def test_made_up_codes_are_valid_on_their_day() -> None:
    made = synthesise(CATALOGUE, FORM, 60, seed=1, today=TODAY)
    assert made.missed == ()
    assert {row["kode"] for row in made.rows} > {"AB10", "AB21"}


def test_the_registrys_system_is_pinned(nkr: Catalogue) -> None:
    system = nkr.systems["ncsp"]
    assert len(system.codes) >= 60
    assert system.version
    assert system.source
    for name, (start, end, replacement) in {
        "ABC16": (None, None, None),
        "ABD30": (None, date(2015, 12, 31), "ABD65"),
        "NAX00": (date(2016, 1, 1), None, None),
    }.items():
        era = system.code[name].collected
        assert (era.start if era else None, era.end if era else None) == (start, end)
        assert system.replaced_by.get(name) == replacement
    assert all(len(code.label.source) <= 80 for code in system.codes)


def test_two_catalogues_of_one_system_are_equal() -> None:
    system = CATALOGUE.systems["prosedyre"]
    assert system == of_edition("2016").systems["prosedyre"]
    assert replace(system, version="2017") == of_edition("2017").systems["prosedyre"]
