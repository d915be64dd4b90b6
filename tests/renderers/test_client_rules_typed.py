"""What stands in the fields is judged alike: made-up answers written as people write, then broken, read by both sides.

Compared is all that a reader is told: every issue, what is asked, every value that is worked out.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from as_in_browser import plain_context, told

from catalogue.model import Catalogue, Form
from engine.answers import Answers, AnswerValue, Context
from engine.coercion import PLAIN, Style
from engine.evaluation import evaluator
from engine.synth import synthesise
from engine.tables.names import reason_column
from renderers.html.client_rules import client_rules
from renderers.html.questions import Questionnaire, questionnaire
from renderers.html.submission import Typed, typed_answers
from renderers.html.widgets import REASON
from renderers.web.answering import Attempt, attempt
from tests.catalogues import catalogue_in, catalogue_of, form_of
from tests.nkr import nkr_catalogue
from tests.spec.node_process import NodeProcess
from tests.spread import forms_now_and_slow

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NUMBERS = yaml.safe_load((HERE / "written_numbers.yaml").read_text(encoding="utf-8"))
TABLES = sorted((ROOT / "tests" / "engine" / "evaluation").glob("*.yaml"))
TODAY = date(2026, 11, 22)
ROWS = 40
"""So many made-up rows of each form; each is also broken in so many ways."""
WAYS = 6
NKR = nkr_catalogue()

Case = tuple[Typed, Context]


def both(catalogue: Catalogue, form: Form, cases: Sequence[Case], browser: NodeProcess) -> Iterator[tuple[Any, Any]]:
    """What server and browser find in these fields."""
    asked = [{"typed": dict(typed), "context": plain_context(context)} for typed, context in cases]
    found = browser.ask({"module": client_rules(catalogue, form), "cases": asked})
    for (typed, context), outcome in zip(cases, found, strict=True):
        outcome["notCollected"].sort()
        yield told_by_server(catalogue, form, typed, context), outcome


def told_by_server(catalogue: Catalogue, form: Form, typed: Typed, context: Context) -> dict[str, Any]:
    tried = tried_by_server(catalogue, form, typed, context)
    return told(replace(tried.outcome, issues=tried.issues))


def tried_by_server(catalogue: Catalogue, form: Form, typed: Typed, context: Context) -> Attempt:
    return attempt(questionnaire(form), evaluator(catalogue, form), typed, Answers(), context)


# ---- numbers ----


NUMBER_FORM = """
- {name: whole, label: Helt tall, type: integer, min: -500, max: 100000}
- {name: decimal, label: Desimaltall, type: decimal, decimals: 2, min: -500, max: 100000}
"""


def found_in(outcome: Mapping[str, Any], values: Mapping[str, AnswerValue], name: str) -> object:
    """A field's issue, or its value."""
    issues = [issue["rule"] for issue in outcome["issues"] if issue["variable"] == name]
    return issues[0] if issues else values[name]


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: repr(row["written"]))
def test_numbers_are_read_alike(row: Mapping[str, Any], browser_rules: NodeProcess) -> None:
    catalogue = catalogue_of(form_of(NUMBER_FORM))
    form, context = catalogue.form["test.skjema"], Context(TODAY, "preop")
    typed = {"whole": row["written"], "decimal": row["written"]}
    ((server, browser),) = both(catalogue, form, [(typed, context)], browser_rules)
    assert browser == server
    values = tried_by_server(catalogue, form, typed, context).answers.values
    assert {name: found_in(server, values, name) for name in typed} == {name: row[name] for name in typed}


def test_every_number_of_the_registry_takes_a_decimal_comma_and_spaces(browser_rules: NodeProcess) -> None:
    for form in NKR.forms:
        numbers = [part for part in form.variables if part.type in {"integer", "decimal"} and not part.is_calculated]
        shown = questionnaire(form).widgets
        boxes = [part.name for part in numbers if part.name in shown and shown[part.name].boxes]
        cases = [(fields(form) | dict.fromkeys(boxes, row["written"]), context_of(form, {})) for row in NUMBERS]
        for server, browser in both(NKR, form, cases, browser_rules):
            assert browser == server


# ---- whole forms ----


