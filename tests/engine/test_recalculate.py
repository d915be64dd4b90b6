"""Recalculation: every value follows its formula, nothing is lost, nothing is broken, and what is stopped goes on.

On SQLite and on PostgreSQL, there with no more than the server's own roles are granted.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.people import withdraw_consent
from engine.recalculation import plan_of
from engine.store import reopen
from engine.tables import build_tables
from tests.engine.databases import DIALECTS
from tests.engine.recalculated import (
    BEFORE,
    FORM,
    FORMULA,
    LATER,
    RULES,
    VARIABLES,
    Registry,
    catalogue_with,
    made,
)

DOUBLED = catalogue_with(f"2 * {FORMULA}")
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def on_postgres(postgres_server: Any) -> Iterator[Registry]:
    yield from opened(postgres_server.create("recalculated"))


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Registry]:
    yield from opened(f"sqlite:///{tmp_path}/test.db")


def opened(url: str) -> Iterator[Registry]:
    found = made(url)
    yield found
    found.engine.dispose()
    found.owner.dispose()


@pytest.fixture(params=DIALECTS)
def registry(request: Any) -> Iterator[Registry]:
    found = request.getfixturevalue("on_sqlite" if request.param == "sqlite" else "on_postgres")
    yield found
    if request.param == "postgresql":
        found.emptied()


def values(registry: Registry, row: str, *names: str) -> tuple[Any, ...]:
    found = registry.row(row).answers.values
    return tuple(found.get(name) for name in names)


# ---- what is written ----


def test_values_follow_the_formula_and_those_that_rest_on_them_too(registry: Registry) -> None:
    heavy, light = registry.patient(hoyde=200, vekt=70.0), registry.patient(hoyde=200, vekt=40.0)
    unknown = registry.patient(hoyde=200)
    assert registry.recalculate(DOUBLED).counts == (3, 0, 2)
    assert values(registry, heavy, "kmi", "tung", "lengde") == (35.0, True, 2.0)
    assert values(registry, light, "kmi", "tung", "lengde") == (20.0, False, 2.0)
    assert values(registry, unknown, "kmi", "tung", "lengde") == (None, None, 2.0)


def test_a_changed_row_leaves_what_every_write_leaves_and_keeps_its_release(registry: Registry) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    before = registry.row(row)
    registry.recalculate(DOUBLED, release=7)
    after = registry.row(row)
    assert (after.release, after.revision, after.status) == (before.release, before.revision + 1, before.status)
    assert (after.completed_at, after.completed_by) == (before.completed_at, before.completed_by)
    assert (after.changed_at, after.changed_by) == (LATER, "siri")
    history = registry.rows(registry.tables.forms[FORM].history)
    (kept,) = [old for old in history if old["history_action"] == "recalculate"]
    assert (kept["id"], kept["revision"], kept["kmi"]) == (row, before.revision, 17.5)
    assert (kept["history_at"], kept["history_by"]) == (LATER, "siri")


def test_a_row_that_comes_out_the_same_is_stamped_and_not_written(registry: Registry) -> None:
    row = registry.patient(hoyde=200)
    before = registry.row(row)
    registry.recalculate(DOUBLED)
    assert registry.row(row) == before
    assert registry.stamps(row)["kmi"] == (2, "recompute", None, None)


def test_a_draft_is_left_for_when_it_is_saved(registry: Registry) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    with registry.at_work() as access:
        reopen(access, FORM, row, 2)
    before = registry.row(row)
    assert registry.recalculate(DOUBLED).counts == (0, 0, 0)
    assert registry.row(row) == before


def test_what_the_person_says_decides_what_is_asked(registry: Registry) -> None:
    """A question that is asked of the young only is seen as asked, so that a score over it does not fall."""
    row = registry.patient(born=1990, hoyde=200, vekt=70.0, gravid=True)
    registry.recalculate(DOUBLED)
    assert values(registry, row, "gravid", "skaar") == (True, 1)


def test_one_calculation_brings_those_beside_it(registry: Registry) -> None:
    tables = build_tables(BEFORE)
    chosen = {name: list(plan_of(BEFORE, tables.forms[FORM], [name]).digests) for name in ("kmi", "tung", "lengde")}
    assert chosen == {"kmi": ["kmi", "tung"], "tung": ["kmi", "tung"], "lengde": ["lengde"]}
    row = registry.patient(hoyde=200, vekt=70.0)
    registry.recalculate(DOUBLED, "lengde")
    assert values(registry, row, "kmi") == (17.5,)
    assert list(registry.stamps(row)) == ["lengde"]


# ---- keep, recompute, both ----

CHOICES = [
    # choice, the row's kmi afterwards, the stamp: release of its formula, choice, value before, of which release
    ("keep", 17.5, (1, "keep", None, None)),
    ("recompute", 35.0, (2, "recompute", None, 1)),
    ("both", 35.0, (2, "both", "17.5", 1)),
]


@pytest.mark.parametrize(("choice", "kmi", "stamp"), CHOICES)
def test_what_is_kept_and_under_which_formula(registry: Registry, choice: str, kmi: float, stamp: Any) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    registry.recalculate(DOUBLED, choice=choice)
    assert values(registry, row, "kmi") == (kmi,)
    assert registry.stamps(row)["kmi"] == stamp


@pytest.mark.parametrize("choice", ["keep", "recompute", "both"])
def test_done_twice_it_changes_nothing(registry: Registry, choice: str) -> None:
    for weight in (40.0, 70.0, 71.0):
        registry.patient(hoyde=200, vekt=weight)
    first = registry.recalculate(DOUBLED, choice=choice)
    before = registry.state()
    second = registry.recalculate(DOUBLED, choice=choice, release=3)
    assert registry.state() == before
    assert second.counts == (3, 3, 0)
    for name, distribution in first.distributions.items():
        again = second.distributions[name]
        assert again.before(show_all=True) == distribution.before(show_all=True), name
        assert again.after(show_all=True) == distribution.after(show_all=True), name


def test_a_choice_can_be_made_again(registry: Registry) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    registry.recalculate(DOUBLED, choice="keep")
    registry.recalculate(DOUBLED, choice="recompute")
    registry.recalculate(DOUBLED, choice="both")
    assert values(registry, row, "kmi") == (35.0,)
    assert registry.stamps(row)["kmi"] == (2, "both", "17.5", 1)


def test_each_formula_has_its_turn(registry: Registry) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    registry.recalculate(DOUBLED, choice="both", release=2)
    registry.recalculate(BEFORE, choice="both", release=3)
    assert values(registry, row, "kmi") == (17.5,)
    assert registry.stamps(row)["kmi"] == (3, "both", "35.0", 2)


def test_a_correction_silences_the_stamp_until_the_next_time(registry: Registry) -> None:
    """A server that still has the old formula computes by it."""
    row = registry.patient(hoyde=200, vekt=70.0)
    registry.recalculate(DOUBLED)
    registry.correct(row, hoyde=200, vekt=60.0)
    assert values(registry, row, "kmi") == (15.0,)
    assert registry.recalculate(DOUBLED).counts == (1, 0, 1)
    assert values(registry, row, "kmi") == (30.0,)


def test_other_calculations_keep_their_stamps(registry: Registry) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    registry.recalculate(DOUBLED, "lengde", release=2)
    registry.recalculate(DOUBLED, "kmi", release=3)
    assert registry.recalculate(DOUBLED, "lengde", release=4).counts == (1, 1, 0)
    assert {name: stamp[0] for name, stamp in registry.stamps(row).items()} == {"lengde": 2, "kmi": 3, "tung": 3}


# ---- a formula is another ----

WORDED = VARIABLES.replace("label: KMI", "label: Kroppsmasseindeks")
SAME = [
    ("a label", catalogue_with(variables=WORDED), True),
    ("blanks", catalogue_with("vekt  /  power( hoyde/100, 2 )"), True),
    ("the text", catalogue_with("vekt / power(hoyde / 100.0, 3)"), False),
    (
        "the decimals",
        catalogue_with(variables=VARIABLES.replace("decimals: 1, soft_max", "decimals: 2, soft_max")),
        False,
    ),
    ("a limit of its question", catalogue_with(variables=VARIABLES.replace("max: 300", "max: 301")), False),
]


@pytest.mark.parametrize(("what", "catalogue", "same"), SAME, ids=[what for what, _, _ in SAME])
def test_only_what_has_a_say_makes_a_formula_another(what: str, catalogue: Any, same: bool) -> None:
    digests = [plan_of(one, build_tables(one).forms[FORM], ["kmi"]).digests["kmi"] for one in (BEFORE, catalogue)]
    assert (digests[0] == digests[1]) == same


def test_a_formula_is_another_with_what_it_rests_on() -> None:
    digests = [plan_of(one, build_tables(one).forms[FORM]).digests for one in (BEFORE, DOUBLED)]
    assert [name for name in digests[0] if digests[0][name] != digests[1][name]] == ["kmi", "tung"]


# ---- what stands in the way ----

BROKEN = [
    # formula, limits of kmi, weight at two metres, what stands in the way
    (f"3.7 * {FORMULA}", "soft_max: 200", 80.0, [("kost", "asked", "hard"), ("vekt", "mulig", "hard")]),
    (f"3 * {FORMULA}", "soft_max: 60", 84.0, [("kmi", "above-soft-max", "soft"), ("kost", "asked", "hard")]),
    (
        f"2 * {FORMULA}",
        "soft_max: 20, max: 30",
        70.0,
        [("kmi", "above-max", "hard"), ("kmi", "above-soft-max", "soft")],
    ),
    (f"2 * {FORMULA}", "soft_max: 60", 80.0, [("kost", "asked", "hard")]),
]


@pytest.mark.parametrize(("formula", "limits", "weight", "obstacles"), BROKEN)
def test_a_value_that_would_break_something_is_reported_and_not_written(
    registry: Registry, formula: str, limits: str, weight: float, obstacles: list[tuple[str, str, str]]
) -> None:
    row, fine = registry.patient(hoyde=200, vekt=weight), registry.patient(hoyde=200, vekt=26.0)
    before = registry.row(row)
    result = registry.recalculate(catalogue_with(formula, VARIABLES.replace("soft_max: 60", limits)))
    assert sorted(result.obstacles) == sorted((row, *obstacle) for obstacle in obstacles)
    assert registry.row(row) == before
    assert registry.stamps(row) == {}
    assert registry.row(fine).revision == 3
    assert result.counts == (2, 0, 1)
    assert result.distributions["kmi"].differing == 1


def test_what_somebody_has_confirmed_does_not_stand_in_the_way(registry: Registry) -> None:
    row = registry.patient(hoyde=100, vekt=61.0, kost=True, confirmed=True)
    result = registry.recalculate(catalogue_with(f"1.1 * {FORMULA}"))
    assert (result.obstacles, values(registry, row, "kmi")) == ([], (67.1,))


def test_what_is_broken_for_another_reason_is_no_hindrance(registry: Registry) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    after = catalogue_with(
        f"2 * {FORMULA}", rules=f"{RULES}\n- {{rule: lav, require: hoyde < 150, severity: hard, message: Lav.}}"
    )
    assert registry.recalculate(after).obstacles == []
    assert values(registry, row, "kmi") == (35.0,)


def test_an_answer_that_is_no_longer_accepted_does_not_become_nothing(registry: Registry) -> None:
    row = registry.patient(hoyde=200, vekt=70.0)
    after = catalogue_with(variables=VARIABLES.replace("max: 230", "max: 190"))
    result = registry.recalculate(after)
    assert (row, "hoyde", "above-max", "refused") in result.obstacles
    assert values(registry, row, "kmi") == (17.5,)


def test_what_only_the_database_refuses_is_told_by_its_check(registry: Registry) -> None:
    """Its rule is gone from the catalogue and not yet from the table; the other rows of the batch are written."""
    row, fine = registry.patient(hoyde=200, vekt=170.0, kost=True), registry.patient(hoyde=200, vekt=40.0)
    before = registry.row(row)
    result = registry.recalculate(catalogue_with(f"2 * {FORMULA}", VARIABLES.replace(" soft_max: 60,", ""), rules=""))
    assert result.obstacles == [(row, "", "ck_test_skjema_mulig_rule", "check")]
    assert registry.row(row) == before
    assert values(registry, fine, "kmi") == (20.0,)
    assert result.counts == (2, 0, 1)


# ---- before and after ----


def test_the_distribution_is_shown_without_small_numbers(registry: Registry) -> None:
    for number in range(6):
        registry.patient(hoyde=200, vekt=60.0 + number)
    registry.patient(hoyde=200)
    result = registry.recalculate(DOUBLED, dry_run=True)
    kmi, heavy = result.distributions["kmi"], result.distributions["tung"]
    shown = kmi.before(show_all=True)
    assert (shown.count, shown.missing, shown.least, shown.median, shown.most) == (6, 1, 15.0, 15.5, 16.3)
    assert (kmi.before().count, kmi.before().missing, kmi.before().median) == (6, None, 15.5)
    assert (kmi.differ(), heavy.differ(), heavy.differ(show_all=True)) == (6, 6, 6)
    assert dict(heavy.before(show_all=True).codes) == {"false": 6, "true": 0}
    assert dict(heavy.after(show_all=True).codes) == {"false": 0, "true": 6}


def test_a_dry_run_writes_no_value(registry: Registry) -> None:
    registry.patient(hoyde=200, vekt=70.0)
    before = registry.state()
    assert registry.recalculate(DOUBLED, dry_run=True).counts == (1, 0, 1)
    assert registry.state() == before


# ---- log, erasure ----


def test_a_batch_is_one_line_of_the_log(registry: Registry) -> None:
    rows = sorted(registry.patient(hoyde=200, vekt=70.0) for _ in range(5))
    registry.recalculate(DOUBLED, batch=2)
    log = registry.rows(registry.tables.fixed.access_log)
    found = [entry for entry in log if entry["action"] == "recalculate"]
    assert sorted(entry["row_id"] for entry in found) == [
        f"{rows[first]}..{rows[last]}" for first, last in ((0, 1), (2, 3), (4, 4))
    ]
    assert {(entry["actor"], entry["why"], entry["at"]) for entry in found} == {("siri", "ny formel", LATER)}


def test_a_withdrawal_erases_the_values_before_too(registry: Registry) -> None:
    row, other = registry.patient(hoyde=200, vekt=70.0), registry.patient(hoyde=200, vekt=70.0)
    registry.recalculate(DOUBLED, choice="both")
    person = registry.row(row).person_id
    with registry.at_work() as access:
        withdraw_consent(access, person)
    assert {stamp["row_id"] for stamp in registry.rows(registry.tables.fixed.calculation)} == {other}


# ---- stopped and started again ----


def test_what_was_stopped_between_batches_goes_on(registry: Registry) -> None:
    for _ in range(7):
        registry.patient(hoyde=200, vekt=70.0)
    work = registry.work(DOUBLED, batch=3).batches()
    assert next(work).written == 3
    work.close()
    result = registry.recalculate(DOUBLED, batch=3)
    assert result.counts == (7, 3, 4)
    spread = result.distributions["kmi"]
    assert spread.before(show_all=True).median == 17.5
    assert spread.after(show_all=True).median == 35.0
    assert spread.differing == 7


WORK = """
import sys
from tests.engine.recalculated import BEFORE, FORMULA, Registry, catalogue_with
from engine.database import connect
from engine.tables import build_tables

