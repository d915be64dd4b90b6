"""A whole honest ledger: the seal, a person's own key, a statement that is reopened and made again, a decision and a
release.

Keys are fixed bytes, so that every run has the same ledger.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from migrations_gen.ledger.chain import appended
from migrations_gen.ledger.lines import line_of, signed_part
from migrations_gen.ledger.records import (
    Act,
    Decision,
    Emergency,
    Entry,
    Interest,
    Office,
    Outcome,
    Released,
    Reopening,
    Said,
    Statement,
    Verdict,
)
from migrations_gen.ledger.signing import Signer, key_added, signer

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CHANGE, OTHER_CHANGE = "c0123456789abcdef", "cfedcba9876543210"
FIRST_TEXT, NEXT_TEXT = "the catalogue at first\n", "the catalogue as decided\n"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def pem(name: str) -> bytes:
    """A private key that is the same in every run."""
    key = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key(owner: str, office: Office) -> Signer:
    return signer(pem(owner), owner, office)


SEAL = key("registry", Office.SEAL)
CONTROLLER = key("dagny", Office.CONTROLLER)
LEADER = key("leif", Office.LEADER)
STRANGER = key("stranger", Office.SEAL)


class Book:
    """A ledger that is being written, an hour between entries."""

    def __init__(self, lines: Sequence[str] = ()) -> None:
        self.lines = list(lines)

    def add(self, act: Act, by: str, office: Office, with_key: Signer = SEAL, at: datetime | None = None) -> int:
        """Add an entry; its number."""
        moment = at or START + timedelta(hours=len(self.lines))
        entry = appended(self.lines, act, by=by, office=office, signer=with_key, at=moment)
        self.lines.append(line_of(entry))
        return entry.number


def statement(**other: Any) -> Statement:
    given = Statement(
        proposal="p1",
        number=3,
        title="Høyde i hele centimeter",
        before=digest(FIRST_TEXT),
        after=digest(NEXT_TEXT),
        changes=digest("changes"),
        packs={"nb": digest("pack nb"), "nn": digest("pack nn")},
        on=date(2026, 11, 3),
        views=(
            Said(change=CHANGE, seat="nord", account="nora", view="recommend"),
            Said(change=CHANGE, seat="sor", account="siri", view="remark", text="Bør prøves ut først"),
        ),
        interests=(Interest(change="", seat="nord", account="nora", text="Har utviklet skjemaet"),),
        outcomes={CHANGE: Outcome.RECOMMENDED, OTHER_CHANGE: Outcome.UNDECIDED},
        warnings=(("vacant-seat", "vest"),),
        has_quorum=True,
        text={"nb": "Fagrådet tilrår endringen.", "nn": "Fagrådet rår til endringa."},
    )
    return replace(given, **other)


def decision(rests_on: int | None, **other: Any) -> Decision:
    given = Decision(
        proposal="p1",
        number=3,
        title="Høyde i hele centimeter",
        office=Office.CONTROLLER,
        statement=rests_on,
        before=digest(FIRST_TEXT),
        digest=digest(NEXT_TEXT),
        verdicts={CHANGE: Verdict.ACCEPTED, OTHER_CHANGE: Verdict.POSTPONED},
        text="Som tilrådd",
    )
    return replace(given, **other)


def release(rests_on: int | None, *decisions: int, **other: Any) -> Released:
    given = Released(
        version="4.1.0",
        digest=digest(NEXT_TEXT),
        before=digest(FIRST_TEXT),
        changes=digest("changes"),
        proposal="p1",
        statement=rests_on,
        decisions=decisions,
    )
    return replace(given, **other)


FIRST_RELEASE = Released(
    version="4.0.0",
    digest=digest(FIRST_TEXT),
    before="",
    changes=digest(""),
    proposal="",
    statement=None,
    decisions=(),
)
REOPENING = Reopening(proposal="p1", statement=4, reason="Et medlem var ikke innkalt")
EMERGENCY = Emergency(reason="Skjemaet kunne ikke fullføres", until=date(2026, 12, 15))


def honest() -> Book:
    """Eight entries: seal, first release, the controller's key, statement, reopening, statement, decision, release."""
    book = Book()
    book.add(key_added(SEAL), "registry", Office.SEAL)
    book.add(FIRST_RELEASE, "kari", Office.SECRETARIAT)
    book.add(key_added(CONTROLLER), "kari", Office.SECRETARIAT)
    book.add(statement(), "leif", Office.LEADER)
    book.add(REOPENING, "leif", Office.LEADER)
    book.add(statement(), "leif", Office.LEADER)
    book.add(decision(6), "dagny", Office.CONTROLLER, CONTROLLER)
    book.add(release(6, 7), "kari", Office.SECRETARIAT)
    return book


LINES = tuple(honest().lines)


def resigned(entry: Entry, with_key: Signer, **other: Any) -> str:
    """The line of an entry that is changed and signed anew."""
    unsigned = replace(entry, key=with_key.fingerprint, **other)
    return line_of(replace(unsigned, signature=with_key.sign(signed_part(line_of(unsigned)))))
