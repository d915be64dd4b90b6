"""Forms, sections, rules, and what is written as an expression, where it is written."""

from collections.abc import Iterator

from catalogue.model import Form, Rule, Use
from migrations_gen.carrying.records import split
from migrations_gen.changes import forms as meanings
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.variables import EXPRESSION_FACETS, HelpChanged, PlaceChanged
from migrations_gen.diff.facets import plain, record_names, retirement, told
from migrations_gen.diff.matching import Matched, Pair, matched
from migrations_gen.diff.order import previous, stay_in_order


def compare_forms(pair: Pair) -> Iterator[Change]:
    """Forms as such, and what lies in those that are in both."""
    found = pair.matched("form")
    for address in found.added:
        yield meanings.FormAdded(Subject("form", address), None, pair.after.form[address].title.source)
    for address in found.removed:
        yield meanings.FormRemoved(Subject("form", address), pair.before.form[address].title.source, None)
    for old, new in found.renamed():
        yield meanings.FormRenamed(Subject("form", new), old, new)
    for before, after in pair.forms():
        if before != after:
            yield from _compared(before, after, pair)


def _compared(before: Form, after: Form, pair: Pair) -> Iterator[Change]:
    subject = Subject("form", after.address)
    yield from told(meanings.TitleChanged, subject, before.title.source, after.title.source)
    yield from told(HelpChanged, subject, plain(before.help), plain(after.help))
    yield from told(meanings.RespondentChanged, subject, before.respondent, after.respondent)
    timepoints = tuple(_timepoint(after.module, name, pair) for name in before.timepoints)
    yield from told(meanings.FormTimepointsChanged, subject, timepoints, after.timepoints)
    yield from told(meanings.RecordNamesChanged, subject, record_names(before.record), record_names(after.record))
    yield from _sections(before, after, pair)
    yield from _places(before, after, pair)
    yield from _rules(before, after, pair)
    yield from _expressions(before, after, pair)


def _timepoint(module: str, name: str, pair: Pair) -> str:
    return split(pair.lineage.after("timepoint", f"{module}.{name}") or name)[1]


def _within(kind: str, before: Form, after: Form, old: Iterator[str], new: Iterator[str], pair: Pair) -> Matched:
    """The things of one kind in a form that is in both, under their whole addresses."""
    return matched(
        kind,
        (f"{before.address}.{name}" for name in old),
        (f"{after.address}.{name}" for name in new),
        pair.lineage,
    )


# ---- sections and places ----


def _sections(before: Form, after: Form, pair: Pair) -> Iterator[Change]:
    old = {section.name: section for section in before.sections}
    new = {section.name: section for section in after.sections}
    found = _within("section", before, after, iter(old), iter(new), pair)
    for address in found.added:
        yield meanings.SectionAdded(Subject("section", address), None, new[split(address)[1]].title.source)
    for address in found.removed:
        yield meanings.SectionRemoved(Subject("section", address), old[split(address)[1]].title.source, None)
    for then, now in found.both:
        one, other = old[split(then)[1]], new[split(now)[1]]
        yield from told(meanings.TitleChanged, Subject("section", now), one.title.source, other.title.source)
        yield from told(HelpChanged, Subject("section", now), plain(one.help), plain(other.help))
    names = {split(then)[1]: split(now)[1] for then, now in found.both}
    kept = tuple(names[name] for name in old if name in names)
    order = tuple(name for name in new if name in names.values())
    yield from told(meanings.SectionsReordered, Subject("form", after.address), kept, order)


def _places(before: Form, after: Form, pair: Pair) -> Iterator[Change]:
    """What stands in another section, or is passed by another that was there before. The fewest moves that explain it:
    what keeps its order is not told.
    """
    old = {_now(before, after, item, pair): section for section, item in _items(before)}
    new = {item: section for section, item in _items(after)}
    section_names = {
        name: split(pair.lineage.after("section", f"{before.address}.{name}") or name)[1]
        for name in (section.name for section in before.sections)
    }
    shared = [item for item in old if item in new]
    stay = stay_in_order([item for item in new if item in old], {item: place for place, item in enumerate(shared)})
    for item in shared:
        then, now = section_names[old[item]], new[item]
        if then != now or item not in stay:
            kind = "group" if item in after.groups else "variable"
            subject = Subject(kind, f"{after.address}.{item}")
            yield PlaceChanged(subject, (then, previous(item, shared)), (now, previous(item, list(new))))


