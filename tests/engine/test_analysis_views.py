"""The analysts' views: what they show of answers written through the store, and under which names; both databases."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from catalogue.dependencies import stored_variables
from catalogue.expressions.parser import parse
from catalogue.expressions.printer import to_text
from catalogue.expressions.scope import Binding
from catalogue.model import Catalogue, Form, Module
from catalogue.source.loader import load
from engine.access import Access, Actor
from engine.accounts import Centre, add_centre
from engine.answers import Answers, Context, IssueSeverity
from engine.compilers.python import compile_expression
from engine.constraints import in_era
from engine.episodes import add_episode
from engine.evaluation import evaluator, final_answers
from engine.occasions import Occasion
from engine.others import context_of
from engine.people import add_person, fetch_people, give_consent
from engine.store import Saved, create, fetch, finalise, save_draft
from engine.synth import synthesise
from engine.tables import build_tables, queries
from engine.tables import create as create_tables
from engine.tables.analysis import YesNo, create_views, view_names, views_sql
from engine.tables.analysis.columns import Column, chapters
from engine.tables.analysis.simpler import simpler
from engine.tables.analysis.sources import Answer, owners
from engine.tables.grants import ANALYST
from tests.catalogues import MODULE, catalogue_of, form_of
from tests.engine.databases import DIALECTS, database_url, engine_for
from tests.golden_files import assert_golden
from tests.nkr import nkr_catalogue
from tests.registry_facts import facts, lines
from tests.spread import modules_now_and_slow

HERE = Path(__file__).parent / "analysis"
EXPECTED = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
WORDS = YesNo("Ja", "Nei")
NOW = datetime(2011, 6, 1, 12, 0, tzinfo=UTC)
VALUES, LABELS, REASONS = view_names("hofte")


@pytest.fixture(scope="module")
def registry() -> Catalogue:
    loaded = load(HERE / "registry" / "variables.yaml")
    assert not loaded.findings
    assert loaded.catalogue is not None
    return loaded.catalogue


@contextmanager
def at_work(request: Any, dialect: str, catalogue: Catalogue) -> Iterator[Access]:
    """A database with tables, views and a centre, and somebody who may do everything."""
    tables = build_tables(catalogue, dialect)
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        create_tables(connection, tables)
        create_views(connection, tables, WORDS)
        centre = Centre(id="one", number="4711", name="Prøvesykehuset", valid_from=date(2007, 1, 1))
        add_centre(connection, tables, centre)
        yield Access(connection, tables, Actor("siri", "registry"), NOW, "test")


def add(access: Access, module: str, person: Mapping[str, Any], forms: Mapping[str, Mapping[str, Any]]) -> str:
    """A person's episode with these forms, by the name rules call them, through the store."""
    person_id = add_person(access, None, Answers(person))
    give_consent(access, person_id, "1")
    episode = add_episode(access, module, person_id, "one")
    for form in access.tables.catalogue.forms_of(module):
        for name, timepoint in zip(form.occasion_names(), form.timepoints, strict=True):
            if name in forms:
                fill_in(access, form.address, episode.id, timepoint, **forms[name])
    return episode.id


def fill_in(
    access: Access,
    address: str,
    episode: str,
    timepoint: str,
    *,
    answers: Mapping[str, Any],
    reasons: Mapping[str, str] | None = None,
    stored: Mapping[str, Any] | None = None,
    draft: bool = False,
) -> None:
    """One form; `stored` are values that an earlier version has left and that are no longer asked."""
    row = create(access, address, episode, timepoint)
    form = access.tables.forms[address]
    given = Answers({name: typed(form.form, name, value) for name, value in answers.items()}, reasons or {})
    if draft:
        save_draft(access, address, row.id, row.revision, given)
        return
    outcome = evaluator(access.tables.catalogue, form.form).evaluate(given, context_of(access, row, NOW.date()))
    final = final_answers(form.form, given, outcome)
    saved = finalise(access, address, row.id, row.revision, final, outcome.issues)
    assert isinstance(saved, Saved), saved
    if stored:
        gone = {f"{name}_missing": None for name in stored if f"{name}_missing" in form.table.c}
        access.connection.execute(form.table.update().where(form.table.c.id == row.id).values({**stored, **gone}))


