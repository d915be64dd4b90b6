"""Whether lines may come next in a ledger: one rule for the file and for the database. Pure."""

from collections.abc import Sequence

from migrations_gen.ledger.checking import check
from migrations_gen.ledger.flaws import LedgerRefused, Overtaken
from migrations_gen.ledger.lines import LineRefused, digest_of, entry_of
from migrations_gen.ledger.records import NOTHING_BEFORE


def refuse_unless_next(there: Sequence[str], lines: Sequence[str]) -> None:
    """Raise unless the ledger is in order, and still is with these lines at its end; `Overtaken` when they were made
    for a ledger that has been added to since.
    """
    flaws = check(there).flaws
    if flaws:
        first = f"{flaws[0].message} 'skjemaverk verify' tells all that is wrong."
        raise LedgerRefused(f"The ledger is not in order, and is not added to. {first}", flaws)
    _refuse_overtaken(there, lines)
    flaws = check((*there, *lines)).flaws
    if flaws:
        raise LedgerRefused(f"This cannot be added to the ledger. {flaws[0].message}", flaws)


def _refuse_overtaken(there: Sequence[str], lines: Sequence[str]) -> None:
    try:
        first = entry_of(lines[0])
    except LineRefused as refused:
        raise LedgerRefused(f"This cannot be added to the ledger: {refused}.") from None
    if first.number > len(there) + 1:
        raise LedgerRefused(
            f"This copy of the ledger has {len(there)} entries, and this would be entry {first.number}."
            " 'skjemaverk sign copy' brings it the ones it lacks."
        )
    last = digest_of(there[-1]) if there else NOTHING_BEFORE
    if (first.number, first.previous) != (len(there) + 1, last):
        raise Overtaken(
            f"Somebody else has added to the ledger meanwhile: it has {len(there)} entries, and this would be entry"
            f" {first.number}. Try again."
        )