engine = connect(sys.argv[1])
registry = Registry(engine, engine, build_tables(BEFORE, engine.dialect.name))
for batch in registry.work(catalogue_with(f"2 * {FORMULA}"), batch=20).batches():
    print(batch.written, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("batches", [1, 3])
def test_killed_in_the_middle_it_goes_on_and_nothing_is_lost_or_done_twice(registry: Registry, batches: int) -> None:
    rows = [registry.patient(hoyde=200, vekt=70.0) for _ in range(200)]
    url = registry.owner.url.render_as_string(hide_password=False)
    with subprocess.Popen([sys.executable, "-c", WORK, url], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(batches):
            assert process.stdout.readline() == "20\n"
        process.send_signal(signal.SIGKILL)
    history = registry.tables.forms[FORM].history
    written = {old["id"] for old in registry.rows(history) if old["history_action"] == "recalculate"}
    assert len(written) % 20 == 0
    assert batches * 20 <= len(written)
    result = registry.recalculate(DOUBLED, batch=20)
    assert result.counts == (200, len(written), 200 - len(written))
    assert {values(registry, row, "kmi") for row in rows} == {(35.0,)}
    replaced = [old["id"] for old in registry.rows(history) if old["history_action"] == "recalculate"]
    assert sorted(replaced) == sorted(rows)
    assert result.distributions["kmi"].differing == 200
