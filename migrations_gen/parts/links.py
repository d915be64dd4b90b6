"""Why one change needs another: one edit is behind both, or one uses what the other brings, or takes away what another
still uses, or takes over what another says. Pure.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from catalogue.model import Variable
from migrations_gen.change_sets import name_of
from migrations_gen.changes import codes, forms, registry, variables
from migrations_gen.changes.base import Change
from migrations_gen.diff.records import Difference
from migrations_gen.parts.around import Around
from migrations_gen.parts.attributes import ATTRIBUTES, BY_INTENT, hands_down
from migrations_gen.parts.edits import Assigned, place_of
from migrations_gen.parts.records import Link, Reason
from migrations_gen.parts.uses import Thing, Usage, things, usages

COMES: tuple[type[Change], ...] = (
    variables.VariableAdded,
    variables.VariableReturned,
    variables.GroupAdded,
    codes.CodelistAdded,
    codes.CodeAdded,
    codes.ValueSetAdded,
    codes.SystemAdded,
    forms.FormAdded,
    registry.InstrumentAdded,
    registry.TimepointAdded,
    registry.CategoryAdded,
    registry.RespondentAdded,
    registry.ModuleAdded,
)
"""Changes that bring a name."""

GOES: tuple[type[Change], ...] = (*(meaning.opposite for meaning in COMES if meaning.opposite is not None),)
"""Changes that take one away."""


class Linking:
    """The links between the changes of one difference."""

    def __init__(self, difference: Difference, assigned: Assigned, around: Around) -> None:
        self.difference = difference
        self.assigned = assigned
        self.around = around
        self.names = {name_of(change): change for change in difference.changes}
        self.comes, self.goes = self._comes(), self._goes()
        lists = {change.subject.owner for change in self.names.values() if change.subject.kind == "code"}
        lists |= {change.subject.address for change in self.names.values() if change.subject.kind == "codelist"}
        self.usages = tuple(frozenset(usages(catalogue, lists)) for catalogue in around.sides)
        self.by_subject: dict[Thing, list[tuple[str, Change]]] = defaultdict(list)
        for name, change in self.names.items():
            for address in around.addresses(change):
                self.by_subject[change.subject.kind, address].append((name, change))

    def links(self) -> Iterator[Link]:
        """Every reason."""
        yield from self._of_edits()
        yield from self._of_names()
        for find in CONTENTS:
            yield from find(self)

    def link(self, name: str, other: str, slug: str) -> Iterator[Link]:
        """One change needs another."""
        if name != other:
            ends = self.names[name].subject.address, self.names[other].subject.address
            yield Link(name, other, Reason(slug, *ends))

    def tie(self, name: str, other: str, slug: str) -> Iterator[Link]:
        """Each needs the other."""
        yield from self.link(name, other, slug)
        yield from self.link(other, name, slug)

    # ---- edits ----

    def _of_edits(self) -> Iterator[Link]:
        for _, names in self.assigned.tied():
            for one, other in pairwise(names):
                yield from self.tie(one, other, "same-edit")

    # ---- names that come and go ----

    def _of_names(self) -> Iterator[Link]:
        for thing, some in self.comes.items():
            for name in some:
                for taker in self.goes.get(thing, ()):
                    yield from self.link(name, taker, "takes-name")
        before, after = self.around.sides
        old, new = frozenset(things(before)), frozenset(things(after))
        for usage in self.usages[1]:
            if usage.used not in old:
                for bringer in self.comes.get(usage.used, ()):
                    for name in self.writers(usage):
                        yield from self.link(name, bringer, f"uses-{usage.used[0]}")
        for usage in self.usages[0]:
            if usage.used not in new or usage.used in self.goes:
                yield from self._of_taken(usage)

    def _of_taken(self, usage: Usage) -> Iterator[Link]:
        """What goes needs the changes by which it is no longer used, or by which something else has its name."""
        others = list(self.writers(usage))
        if usage in self.usages[1]:
            others += self.comes.get(usage.used, ())
        for taker in self.goes.get(usage.used, ()):
            for name in others:
                yield from self.link(taker, name, "still-used")

    def _comes(self) -> Mapping[Thing, tuple[str, ...]]:
        """What brings each thing."""
        found: dict[Thing, list[str]] = defaultdict(list)
        for name, change in self.names.items():
            if isinstance(change, COMES) or change.is_renaming:
                found[change.subject.kind, change.subject.address].append(name)
                for code in getattr(change.after, "codes", ()) if isinstance(change, codes.CodelistAdded) else ():
                    found["code", f"{change.subject.address}.{code.value}"].append(name)
        return {thing: tuple(some) for thing, some in found.items()}

    def _goes(self) -> Mapping[Thing, tuple[str, ...]]:
        """What takes each thing away, or out of use."""
        found: dict[Thing, list[str]] = defaultdict(list)
        for name, change in self.names.items():
            if change.is_renaming:
                found[change.subject.kind, str(change.before)].append(name)
            elif isinstance(change, (*GOES, variables.VariableRetired, codes.CodeRetired)):
                found[change.subject.kind, change.subject.address].append(name)
        return {thing: tuple(some) for thing, some in found.items()}

    def writers(self, usage: Usage) -> Iterator[str]:
        """The changes by which something came to use, or stopped using, another."""
        for name, change in self.by_subject.get(usage.user, ()):
            keys = ATTRIBUTES.get(type(change))
            is_whole = keys is None and not change.is_renaming and type(change) not in BY_INTENT
            if is_whole or (keys is not None and usage.key in keys):
                yield name


# ---- what a change's value takes over from elsewhere ----


def _of_added(linking: Linking) -> Iterator[Link]:
    """A new variable is what its codelist, system, section and form make it."""
    after = linking.around.sides[1]
    for name, change in linking.names.items():
        variable = change.after
        if not isinstance(change, variables.VariableAdded) or not isinstance(variable, Variable):
            continue
        owners: list[Thing] = [("form", change.subject.owner)]
        section = linking.around.sections[1].get(change.subject.address)
        owners += [("section", section)] if section else []
        owners += [("group", f"{change.subject.owner}.{variable.group}")] if variable.group else []
        group = after.form[change.subject.owner].groups.get(variable.group or "")
        owners += [("instrument", group.instrument)] if group and group.instrument else []
        owners += [("system", variable.system.name)] if variable.system else []
        for owner in owners:
            for other, _ in linking.by_subject.get(owner, ()):
                yield from linking.link(name, other, "takes-over")
        if variable.codelist is not None and variable.codelist.shared:
            for other in linking_of_list(linking, variable.codelist.name):
                yield from linking.link(name, other, "takes-over")


def linking_of_list(linking: Linking, codelist: str) -> Iterator[str]:
    """Every change of a list and its codes."""
    for (kind, address), some in linking.by_subject.items():
        if (kind, address) == ("codelist", codelist) or (kind == "code" and address.rpartition(".")[0] == codelist):
            yield from (name for name, _ in some)


def _of_lists(linking: Linking) -> Iterator[Link]:
    """The order of a list is the order of all its codes; what a variable allows, of all that there are."""
    after = linking.around.sides[1]
    for name, change in linking.names.items():
        address = change.subject.address
        if isinstance(change, codes.CodesReordered):
            for other in linking_of_list(linking, address):
                if isinstance(linking.names[other], codes.CodeAdded | codes.CodeRemoved):
                    yield from linking.link(name, other, "order")
        if isinstance(change, variables.ValueSetChanged):
            form = after.form.get(change.subject.owner)
            variable = form.variable.get(change.subject.name) if form else None
            if variable is not None and variable.codelist is not None:
                owner = variable.codelist.name if variable.codelist.shared else address
                for other in linking_of_list(linking, owner):
                    if isinstance(linking.names[other], codes.CodeAdded | codes.CodeRemoved):
                        yield from linking.link(name, other, "takes-over")


def _of_order(linking: Linking) -> Iterator[Link]:
    """Places are told by what stands before, so that all that move in a form, and what comes and goes beside them,
    belong together.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for name, change in linking.names.items():
        if isinstance(change, variables.PlaceChanged):
            places[change.subject.owner].append(name)
    for form, some in places.items():
        for one, other in pairwise(some):
            yield from linking.tie(one, other, "order")
        for name in some:
            for other in _neighbours(linking, form, linking.names[name]):
                yield from linking.link(name, other, "order")


