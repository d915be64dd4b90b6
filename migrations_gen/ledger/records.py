"""The ledger's entries: what can be recorded, and the one line each becomes. Pure records; `chain.py` links and checks
them, `signing.py` signs.

An entry's line is canonical JSON (keys sorted, no space, NFC), so that its digest is the same wherever it is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

NOTHING_BEFORE = "0" * 64
"""What stands as the digest of the entry before the first."""


class Office(StrEnum):
    """As what somebody signs. The seal is the registry's own: it vouches for what an account did on its pages."""

    SEAL = "seal"
    SECRETARIAT = "secretariat"
    LEADER = "leader"
    CONTROLLER = "controller"


class Verdict(StrEnum):
    """What is decided of one change."""

    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    REJECTED = "rejected"


class Outcome(StrEnum):
    """What the board as a whole says of one change."""

    RECOMMENDED = "recommended"
    WITH_REMARK = "with-remark"
    NOT_RECOMMENDED = "not-recommended"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAdded:
    """From now on what this key signs counts as its owner's. The first entry of a ledger is the seal's own key."""

    fingerprint: str
    public: str
    owner: str
    office: Office


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked:
    """What this key signs from now on does not count; what it signed before does."""

    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One seat's view of one change, as it stood when the leader closed; `text` is a remark or reason."""

    change: str
    seat: str
    account: str
    view: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """A seat's declared conflict of interest, in one change or (`change` empty) in all."""

    change: str
    seat: str
    account: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the board says of a proposal's changes: every view, what follows from them, and what was lacking.

    `before`, `after` are digests of the two states, `changes` the digest of the change set, `packs` of what was shown,
    by language, `text` of the statement as written out, by language. `warnings` are slugs with what they are about
    (a vacant seat, an expired term, no quorum), as they stood at `on`.
    """

    proposal: str
    number: int
    title: str
    before: str
    after: str
    changes: str
    packs: Mapping[str, str]
    on: date
    views: tuple[Said, ...]
    interests: tuple[Interest, ...]
    outcomes: Mapping[str, Outcome]
    warnings: tuple[tuple[str, str], ...]
    has_quorum: bool
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """A closed statement is opened again; it counts no longer, and stays where it is."""

    proposal: str
    statement: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is done with each change. `digest` is of the state that comes of those accepted, and so of nothing else.

    `office` is as whom it is decided: the controller, or the one to whom policy delegates changes of this weight.
    `statement` is the number of the entry it rests on; None where policy asks for none.
    """

    proposal: str
    number: int
    title: str
    office: Office
    statement: int | None
    before: str
    digest: str
    verdicts: Mapping[str, Verdict]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Why a release could not wait for the board, and until when it may run without its word."""

    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A state put in use. `before` is empty for a registry's first release; `decisions` are numbers of entries."""

    version: str
    digest: str
    before: str
    changes: str
    proposal: str
    statement: int | None
    decisions: tuple[int, ...]
    emergency: Emergency | None = None


Act = KeyAdded | KeyRevoked | Statement | Reopening | Decision | Released

ACTS: Mapping[str, type[Act]] = {
    "key": KeyAdded,
    "revocation": KeyRevoked,
    "statement": Statement,
    "reopening": Reopening,
    "decision": Decision,
    "release": Released,
}
"""What an entry's `act` says, and the record its `body` is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. `by` is the account or person who acts, `office` as what; `previous` is the SHA-256 of the line before;
    `key` the fingerprint of the key that signed (Ed25519 over the line without `signature`).

    An entry's key belongs to `by`, or is the registry's seal.
    """

    number: int
    at: datetime
    by: str
    office: Office
    act: Act
    previous: str
    key: str
    signature: str = ""
