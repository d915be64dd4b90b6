"""What is known of the way from one version's rows to another's. Pure values.

Everything that moves data rests on this: the migration's batches, a draft that is opened in a later version, the
harmonised series, and the proofs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.expressions.nodes import Call, Node, Reference, references
from migrations_gen.intents.records import Comparable, Intent
from migrations_gen.lineage import Lineage


@dataclass(frozen=True, slots=True)
class Carry:
    """How one variable's value, and the reason for a missing one, come from a row of another version.

    `form` is the form whose row both expressions read, by its address in that version; `missing_reason(x)` in them is
    the reason of `x` there, a group's for each of its variables. `intent` is what an author declared, if anything.
    """

    form: str
    value: Node
    reason: Node
    comparable: Comparable = Comparable.EXACT
    intent: Intent | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """The variables it rests on."""
        return tuple(dict.fromkeys((*references(self.value), *references(self.reason))))

    @property
    def is_plain(self) -> bool:
        """Whether the value is another variable's, as it is."""
        return isinstance(self.value, Reference)


@dataclass(frozen=True, slots=True)
class Way:
    """How every variable of one version, by its address, comes from a row of another.

    `carries` has those that are not simply the variable of the same address, `gone` the addresses under which there is
    nothing in the other version although it may have such a name: it belongs to something else there.
    """

    carries: Mapping[str, Carry] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def carry(self, address: str) -> Carry | None:
        """How one variable comes about, if it does. Whether the other version has it is not known here."""
        if address in self.carries:
            return self.carries[address]
        return None if address in self.gone else identity(*split(address))


@dataclass(frozen=True, slots=True)
class Carrying:
    """The way from an earlier version's rows to a later one's, and back.

    `replaced` are groups of which another instrument took the place: later address, and earlier address with how the
    two compare. `purged` are earlier addresses whose answers are erased.
    """

    lineage: Lineage
    forward: Way = field(default_factory=Way)
    back: Way = field(default_factory=Way)
    replaced: Mapping[str, tuple[str, Comparable]] = field(default_factory=dict)
    purged: frozenset[str] = frozenset()


def split(address: str) -> tuple[str, str]:
    """A variable's form and name."""
    form, _, name = address.rpartition(".")
    return form, name


def identity(form: str, name: str) -> Carry:
    """A variable that is the same as in the other version's row."""
    return Carry(form, Reference(name), reason_of(name))


def reason_of(name: str) -> Node:
    """Why a variable has no value."""
    return Call("missing_reason", (Reference(name),))
