"""Codelists, code by code, and value sets and coding systems."""

from collections.abc import Iterator, Mapping

from catalogue.model import Code, Codelist, CodeValue, CodingSystem, ValueSet
from migrations_gen.changes import codes as meanings
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.facets import retirement
from migrations_gen.diff.matching import Pair
from migrations_gen.intents.records import Recode


def compare_codelists(pair: Pair) -> Iterator[Change]:
    """The shared lists."""
    found = pair.matched("codelist")
    for address in found.added:
        yield meanings.CodelistAdded(Subject("codelist", address), None, pair.after.codelists[address])
    for address in found.removed:
        yield meanings.CodelistRemoved(Subject("codelist", address), pair.before.codelists[address], None)
    for old, new in found.renamed():
        yield meanings.CodelistRenamed(Subject("codelist", new), old, new)
    recodes = _recodes(pair)
    for old, new in found.both:
        before, after = pair.before.codelists[old], pair.after.codelists[new]
        if before != after or new in recodes:
            yield from _compared(Subject("codelist", new), before, after, recodes.get(new))


def _recodes(pair: Pair) -> Mapping[str, Recode]:
    """The maps of whole codelists."""
    intents = (carry.intent for carry in pair.carrying.forward.carries.values())
    return {intent.target: intent for intent in intents if isinstance(intent, Recode) and "." not in intent.target}


def _compared(subject: Subject, before: Codelist, after: Codelist, recode: Recode | None) -> Iterator[Change]:
    titles = (before.title.source if before.title else None), (after.title.source if after.title else None)
    if titles[0] != titles[1]:
        yield meanings.CodelistTitleChanged(subject, *titles)
    if before.source != after.source:
        yield meanings.CodelistSourceChanged(subject, before.source, after.source)
    yield from compare_codes(subject, before, after, recode)


def compare_codes(subject: Subject, before: Codelist, after: Codelist, recode: Recode | None) -> Iterator[Change]:
    """The codes of two lists; a declared map says which code became which, else the value does."""
    old, new = ({code.value: code for code in codelist.codes} for codelist in (before, after))
    if recode is not None:
        yield meanings.Recoded(subject, (), recode.codes)
    for value in new.keys() - old.keys():
        yield meanings.CodeAdded(_code(subject, value), None, new[value])
    for value in old.keys() - new.keys():
        yield meanings.CodeRemoved(_code(subject, value), old[value], None)
    counterparts = _mapped(recode, old, new) if recode is not None else {value: value for value in old if value in new}
    for then, now in counterparts.items():
        yield from _compared_codes(_code(subject, now), old[then], new[now])
    shared = [value for value in old if value in new]
    if shared != [value for value in new if value in old]:
        yield meanings.CodesReordered(subject, tuple(old), tuple(new))


def _code(subject: Subject, value: CodeValue) -> Subject:
    return Subject("code", f"{subject.address}.{value}")


def _mapped(
    recode: Recode, old: Mapping[CodeValue, Code], new: Mapping[CodeValue, Code]
) -> Mapping[CodeValue, CodeValue]:
    """Which code each became; codes that are joined have no counterpart."""
    found = dict(recode.codes)
    pairs = {
        code: target
        for code in old
        if (written := found.get(str(code))) is not None
        and (target := next((value for value in new if str(value) == written), None)) is not None
    }
    joined = list(pairs.values())
    return {code: target for code, target in pairs.items() if joined.count(target) == 1}


def _compared_codes(subject: Subject, before: Code, after: Code) -> Iterator[Change]:
    if before.label.source != after.label.source:
        yield meanings.CodeRelabelled(subject, before.label.source, after.label.source)
    if before.missing != after.missing:
        yield meanings.CodeMissingChanged(subject, before.missing, after.missing)
    if before.collected != after.collected:
        yield meanings.CodeEraChanged(subject, before.collected, after.collected)
    yield from retirement(meanings.CodeRetired, subject, before.retired, after.retired)


# ---- tables of others ----


def compare_value_sets(pair: Pair) -> Iterator[Change]:
    """Tables from codes to numbers."""
    found = pair.matched("value_set")
    for name in found.added:
        yield meanings.ValueSetAdded(Subject("value_set", name), None, _size(pair.after.value_sets[name]))
    for name in found.removed:
        yield meanings.ValueSetRemoved(Subject("value_set", name), _size(pair.before.value_sets[name]), None)
    for old, new in found.both:
        before, after = pair.before.value_sets[old], pair.after.value_sets[new]
        if before != after:
            yield from _compared_value_sets(Subject("value_set", new), before, after)


def _size(value_set: ValueSet) -> tuple[str, int]:
    return value_set.version, len(value_set.values)


def _compared_value_sets(subject: Subject, before: ValueSet, after: ValueSet) -> Iterator[Change]:
    kinds = (before.version, before.origin, before.keys), (after.version, after.origin, after.keys)
    if kinds[0] != kinds[1]:
        yield meanings.ValueSetVersionChanged(subject, *kinds)
    old, new = set(before.values.items()), set(after.values.items())
    if old != new:
        yield meanings.ValueSetNumbersChanged(subject, _sorted(old - new), _sorted(new - old))
    texts = (before.title, before.source), (after.title, after.source)
    if texts[0] != texts[1]:
        yield meanings.ValueSetTextChanged(subject, *texts)


def _sorted(rows: set[tuple[tuple[CodeValue, ...], float]]) -> tuple[tuple[tuple[CodeValue, ...], float], ...]:
    return tuple(sorted(rows, key=lambda row: tuple(map(str, row[0]))))


def compare_systems(pair: Pair) -> Iterator[Change]:
    """Coding systems: which edition, and which codes differ."""
    found = pair.matched("system")
    for name in found.added:
        yield meanings.SystemAdded(Subject("system", name), None, pair.after.systems[name].version)
    for name in found.removed:
        yield meanings.SystemRemoved(Subject("system", name), pair.before.systems[name].version, None)
    for old, new in found.both:
        before, after = pair.before.systems[old], pair.after.systems[new]
        if before != after:
            yield from _compared_systems(Subject("system", new), before, after)


def _compared_systems(subject: Subject, before: CodingSystem, after: CodingSystem) -> Iterator[Change]:
    if before.version != after.version:
        yield meanings.SystemEditionChanged(subject, before.version, after.version)
    old, new = _rows(before), _rows(after)
    if old != new:
        differing = [code for code in (*old, *new) if old.get(code) != new.get(code)]
        rows = (tuple(side_[code] for code in dict.fromkeys(differing) if code in side_) for side_ in (old, new))
        yield meanings.SystemCodesChanged(subject, *rows)
    texts = (before.title.source, before.source), (after.title.source, after.source)
    if texts[0] != texts[1]:
        yield meanings.SystemTextChanged(subject, *texts)


def _rows(system: CodingSystem) -> Mapping[CodeValue, tuple[object, ...]]:
    return {
        code.value: (code.value, code.label.source, code.collected, system.replaced_by.get(code.value))
        for code in system.codes
    }
