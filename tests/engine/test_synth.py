"""Made-up answers: valid, the same for the same seed, and wherever it can be done in every branch."""

from datetime import date

import pytest

from engine.answer_files import csv_lines, json_lines
from engine.answers import IssueSeverity
from engine.proofs.coverage import settle
from engine.proofs.solving import Verdict
from engine.synth import Maker, NothingValid, columns_of, row_of, synthesise
from tests.catalogues import catalogue_of, form_of
from tests.engine.bulk_files import issues_in
from tests.spread import addresses_now_and_slow

TODAY = date(2026, 1, 15)

NKR_FORMS = [
    "person",
    *(
        f"{module}.{form}"
        for module in ("rygg", "nakke", "deformitet")
        for form in ("pasient", "operasjon", "oppfolging")
    ),
    "deformitet.kirurgoppfolging",
]
ROWS = 120
# Variables and rules of a form, and what no valid answer can reach.
FORMS = {
    "codes and limits": (
        """
        - {name: alder, label: Alder, type: integer, min: 0, soft_min: 18, soft_max: 90, max: 110, required: true}
        - {name: svar, label: Svar, type: code, codes: {1: Ja, 2: Nei, 9: {label: Vet ikke, missing: unknown}}}
        """,
        "",
        [],
    ),
    "a chain of conditions": (
        """
        - {name: a, label: A, type: code, codes: {0: Nei, 1: Ja}, required: true}
        - {name: b, label: B, type: integer, min: 0, max: 1000, enable_when: a = 1, required: true}
        - {name: c, label: C, type: boolean, enable_when: b = 777, required: true}
        - {name: d, label: D, type: text, max_length: 20, enable_when: c, required: true}
        """,
        "",
        [],
    ),
    "limits that a rule forbids": (
        "- {name: prosent, label: Prosent, type: integer, min: 0, max: 100, required: true}",
        "- {rule: delvis, require: prosent between 1 and 99, severity: hard, message: M}",
        ["prosent = 0", "prosent = 100"],
    ),
    "a question that is never asked": (
        """
        - {name: a, label: A, type: integer, min: 0, max: 5, required: true}
        - {name: b, label: B, type: boolean, enable_when: a > 5}
        """,
        "",
        ["b = True", "b = False", "b not_answered", "b enable_when TRUE"],
    ),
    "two that add up": (
        """
        - {name: a, label: A, type: integer, min: 0, max: 100, required: true}
        - {name: b, label: B, type: integer, min: 0, max: 100, required: true}
        """,
        "- {rule: sum, require: a + b = 100, severity: hard, message: M}",
        [],
    ),
    "a checklist with none of these": (
        """
        - checklist: plager
          label: Plager
          required: true
          ticks: {rygg: Rygg, nakke: Nakke, ingen: Ingen}
          none: ingen
          missing: {declined: {}}
        """,
        "",
        [],
    ),
    "dates in order": (
        """
        - {name: inn, label: Inn, type: date, min: 2020-01-01, max: "today()", required: true}
        - {name: ut, label: Ut, type: date, min: inn, required: true}
        """,
        "",
        [],
    ),
    "branches of a calculation": (
        """
        - {name: x, label: X, type: integer, min: 0, max: 100}
        - name: klasse
          label: Klasse
          type: code
          codes: {lav: Lav, middels: Middels, hoy: Høy}
          calculate: "case when x < 3 then 'lav' when x < 98 then 'middels' when x >= 98 then 'hoy' end"
        """,
        "",
        [],
    ),
    "questions behind questions": (
        """
        - {name: inngrep, label: I, type: code, codes: {1: A, 2: B, 3: C, 4: D, 5: E, 6: F, 7: G, 8: H}, required: true}
        - checklist: skruer
          label: Skruer
          enable_when: inngrep = 7
          otherwise: false
          required: true
          ticks: {l3: L3, l4: L4, l5: L5, andre: Andre}
        - name: antall
          label: Antall
          type: integer
          min: 0
          max: 4
          calculate: sum_answered(skruer)
        - name: stor
          label: Stor
          type: boolean
          display: hidden
          calculate: antall >= 3 and skruer_andre
        - {name: hvilke, label: Hvilke, type: text, max_length: 9, enable_when: stor, required: true}
        - {name: lengde, label: Lengde, type: integer, min: 1, max: 99, enable_when: hvilke is not null}
        - name: klasse
          label: Klasse
          type: code
          codes: {1: Kort, 2: Lang, 3: Ukjent}
          display: hidden
          calculate: "case when lengde < 20 then 1 when lengde >= 20 then 2 end"
        """,
        "- {rule: r, require: not stor or lengde > 5 or hvilke = 'x', severity: soft, message: M}",
        ["klasse = 3"],
    ),
    "a matrix": (
        """
        - matrix: niva
          label: Nivåer
          required: true
          type: code
          codes: {0: Nei, 1: En side, 2: Begge}
          rows: {l3: L3, l4: L4, l5: L5}
          columns: {skrue: Skrue, krok: Krok}
        """,
        "- {rule: r, require: niva_l3_skrue = 0 or niva_l3_krok = 0, severity: hard, message: M}",
        [],
    ),
    "a moment after another": (
        """
        - {name: start, label: Start, type: time, required: true}
        - {name: slutt, label: Slutt, type: time, required: true}
        - {name: varighet, label: V, type: integer, min: 0, max: 1439, calculate: "duration_minutes(start, slutt)"}
        """,
        """
        - {rule: lang, require: varighet <= 1200, severity: soft, message: M}
        - {rule: kort, require: varighet >= 10, severity: soft, message: M}
        - {rule: hel_time, require: varighet <> 60, severity: soft, message: M}
        """,
        [],
    ),
}


