"""Which thing of the earlier state each thing of the later one is held against: by address, and by what is renamed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.expressions.nodes import Node, Reference, transform
from catalogue.model import Catalogue, Form, Group, Variable
from migrations_gen.carrying.records import Carrying, split
from migrations_gen.lineage import Lineage, addresses


@dataclass(frozen=True, slots=True)
class Matched:
    """The things of one kind, by address: in both (earlier, later), only in the later, only in the earlier."""

    both: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def renamed(self) -> Iterator[tuple[str, str]]:
        """Those of `both` that have another address."""
        return ((old, new) for old, new in self.both if old != new)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two catalogues side by side."""

    before: Catalogue
    after: Catalogue
    carrying: Carrying

    @property
    def lineage(self) -> Lineage:
        """Which thing is which."""
        return self.carrying.lineage

    def matched(self, kind: str) -> Matched:
        """Everything of a kind that `lineage.addresses` knows."""
        return matched(kind, addresses(self.before, kind), addresses(self.after, kind), self.lineage)

    def forms(self) -> Iterator[tuple[Form, Form]]:
        """The forms that are in both."""
        for old, new in self.matched("form").both:
            yield self.before.form[old], self.after.form[new]

    def translated(self, node: Node, form: Form) -> Node:
        """An earlier form's expression in the names of the later state, so that a rename is no difference."""
        if not any(self.lineage.earlier.values()):
            return node
        own = self.lineage.after("form", form.address)

        def now(part: Node) -> Node:
            if not isinstance(part, Reference):
                return part
            owner, dot, name = part.name.rpartition(".")
            if dot:
                return Reference(self._outside(form, owner, name))
            address = self.lineage.after("variable", f"{form.address}.{name}")
            place, called = split(address) if address else ("", name)
            return Reference(called) if place == own else part

        return transform(node, now)

    def _outside(self, form: Form, owner: str, name: str) -> str:
        """Another form's variable, as expressions of the later state call it."""
        other = next(
            (other for other in self.before.forms_of(form.module) if owner in other.occasion_names()), None
        ) or (self.before.person if owner == "person" else None)
        if other is None:
            return f"{owner}.{name}"
        address = self.lineage.after("variable", f"{other.address}.{name}") or f"{other.address}.{name}"
        later_form, later_name = split(address)
        return f"{split(later_form)[1] + owner.removeprefix(other.name)}.{later_name}"


def matched(kind: str, before: Iterable[str], after: Iterable[str], lineage: Lineage) -> Matched:
    """Every address of either side in its place, in the order of the later state."""
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    both: list[tuple[str, str]] = []
    added: list[str] = []
    for address in new:
        earlier = lineage.before(kind, address)
        if earlier in old:
            both.append((str(earlier), address))
        else:
            added.append(address)
    kept = {earlier for earlier, _ in both}
    return Matched(tuple(both), tuple(added), tuple(address for address in old if address not in kept))


def variable_of(catalogue: Catalogue, address: str) -> Variable:
    """The variable with this address."""
    form, name = split(address)
    return catalogue.form[form].variable[name]


def group_of(catalogue: Catalogue, address: str) -> Group:
    """The checklist, matrix or instrument with this address."""
    form, name = split(address)
    return catalogue.form[form].groups[name]


def users_of_lists(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """By the name of each shared codelist the addresses of the variables that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, variable in catalogue.variables():
        if variable.codelist is not None and variable.codelist.shared:
            found[variable.codelist.name].append(f"{form.address}.{variable.name}")
    return {name: tuple(addresses) for name, addresses in found.items()}
