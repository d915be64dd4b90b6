"""The registry's own forms, proved: every question can be asked and answered, every rule can be broken."""

from functools import cache
from pathlib import Path

import pytest

from catalogue.model import Catalogue
from catalogue.source.loader import load
from engine.proofs.implications import implies
from engine.proofs.questions import form_findings
from tests.spread import addresses_now_and_slow

ROOT = Path(__file__).resolve().parents[3]


@cache
def registry() -> Catalogue:
    catalogue = load(ROOT).catalogue
    assert catalogue is not None
    return catalogue


FORMS = [form.address for form in registry().forms]


@pytest.mark.parametrize("address", addresses_now_and_slow(FORMS))
def test_nothing_contradicts_and_nothing_is_idle(address: str) -> None:
    assert list(map(str, form_findings(registry(), registry().form[address]))) == []


@pytest.mark.parametrize("address", FORMS)
def test_a_form_implies_itself(address: str) -> None:
    same = registry(), registry().form[address]
    assert implies(same, same) == ()
