"""The tables refuse what they should, by name, and take everything the evaluation lets through, on both databases."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from catalogue.model import Catalogue
from catalogue.reserved import RECORD_COLUMNS
from catalogue.value_types import VALUE_TYPES
from engine.answers import Answers, Context, IssueSeverity
from engine.constraints import without_refused
from engine.evaluation import evaluator, final_answers
from engine.synth import synthesise
from engine.tables import RECORD, Tables, build_tables, ddl, queries
from engine.tables.final_checks import row_external
from engine.tables.names import LONGEST, check_name, database_name
from engine.tables.storage import Storage
from engine.tables.types import COLUMN_TYPES
from engine.tables.wording import Check
from tests.catalogues import catalogue_in, catalogue_of, form_of
from tests.engine.databases import DIALECTS, TODAY, database_url, engine_for, insert, prepare, record, refusal, written
from tests.spread import addresses_now_and_slow

HERE = Path(__file__).parent
REFUSED = sorted((HERE / "tables").glob("*.yaml"))
EVALUATED = sorted((HERE / "evaluation").glob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def expected(dialect: str, refused: str | None) -> str | None:
    """PostgreSQL has types of its own, and says otherwise what is wrong with them."""
    if refused is None:
        return None
    return "another type" if dialect == "postgresql" and refused.endswith("_type") else f"ck_test_skjema_{refused}"


def shown(dialect: str, refused: str | None, wanted: str | None) -> str | None:
    is_type = wanted == "another type" and refused is not None and not refused.startswith("ck_")
    return wanted if dialect == "postgresql" and is_type else refused


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_direct_insert_is_refused_by_name(request: Any, path: Path, dialect: str) -> None:
    table = read(path)
    tables = build_tables(catalogue_in(table), dialect)
    complete = table.get("complete")
    wrong = []
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        rows = [(case, record(status=1) | complete | case["row"]) for case in table["cases"] if complete]
        rows += [(case, record() | case["row"]) for case in table.get("drafts", [] if complete else table["cases"])]
        rows += [
            ({**case, "refused": None}, row | {"status": 0}) for case, row in rows if row["status"] == 1 and complete
        ]
        for case, row in rows:
            wanted = expected(dialect, case["refused"])
            got = shown(dialect, refusal(connection, "test_skjema", row), wanted)
            if got != wanted:
                wrong.append((case["row"], row["status"], wanted, got))
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in REFUSED if "external" in read(path)], ids=lambda path: path.stem)
def test_what_looks_outside_the_row_is_left_to_queries(path: Path) -> None:
    table = read(path)
    form = build_tables(catalogue_in(table)).forms["test.skjema"]
    assert [f"{check.subject}_{check.kind}" for check in row_external(form.form, form.row)] == table["external"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_queries_find_what_only_they_can_see(request: Any, dialect: str) -> None:
    table = read(HERE / "outside.yaml")
    tables = build_tables(catalogue_of(table["form"], table["person"]), dialect)
    asked = {name.removeprefix("ck_test_skjema_"): query for name, query in queries(tables, "test.skjema")}
    assert list(asked) == table["queries"]
    wrong = []
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        for case in table["cases"]:
            attempt = connection.begin_nested()
            found = broken_in(connection, tables, asked, table["complete"], case)
            attempt.rollback()
            if found != case["found"]:
                wrong.append((case, found))
    assert wrong == []


def broken_in(
    connection: Connection, tables: Tables, asked: dict[str, str], complete: dict[str, Any], case: dict[str, Any]
) -> list[str]:
    """The queries that find a row."""
    born, anchor = written(case["born"]), written(case["anchor"])
    connection.execute(text(f"UPDATE {tables.fixed.person.fullname} SET fodselsdato = {born}"))
    connection.execute(text(f"UPDATE episode SET anchor_date = {anchor}"))
    rows = [record(timepoint="m3", status=1) | complete | case.get("row", {})]
    rows += [record(id="before", status=1) | complete | case["before"]] if "before" in case else []
    for row in rows:
        connection.execute(text(insert("test_skjema", row)))
    found = {name: connection.scalars(text(query), today_if_asked(query)).all() for name, query in asked.items()}
    return [name for name, ids in found.items() if ids]


def today_if_asked(query: str) -> dict[str, str]:
    return {"today": TODAY.isoformat()} if ":today" in query else {}


def is_left_to_queries(issue_of: str, rule: str, external: tuple[Check, ...]) -> bool:
    by_query = {(check.subject, check.kind) for check in external}
    kind = {"below-min": "min", "above-max": "max", "code-not-valid": "valid", "code-replaced": "valid"}.get(rule, "")
    return (issue_of, kind) in by_query or (rule, "rule") in by_query


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("path", EVALUATED, ids=lambda path: path.stem)
def test_tables_and_evaluation_agree(request: Any, path: Path, dialect: str) -> None:
    """A final row is refused exactly when the evaluation found something hard in it that the row can tell."""
    table = read(path)
    catalogue = catalogue_in(table)
    tables = build_tables(catalogue, dialect)
    held = tables.forms["test.skjema"]
    external = row_external(held.form, held.row)
    wrong = []
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        for case in table["cases"]:
            answers = Answers(case["answers"], case.get("reasons", {}))
            context = Context(TODAY, "preop", case.get("anchor"), case.get("others", {}))
            evaluate = evaluator(catalogue, held.form).evaluate
            answers = without_refused(answers, evaluate(answers, context).issues)
            outcome = evaluate(answers, context)
            stops = [
                issue
                for issue in outcome.issues
                if issue.severity is IssueSeverity.HARD and not is_left_to_queries(issue.variable, issue.rule, external)
            ]
            final = final_answers(held.form, answers, outcome)
            row = {name: value for name, value in final.values.items() if name in held.row.variables}
            row |= {f"{name}_missing": reason for name, reason in final.reasons.items()}
            refused = refusal(connection, "test_skjema", record(status=1) | row)
            if bool(refused) != bool(stops):
                wrong.append((case["answers"], refused, [(issue.variable, issue.rule) for issue in stops]))
    assert wrong == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_check_tightened_in_a_release_spares_older_rows(request: Any, dialect: str) -> None:
    catalogue = catalogue_of(form_of("- {name: hoyde, label: Høyde, type: integer, max: 230}"))
    tables = build_tables(catalogue, dialect, Storage(since={"ck_test_skjema_hoyde_limits": 3}))
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        assert refusal(connection, "test_skjema", record(hoyde=240, release=2)) is None
        assert refusal(connection, "test_skjema", record(hoyde=240, release=3)) == "ck_test_skjema_hoyde_limits"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_decimal_of_every_size_is_kept_exactly(request: Any, dialect: str) -> None:
    variables = "\n".join(
        f"- {{name: d{decimals}, label: Tall, type: decimal, decimals: {decimals}}}" for decimals in range(7)
    )
    tables = build_tables(catalogue_of(form_of(variables)), dialect)
    numbers = [
        (whole + part / 10**d, d) for whole in (-300, -1, 0, 17, 99_999) for d in range(7) for part in (0, 1, 7, 9)
    ]
    numbers += [(999_999_999_999.1234, 4), (-123_456_789_012.345678, 6)]
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        refused = {
            (number, decimals): refusal(connection, "test_skjema", record(**{f"d{decimals}": round(number, decimals)}))
            for number, decimals in numbers
        }
    assert {pair: name for pair, name in refused.items() if name} == {}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_text_with_nul_is_refused(request: Any, dialect: str) -> None:
    tables = build_tables(catalogue_of(form_of("- {name: navn, label: Navn, type: text}")), dialect)
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables)
        row = record(navn="a\0b")
        insert = f"INSERT INTO test_skjema ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"
        with pytest.raises(DBAPIError, match=r"ck_test_skjema_navn_type|NUL"):
            connection.execute(text(insert), row)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_registry_s_own_tables(request: Any, dialect: str, nkr: Catalogue) -> None:
    """Codelists and value sets have their rows, names fit, and on PostgreSQL the labels are comments."""
    tables = build_tables(nkr, dialect)
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables, "rygg")
        yes = tables.codelists["ja_nei"]
        rows = connection.execute(yes.select().order_by(yes.c.position)).all()
        assert [tuple(row)[:3] for row in rows] == [
            (1, "Ja", None),
            (0, "Nei", None),
            (9, "Ikke utfylt", "not_answered"),
        ]
        tariff = tables.value_sets["eq5d5l_norge"]
        best = connection.execute(tariff.select().where(*(column == 1 for column in list(tariff.columns)[:5]))).one()
        assert best.value == 1
        if dialect == "postgresql":
            columns = {column["name"]: column["comment"] for column in inspect(connection).get_columns("rygg_pasient")}
            assert columns["hoyde"] == "Hvor høy er du?"
    names = [constraint.name for table in tables.metadata.tables.values() for constraint in table.constraints]
    assert all(len(str(name)) <= LONGEST for name in names)


def test_a_long_name_is_cut_and_stays_its_own() -> None:
    long = "a" * 40
    one, other = check_name(f"rygg_{long}", long, "complete"), check_name(f"rygg_{long}", long, "required")
    assert len(one) == len(other) == LONGEST
    assert one != other
    assert one[:40] == other[:40]
    assert database_name("ck", "rygg", "hoyde") == "ck_rygg_hoyde"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_catalogue_gives_the_same_text(nkr: Catalogue, dialect: str) -> None:
    assert ddl(nkr, dialect) == ddl(nkr, dialect)


def test_every_value_type_has_a_column() -> None:
    assert set(COLUMN_TYPES) == set(VALUE_TYPES)


def test_the_record_is_what_a_catalogue_may_name() -> None:
    assert list(RECORD) == list(RECORD_COLUMNS)


def test_a_calculation_that_looks_outside_is_not_stored() -> None:
    table = read(HERE / "tables" / "final.yaml")
    form = build_tables(catalogue_in(table)).forms["test.skjema"]
    assert "doegn" in form.table.columns
    assert "alder" not in form.table.columns
    assert form.outside == ("person.fodselsdato",)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("address", addresses_now_and_slow(["rygg.pasient", "nakke.pasient"]))
def test_valid_answers_that_reach_every_branch_are_taken(
    request: Any, dialect: str, address: str, nkr: Catalogue
) -> None:
    tables = build_tables(nkr, dialect)
    held = tables.forms[address]
    made = synthesise(nkr, held.form, 60, seed=1, today=TODAY)
    columns = set(held.table.columns.keys())
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables, held.form.module)
        rows = [record(status=1) | {name: row[name] for name in row if name in columns} for row in made.rows]
        refused = [refusal(connection, held.table.name, row) for row in rows]
    assert set(refused) == {None}
