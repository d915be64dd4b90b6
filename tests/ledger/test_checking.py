"""An honest ledger has no flaw; whose it is depends on who asks."""

from migrations_gen.ledger.checking import check
from tests.ledger.honest import LINES, SEAL, STRANGER


def test_an_honest_ledger_is_in_order():
    checked = check(LINES, {SEAL.fingerprint, STRANGER.fingerprint})
    assert checked.flaws == ()
    assert [entry.number for entry in checked.entries] == list(range(1, len(LINES) + 1))
