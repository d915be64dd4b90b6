"""The releases a database has been through, each with the form its rows were answered in, read when first needed.

What is read never changes: one reading serves all requests of a process. Reading takes a moment, and is done when no
transaction is open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from engine.access import NotFound
from engine.releases import Release
from engine.tables import FIRST, Tables
from engine.tables.carried import CarryOf
from engine.tables.earlier import earlier_tables
from migrations_gen.carrying import carrying_of
from migrations_gen.lineage import between
from migrations_gen.states import intents_of_snapshot, state_of_snapshot
from renderers.web.editions import Edition, Wordings, edition_of

Find = Callable[[int], Release | None]
"""How a release is found in the database, by its number."""
MARK = "."
"""Between the number of a release and the rest of its edition's digest."""


@dataclass(frozen=True, eq=False)
class Earlier:
    """One release before today's: its edition, its tables as they now lie, and how its rows are carried to today's."""

    number: int
    version: str
    edition: Edition
    tables: Tables
    carry: CarryOf


@dataclass(frozen=True, slots=True)
class Unread:
    """What the database says of a release that has not been read, and of today's."""

    then: Release
    now: Release


class Past:
    """The earlier releases of one database, as seen from today's."""

    def __init__(self, edition: Edition, tables: Tables, wordings: Wordings) -> None:
        self._edition, self._tables, self._wordings = edition, tables, wordings
        self._known: dict[int, Earlier] = {}
        self._lock = Lock()

    def is_before(self, number: int) -> bool:
        """Whether this release is an earlier one; one that a downgrade has left again is read as today's."""
        return FIRST <= number < self._tables.release

    def unread(self, find: Find, number: int) -> Unread | Earlier:
        """What is needed to read a release, or the release when it has been read."""
        if number in self._known:
            return self._known[number]
        then, now = find(number), find(self._tables.release)
        if then is None or now is None:
            raise NotFound(f"the database has not been at release {number}")
        return Unread(then, now)

    def read(self, found: Unread | Earlier) -> Earlier:
        """Read a release; what two ask for at once is read once."""
        if isinstance(found, Earlier):
            return found
        with self._lock:
            number = found.then.number
            if number not in self._known:
                self._known[number] = self._read(found)
            return self._known[number]

    def of(self, find: Find, number: int) -> Earlier:
        """An earlier release, which as a rule has been read before a transaction began."""
        return self.read(self.unread(find, number))

    def number_in(self, digest: str) -> int | None:
        """Which release an edition's digest tells of; None when it is none of this program's and database's."""
        number, _, rest = digest.partition(MARK)
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        return int(number) if is_number and rest == self._edition.digest and self.is_before(int(number)) else None

    def _read(self, found: Unread) -> Earlier:
        then = state_of_snapshot(found.then.snapshot, found.then.version)
        intents = intents_of_snapshot(found.now.snapshot, found.now.version)
        files = between(intents, found.then.version, found.now.version)
        carrying, _ = carrying_of(then.catalogue, self._edition.catalogue, files)
        carry, number = carrying.forward.carry, found.then.number
        return Earlier(
            number,
            found.then.version,
            edition_of(then.catalogue, then.translations, self._wordings, f"{number}{MARK}{self._edition.digest}"),
            earlier_tables(self._tables, then.catalogue, number, carry),
            carry,
        )