def _items(form: Form) -> Iterator[tuple[str, str]]:
    return ((section.name, item.name) for section in form.sections for item in section.items)


def _now(before: Form, after: Form, name: str, pair: Pair) -> str:
    kind = "group" if name in before.groups else "variable"
    address = pair.lineage.after(kind, f"{before.address}.{name}")
    form, called = split(address or "")
    return called if form == after.address else f"({name})"


# ---- rules ----


def _rules(before: Form, after: Form, pair: Pair) -> Iterator[Change]:
    old, new = {rule.name: rule for rule in before.rules}, {rule.name: rule for rule in after.rules}
    found = _within("rule", before, after, iter(old), iter(new), pair)
    for address in found.added:
        yield meanings.RuleAdded(Subject("rule", address), None, new[split(address)[1]])
    for address in found.removed:
        yield meanings.RuleRemoved(Subject("rule", address), old[split(address)[1]], None)
    for then, now in found.both:
        if split(then)[1] != split(now)[1]:
            yield meanings.RuleRenamed(Subject("rule", now), then, now)
        yield from _compared_rules(Subject("rule", now), before, old[split(then)[1]], new[split(now)[1]], pair)


def _compared_rules(subject: Subject, form: Form, before: Rule, after: Rule, pair: Pair) -> Iterator[Change]:
    if pair.translated(before.require.node, form) != after.require.node:
        yield meanings.RuleChanged(subject, before.require, after.require)
    yield from told(meanings.RuleSeverityChanged, subject, before.severity, after.severity)
    yield from told(meanings.RuleMessageChanged, subject, before.message.source, after.message.source)
    yield from told(meanings.RuleEraChanged, subject, before.collected, after.collected)
    yield from retirement(meanings.RuleRetired, subject, before.retired, after.retired)


# ---- expressions ----


def _expressions(before: Form, after: Form, pair: Pair) -> Iterator[Change]:
    """What is written as an expression by something that is in both. What a list's name stands for counts too."""
    old = {_use_now(before, use, pair): use for use in before.uses if use.key in EXPRESSION_FACETS}
    new = {(_owner(after, use.owner), use.key): use for use in after.uses if use.key in EXPRESSION_FACETS}
    there = {address for _, address in (*_both(before, after, pair),)}
    for subject, key in dict.fromkeys((*old, *new)):
        one, other = old.get((subject, key)), new.get((subject, key))
        if subject not in there:
            continue
        node = pair.translated(one.expression.node, before) if one else None
        if node != (other.expression.node if other else None):
            written = (use.expression if use else None for use in (one, other))
            yield EXPRESSION_FACETS[key](subject, *written)


def _owner(form: Form, name: str) -> Subject:
    kind = "variable" if name in form.variable else "group" if name in form.groups else "section"
    return Subject(kind, f"{form.address}.{name}")


def _use_now(form: Form, use: Use, pair: Pair) -> tuple[Subject, str]:
    owner = _owner(form, use.owner)
    return Subject(owner.kind, pair.lineage.after(owner.kind, owner.address) or ""), use.key


def _both(before: Form, after: Form, pair: Pair) -> Iterator[tuple[Subject, Subject]]:
    """Everything that can own an expression and is in both."""
    for kind, names in (
        ("variable", lambda form: iter(form.variable)),
        ("group", lambda form: iter(form.groups)),
        ("section", lambda form: (section.name for section in form.sections)),
    ):
        for old, new in _within(kind, before, after, names(before), names(after), pair).both:
            yield Subject(kind, old), Subject(kind, new)
