"""Variables, attribute by attribute. What is equal is passed over at once, so an unchanged form costs little."""

from collections.abc import Iterable, Iterator

from catalogue.model import Alias, Codelist, Expression, Limits, MissingValue, Variable
from migrations_gen.carrying.records import split
from migrations_gen.changes import variables as meanings
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.codes import compare_codes
from migrations_gen.diff.facets import content, plain, retirement, told
from migrations_gen.diff.matching import Matched, Pair, variable_of
from migrations_gen.intents.records import Derive, Recode


def compare_variables(pair: Pair) -> Iterator[Change]:
    """Everything about variables but their expressions and places."""
    found = pair.matched("variable")
    yield from _came_and_went(found, pair)
    yield from _called_otherwise(found, pair)
    for old, new in found.both:
        before, after = variable_of(pair.before, old), variable_of(pair.after, new)
        if before != after:
            yield from _compared(Subject("variable", new), before, after, pair)
    for address, carry in pair.carrying.forward.carries.items():
        if isinstance(carry.intent, Derive):
            yield meanings.VariableDerived(Subject("variable", address), None, carry.intent.expression.text)


def _came_and_went(found: Matched, pair: Pair) -> Iterator[Change]:
    for address in found.added:
        yield meanings.VariableAdded(Subject("variable", address), None, variable_of(pair.after, address))
    for address in found.removed:
        variable = variable_of(pair.before, address)
        yield meanings.VariableRemoved(Subject("variable", address), variable, None)
        if address in pair.carrying.purged:
            yield meanings.VariablePurged(Subject("variable", address), variable, None)


def _called_otherwise(found: Matched, pair: Pair) -> Iterator[Change]:
    for old, new in found.renamed():
        form = pair.lineage.after("form", split(old)[0])
        if split(new)[0] != form:
            yield meanings.VariableMoved(Subject("variable", new), old, new)
        elif split(old)[1] != split(new)[1]:
            yield meanings.VariableRenamed(Subject("variable", new), old, new)


def _compared(subject: Subject, before: Variable, after: Variable, pair: Pair) -> Iterator[Change]:
    for name, meaning in meanings.FACETS.items():
        yield from told(meaning, subject, plain(getattr(before, name)), plain(getattr(after, name)))
    yield from _limits(subject, before.limits, after.limits, pair)
    yield from _codelists(subject, before, after, pair)
    yield from told(meanings.SystemReplaced, subject, _system(before), _system(after))
    yield from missing_reasons(subject, before.missing, after.missing)
    yield from aliases(subject, (*before.aliases, *before.edition), (*after.aliases, *after.edition))
    yield from _group(subject, before, after, pair)
    yield from retirement(meanings.VariableRetired, subject, before.retired, after.retired)


def _limits(subject: Subject, before: Limits, after: Limits, pair: Pair) -> Iterator[Change]:
    form = pair.before.form.get(pair.lineage.before("form", subject.owner) or "")
    for name, meaning in meanings.LIMIT_FACETS.items():
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(old, Expression) and isinstance(new, Expression) and form is not None:
            if pair.translated(old.node, form) != new.node:
                yield meaning(subject, old, new)
        else:
            yield from told(meaning, subject, old, new)


def _codelists(subject: Subject, before: Variable, after: Variable, pair: Pair) -> Iterator[Change]:
    old, new = before.codelist, after.codelist
    if old is not None and new is not None:
        is_recoded = isinstance(_intent(subject.address, pair), Recode)
        is_same = old.shared and new.shared and pair.lineage.before("codelist", new.name) == old.name
        if not is_same and _is_replaced(old, new):
            yield meanings.CodelistReplaced(subject, old.name, new.name)
        if is_recoded or not is_same:
            yield from compare_codes(subject, old, new, _map(subject.address, pair))
        yield from _value_sets(subject, before, after)


def _is_replaced(before: Codelist, after: Codelist) -> bool:
    """Codes written beside the question are the question's own; that they come to stand in a shared list, or no longer
    do, is no change while they stay the same.
    """
    if before.shared and after.shared:
        return True
    return before.shared != after.shared and content(before) != content(after)


def _intent(address: str, pair: Pair) -> object:
    carry = pair.carrying.forward.carries.get(address)
    return carry.intent if carry else None


def _map(address: str, pair: Pair) -> Recode | None:
    intent = _intent(address, pair)
    return intent if isinstance(intent, Recode) else None


def _value_sets(subject: Subject, before: Variable, after: Variable) -> Iterator[Change]:
    """Only what the variable itself leaves out or takes in, not what its codelist gained or lost."""
    old, new = {code.value for code in before.codes}, {code.value for code in after.codes}
    shared = _answers(before.codelist) & _answers(after.codelist)
    if (shared - old) != (shared - new):
        values = tuple(tuple(code.value for code in variable.codes) for variable in (before, after))
        yield meanings.ValueSetChanged(subject, *values)


def _answers(codelist: Codelist | None) -> set[int | str]:
    return {code.value for code in codelist.codes if code.missing is None} if codelist else set()


def _system(variable: Variable) -> str | None:
    return variable.system.name if variable.system else None


def missing_reasons(
    subject: Subject, before: Iterable[MissingValue], after: Iterable[MissingValue]
) -> Iterator[Change]:
    """The reasons that may be given instead of an answer."""
    old, new = {one.reason: one for one in before}, {one.reason: one for one in after}
    for reason in old.keys() | new.keys():
        if reason not in old:
            yield meanings.MissingReasonAdded(subject, None, reason)
        elif reason not in new:
            yield meanings.MissingReasonRemoved(subject, reason, None)
        else:
            yield from told(meanings.MissingCodeChanged, subject, _outside(old[reason]), _outside(new[reason]))


def _outside(missing: MissingValue) -> tuple[object, ...]:
    return missing.reason, missing.code, tuple(_named(flag) for flag in missing.flags)


def _named(alias: Alias) -> tuple[str, str, str]:
    return alias.system, alias.occasion, alias.name


def aliases(subject: Subject, before: Iterable[Alias], after: Iterable[Alias]) -> Iterator[Change]:
    """Outside names that came and went."""
    old, new = dict.fromkeys(map(_named, before)), dict.fromkeys(map(_named, after))
    yield from (meanings.AliasRemoved(subject, name, None) for name in old if name not in new)
    yield from (meanings.AliasAdded(subject, None, name) for name in new if name not in old)


def _group(subject: Subject, before: Variable, after: Variable, pair: Pair) -> Iterator[Change]:
    form = pair.lineage.before("form", subject.owner)
    old, new = ((variable.group, variable.reason_name) for variable in (before, after))

    def now(name: str | None) -> str | None:
        for kind in ("group", "variable"):
            found = pair.lineage.after(kind, f"{form}.{name}")
            if name is not None and found is not None and found != f"{form}.{name}":
                return split(found)[1]
        return name

    yield from told(meanings.GroupChanged, subject, (now(old[0]), now(old[1])), new)
