"""What travels together, what needs what, and what comes of taking some: plain values."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from catalogue.findings import Finding


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why: a key of `sentences.REASONS`, and the addresses it is about (the one that needs, what it needs)."""

    slug: str
    name: str
    other: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One change needs another: names of changes."""

    change: str
    needs: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Part:
    """Changes that cannot be parted, why not, and what of other parts they need."""

    changes: tuple[str, ...]
    within: tuple[Link, ...] = ()
    needs: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Parts:
    """Every change of a difference in one part, in the order of the difference."""

    parts: tuple[Part, ...]

    @cached_property
    def part_of(self) -> Mapping[str, Part]:
        """The part each change is in."""
        return {name: part for part in self.parts for name in part.changes}

    def lacking(self, accepted: Collection[str]) -> tuple[Link, ...]:
        """What those that are accepted need and do not have, each with the reason; nothing when they can stand."""
        return tuple(dict.fromkeys(link for link in self._links(accepted) if link.needs not in accepted))

    def _links(self, names: Collection[str]) -> Iterator[Link]:
        for name in sorted(names):
            part = self.part_of.get(name)
            if part is not None:
                yield from (link for link in (*part.within, *part.needs) if link.change in names)

    def with_needed(self, accepted: Collection[str]) -> frozenset[str]:
        """Those that are accepted, and everything they need."""
        found: set[str] = set()
        waiting = list(accepted)
        while waiting:
            part = self.part_of.get(waiting.pop())
            if part is not None and not found >= set(part.changes):
                found |= set(part.changes)
                waiting += [link.needs for link in part.needs]
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Subset:
    """The state that comes of the accepted changes; None while `lacking` says what they need and do not have.

    `findings` are what is wrong in that state and was not wrong before, and changes that came or are not there though
    they were not, or were, accepted.
    """

    snapshot: str | None
    findings: tuple[Finding, ...] = ()
    lacking: tuple[Link, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a proposal on top of a release: a state, and what a person must settle before it is one."""

    snapshot: str
    findings: tuple[Finding, ...] = ()
