"""Whether answers valid before stay valid: proved, or refuted by a record that the engine itself finds broken."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue.model import Catalogue, Form
from engine.proofs.implications import Grade, implies
from tests.catalogues import catalogue_of, form_of

CASES = yaml.safe_load(Path(__file__).with_name("implications.yaml").read_text(encoding="utf-8"))


def version(written: dict[str, Any]) -> tuple[Catalogue, Form]:
    rules = yaml.safe_dump(written["rules"], allow_unicode=True) if "rules" in written else ""
    catalogue = catalogue_of(form_of(yaml.safe_dump(written["variables"], allow_unicode=True), rules))
    return catalogue, catalogue.form["test.skjema"]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_what_is_refuted(case: dict[str, Any]) -> None:
    found = implies(version(case["old"]), version(case["new"]))
    assert [proof.demand for proof in found if proof.grade is Grade.REFUTED] == case["refuted"]
    assert {proof.grade for proof in found} <= {Grade.PROVED, Grade.REFUTED}
    for proof in found:
        if proof.grade is Grade.REFUTED:
            assert proof.counterexample is not None
            assert proof.counterexample.witness.is_final


def test_a_proof_says_when_it_rests_on_decimals() -> None:
    wider = CASES[1]
    exact = {proof.demand: proof.exact for proof in implies(version(wider["old"]), version(wider["new"]))}
    assert exact["hoyde below-min"]
    assert not exact["kmi_rimelig"]


def test_what_is_word_for_word_the_same_is_not_asked() -> None:
    assert implies(version(CASES[0]["old"]), version(CASES[0]["new"])) == ()
