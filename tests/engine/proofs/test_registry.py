"""The registry's own forms, proved: every question can be asked and answered, every rule can be broken."""

import pytest

from engine.proofs.implications import implies
from engine.proofs.questions import form_findings
from tests.nkr import nkr_catalogue
from tests.spread import addresses_now_and_slow

FORMS = [form.address for form in nkr_catalogue().forms]


@pytest.mark.parametrize("address", addresses_now_and_slow(FORMS))
def test_nothing_contradicts_and_nothing_is_idle(address: str) -> None:
    assert list(map(str, form_findings(nkr_catalogue(), nkr_catalogue().form[address]))) == []


@pytest.mark.parametrize("address", FORMS)
def test_a_form_implies_itself(address: str) -> None:
    same = nkr_catalogue(), nkr_catalogue().form[address]
    assert implies(same, same) == ()
