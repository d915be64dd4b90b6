"""The browser finds what the server finds: the same values, the same questions, the same issues, in the same order."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from as_in_browser import question, told

from catalogue.model import Catalogue, Form, Variable
from engine.answers import Answers, AnswerValue, Context
from engine.constraints import constraint
from engine.evaluation import evaluator
from renderers.html.client_rules import client_rules
from tests.catalogues import catalogue_in
from tests.nkr import nkr_catalogue
from tests.spec.node_process import NodeProcess
from tests.spread import forms_now_and_slow

ROOT = Path(__file__).resolve().parents[2]
TABLES = sorted((ROOT / "tests" / "engine" / "evaluation").glob("*.yaml"))
TODAY = date(2026, 11, 22)


def both(
    catalogue: Catalogue, form: Form, given: Sequence[tuple[Answers, Context]], browser: NodeProcess
) -> Iterator[tuple[Any, Any]]:
    """What server and browser find, for each of these answers."""
    cases = [question(answers, context) for answers, context in given]
    found = browser.ask({"module": client_rules(catalogue, form), "cases": cases})
    for (answers, context), outcome in zip(given, found, strict=True):
        outcome["notCollected"].sort()
        yield told(evaluator(catalogue, form).evaluate(answers, context)), outcome


def is_known_to_json(value: AnswerValue) -> bool:
    """A browser's numbers are never infinite, and 1.0 is 1 there."""
    return not isinstance(value, float) or not (value != value or value in (1e999, -1e999) or value.is_integer())


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_tables_of_the_server_hold_in_the_browser(path: Path, browser_rules: NodeProcess) -> None:
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    catalogue = catalogue_in(table)
    given = [
        (
            Answers(case["answers"], case.get("reasons", {})),
            Context(TODAY, "preop", case.get("anchor"), case.get("others", {})),
        )
        for case in table["cases"]
        if all(map(is_known_to_json, case["answers"].values()))
    ]
    assert given
    for server, browser in both(catalogue, catalogue.form["test.skjema"], given, browser_rules):
        assert browser == server


# ---- the registry's own form, with answers nobody would give ----


def any_value(chance: random.Random, variable: Variable) -> AnswerValue:
    bound = constraint(variable)
    if bound.codes is not None:
        return chance.choice([*sorted(bound.codes, key=str), 99])
    match variable.type:
        case "boolean":
            return chance.random() < 0.5
        case "integer":
            return chance.randint(int(bound.low or 0) - 1, min(int(bound.high or 0), 250) + 1)
        case "decimal":
            return chance.randint(0, 3000) / 10 + chance.choice([0.0, 0.0, 0.05])
        case "date":
            return date.fromordinal(TODAY.toordinal() + chance.choice([-10000, -1, 0, 1]))
        case "time":
            return time(chance.randint(0, 23), chance.randint(0, 59))
        case _:
            return chance.choice(["tekst", "😀" * 70])


def any_answers(chance: random.Random, form: Form) -> Answers:
    asked = [variable for variable in form.variables if not variable.is_calculated]
    share = chance.choice([0.2, 0.7, 1.0])
    values = {part.name: any_value(chance, part) for part in asked if chance.random() < share}
    reasons = {
        name: chance.choice(["unknown", "declined", "not_answered", "because"])
        for name in form.reason_names
        if chance.random() < 0.1
    }
    return Answers(values, reasons)


@pytest.mark.parametrize("form", forms_now_and_slow(nkr_catalogue().forms))
def test_the_registrys_forms_are_judged_alike(browser_rules: NodeProcess, form: Form) -> None:
    chance = random.Random(1)
    others = [{}, {"person.fodselsdato": date(1970, 2, 28)}]
    given = [(any_answers(chance, form), Context(TODAY, "preop", None, chance.choice(others))) for _ in range(300)]
    for server, browser in both(nkr_catalogue(), form, given, browser_rules):
        assert browser == server