def synthesised(name, number=60, seed=1):
    variables, rules, _ = FORMS[name]
    catalogue = catalogue_of(form_of(variables, rules))
    form = catalogue.form["test.skjema"]
    return catalogue, form, synthesise(catalogue, form, number, seed=seed, today=TODAY)


def blocking(catalogue, form, lines):
    """The refused and hard issues of these rows when they are read again."""
    found = issues_in(catalogue, form, "".join(lines), (*form.timepoints, "")[0], TODAY)
    return [issue for issue in found if issue.severity is not IssueSeverity.SOFT]


@pytest.mark.parametrize("name", FORMS)
def test_everything_that_can_be_reached_is(name):
    _, _, made = synthesised(name)
    assert list(made.missed) == FORMS[name][2]


@pytest.mark.parametrize("name", FORMS)
def test_every_row_is_valid_when_it_is_read_again(name):
    catalogue, form, made = synthesised(name)
    assert blocking(catalogue, form, json_lines(made.rows)) == []
    assert blocking(catalogue, form, csv_lines(form, columns_of(catalogue, form, TODAY), made.rows)) == []


def test_what_stands_in_the_way_is_named():
    hindrances = {name: synthesised(name)[2].hindrances for name in FORMS}
    assert hindrances["limits that a rule forbids"]["prosent = 0"] == "stopped by delvis"
    assert hindrances["questions behind questions"]["klasse = 3"] == "the calculation never gives it"
    assert "b enable_when TRUE" in hindrances["a question that is never asked"]
    few = synthesised("questions behind questions", number=1)[2].hindrances
    assert "the rows were too few" in few.values()


@pytest.mark.parametrize("address", addresses_now_and_slow(NKR_FORMS))
def test_everything_in_the_registrys_form_is_reached_or_proved_impossible(nkr, address):
    maker = Maker(nkr, nkr.form[address], seed=1, today=TODAY)
    rows = [maker.row() for _ in range(ROWS)]
    settled = list(settle(nkr, maker.form, maker.open_goals, TODAY))
    assert [one.goal.name for one in settled if one.verdict is Verdict.UNDECIDED] == []
    rows += [row_of(maker.form, one.found) for one in settled if one.found]
    assert blocking(nkr, maker.form, json_lines(rows)) == []


def test_every_form_of_the_registry_is_tried(nkr):
    assert sorted(nkr.form) == sorted(NKR_FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_the_prover_settles_what_few_rows_do_not_reach(name):
    variables, rules, impossible = FORMS[name]
    catalogue = catalogue_of(form_of(variables, rules))
    maker = Maker(catalogue, catalogue.form["test.skjema"], seed=1, today=TODAY)
    rows = [maker.row() for _ in range(2)]
    settled = list(settle(catalogue, maker.form, maker.open_goals, TODAY))
    assert sorted(one.goal.name for one in settled if one.verdict is Verdict.IMPOSSIBLE) == sorted(impossible)
    assert all(one.goal.reached(one.found.seen) for one in settled if one.goal.name not in impossible)
    rows += [row_of(maker.form, one.found) for one in settled if one.found]
    assert blocking(catalogue, maker.form, json_lines(rows)) == []


def test_the_seed_decides():
    first, again, other = (synthesised("a chain of conditions", seed=seed)[2].rows for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_rows_that_have_nothing_left_to_reach_are_usual():
    _, _, made = synthesised("codes and limits", number=100)
    assert all(18 <= row["alder"] <= 90 for row in made.rows[40:])


def test_reasons_of_a_final_form_are_given():
    _, form, made = synthesised("a chain of conditions")
    for row in made.rows:
        for name in form.variable:
            assert (row[name] is None) == (f"{name}_missing" in row)


def test_usual_answers_meet_no_soft_limit(nkr):
    form = nkr.form["rygg.pasient"]
    rows = synthesise(nkr, form, 20, seed=1, today=TODAY, branches=False).rows
    assert issues_in(nkr, form, "".join(json_lines(rows)), "preop", TODAY) == []


def test_rules_that_contradict_each_other_leave_nothing():
    catalogue = catalogue_of(
        form_of(
            "- {name: a, label: A, type: integer, min: 0, max: 9, required: true}",
            "- {rule: r, require: a > 5 and a < 3, severity: hard, message: M}",
        )
    )
    with pytest.raises(NothingValid, match="contradict"):
        synthesise(catalogue, catalogue.form["test.skjema"], 1, seed=1, today=TODAY)
