"""What stands in a ledger that is in order: statements not reopened, decisions, releases, keys in force. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from migrations_gen.ledger.records import Decision, Entry, KeyAdded, KeyRevoked, Released, Reopening, Statement


def statement_on(entries: Iterable[Entry], proposal: str) -> tuple[int, Statement] | None:
    """The last statement on a proposal that is not reopened, and its entry's number."""
    found: tuple[int, Statement] | None = None
    for entry in entries:
        match entry.act:
            case Statement() as act if act.proposal == proposal:
                found = entry.number, act
            case Reopening() as act if found is not None and act.statement == found[0]:
                found = None
    return found


def decisions_on(entries: Iterable[Entry], proposal: str) -> tuple[tuple[Entry, Decision], ...]:
    """The decisions on a proposal, but those that rest on a statement that was reopened."""
    known = tuple(entries)
    reopened = {entry.act.statement for entry in known if isinstance(entry.act, Reopening)}
    return tuple(
        (entry, entry.act)
        for entry in known
        if isinstance(entry.act, Decision) and entry.act.proposal == proposal and entry.act.statement not in reopened
    )


def releases_in(entries: Iterable[Entry]) -> tuple[tuple[Entry, Released], ...]:
    """Every release, in order."""
    return tuple((entry, entry.act) for entry in entries if isinstance(entry.act, Released))


def release_of(entries: Iterable[Entry], digest: str) -> tuple[Entry, Released] | None:
    """The release of a state; the last, when what was released in an emergency has been confirmed."""
    found = [pair for pair in releases_in(entries) if pair[1].digest == digest]
    return found[-1] if found else None


def keys_at(entries: Iterable[Entry], at: datetime) -> Mapping[str, KeyAdded]:
    """The keys in force at a time, by fingerprint."""
    keys: dict[str, KeyAdded] = {}
    for entry in entries:
        match entry.act:
            case KeyAdded() as act if entry.at <= at:
                keys[act.fingerprint] = act
            case KeyRevoked() as act if entry.at <= at:
                keys.pop(act.fingerprint, None)
    return keys
