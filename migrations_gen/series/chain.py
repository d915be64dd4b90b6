"""The releases a registry has been through, in a row, and how each is read as the next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from migrations_gen.carrying import Carrying, carrying_of
from migrations_gen.lineage import between
from migrations_gen.states import State


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One release: its number (`release` of every row answered under it), what it declares, and since when it has been
    in use, if that is known."""

    number: int
    state: State
    in_use_from: date | None = None

    @property
    def version(self) -> str:
        """The catalogue's version."""
        return self.state.version


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """The releases in their order; `steps[n]` is the way from stage n to stage n + 1."""

    stages: tuple[Stage, ...]
    steps: tuple[Carrying, ...]

    @property
    def last(self) -> int:
        """The place of the last stage."""
        return len(self.stages) - 1

    def has(self, place: int, address: str) -> bool:
        """Whether this stage has a variable with this address."""
        form, _, name = address.rpartition(".")
        found = self.stages[place].state.catalogue.form.get(form)
        return found is not None and name in found.variable


def chain_of(stages: Iterable[Stage]) -> Chain:
    """The stages with the ways between them. What is wrong in a changes file was found before its release."""
    row = tuple(stages)
    return Chain(row, tuple(_carrying(before.state, after.state) for before, after in pairwise(row)))


def _carrying(before: State, after: State) -> Carrying:
    files = between(after.intents, before.version, after.version)
    carrying, _ = carrying_of(before.catalogue, after.catalogue, files)
    return carrying