def typed(form: Form, name: str, value: Any) -> Any:
    """YAML has no time of day."""
    return time.fromisoformat(value) if form.variable[name].type == "time" else value


def shown(connection: Connection, view: str, episode: str) -> dict[str, Any]:
    """What a view has of an episode, empty columns left out, and values alike in both databases."""
    rows = connection.execute(text(f'SELECT * FROM "{view}" WHERE "ForlopsID" = :id'), {"id": episode}).mappings()
    return {name: plain(value) for name, value in rows.one().items() if value is not None}


def plain(value: Any) -> Any:
    """Dates and times as SQLite keeps them, to the minute; truth values and whole numbers as whole numbers."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(" ", "minutes")[:16]
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case bool():
            return int(value)
        case float() if value.is_integer():
            return int(value)
        case str() if value.startswith(f"{NOW:%Y-%m-%d %H:%M}:"):
            return value[:16]
        case _:
            return value


def expected(case: Mapping[str, Any], view: str, episode: str) -> dict[str, Any]:
    """Labels are listed where they differ from the values."""
    own = {VALUES: case["values"], LABELS: case["values"] | case.get("labels", {}), REASONS: case["reasons"]}[view]
    row = {"ForlopsID": episode} | EXPECTED["always"] | case["in_all_views"] | own
    flags = EXPECTED["flags"] if view != VALUES else []
    return {name: plain(value) for name, value in row.items() if name not in flags}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_view_shows_what_it_should(request: Any, dialect: str, registry: Catalogue) -> None:
    wrong = []
    with at_work(request, dialect, registry) as access:
        for case in EXPECTED["cases"]:
            episode = add(access, "hofte", case["person"], case["forms"])
            for view in (VALUES, LABELS, REASONS):
                row = shown(access.connection, view, episode)
                assert row.pop("forlop_person_id")
                row.pop("operasjon_levd", None)
                wanted = expected(case, view, episode)
                differing = {name for name in {*row, *wanted} if row.get(name) != wanted.get(name)}
                wrong += [(case["what"], view, name, row.get(name), wanted.get(name)) for name in sorted(differing)]
    assert wrong == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_today_is_the_database_s_own(request: Any, dialect: str, registry: Catalogue) -> None:
    case = EXPECTED["cases"][0]
    with at_work(request, dialect, registry) as access:
        add(access, "hofte", case["person"], case["forms"])
        lived = access.connection.scalar(text(f'SELECT "operasjon_levd" FROM "{VALUES}"'))
        today = access.connection.scalar(text("SELECT CAST(CURRENT_DATE AS text)"))
    assert lived == (date.fromisoformat(today) - case["person"]["fodselsdato"]).days


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_three_views_have_the_same_columns(request: Any, dialect: str, registry: Catalogue) -> None:
    """But for the flags; and no column tells who somebody is."""
    with at_work(request, dialect, registry) as access:
        create_views(access.connection, access.tables, WORDS)
        columns = {view: columns_of(access.connection, view) for view in view_names("hofte")}
    assert [name for name in columns[VALUES] if name not in EXPECTED["flags"]] == columns[LABELS] == columns[REASONS]
    assert columns[VALUES] == EXPECTED["columns"]
    assert not {"Navn", "Kommentar"} & set(columns[VALUES])


def columns_of(connection: Connection, view: str) -> list[str]:
    return list(connection.execute(text(f'SELECT * FROM "{view}"')).keys())


def test_analysts_see_the_views_and_not_the_people(request: Any, registry: Catalogue) -> None:
    with at_work(request, "postgresql", registry) as access:
        access.connection.execute(text(f"SET LOCAL ROLE {ANALYST}"))
        assert columns_of(access.connection, VALUES)
        attempt = access.connection.begin_nested()
        with pytest.raises(ProgrammingError, match="permission denied"):
            access.connection.execute(text("SELECT * FROM people.person"))
        attempt.rollback()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_query_too_looks_up_what_no_row_holds(request: Any, dialect: str, registry: Catalogue) -> None:
    case = EXPECTED["cases"][0]
    with at_work(request, dialect, registry) as access:
        add(access, "hofte", case["person"], case["forms"])
        ((name, query),) = queries(access.tables, "hofte.oppfolging")
        assert access.connection.scalars(text(query)).all() == []
        stricter = query.replace("0.9", "0.7")
        assert len(access.connection.scalars(text(stricter)).all()) == 1
    assert name == "ck_hofte_oppfolging_ikke_langt_verre_rule"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_of_a_small_registry(dialect: str, registry: Catalogue) -> None:
    tables = build_tables(registry, dialect)
    assert_golden(f"views/{dialect}/hofte_analyse.sql", views_sql(tables, "hofte", WORDS))


# ---- names ----

NAMES = yaml.safe_load((HERE / "names.yaml").read_text(encoding="utf-8"))["cases"]
MODULE_WITH_ALIASES = MODULE.replace("{title: Før}", "{title: Før, alias: Pre}").replace(
    "{title: Etter 3 måneder}", "{title: Etter 3 måneder, alias: 3mnd}"
)


def names_in(case: Mapping[str, str], timepoints: str) -> list[str]:
    """The columns of a form, without those of the episode."""
    form = form_of(case["variables"]).replace("[preop]", timepoints)
    form = form.replace("form: skjema", f"form: {case.get('form', 'skjema')}")
    catalogue = replace(catalogue_of(form, module=MODULE_WITH_ALIASES), analysis_names="ut")
    _, *of_forms = chapters(catalogue, catalogue.modules["test"])
    return [column.name for chapter in of_forms for column in chapter.columns]


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case["what"])
def test_every_column_has_its_name(case: Mapping[str, Any]) -> None:
    assert names_in(case, "[preop]") == case["once"]
    if "repeated" in case:
        assert names_in(case, "[preop, m3]") == case["repeated"]


def test_a_system_of_names_is_not_needed() -> None:
    catalogue = catalogue_of(form_of("- {name: hoyde, label: Høyde, type: integer, aliases: {ut: Hoyde}}"))
    listed = [column.name for chapter in chapters(catalogue, catalogue.modules["test"]) for column in chapter.columns]
    assert listed == ["forlop_id", "forlop_person_id", "forlop_anchor_date", "skjema_status", "skjema_hoyde"]


# ---- expressions on a known occasion ----

SHORTER = yaml.safe_load((HERE / "simpler.yaml").read_text(encoding="utf-8"))["cases"]
SCOPE = {
    "a": Binding("number", decimals=0),
    "b": Binding("number", decimals=0),
    "x": Binding("number", decimals=2),
    "t": Binding("text"),
    "timepoint": Binding("text"),
}


@pytest.mark.parametrize(("written", "shorter"), SHORTER.items())
def test_an_expression_gets_shorter_and_keeps_its_meaning(written: str, shorter: str) -> None:
    node = parse(written)
    found = simpler(node, "m3", SCOPE)
    assert to_text(found) == shorter
    before, after = compile_expression(node), compile_expression(found)
    numbers = (None, -2.0, 0.0, 1.0, 3.0)
    for a, b, x, t in product(numbers, numbers, (None, -0.5, 1.25, 2.5), (None, "m3", "m12")):
        row = {"a": a, "b": b, "x": x, "t": t, "timepoint": "m3"}
        assert before(row, {}, NOW.date()) == after(row, {}, NOW.date()), row


# ---- the registry's own catalogue ----


def test_every_column_of_the_registry_s_own_view_is_there(nkr: Catalogue) -> None:
    """But those that say who somebody is, and those left out for a reason."""
    direct = {alias.name for _, part in nkr.variables() if part.identifies == "direct" for alias in part.aliases}
    left_out = lines("nkr-left-out.yaml")
    lacking = []
    for module in nkr.modules.values():
        listed = {column.name for chapter in chapters(nkr, module) for column in chapter.columns}
        for fact in (fact for fact in facts() if fact.module == module.name and fact.in_view):
            about = [line for line in left_out if line.is_about(fact)]
            names = [name for name in fact.names if not any(line.excuses(name) for line in about)]
            lacking += [f"{fact}: {name}" for name in names if (name in listed) is (name in direct)]
    assert lacking == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", modules_now_and_slow(nkr_catalogue().modules))
def test_views_show_what_the_store_has(request: Any, dialect: str, name: str, nkr: Catalogue) -> None:
    """Every form of the module, filled in with made-up answers; calculations as the evaluation makes them."""
    wrong, module = [], nkr.modules[name]
    with at_work(request, dialect, nkr) as access:
        today = date.fromisoformat(access.connection.scalar(text("SELECT CAST(CURRENT_DATE AS text)")))
        columns = [column for chapter in chapters(nkr, module) for column in chapter.columns]
        for seed in range(2):
            episode, known = fill_in_all(access, name, seed)
            known = with_calculations(nkr, module, known, today)
            query = text(f'SELECT * FROM "{name}_analyse" WHERE "{columns[0].name}" = :id')
            row = access.connection.execute(query, {"id": episode}).mappings().one()
            for column in columns:
                if isinstance(column.sources[0], Answer):
                    found, wanted = plain(row[column.name]), wanted_in(column, known)
                    if found != wanted:
                        wrong.append((seed, column.name, found, wanted))
    assert wrong == []


def fill_in_all(access: Access, module: str, seed: int) -> tuple[str, dict[str, Any]]:
    """A new person's episode with every form final, and what the store has under each dotted name."""
    catalogue = access.tables.catalogue
    assert catalogue.person is not None
    person = add_person(access, None, next(made_up(catalogue, catalogue.person, seed)))
    give_consent(access, person, "1")
    episode = add_episode(access, module, person, "one")
    known = {f"person.{name}": value for name, value in fetch_people(access, [person])[person].answers.values.items()}
    for form in catalogue.forms_of(module):
        for name, timepoint in zip(form.occasion_names(), form.timepoints, strict=True):
            row = create(access, form.address, episode.id, timepoint)
            answers = accepted(access, row, made_up(catalogue, form, seed, timepoint))
            assert isinstance(finalise(access, form.address, row.id, row.revision, answers), Saved)
            stored = fetch(access, form.address, row.id).answers.values
            known |= {f"{name}.{variable}": value for variable, value in stored.items()}
    return episode.id, known


