"""The next entry of a ledger: numbered, linked to the line before, and signed. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from migrations_gen.ledger.lines import digest_of, entry_of, line_of, signed_part
from migrations_gen.ledger.records import NOTHING_BEFORE, Act, Entry, Office
from migrations_gen.ledger.signing import Signer


class ClockBehind(Exception):
    """The clock shows an earlier time than the last entry's, so that the next would go before it."""


def appended(lines: Sequence[str], act: Act, *, by: str, office: Office, signer: Signer, at: datetime) -> Entry:
    """The entry that comes after these lines. The ledger counts in whole seconds."""
    last = entry_of(lines[-1]) if lines else None
    moment = at.replace(microsecond=0)
    if last is not None and moment < last.at:
        raise ClockBehind(
            f"The clock shows {moment.isoformat()}, and the last entry of the ledger is from {last.at.isoformat()}."
            " Set the clock right."
        )
    unsigned = Entry(
        number=last.number + 1 if last else 1,
        at=moment,
        by=by,
        office=office,
        act=act,
        previous=digest_of(lines[-1]) if lines else NOTHING_BEFORE,
        key=signer.fingerprint,
    )
    signature = signer.sign(signed_part(line_of(unsigned)))
    return entry_of(line_of(replace(unsigned, signature=signature)))
