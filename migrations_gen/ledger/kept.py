"""The ledger's copy in the database, row by row the lines of the file, and the keys that the database trusts.

The database itself refuses to change or remove a row; here it is refused to add one that is not the next.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest

from sqlalchemy import Connection, MetaData, select
from sqlalchemy.exc import IntegrityError

from engine.tables.governance import governance_tables
from migrations_gen.ledger.adding import refuse_unless_next
from migrations_gen.ledger.flaws import Flaw, LedgerRefused, Overtaken
from migrations_gen.ledger.lines import KINDS, LineRefused, entry_of, line_of
from migrations_gen.ledger.records import Entry, Released

TABLES = governance_tables(MetaData())
_SIGNOFF, _TRUSTED = TABLES.signoff, TABLES.trusted_key

_DIGITS = frozenset("0123456789abcdef")


def kept_lines(connection: Connection) -> tuple[str, ...]:
    """The ledger's lines, by number."""
    return tuple(connection.scalars(select(_SIGNOFF.c.line).order_by(_SIGNOFF.c.number)))


def record(connection: Connection, *entries: Entry) -> None:
    """Add entries; raises `LedgerRefused`, or `Overtaken` when somebody else came first. The caller commits."""
    refuse_unless_next(kept_lines(connection), tuple(map(line_of, entries)))
    try:
        with connection.begin_nested():
            connection.execute(_SIGNOFF.insert(), [_row(entry) for entry in entries])
    except IntegrityError:
        first = entries[0].number
        raise Overtaken(f"Somebody else has added entry {first} to the ledger meanwhile. Try again.") from None


def trusted(connection: Connection) -> frozenset[str]:
    """The fingerprints of keys that a ledger may begin with."""
    return frozenset(connection.scalars(select(_TRUSTED.c.fingerprint)))


def trust(connection: Connection, fingerprint: str, who: str, now: datetime) -> None:
    """Trust a key; from then on the database takes only releases that its ledger names."""
    if len(fingerprint) != 64 or not _DIGITS.issuperset(fingerprint):
        raise LedgerRefused("A fingerprint is 64 hexadecimal digits, in small letters.")
    if fingerprint not in trusted(connection):
        values = {"fingerprint": fingerprint, "trusted_at": now, "trusted_by": who}
        connection.execute(_TRUSTED.insert(), values)


def wrong_rows(connection: Connection) -> tuple[Flaw, ...]:
    """Rows whose other columns, by which the database finds a release, do not say what their line says."""
    rows = connection.execute(_SIGNOFF.select().order_by(_SIGNOFF.c.number)).mappings()
    return tuple(flaw for row in rows for flaw in _wrong(dict(row)))


def differences(file_lines: Sequence[str], database_lines: Sequence[str]) -> tuple[Flaw, ...]:
    """Where the file and the database have not the same lines: the first that differs, or which of them is behind."""
    for number, (ours, theirs) in enumerate(zip_longest(file_lines, database_lines), start=1):
        if ours is None:
            return (_behind("file-behind", number, len(database_lines), "the file"),)
        if theirs is None:
            return (_behind("database-behind", number, len(file_lines), "the database"),)
        if ours != theirs:
            message = f"Entry {number} is not the same in the file and in the database, nor is what rests on it."
            return (Flaw("copies-differ", number, message),)
    return ()


def _behind(slug: str, number: int, last: int, who: str) -> Flaw:
    entries = f"Entry {number} is" if number == last else f"Entries {number} to {last} are"
    return Flaw(slug, number, f"{entries} lacking in {who}: removed from its end, or not yet brought there.")


def _row(entry: Entry) -> dict[str, object]:
    digest = entry.act.digest if isinstance(entry.act, Released) else None
    return {"number": entry.number, "act": KINDS[type(entry.act)], "digest": digest, "line": line_of(entry)}


def _wrong(row: dict[str, object]) -> Iterator[Flaw]:
    """A line that is no entry is told by `check`."""
    try:
        right = _row(entry_of(str(row["line"])))
    except LineRefused:
        return
    other = [f"{name} {row[name]}" for name in ("number", "act", "digest") if row[name] != right[name]]
    if other:
        message = f"Row {row['number']} of the table signoff says {', '.join(other)}, and its line does not."
        yield Flaw("wrong-row", int(str(row["number"])), message)
