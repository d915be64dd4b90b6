"""Rules about who signs: each is told what is wrong with an entry, or nothing."""

from migrations_gen.ledger.records import Entry, KeyAdded, KeyRevoked, Office
from migrations_gen.ledger.rules.before import Before
from migrations_gen.ledger.signing import KeyRefused, fingerprint_of


def no_root(entry: Entry, before: Before) -> str | None:
    """Everything rests on the first entry, which is the seal's own key."""
    if entry.number != 1:
        return None
    act = entry.act
    if isinstance(act, KeyAdded) and act.office is Office.SEAL and act.fingerprint == entry.key:
        return None
    return "does not add a seal's key signed with that same key, as the first entry of a ledger does"


def untrusted_root(entry: Entry, before: Before) -> str | None:
    """Whose ledger it is can only be said from outside it."""
    if entry.number != 1 or before.trusted is None or entry.key in before.trusted:
        return None
    return (
        f"begins the ledger with the key {entry.key}, which is not trusted here:"
        " it is another registry's ledger, or one that somebody has written anew"
    )


def unknown_key(entry: Entry, before: Before) -> str | None:
    """A signature counts for as long as the ledger knows whose it is."""
    if before.key_of(entry) or (before.has_gaps and entry.key in before.strange):
        return None
    perhaps = "; it may be one of those that are missing" if before.has_gaps else ""
    return f"is signed with the key {entry.key}, which no entry before it has added{perhaps}"


def revoked_key(entry: Entry, before: Before) -> str | None:
    """A key that is lost or stolen signs no more."""
    number = before.revoked.get(entry.key)
    return f"is signed with the key {entry.key}, which entry {number} revoked" if number else None


def another_owner(entry: Entry, before: Before) -> str | None:
    """Nobody signs for another, except the registry's seal for who is logged in."""
    key = before.key_of(entry)
    if key is None or key.office is Office.SEAL or (key.owner, key.office) == (entry.by, entry.office):
        return None
    return f"is by {entry.by} ({entry.office}), and signed with a key of {key.owner} ({key.office})"


def wrong_fingerprint(entry: Entry, act: KeyAdded, before: Before) -> str | None:
    """A key is called by what it is."""
    try:
        right = fingerprint_of(act.public)
    except KeyRefused:
        return "adds a key that is none"
    return None if right == act.fingerprint else f"calls a key {act.fingerprint} that is {right}"


def added_twice(entry: Entry, act: KeyAdded, before: Before) -> str | None:
    """A revoked key does not come back, and a key does not change hands."""
    return f"adds the key {act.fingerprint} a second time" if act.fingerprint in before.keys else None


def added_without_seal(entry: Entry, act: KeyAdded, before: Before) -> str | None:
    """Only the registry says whose a key is."""
    key = before.key_of(entry)
    if key is None or key.office is Office.SEAL:
        return None
    return f"adds a key, and is signed by {key.owner} ({key.office}) and not by a seal"


def revoked_by_another(entry: Entry, act: KeyRevoked, before: Before) -> str | None:
    """A key is revoked by the registry or by its owner."""
    key = before.key_of(entry)
    if key is None or key.office is Office.SEAL or act.fingerprint == entry.key:
        return None
    return f"revokes a key, and is signed neither by a seal nor with the key itself, but by {key.owner}"


def nothing_to_revoke(entry: Entry, act: KeyRevoked, before: Before) -> str | None:
    """A key that does not count cannot cease to."""
    if act.fingerprint not in before.keys:
        return f"revokes the key {act.fingerprint}, which no entry before it has added"
    number = before.revoked.get(act.fingerprint)
    return f"revokes the key {act.fingerprint}, as entry {number} has done" if number else None
