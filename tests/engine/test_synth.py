"""Made-up answers: valid, the same for the same seed, and wherever it can be done in every branch."""

from datetime import date

import pytest

from engine.answer_columns import own_columns
from engine.answer_files import csv_lines, json_lines, read_answer_file
from engine.answers import IssueSeverity
from engine.synth import NothingValid, columns_of, synthesise
from engine.validation import Validation
from tests.catalogues import catalogue_of, form_of

TODAY = date(2026, 1, 15)

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
}


def synthesised(name, number=60, seed=1):
    variables, rules, _ = FORMS[name]
    catalogue = catalogue_of(form_of(variables, rules))
    form = catalogue.form["test.skjema"]
    return catalogue, form, synthesise(catalogue, form, number, seed=seed, today=TODAY)


def blocking(catalogue, form, lines):
    """The refused and hard issues of these rows when they are read again."""
    validation = Validation(catalogue, form, own_columns(catalogue, form), form.timepoints[0], TODAY)
    checked = [validation.check(row) for row in read_answer_file("".join(lines).encode()).rows]
    assert checked
    return [issue for row in checked for issue in row.issues if issue.severity is not IssueSeverity.SOFT]


@pytest.mark.parametrize("name", FORMS)
def test_everything_that_can_be_reached_is(name):
    _, _, made = synthesised(name)
    assert list(made.missed) == FORMS[name][2]


@pytest.mark.parametrize("name", FORMS)
def test_every_row_is_valid_when_it_is_read_again(name):
    catalogue, form, made = synthesised(name)
    assert blocking(catalogue, form, json_lines(made.rows)) == []
    assert blocking(catalogue, form, csv_lines(form, columns_of(catalogue, form, TODAY), made.rows)) == []


def test_the_registrys_form_is_reached_within_a_hundred_rows(nkr):
    form = nkr.form["rygg.pasient"]
    made = synthesise(nkr, form, 100, seed=1, today=TODAY)
    # The rule says 1 to 99 when one is partly sick-listed, and only then is it asked.
    assert made.missed == ("sykemeldt_prosent = 0", "sykemeldt_prosent = 100")
    assert blocking(nkr, form, json_lines(made.rows)) == []


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
    validation = Validation(nkr, form, own_columns(nkr, form), "preop", TODAY)
    file = read_answer_file("".join(json_lines(rows)).encode())
    assert [issue for row in file.rows for issue in validation.check(row).issues] == []


def test_rules_that_contradict_each_other_leave_nothing():
    catalogue = catalogue_of(
        form_of(
            "- {name: a, label: A, type: integer, min: 0, max: 9, required: true}",
            "- {rule: r, require: a > 5 and a < 3, severity: hard, message: M}",
        )
    )
    with pytest.raises(NothingValid, match="contradict"):
        synthesise(catalogue, catalogue.form["test.skjema"], 1, seed=1, today=TODAY)
