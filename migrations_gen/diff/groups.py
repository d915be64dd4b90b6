"""Checklists, matrices and instruments as such; their variables are compared as variables."""

from collections.abc import Iterator

from catalogue.model import Group
from migrations_gen.carrying.records import split
from migrations_gen.changes import variables as meanings
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.facets import plain, told
from migrations_gen.diff.matching import Pair, group_of
from migrations_gen.diff.order import previous, stay_in_order
from migrations_gen.diff.variables import missing_reasons


def compare_groups(pair: Pair) -> Iterator[Change]:
    """Groups that came, went, have another name or differ."""
    found = pair.matched("group")
    for address in found.added:
        yield meanings.GroupAdded(Subject("group", address), None, _summary(group_of(pair.after, address)))
    for address in found.removed:
        yield meanings.GroupRemoved(Subject("group", address), _summary(group_of(pair.before, address)), None)
    for old, new in found.renamed():
        if split(old)[1] != split(new)[1]:
            yield meanings.GroupRenamed(Subject("group", new), old, new)
    for old, new in found.both:
        before, after = group_of(pair.before, old), group_of(pair.after, new)
        if before != after:
            yield from _compared_groups(Subject("group", new), before, after)
            yield from _places(old, new, before, after, pair)


def _summary(group: Group) -> tuple[str, str, int]:
    return group.kind, group.label.source, len(group.variables)


def _compared_groups(subject: Subject, before: Group, after: Group) -> Iterator[Change]:
    kinds = (before.kind, before.instrument), (after.kind, after.instrument)
    yield from told(meanings.GroupKindChanged, subject, *kinds)
    yield from told(meanings.LabelChanged, subject, before.label.source, after.label.source)
    yield from told(meanings.HelpChanged, subject, plain(before.help), plain(after.help))
    yield from told(meanings.GroupRequirementChanged, subject, before.required, after.required)
    yield from told(meanings.ExclusiveTickChanged, subject, before.none, after.none)
    yield from missing_reasons(subject, before.missing, after.missing)
    for old, new in ((before.rows, after.rows), (before.columns, after.columns)):
        headings = {key: text.source for key, text in old}
        for key, text in new:
            if key in headings and headings[key] != text.source:
                yield meanings.HeadingChanged(subject, (key, headings[key]), (key, text.source))


def _places(old: str, new: str, before: Group, after: Group, pair: Pair) -> Iterator[Change]:
    """Ticks and cells that stand in another order; an instrument's order is compared where it is declared."""
    if not after.shares_reason:
        return
    names = [variable.name for variable in after.variables]
    form, there = split(new)[0], set(names)
    then = (
        split(pair.lineage.after("variable", f"{split(old)[0]}.{variable.name}") or "") for variable in before.variables
    )
    shared = [name for place, name in then if place == form and name in there]
    kept = set(shared)
    stay = stay_in_order([name for name in names if name in kept], {name: place for place, name in enumerate(shared)})
    for name in shared:
        if name not in stay:
            places = ((split(new)[1], previous(name, order)) for order in (shared, names))
            yield meanings.PlaceChanged(Subject("variable", f"{form}.{name}"), *places)