def made_up(catalogue: Catalogue, form: Form, seed: int, timepoint: str = "") -> Iterator[Answers]:
    """Answers that are valid by themselves at this timepoint."""
    for row in synthesise(catalogue, form, 20, seed=seed, today=NOW.date(), branches=False).rows:
        if row.get("timepoint", timepoint) == timepoint:
            reasons = {name: reason for name in form.reason_names if (reason := row.get(f"{name}_missing"))}
            yield Answers({name: row[name] for name in form.variable}, reasons)


def accepted(access: Access, row: Occasion, offered: Iterator[Answers]) -> Answers:
    """The first that is also valid beside what is known of the person and from other forms; else as good as that."""
    form, context = access.tables.catalogue.form[row.form], context_of(access, row, NOW.date())
    for answers in offered:
        outcome = evaluator(access.tables.catalogue, form).evaluate(answers, context)
        found = final_answers(form, answers, outcome)
        if not outcome.of(IssueSeverity.HARD):
            break
    return found


def with_calculations(catalogue: Catalogue, module: Module, known: dict[str, Any], today: date) -> dict[str, Any]:
    """What is in its era, and calculations that no row holds, each seeing those made before."""
    anchor = known.get(module.episode.anchor)
    for _ in range(4):
        for owner in owners(catalogue, module):
            own = {name: known.get(f"{owner.name}.{name}") for name in owner.form.variable}
            others = {name: value for name, value in known.items() if value is not None}
            context = Context(today, owner.occasion, anchor, others)
            calculated = evaluator(catalogue, owner.form).evaluate(Answers(own), context).calculated
            unstored = set(owner.form.variable) - set(stored_variables(owner.form))
            known |= {f"{owner.name}.{name}": value for name, value in calculated.items() if name in unstored}
            outside = [
                part.name for part in owner.form.variables if part.collected and not in_era(part.collected, anchor)
            ]
            known |= {f"{owner.name}.{name}": None for name in outside}
    return known


def wanted_in(column: Column, known: Mapping[str, Any]) -> Any:
    """The first value there is."""
    answers = [source for source in column.sources if isinstance(source, Answer)]
    values = (known.get(f"{answer.owner.name}.{answer.variable.name}") for answer in answers)
    return plain(next((value for value in values if value is not None), None))
