"""The declared way from the earlier rows to the later ones, in the prover's words: one passage for each form.

Pure. A variable of another form is called there as expressions call it: `operasjon.op_dato`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, references, transform
from catalogue.expressions.scope import TIMEPOINT, Binding, binding, scope_of
from catalogue.model import Catalogue, Form, Variable
from engine.proofs.passages import Beside, Carried, Passage, outside_names
from migrations_gen.carrying.records import Carry, Carrying, identity

Version = tuple[Catalogue, Form]


def passage_of(earlier: Version, later: Version, carrying: Carrying) -> Passage:
    """How a final row of the earlier form is read as one of the later form."""
    reader = _Reader(*earlier, *later, carrying)
    form = later[1]
    answers = {name: carried for name in form.variable if (carried := reader.answer(name)) is not None}
    outside = {name: node for name in outside_names(form) if (node := reader.outside(name)) is not None}
    return Passage(earlier[1], answers, outside, reader.beside, earlier[0].value_sets)


@dataclass(frozen=True)
class _Reader:
    """One form of two versions. `beside` grows with every name of another earlier form that is read on the way."""

    before: Catalogue
    old: Form
    after: Catalogue
    new: Form
    carrying: Carrying

    @cached_property
    def beside(self) -> dict[str, Beside]:
        return {}

    @cached_property
    def _known(self) -> Mapping[str, Binding]:
        return scope_of(self.before, self.old)

    def answer(self, name: str) -> Carried | None:
        """Where the answer comes from; None for what was not asked for, and for what is calculated."""
        if self.new.variable[name].is_calculated:
            return None
        carry = _carry(f"{self.new.address}.{name}", self.before, self.carrying)
        if carry is None:
            return None
        if carry.form == self.old.address:
            return Carried(carry.value, carry.reason)
        place = self.before.form[carry.form]
        names = self._names(carry, place, place.name if place.module == self.old.module else place.address)
        return Carried(_renamed(carry.value, names), _renamed(carry.reason, names))

    def outside(self, name: str) -> Node | None:
        """What a name of another form is over such names of the earlier version."""
        if name == TIMEPOINT:
            return self._timepoint()
        occasion, _, own = name.rpartition(".")
        place = _place(self.after, self.new, occasion)
        if place is None:
            return None
        form, timepoint = place
        if form.variable[own].is_calculated:
            return self._calculated(name, form, own, timepoint)
        carry = _carry(f"{form.address}.{own}", self.before, self.carrying)
        if carry is None:
            return None
        then = self._occasion(self.before.form[carry.form], form, timepoint)
        return _renamed(carry.value, self._names(carry, self.before.form[carry.form], then))

    def _names(self, carry: Carry, place: Form, occasion: str) -> Mapping[str, str]:
        """The names of another form's row, as this form calls them."""
        names = {name: f"{occasion}.{name}" for name in carry.reads if name in place.variable}
        self.beside.update({dotted: _beside(place.variable[name]) for name, dotted in names.items()})
        return names

    def _occasion(self, old: Form, new: Form, timepoint: str | None) -> str:
        """Under which name the earlier form was seen, given the timepoint at which the later one is."""
        if timepoint is None or len(old.timepoints) < 2:
            return old.name
        then = self.carrying.lineage.before("timepoint", f"{new.module}.{timepoint}") or ""
        return f"{old.name}_{then.rpartition('.')[2]}"

    def _calculated(self, name: str, form: Form, own: str, timepoint: str | None) -> Node:
        """A calculation of another form: the earlier one's if it is that word for word, else nobody knows."""
        old = self.before.form.get(self.carrying.lineage.before("form", form.address) or "")
        if old is not None and self._is_as_it_was(form, own):
            earlier = f"{self._occasion(old, form, timepoint)}.{own}"
            if earlier in self._known:
                return Reference(earlier)
        self.beside[f"{name}*"] = _beside(form.variable[own])
        return Reference(f"{name}*")

    def _is_as_it_was(self, form: Form, name: str) -> bool:
        """Whether a name, with all that it rests on in any form, is word for word what it was."""
        behind, waiting = set[tuple[str, str]](), [(form, name)]
        while waiting:
            place, own = waiting.pop()
            if (place.address, own) in behind:
                continue
            behind.add((place.address, own))
            variable = place.variable[own]
            if not self._is_same_variable(place, variable):
                return False
            read = references(variable.calculate.node) if variable.calculate else ()
            waiting += [found for other in read if (found := self._found(place, other)) is not None]
        return True

    def _found(self, form: Form, name: str) -> tuple[Form, str] | None:
        """The form and variable that a form means by a name."""
        occasion, _, own = name.rpartition(".")
        if not occasion:
            return (form, own) if own in form.variable else None
        place = _place(self.after, form, occasion)
        return (place[0], own) if place is not None else None

    def _is_same_variable(self, form: Form, later: Variable) -> bool:
        old = self.before.form.get(self.carrying.lineage.before("form", form.address) or "")
        earlier = old.variable.get(later.name) if old is not None else None
        if old is None or earlier is None or earlier.is_calculated != later.is_calculated:
            return False
        if not later.is_calculated:
            return self.carrying.forward.carry(f"{form.address}.{later.name}") == identity(old.address, later.name)
        meanings = {(one.type, one.decimals, one.calculate, one.enable_when) for one in (earlier, later)}
        return len(meanings) == 1 and self.before.value_sets == self.after.value_sets

    def _timepoint(self) -> Node:
        """What the occasion is called now."""
        module = self.old.module
        named = ((then, self.carrying.lineage.after("timepoint", f"{module}.{then}")) for then in self.old.timepoints)
        renamed = [(then, now.rpartition(".")[2]) for then, now in named if now and now != f"{module}.{then}"]
        same = Reference(TIMEPOINT)
        pairs = tuple((Call("eq", (same, Literal(then))), Literal(now)) for then, now in renamed)
        return Case(pairs, same) if pairs else same


def _beside(variable: Variable) -> Beside:
    return Beside(binding(variable), variable.offered_reasons)


def _carry(address: str, before: Catalogue, carrying: Carrying) -> Carry | None:
    """How a variable comes about, if the earlier version has what it is made of."""
    carry = carrying.forward.carry(address)
    if carry is None or carry.form not in before.form:
        return None
    is_there = not carry.is_plain or set(carry.reads) <= before.form[carry.form].variable.keys()
    return carry if is_there else None


def _place(catalogue: Catalogue, form: Form, occasion: str) -> tuple[Form, str | None] | None:
    """The form that is seen under a name, and at which timepoint when it is repeated."""
    others = catalogue.forms_of(form.module) if form.module else ()
    person = (catalogue.person,) if catalogue.person is not None else ()
    for other in (*person, *others):
        for number, name in enumerate(other.occasion_names()):
            if name == occasion:
                return other, other.timepoints[number] if len(other.timepoints) > 1 else None
    return None


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    def change(part: Node) -> Node:
        return Reference(names.get(part.name, part.name)) if isinstance(part, Reference) else part

    return transform(node, change)
