"""What to do about each flaw: a table by slug. `docs/ledger.md` has the same in more words."""

from collections.abc import Mapping
from types import MappingProxyType

from migrations_gen.ledger.rules import RULES

_PUT_BACK = "Put the ledger back as it was; git, the database or a backup has it."
_NOT_ALLOWED = "Go back to the ledger before this entry, and ask whoever holds the key how it came about."
_FILE_BACK = "Put the file back as it was; git or a backup has it."
_CATCH_UP = "If you know why, 'skjemaverk sign copy' brings it up to the other; else keep both, and ask."

_OUTSIDE_RULES: Mapping[str, str] = MappingProxyType(
    {
        "empty": "Put the ledger back; without it nothing has been decided.",
        "blank-line": _PUT_BACK,
        "line-too-long": _PUT_BACK,
        "not-json": _PUT_BACK,
        "duplicate-key": _PUT_BACK,
        "wrong-fields": _PUT_BACK,
        "wrong-value": _PUT_BACK,
        "not-canonical": f"An editor may have done it. {_PUT_BACK}",
        "cut-off": "If no other copy has the whole line, it was never decided: take the piece away, and do it again.",
        "wrong-signature": _PUT_BACK,
        "malformed-signature": _PUT_BACK,
        "removed": _PUT_BACK,
        "duplicated": "Take the second one away.",
        "inserted": _PUT_BACK,
        "reordered": _PUT_BACK,
        "broken-link": _PUT_BACK,
        "release-missing": _FILE_BACK,
        "release-changed": _FILE_BACK,
        "decided-changed": _FILE_BACK,
        "release-unnamed": "Take the file away, or find the entries that are lacking at the end of the ledger.",
        "copies-differ": "The one that is in order by itself is right, or the one that a third copy agrees with.",
        "file-behind": _CATCH_UP,
        "database-behind": _CATCH_UP,
        "wrong-row": "Somebody has written past the program; the line is what counts. Ask who can write to it.",
        "snapshot-changed": "Somebody has written past the program. Restore the database from before.",
        "running-unreleased": "Release what runs, or take the database to a version that was released.",
    }
)

_OF_RULES: Mapping[str, str] = MappingProxyType(
    {
        "untrusted-root": "Use the ledger of this registry; if its seal is new, 'skjemaverk sign trust' says so.",
        "unknown-key": _PUT_BACK,
        "time-backwards": "Set the clock right, and go back to the ledger before this entry.",
    }
)

REMEDIES: Mapping[str, str] = MappingProxyType(
    {rule.slug: _OF_RULES.get(rule.slug, _NOT_ALLOWED) for rule in RULES} | dict(_OUTSIDE_RULES)
)
"""By slug; what breaks a rule was signed, and what is not signed was changed."""
