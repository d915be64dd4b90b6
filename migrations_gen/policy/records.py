"""Who must agree to what: a policy as plain values. Knows no risk but by its slug."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from catalogue.findings import NOWHERE, Location
from migrations_gen.grades import Grade


class Role(StrEnum):
    """Whose agreement a change may need. The leader can do what the secretariat can, the whole board what both can."""

    SECRETARIAT = "secretariat"
    LEADER = "leader"
    BOARD = "board"
    CONTROLLER = "controller"


COVERED: Mapping[Role, frozenset[Role]] = {
    Role.LEADER: frozenset({Role.SECRETARIAT}),
    Role.BOARD: frozenset({Role.SECRETARIAT, Role.LEADER}),
}
"""Whom one need not ask besides."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who must agree, by grade, and by the slug of a risk that is not safe. `places` are where each slug is written.

    `first_release` is who must agree to the whole of a registry's first release; `emergency_days` for how long an
    emergency release may run at most before the board has been heard.
    """

    grades: Mapping[Grade, tuple[Role, ...]]
    risks: Mapping[str, tuple[Role, ...]] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)
    first_release: tuple[Role, ...] = ()
    emergency_days: int = 0

    def roles(self, slug: str, grade: Grade) -> tuple[Role, ...]:
        """Who must agree to one risk."""
        if grade is not Grade.SAFE and slug in self.risks:
            return self.risks[slug]
        return self.grades[grade]

    def place(self, slug: str) -> Location:
        """Where the row of a risk is written."""
        return self.places.get(slug, NOWHERE)


def together(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Everybody who must agree, without those whom another speaks for."""
    asked = set(roles)
    covered = {less for role in asked for less in COVERED.get(role, ())}
    return tuple(role for role in Role if role in asked - covered)
