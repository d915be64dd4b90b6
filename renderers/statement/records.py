"""A statement as words in one language: what every way of writing it down starts from. Pure values, no markup."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """What one seat says, and why; `reason` is empty where none is asked for."""

    seat: str
    view: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What the board says of one change. `counts` has a line for each kind of answer: what, and the seats.

    `kind` is the outcome as the ledger has it, and `notes` what was lacking in this change.
    """

    name: str
    number: int
    sentence: str
    kind: str
    outcome: str
    counts: tuple[tuple[str, str], ...]
    dissent: tuple[Voice, ...]
    remarks: tuple[Voice, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole statement. `facts` are lines of what and whatever; `seats` who each seat is appointed by and whether it
    has answered.
    """

    language: str
    registry: str
    title: str
    case: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    items: tuple[Item, ...]
    seats: tuple[tuple[str, str, str], ...]
    interests: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]
    digests: tuple[tuple[str, str], ...]
