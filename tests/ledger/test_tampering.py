"""Whatever is done to a ledger is found, and said of the entry it was done to."""

import pytest

from migrations_gen.ledger.checking import check
from migrations_gen.ledger.rules import RULES
from tests.ledger.honest import LINES, SEAL
from tests.ledger.tampering import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_it_is_found_and_said_of_the_right_entry(case: Case) -> None:
    tampered = case.how(LINES)
    assert tampered != LINES
    flaws = check(tampered, {SEAL.fingerprint}).flaws
    assert (case.slug, case.number) in {(flaw.slug, flaw.number) for flaw in flaws}, flaws
    assert all(flaw.message for flaw in flaws)


def test_every_rule_has_somebody_who_breaks_it() -> None:
    assert {rule.slug for rule in RULES} - {case.slug for case in CASES} == set()
