"""What stands in a ledger before an entry: what the rules hold the entry against."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeVar

from migrations_gen.ledger.records import Act, Decision, Entry, KeyAdded, KeyRevoked, Released, Reopening, Statement

Kind = TypeVar("Kind", bound=Act)


@dataclass(slots=True)
class Before:
    """What was found so far. What a flawed entry says is taken in all the same, so that its flaw is told once."""

    trusted: Collection[str] | None = None
    there: Collection[int] = ()
    """The numbers of all entries that there are. That one is missing is told elsewhere, and what rests on it is not
    told to rest on nothing.
    """
    highest: int = 0
    last: Entry | None = None
    entries: dict[int, Entry] = field(default_factory=dict)
    keys: dict[str, KeyAdded] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)
    """Keys that something was signed with, and that nothing has added."""
    revoked: dict[str, int] = field(default_factory=dict)
    reopened: dict[int, int] = field(default_factory=dict)
    standing: dict[str, int] = field(default_factory=dict)
    """By proposal, the number of the statement that stands."""
    decisions: dict[str, list[Entry]] = field(default_factory=dict)
    """By proposal."""
    versions: dict[str, Entry] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)
    """Of what has been released."""

    @property
    def has_gaps(self) -> bool:
        """Whether any entry is missing."""
        return len(self.there) < self.highest

    def is_missing(self, number: int) -> bool:
        """Whether this entry must have been there, and is not."""
        return number not in self.there and 0 < number < self.highest

    def key_of(self, entry: Entry) -> KeyAdded | None:
        """The key that an entry says it is signed with; the first entry brings its own."""
        if entry.number == 1 and isinstance(entry.act, KeyAdded) and entry.act.fingerprint == entry.key:
            return entry.act
        return self.keys.get(entry.key)

    def act(self, kind: type[Kind], number: int | None) -> Kind | None:
        """What the entry with this number says, when it is of this kind."""
        entry = self.entries.get(number) if number is not None else None
        return entry.act if entry is not None and isinstance(entry.act, kind) else None

    def learn(self, entry: Entry) -> None:
        """Take an entry in."""
        if self.key_of(entry) is None:
            self.strange.add(entry.key)
        self.last = entry
        self.entries.setdefault(entry.number, entry)
        match entry.act:
            case KeyAdded() as act:
                self.keys.setdefault(act.fingerprint, act)
            case KeyRevoked() as act:
                self.revoked.setdefault(act.fingerprint, entry.number)
            case Statement() as act:
                self.standing[act.proposal] = entry.number
            case Reopening() as act:
                self._reopen(act, entry.number)
            case Decision() as act:
                self.decisions.setdefault(act.proposal, []).append(entry)
            case Released() as act:
                self.versions[act.version] = entry
                self.digests.add(act.digest)

    def _reopen(self, act: Reopening, number: int) -> None:
        self.reopened.setdefault(act.statement, number)
        if self.standing.get(act.proposal) == act.statement:
            del self.standing[act.proposal]