def fields(form: Form) -> dict[str, str]:
    """Every box, empty, as a browser always sends them."""
    return {box.field: "" for widget in questionnaire(form).widgets.values() for box in widget.boxes}


def context_of(form: Form, row: Mapping[str, AnswerValue]) -> Context:
    others = {name: value for name, value in row.items() if "." in name}
    timepoint = row.get("timepoint") or (form.timepoints[0] if form.timepoints else "")
    return Context(TODAY, str(timepoint), TODAY, others)


def answers_in(form: Form, row: Mapping[str, AnswerValue]) -> Answers:
    """A made-up row as its respondent meant it."""
    values = {part.name: row.get(part.name) for part in form.variables if not part.is_calculated}
    reasons = {name: row.get(reason_column(name)) for name in form.reason_names}
    return Answers(
        {name: value for name, value in values.items() if value is not None},
        {name: str(reason) for name, reason in reasons.items() if reason is not None},
    )


WRITTEN = ["", " ", "0", "1", "2", "-1", "9", "99", "1000", "12,5", "12.55", "1 234,5", "0,001", "1e9", "tekst"]
WRITTEN += ["31.2.2026", "1.2.2026", "2026-02-01", "1.2.2026 08:30", "2026-02-01T08:30", "08:30", "830", "25:00"]
WRITTEN += ["ABA00", "aba00", "M48.0", "true", "x" * 3000, "😀" * 60, "A\u030a", "\ufeff1", "\u00851\u00a0", "a\r\nb"]
WRITTEN += [REASON + name for name in ("unknown", "declined", "not_answered")]


def choices(asked: Questionnaire) -> dict[str, list[str]]:
    """What each field can be made to send: anything where one writes, else what stands there to choose."""
    made: dict[str, list[str]] = {}
    for question in asked.questions.values():
        for widget in question.widgets.values():
            made |= {box.field: WRITTEN for box in widget.boxes}
            for option in (*widget.options, *widget.instead):
                made.setdefault(option.field, []).append(option.value)
        made |= {option.field: [option.value] for option in question.reasons}
    return made


def broken(chance: random.Random, sendable: Mapping[str, list[str]], typed: Typed, other: Typed) -> dict[str, str]:
    """Some fields emptied, some as in another row, some with what nobody should write, some reasons ticked."""
    made = dict(typed)
    for name in chance.sample(sorted(sendable), min(len(sendable), chance.choice([1, 3, 10, 40]))):
        way = chance.choice(["empty", "other", "any", "any"])
        if way == "any":
            made[name] = chance.choice(sendable[name])
        elif way == "other" and name in other:
            made[name] = other[name]
        elif sendable[name] is WRITTEN:
            made[name] = ""
        else:
            made.pop(name, None)
    return made


def cases_of(catalogue: Catalogue, form: Form, seed: int) -> list[Case]:
    """Made-up rows as they are written, and each of them broken."""
    chance, asked = random.Random(seed), questionnaire(form)
    sendable = choices(asked)
    rows = synthesise(catalogue, form, ROWS, seed=seed, today=TODAY).rows
    styles = [Style(), PLAIN]
    whole = [fields(form) | typed_answers(asked, answers_in(form, row), chance.choice(styles)) for row in rows]
    cases = []
    for row, typed in zip(rows, whole, strict=True):
        context = context_of(form, row)
        cases.append((typed, context))
        cases += [(broken(chance, sendable, typed, chance.choice(whole)), context) for _ in range(WAYS)]
    return cases


@pytest.mark.parametrize("form", forms_now_and_slow(NKR.forms))
def test_the_registrys_forms_are_judged_alike(form: Form, browser_rules: NodeProcess) -> None:
    for server, browser in both(NKR, form, cases_of(NKR, form, seed=3), browser_rules):
        assert browser == server


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_small_forms_are_judged_alike(path: Path, browser_rules: NodeProcess) -> None:
    catalogue = catalogue_in(yaml.safe_load(path.read_text(encoding="utf-8")))
    form = catalogue.form["test.skjema"]
    for server, browser in both(catalogue, form, cases_of(catalogue, form, seed=4), browser_rules):
        assert browser == server
