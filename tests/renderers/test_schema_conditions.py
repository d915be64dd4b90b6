"""Conditions as JSON Schema against the evaluation: they say the same of every answer."""

import itertools
import json
from datetime import date

import jsonschema
import pytest

from catalogue.formats.records import WriteOptions
from engine.answer_files import json_lines
from engine.answers import Answers, Context, IssueSeverity
from engine.evaluation import evaluator
from engine.synth import synthesise
from renderers.json_schema import json_schema, json_schemas
from tests.catalogues import catalogue_of, form_of
from tests.nkr import nkr_catalogue
from tests.spread import addresses_now_and_slow, forms_now_and_slow

TODAY = date(2026, 1, 15)
NKR = nkr_catalogue()

VARIABLES = """
- {name: n, label: N, type: integer, min: -3, max: 3}
- {name: b, label: B, type: boolean}
- {name: k, label: K, type: code, codes: {1: En, 2: To, 3: Tre}}
- {name: under, label: Under, type: integer, min: 0, max: 2, enable_when: b}
- {name: til, label: Til, type: text, required_when: "CONDITION"}
"""
VALUES = {"n": [None, -1, 0, 2], "b": [None, True, False], "k": [None, 1, 2], "under": [None, 0, 1], "til": [None, "x"]}

SAID = [
    "b", "not b", "b is true", "b is not true", "b = false", "n = 0", "n <> 0", "n > 0", "0 < n", "n >= -1", "n <= 0",
    "n between 0 and 2", "not (n between 0 and 1)", "n in (0, 2)", "n not in (0, 2)", "n is null", "n is not null",
    "k = 1", "k <> 1", "k in (1, 2)", "k not in (1, 3)", "under = 1", "under <> 1", "under > 0", "under is null",
    "b is false", "b is not false", "(n = 0) is not true", "(under = 1 or k = 2) is not false",
    "n > 0 and b", "n > 0 or b", "not (n > 0 and b)", "not (n > 0 or b)", "(n = 0 or k = 2) and not (b and k = 1)",
]  # fmt: skip
UNSAID = ["n + 1 > 0", "n > k", "answered(n, b) > 1", "today() > date '2020-01-01'"]


def catalogue_with(condition: str):
    return catalogue_of(form_of(VARIABLES.replace("CONDITION", condition)))


@pytest.mark.parametrize("condition", SAID)
def test_what_is_required_when_is_required_by_both(condition: str) -> None:
    catalogue = catalogue_with(condition)
    form = catalogue.form["test.skjema"]
    validator = jsonschema.Draft202012Validator(json.loads(json_schema(catalogue, form)))
    evaluate = evaluator(catalogue, form).evaluate
    for values in itertools.product(*VALUES.values()):
        answers = {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}
        assert validator.is_valid(answers) is not is_stopped(evaluate, answers), (condition, answers)


def is_stopped(evaluate, answers) -> bool:
    outcome = evaluate(Answers(answers), Context(today=TODAY))
    return any(issue.severity is not IssueSeverity.SOFT for issue in outcome.issues)


@pytest.mark.parametrize("condition", UNSAID)
def test_what_has_no_words_is_told(condition: str) -> None:
    told = [finding.message for finding in json_schemas(catalogue_with(condition), WriteOptions()).findings]
    assert any("'test.skjema.til: required' cannot be written" in message for message in told)


HARD = form_of(VARIABLES.replace("CONDITION", "b"), "- {rule: r, require: n < 2 or b, severity: hard, message: Nei.}")
RULED = [({"n": 2, "b": False}, False), ({"n": 2}, True), ({"n": 1, "b": False}, True), ({"b": False}, True)]


@pytest.mark.parametrize(("answers", "passes"), RULED)
def test_a_hard_rule_is_broken_only_when_false(answers: dict, passes: bool) -> None:
    catalogue = catalogue_of(HARD)
    schema = json.loads(json_schema(catalogue, catalogue.form["test.skjema"]))
    assert jsonschema.Draft202012Validator(schema).is_valid(answers) is passes


@pytest.mark.parametrize("form", forms_now_and_slow(NKR.forms))
def test_valid_answers_of_the_registry_pass(form) -> None:
    schema = json.loads(json_schema(NKR, form))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    rows = synthesise(NKR, form, 5, seed=2, today=TODAY).rows
    assert [error.message for line in json_lines(rows) for error in validator.iter_errors(json.loads(line))] == []


@pytest.mark.parametrize(
    "asked", [pytest.param((), id="every form", marks=pytest.mark.slow), ("person", "nakke.pasient")]
)
def test_several_forms_are_one_document(asked: tuple[str, ...]) -> None:
    bundle = json.loads(json_schemas(NKR, WriteOptions(asked)).content)
    jsonschema.Draft202012Validator.check_schema(bundle)
    assert list(bundle["$defs"]) == [form.address for form in NKR.forms if not asked or form.address in asked]
    assert [part["$ref"] for part in bundle["anyOf"]] == [schema["$id"] for schema in bundle["$defs"].values()]


def test_one_form_is_its_own_document() -> None:
    alone = json_schemas(NKR, WriteOptions(("rygg.pasient",))).content.decode()
    assert alone == json_schema(NKR, NKR.form["rygg.pasient"])


def without_one(form, row):
    """The row without the answer and the reason of one question, for each question."""
    for variable in form.variables:
        if not variable.is_calculated:
            yield {
                name: value
                for name, value in row.items()
                if value is not None and name not in {variable.name, f"{variable.reason_name}_missing"}
            }


def is_stopped_row(form, evaluate, answers) -> bool:
    """Whether the program stops these answers, read from a file's row."""
    values = {name: answers[name] for name in form.variable if name in answers}
    reasons = {name: answers[f"{name}_missing"] for name in form.reason_names if f"{name}_missing" in answers}
    others = {name: value for name, value in answers.items() if "." in name}
    context = Context(today=TODAY, others=others, timepoint=answers.get("timepoint") or form.timepoints[0])
    return any(issue.severity is not IssueSeverity.SOFT for issue in evaluate(Answers(values, reasons), context).issues)


@pytest.mark.parametrize(
    "address",
    [
        *addresses_now_and_slow(["rygg.pasient", "nakke.pasient", "deformitet.oppfolging"]),
        pytest.param("nakke.operasjon", marks=pytest.mark.slow),
    ],
)
def test_what_is_left_out_of_the_registrys_answers_is_refused_by_both(address: str) -> None:
    form = NKR.form[address]
    validator = jsonschema.Draft202012Validator(json.loads(json_schema(NKR, form)))
    evaluate = evaluator(NKR, form).evaluate
    verdicts = [
        (not validator.is_valid(json.loads(next(json_lines([answers])))), is_stopped_row(form, evaluate, answers))
        for row in synthesise(NKR, form, 2, seed=3, today=TODAY).rows
        for answers in without_one(form, row)
    ]
    assert (True, False) not in verdicts
    assert (True, True) in verdicts
