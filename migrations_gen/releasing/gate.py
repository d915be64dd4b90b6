"""The gate: whether a state of the catalogue may be served, as the ledger has it. Pure.

A state is its digest: one byte changed in any of its files, and it is another, which nobody has decided on.
"""

from datetime import date

from migrations_gen.ledger.checking import Checked
from migrations_gen.ledger.standing import release_of
from migrations_gen.releasing.emergency import unanswered

SHOWN = 12
"""So many digits of a digest tell a person which it is."""


def refusal(checked: Checked, digest: str, today: date) -> str | None:
    """Why the state with this digest may not be served, and what to do; None when it may."""
    if checked.flaws:
        return _flawed(checked)
    if release_of(checked.entries, digest) is None:
        return (
            f"What is at hand ({digest[:SHOWN]}) has not been released: no decision on just these files stands in the"
            " ledger. Put the files back as they were released, to the last byte, or have the change decided on and"
            " release it ('skjemaverk release')."
        )
    for released, emergency in unanswered(checked.entries, digest):
        if today > emergency.until:
            return (
                f"Version {released.version} was an emergency release and could be used until {emergency.until}. The"
                " board's statement and the data controller's decision on its changes are lacking. Let them be made"
                " on the board's pages or with 'skjemaverk sign', or go back to the version before."
            )
    return None


def _flawed(checked: Checked) -> str:
    others = len(checked.flaws) - 1
    more = f" {others} more {'is' if others == 1 else 'are'} wrong." if others else ""
    return (
        f"The ledger is not in order, so nothing can rest on it. {checked.flaws[0].message}{more}"
        " 'skjemaverk verify' tells all that is wrong."
    )