def _neighbours(linking: Linking, form: str, moved: Change) -> Iterator[str]:
    """What comes just before a thing in its new place, and what goes from the sections it leaves and comes to."""
    places = [place for place in (moved.before, moved.after) if isinstance(place, tuple)]
    sections = {f"{form}.{place[0]}" for place in places}
    before = [f"{form}.{place[1]}" for place in places]
    for kind in ("variable", "group"):
        for address in before:
            for name, change in linking.by_subject.get((kind, address), ()):
                if isinstance(change, COMES + GOES) or change.is_renaming:
                    yield name
    for name, change in linking.names.items():
        goes = isinstance(change, GOES) and change.subject.owner == form
        if goes and linking.around.sections[0].get(change.subject.address) in sections:
            yield name


def _of_removed(linking: Linking) -> Iterator[Link]:
    """What a form, section or group says also holds for what is to go from it: until that is gone, it changes too."""
    gone = [
        (name, linking.around.places(change))
        for name, change in linking.names.items()
        if isinstance(change, variables.VariableRemoved)
    ]
    inherited = {place: name for name, places in gone for place, relation in places if relation != "own"}
    for edit, names in linking.assigned.tied():
        if not edit.attribute or place_of(edit) not in inherited:
            continue
        for other, places in gone:
            if any(place == place_of(edit) and hands_down(edit.attribute, relation) for place, relation in places):
                for name in names:
                    yield from linking.link(name, other, "hands-down")


