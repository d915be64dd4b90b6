"""What is gone here and has come there: is it the same under another name, or in another form? Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Reference
from catalogue.expressions.printer import to_text
from catalogue.model import Catalogue, CodeValue, Group, Variable
from migrations_gen.carrying.records import split
from migrations_gen.changes import variables as variables
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.matching import Pair, group_of, variable_of
from migrations_gen.diff.records import Question
from migrations_gen.diff.said import OF_WHAT_IS_GONE, Intents, is_said
from migrations_gen.diff.similarity import (
    Likeness,
    Traits,
    folded,
    likenesses,
    outside_names,
    traits_of,
    traits_of_checklist,
)
from migrations_gen.diff.suggestions import about, derive, move, rename, replace

MANY = 3
"""So many questions that seem to have moved from one form to another are one question and not many."""


def about_look_alikes(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """Variables, groups and whole forms that may have another name, or another place."""
    gone = _variables(pair.before, changes, variables.VariableRemoved, intents)
    come = _variables(pair.after, changes, variables.VariableAdded, intents)
    alike = likenesses(_traits(gone, pair.before, partial(pair.lineage.after, "group")), _traits(come, pair.after, str))
    together, single = _by_group(alike, gone, come)
    for (earlier, later), some in sorted(together.items()):
        evidence = tuple(dict.fromkeys(part for likeness in some for part in likeness.evidence))[:4]
        yield from _about_groups(earlier, later, evidence, intents)
    yield from _about_checklists(pair, changes, intents)
    moved: dict[tuple[str, str], list[Likeness]] = defaultdict(list)
    for likeness in single:
        moved[split(likeness.earlier)[0], split(likeness.later)[0]].append(likeness)
    for (then, now), some in moved.items():
        if then == now or len(some) < MANY:
            yield from map(_about_one, some)
        elif not is_said(intents, OF_WHAT_IS_GONE, then, now):
            yield _about_form(then, now, some, pair)


def about_names(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """A variable that was there before, and has now taken over the outside name of one that is gone."""
    gone = _variables(pair.before, changes, variables.VariableRemoved, intents)
    taken = dict(_names_taken_over(pair)) if gone else {}
    for earlier, variable in gone.items():
        name = next((name for name in sorted(outside_names(variable)) if name in taken), None)
        if name is not None and not is_said(intents, OF_WHAT_IS_GONE, taken[name]):
            old_name = pair.lineage.before("variable", taken[name]) or taken[name]
            suggestion = derive(taken[name], f"{split(old_name)[1]} or {split(earlier)[1]}") + about(
                earlier, taken[name]
            )
            subjects = Subject("variable", taken[name]), Subject("variable", earlier)
            yield Question("looks-merged", *subjects, (("same-outside-name", name),), suggestion)


def about_choices(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """Where one choice was made, several can be now, or the other way round: its answers do not go on by themselves."""
    gone = {change.subject.address for change in changes if isinstance(change, _WENT)}
    come = {change.subject.address for change in changes if isinstance(change, _CAME)}
    for address in sorted(gone & come):
        before, after = (_choice(catalogue, address) for catalogue in (pair.before, pair.after))
        ends = (address, *(f"{split(address)[0]}.{tick.name}" for tick in _ticks_of(after)))
        if type(before) is type(after) or before is None or after is None or is_said(intents, OF_WHAT_IS_GONE, *ends):
            continue
        now, then = (Subject("group" if isinstance(one, Group) else "variable", address) for one in (after, before))
        suggestion = "".join(_derived(address, before, after)) + about(address, address)
        yield Question("choice-changed", now, then, (), suggestion)


_WENT = variables.VariableRemoved | variables.GroupRemoved
_CAME = variables.VariableAdded | variables.GroupAdded


def _choice(catalogue: Catalogue, address: str) -> Variable | Group | None:
    """The question with codes, or the checklist, of this address."""
    form, name = split(address)
    variable, group = catalogue.form[form].variable.get(name), catalogue.form[form].groups.get(name)
    if group is not None:
        return group if group.kind == "checklist" else None
    return variable if variable is not None and variable.codes else None


def _ticks_of(choice: Variable | Group | None) -> tuple[Variable, ...]:
    return choice.variables if isinstance(choice, Group) else ()


def _derived(address: str, before: Variable | Group, after: Variable | Group) -> Iterator[str]:
    """What becomes of old answers where the words are the same."""
    form, name = split(address)
    codes = before.codes if isinstance(before, Variable) else after.codes if isinstance(after, Variable) else ()
    code_of = {folded(code.label.source): _literal(code.value) for code in codes}
    both = [
        (tick.name, code_of[words])
        for tick in (*_ticks_of(before), *_ticks_of(after))
        if (words := folded(tick.label.source)) in code_of
    ]
    if isinstance(after, Group):
        for tick, code in both:
            yield derive(f"{form}.{tick}", to_text(Call("eq", (Reference(name), code))))
    elif both:
        yield derive(address, to_text(Case(tuple((Reference(tick), code) for tick, code in both), NULL)))


def _literal(code: CodeValue) -> Literal:
    return Literal(float(code) if isinstance(code, int) else code)


def _names_taken_over(pair: Pair) -> Iterator[tuple[str, str]]:
    """The outside names that a variable of both states has only in the later one, each with its later address."""
    for earlier, later in pair.matched("variable").both:
        now, then = (outside_names(variable_of(*side)) for side in ((pair.after, later), (pair.before, earlier)))
        yield from ((name, later) for name in now - then)


def _variables(
    catalogue: Catalogue, changes: Iterable[Change], meaning: type[Change], intents: Intents
) -> dict[str, Variable]:
    """The variables that came or went, and of which nobody has said anything; what is calculated holds no answers."""
    addresses = (change.subject.address for change in changes if isinstance(change, meaning))
    found = ((address, variable_of(catalogue, address)) for address in addresses)
    return {
        address: variable
        for address, variable in found
        if not variable.is_calculated and not is_said(intents, OF_WHAT_IS_GONE, address)
    }


# ---- one each ----


def _traits(
    some: Mapping[str, Variable], catalogue: Catalogue, later: Callable[[str], str | None]
) -> dict[str, Traits]:
    """A tick's place is its checklist's later address; one that is gone has none that another could have."""
    found = {}
    for address, variable in some.items():
        place = _checklist_of(address, variable, catalogue)
        found[address] = traits_of(variable, (later(place) or address) if place else "")
    return found


def _checklist_of(address: str, variable: Variable, catalogue: Catalogue) -> str:
    form = split(address)[0]
    group = catalogue.form[form].groups.get(variable.group or "")
    return f"{form}.{group.name}" if group is not None and group.kind == "checklist" else ""


def _about_one(likeness: Likeness) -> Question:
    is_moved = split(likeness.earlier)[0] != split(likeness.later)[0]
    slug, suggest = ("looks-moved", move) if is_moved else ("looks-renamed", rename)
    suggestion = suggest(likeness.earlier, likeness.later) + about(likeness.earlier, likeness.later)
    subjects = Subject("variable", likeness.later), Subject("variable", likeness.earlier)
    return Question(slug, *subjects, likeness.evidence, suggestion)


# ---- many at once ----


def _by_group(
    alike: tuple[Likeness, ...], gone: Mapping[str, Variable], come: Mapping[str, Variable]
) -> tuple[dict[tuple[str, str], list[Likeness]], list[Likeness]]:
    """Likenesses between two groups of one form are one question; the others are one each."""
    pairs: dict[tuple[str, str], list[Likeness]] = defaultdict(list)
    single = []
    for likeness in alike:
        then, now = gone[likeness.earlier].group, come[likeness.later].group
        old_form, new_form = split(likeness.earlier)[0], split(likeness.later)[0]
        if then and now and then != now:
            pairs[f"{old_form}.{then}", f"{new_form}.{now}"].append(likeness)
        else:
            single.append(likeness)
    lonely = {ends for ends, some in pairs.items() if len(some) < 2}
    single += [likeness for ends in lonely for likeness in pairs[ends]]
    return {ends: some for ends, some in pairs.items() if ends not in lonely}, single


def _about_checklists(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """A checklist is told by its own words and by its ticks'; a tick such as "Other" stands in many."""
    gone, come = (
        {
            change.subject.address: traits_of_checklist(group)
            for change in changes
            if isinstance(change, meaning)
            and (group := group_of(catalogue, change.subject.address)).kind == "checklist"
        }
        for meaning, catalogue in ((variables.GroupRemoved, pair.before), (variables.GroupAdded, pair.after))
    )
    for likeness in likenesses(gone, come):
        yield from _about_groups(likeness.earlier, likeness.later, likeness.evidence, intents)


def _about_groups(
    earlier: str, later: str, evidence: tuple[tuple[str, str], ...], intents: Intents
) -> Iterator[Question]:
    if not is_said(intents, OF_WHAT_IS_GONE, earlier, later, split(earlier)[1], split(later)[1]):
        suggestion = replace(split(earlier)[1], split(later)[1]) + rename(earlier, later) + about(earlier, later)
        yield Question("looks-replaced", Subject("group", later), Subject("group", earlier), evidence, suggestion)


def _about_form(then: str, now: str, some: list[Likeness], pair: Pair) -> Question:
    """When one form has come and the other is gone, it may be the form that has another name."""
    is_renamed = then not in pair.after.form and now not in pair.before.form
    moves = "".join(move(likeness.earlier, likeness.later) for likeness in some)
    told = ", ".join(split(likeness.later)[1] for likeness in some)
    suggestion = (rename(then, now) if is_renamed else "") + moves + about(then, now)
    return Question("form-moved", Subject("form", now), Subject("form", then), (("questions-moved", told),), suggestion)
