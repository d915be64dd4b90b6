"""Every score is what its authors and the registry say: worked examples by hand, evaluated as a form is evaluated.

The tables are data that a clinician can read: `items` are the answers by item (null: left open), `rest` is the answer
to the items not named (left open when it is not there), `form` the form when it is not the one with all items.
"""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from math import isclose
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue.findings import is_broken
from catalogue.model import Catalogue, Score
from catalogue.source.loader import load
from engine.answers import Answers, AnswerValue, Context
from engine.evaluation import evaluator

TABLES = [
    table
    for path in sorted((Path(__file__).parent / "data" / "scores").glob("*.yaml"))
    for table in yaml.safe_load(path.read_text(encoding="utf-8"))
]
REGISTRY = Path(__file__).parent / "data" / "scored"
SHARED = Path(__file__).resolve().parent.parent / "catalogue" / "nkr" / "shared"
WHOLE, CONTEXT = "etter", Context(date(2026, 11, 22))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A small registry with two forms, which shares the instruments of the real one."""
    folder = tmp_path_factory.mktemp("scored")
    shutil.copytree(REGISTRY, folder, dirs_exist_ok=True)
    shutil.copytree(SHARED, folder / "shared")
    loaded = load(folder)
    assert loaded.catalogue is not None
    assert not is_broken(loaded.findings)
    return loaded.catalogue


def declared(catalogue: Catalogue, table: Mapping[str, Any]) -> Score:
    scores = catalogue.instruments[table["instrument"]].scores
    return next(score for score in scores if score.name == table["score"])


def answers(catalogue: Catalogue, table: Mapping[str, Any], case: Mapping[str, Any]) -> Answers:
    """The case's answers under the names of the form; an item the form or instrument lacks is a mistake of the case."""
    prefix = f"{table['instrument']}_"
    form = catalogue.form[f"test.{table.get('form', WHOLE)}"]
    asked = [name for name in form.variable if name.startswith(prefix) and not form.variable[name].is_calculated]
    given: dict[str, AnswerValue] = dict.fromkeys(asked, case.get("rest"))
    given |= {f"{prefix}{item}": value for item, value in case["items"].items()}
    assert given.keys() == set(asked)
    return Answers({name: value for name, value in given.items() if value is not None})


def cases() -> Iterator[Any]:
    for table in TABLES:
        for case in table["cases"]:
            yield pytest.param(table, case, id=f"{table['instrument']}_{table['score']}: {case['why']}")


@pytest.mark.parametrize(("table", "case"), list(cases()))
def test_the_score_is_right(catalogue: Catalogue, table: dict[str, Any], case: dict[str, Any]) -> None:
    form = catalogue.form[f"test.{table.get('form', WHOLE)}"]
    outcome = evaluator(catalogue, form).evaluate(answers(catalogue, table, case), CONTEXT)
    assert outcome.issues == ()
    assert outcome.calculated[f"{table['instrument']}_{table['score']}"] == case["expect"]


def test_every_score_has_its_table(catalogue: Catalogue) -> None:
    scores = {(name, score.name) for name, found in catalogue.instruments.items() for score in found.scores}
    assert {(table["instrument"], table["score"]) for table in TABLES} == scores


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table['instrument']}_{table['score']}")
def test_a_table_has_the_best_the_worst_and_the_missing(catalogue: Catalogue, table: dict[str, Any]) -> None:
    limits = catalogue.form[f"test.{WHOLE}"].variable[f"{table['instrument']}_{table['score']}"].limits
    expected = [case["expect"] for case in table["cases"]]
    assert {limits.min, limits.max} <= set(expected)
    assert all(value is None or limits.min <= value <= limits.max for value in expected)
    nothing = [case["expect"] for case in table["cases"] if not case["items"] and "rest" not in case]
    assert nothing == [None]
    assert any(case["items"] and _is_partly_open(catalogue, table, case) for case in table["cases"])
    assert declared(catalogue, table).direction in {"higher_is_better", "higher_is_worse"}


def _is_partly_open(catalogue: Catalogue, table: dict[str, Any], case: dict[str, Any]) -> bool:
    given = answers(catalogue, table, case).values
    answered = [item for item in declared(catalogue, table).items if f"{table['instrument']}_{item}" in given]
    return 0 < len(answered) < len(declared(catalogue, table).items)


def test_a_score_without_its_items_is_not_made(catalogue: Catalogue) -> None:
    variables = catalogue.form["test.foer"].variable
    assert "srs22r_tilfredshet" not in variables
    assert {"srs22r_total", "srs22r_funksjon", "odi_skaar"} <= variables.keys()


DOLAN = ((0, 0.069, 0.314), (0, 0.104, 0.214), (0, 0.036, 0.094), (0, 0.123, 0.386), (0, 0.071, 0.236))
"""What a level takes from 1, for each item in order (Dolan 1997)."""


def test_the_british_tariff_is_the_published_formula(catalogue: Catalogue) -> None:
    values = catalogue.value_sets["eq5d3l_uk"].values
    assert len(values) == 3**5
    for state in product((1, 2, 3), repeat=5):
        taken = sum(levels[level - 1] for levels, level in zip(DOLAN, state, strict=True))
        value = 1 - 0.081 * (max(state) > 1) - 0.269 * (max(state) > 2) - taken
        assert isclose(values[state], value, abs_tol=1e-9), state


GARRATT = (0.205, 0.206, 0.179, 0.391, 0.472)
SHARES = (0, 0.152, 0.317, 0.775, 1)
"""The weight of each item in order, and the share of it that each level takes from 1 (Garratt et al. 2024)."""


def test_the_norwegian_value_set_is_the_published_formula(catalogue: Catalogue) -> None:
    values = catalogue.value_sets["eq5d5l_norge"].values
    assert len(values) == 5**5
    for state in product((1, 2, 3, 4, 5), repeat=5):
        value = 1 - sum(weight * SHARES[level - 1] for weight, level in zip(GARRATT, state, strict=True))
        assert isclose(values[state], value, abs_tol=1e-9), state
