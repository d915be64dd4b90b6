"""Every kind of flaw: its slug, what it is, what to do about it. `docs/ledger.md` has the table too (`make docs`)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from migrations_gen.ledger.rules import RULES

_PUT_BACK = "Put the ledger back as it was; git, the database or a backup has it."
_NOT_ALLOWED = "Go back to the ledger before this entry, and ask whoever holds the key how it came about."
_FILE_BACK = "Put the file back as it was; git or a backup has it."
_CATCH_UP = "If you know why, 'skjemaverk sign copy' brings it up to the other; else keep both, and ask."
_WRITTEN_PAST = "Somebody has written past the program. Ask who can, and restore the database from before."


class Kind(NamedTuple):
    """One kind of flaw. Of a rule, `what` is what the rule is for."""

    slug: str
    what: str
    remedy: str


LINES = (
    Kind("empty", "There is no ledger where a trusted one should be.", "Put it back; nothing is decided without it."),
    Kind("blank-line", "A line has nothing in it.", _PUT_BACK),
    Kind("line-too-long", "A line is longer than any entry.", _PUT_BACK),
    Kind("not-json", "A line is no JSON, or no UTF-8.", _PUT_BACK),
    Kind("duplicate-key", "A line says the same thing twice.", _PUT_BACK),
    Kind("wrong-fields", "A line says other things than entries say.", _PUT_BACK),
    Kind("wrong-value", "A line has something where another kind of value belongs.", _PUT_BACK),
    Kind(
        "not-canonical",
        "A line is not written byte for byte as an entry is.",
        f"An editor may have done it. {_PUT_BACK}",
    ),
    Kind(
        "cut-off",
        "The last line breaks off, as when a machine stops in the middle of writing.",
        "If no other copy has the whole of it, it was never decided: take the piece away, and do it again.",
    ),
    Kind("malformed-signature", "A signature is written in another way than signatures are.", _PUT_BACK),
    Kind("wrong-signature", "An entry is not what its key has signed: edited, or forged.", _PUT_BACK),
)
"""What is wrong with a line alone."""

ORDER = (
    Kind("removed", "An entry is missing.", _PUT_BACK),
    Kind("duplicated", "An entry is there twice.", "Take the second one away."),
    Kind("inserted", "Two entries have the same number.", _PUT_BACK),
    Kind("reordered", "An entry stands after one that it comes before.", _PUT_BACK),
    Kind("broken-link", "An entry was signed after another one than that before it.", _PUT_BACK),
)
"""What is wrong with the lines together."""

OF_RULES = MappingProxyType(
    {
        "untrusted-root": "Use this registry's own ledger; if its seal is new, 'skjemaverk sign trust' has it trusted.",
        "unknown-key": _PUT_BACK,
        "time-backwards": "Set the clock right, and go back to the ledger before this entry.",
    }
)
"""What to do where a rule is broken, when it is not what one does else."""

FILES = (
    Kind("release-missing", "The file of a release is not there.", _FILE_BACK),
    Kind("release-changed", "The file of a release is not what was released.", _FILE_BACK),
    Kind("decided-changed", "A release's decided.json says something else than the ledger.", _FILE_BACK),
    Kind(
        "release-unnamed",
        "A file is of no release that the ledger names.",
        "Take it away, or find the entries that the ledger lacks at its end.",
    ),
)
"""What is wrong with the files of releases."""

DATABASE = (
    Kind(
        "copies-differ",
        "The file and the database have different entries.",
        "The one that is in order by itself is right, or the one that a third copy agrees with.",
    ),
    Kind("file-behind", "The file lacks entries at its end.", _CATCH_UP),
    Kind("database-behind", "The database lacks entries at its end.", _CATCH_UP),
    Kind("wrong-row", "A row's columns say something else than its line.", _WRITTEN_PAST),
    Kind("snapshot-changed", "The catalogue that a database keeps is not what its digest says.", _WRITTEN_PAST),
    Kind(
        "running-unreleased",
        "The database is at a version that was never released.",
        "Release it, or take the database to a version that was.",
    ),
)
"""What is wrong between the ledger and a database."""

BROKEN_RULES = tuple(
    Kind(rule.slug, rule.broken.__doc__ or "", OF_RULES.get(rule.slug, _NOT_ALLOWED)) for rule in RULES
)
"""What was signed, and that no rule allows."""

KINDS: tuple[Kind, ...] = (*LINES, *ORDER, *BROKEN_RULES, *FILES, *DATABASE)

REMEDIES: Mapping[str, str] = MappingProxyType({kind.slug: kind.remedy for kind in KINDS})
"""By slug."""