def _of_nothing(linking: Linking) -> Iterator[Link]:
    """A change without an edit of its own follows from others: a list's name in an expression stands for its ticks."""
    before, after = linking.usages
    for name, change in linking.names.items():
        if linking.assigned.behind.get(name):
            continue
        thing = change.subject.kind, change.subject.address
        used = (usage.used for usage in after if usage.user == thing)
        left = (usage.used for usage in before - after if usage.user == thing)
        others = [*(linking.comes.get(one, ()) for one in used), *(linking.goes.get(one, ()) for one in left)]
        for other in (name for some in others for name in some):
            yield from linking.tie(name, other, "follows")


def _of_outside_names(linking: Linking) -> Iterator[Link]:
    """A name in another system is one thing's at a time: who takes it over needs the change by which it was left."""
    left: dict[object, list[str]] = defaultdict(list)
    for name, change in linking.names.items():
        if isinstance(change, variables.AliasRemoved):
            left[change.before].append(name)
        if isinstance(change, variables.VariableRemoved) and isinstance(change.before, Variable):
            for alias in change.before.aliases:
                left[alias.system, alias.occasion, alias.name].append(name)
    for name, change in linking.names.items():
        taken: list[object] = [change.after] if isinstance(change, variables.AliasAdded) else []
        if isinstance(change, variables.VariableAdded) and isinstance(change.after, Variable):
            taken += [(alias.system, alias.occasion, alias.name) for alias in change.after.aliases]
        for outside in taken:
            for other in left.get(outside, ()):
                yield from linking.link(name, other, "outside-name")


CONTENTS = (_of_added, _of_lists, _of_order, _of_removed, _of_outside_names, _of_nothing)
"""What is found by what a change says."""
