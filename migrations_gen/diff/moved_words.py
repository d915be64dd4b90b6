"""Words that stand elsewhere than before: a code, a tick or a question whose number was given to another.

This is how an old answer silently gets a new meaning. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from catalogue.model import Code, Codelist, Form, Variable
from migrations_gen.carrying.records import split
from migrations_gen.changes import codes as codes
from migrations_gen.changes import variables as variables
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.matching import Pair, group_of, users_of_lists, variable_of
from migrations_gen.diff.records import Question
from migrations_gen.diff.said import OF_WHAT_IS_GONE, Intents, is_said
from migrations_gen.diff.similarity import folded
from migrations_gen.diff.suggestions import map_of, recode, rename, reworded
from migrations_gen.intents.records import Derive, Recode, Replace, Reworded

Moved = Mapping[str, tuple[str, str]]
"""By the words: where they stood, and where they stand."""


def _is_spelling(change: Change) -> bool:
    return folded(str(change.before)) == folded(str(change.after))


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> Moved:
    """What stands elsewhere, given the words at each place that came, went or has others."""
    places = ({folded(words): place for place, words in side.items()} for side in (before, after))
    old, new = places
    return {words: (old[words], new[words]) for words in old if words in new and words and old[words] != new[words]}


def _evidence(moved: Moved) -> tuple[tuple[str, str], ...]:
    ends = ((words, then.rpartition(".")[2], now.rpartition(".")[2]) for words, (then, now) in moved.items())
    return tuple(("words-moved", f"{words}: {then} → {now}") for words, then, now in ends)


# ---- codes ----


def about_codes(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """A list whose words moved to other codes is one question, and so is one with other words at its codes."""
    relabelled: dict[str, list[Change]] = defaultdict(list)
    came: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if isinstance(change, codes.CodeRelabelled):
            relabelled[change.subject.owner].append(change)
        if isinstance(change, codes.CodeAdded | codes.CodeRemoved):
            came[change.subject.owner].append(change)
    users = _users(pair) if relabelled or came else {}
    for owner in sorted(relabelled.keys() | came.keys()):
        if _is_answered(owner, users, intents):
            continue
        moved = _moved(*_words_of_codes(relabelled[owner], came[owner]))
        if moved:
            yield _about_moved(owner, moved, pair)
            continue
        yield from _about_relabelled(_of_list(owner), relabelled[owner], "code-relabelled", intents)


def _of_list(owner: str) -> Subject:
    return Subject("variable" if "." in owner else "codelist", owner)


def _unsaid(relabelled: Iterable[Change], intents: Intents) -> tuple[Change, ...]:
    """Those with really other words, of which nobody has said that they mean the same."""
    return tuple(
        change
        for change in relabelled
        if not _is_spelling(change) and not is_said(intents, (Reworded,), change.subject.address)
    )


def _about_relabelled(whole: Subject, relabelled: Iterable[Change], slug: str, intents: Intents) -> Iterator[Question]:
    """One question for a whole list, which is read as a whole, with lines to paste for each; `slug` is that for one."""
    some = _unsaid(relabelled, intents)
    suggestion = "".join(reworded(one.subject.address) for one in some)
    if len(some) > 1:
        words = tuple(("words-changed", f"{one.subject.name}: {one.before} → {one.after}") for one in some)
        yield Question("codes-relabelled", whole, None, words, suggestion)
    for one in some if len(some) == 1 else ():
        if one.subject.kind == "code":
            suggestion += recode(one.subject.owner, ((one.subject.name, "…"),))
        words = ("words-before", str(one.before)), ("words-after", str(one.after))
        yield Question(slug, one.subject, None, words, suggestion)


def _is_answered(owner: str, users: Mapping[str, list[str]], intents: Intents) -> bool:
    """Whether an author has said what becomes of old answers: of the list, or of every variable that had it."""
    answering = (Recode, Derive, Replace)
    if is_said(intents, answering, owner):
        return True
    return owner in users and all(is_said(intents, answering, user) for user in users[owner])


def _users(pair: Pair) -> Mapping[str, list[str]]:
    """By the name of each shared list the variables that had it; what is gone has no address of today."""
    after = pair.lineage.after
    return {
        after("codelist", name) or "": [after("variable", address) or "" for address in addresses]
        for name, addresses in users_of_lists(pair.before).items()
    }


def _words_of_codes(relabelled: Iterable[Change], came: Iterable[Change]) -> tuple[dict[str, str], dict[str, str]]:
    old = {change.subject.name: str(change.before) for change in relabelled}
    new = {change.subject.name: str(change.after) for change in relabelled}
    for change in came:
        if isinstance(change.before, Code):
            old[change.subject.name] = change.before.label.source
        if isinstance(change.after, Code):
            new[change.subject.name] = change.after.label.source
    return old, new


def _about_moved(owner: str, moved: Moved, pair: Pair) -> Question:
    before, after = (_list(owner, catalogue_side, pair) for catalogue_side in ("before", "after"))
    return Question("label-moved", _of_list(owner), None, _evidence(moved), recode(owner, map_of(before, after)))


def _list(owner: str, when: str, pair: Pair) -> Codelist | None:
    """The list of this address, or of the variable of this address, before or after."""
    catalogue = pair.before if when == "before" else pair.after
    if "." not in owner:
        name = pair.lineage.before("codelist", owner) if when == "before" else owner
        return catalogue.codelists.get(name or "")
    address = pair.lineage.before("variable", owner) if when == "before" else owner
    return variable_of(catalogue, address or owner).codelist


# ---- ticks, and questions ----


def about_ticks(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """A checklist whose words moved to other ticks is one question, and so is one with other words at its ticks."""
    relabelled = _relabelled(changes)
    for old, new in pair.matched("group").both:
        before, after = group_of(pair.before, old), group_of(pair.after, new)
        if before == after or {before.kind, after.kind} != {"checklist"}:
            continue
        sides = _words(split(old)[0], before.variables), _words(split(new)[0], after.variables)
        moved = _taken_over(*sides, pair, relabelled)
        still_open = _not_said(moved, intents)
        if still_open:
            suggestion = _renamed(still_open)
            yield Question("label-moved", Subject("group", new), None, _evidence(still_open), suggestion)
        if not moved:
            ticks = (relabelled[tick] for tick in sides[1] if tick in relabelled)
            yield from _about_relabelled(Subject("group", new), ticks, "tick-relabelled", intents)


def about_questions(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """Words that a form had at one question and has at another; words that stand at several tell nothing."""
    relabelled = _relabelled(changes)
    forms = {split(address)[0] for address in relabelled}
    for before, after in pair.forms():
        if after.address in forms:
            moved = _taken_over(_lone_words(before), _lone_words(after), pair, relabelled)
            still_open = _not_said(moved, intents)
            if still_open:
                subject = Subject("form", after.address)
                yield Question("question-moved", subject, None, _evidence(still_open), _renamed(still_open))


def _relabelled(changes: Iterable[Change]) -> Mapping[str, Change]:
    """The variables that have other words, by address."""
    found = (change for change in changes if isinstance(change, variables.LabelChanged))
    return {change.subject.address: change for change in found if change.subject.kind == "variable"}


def _words(form: str, some: Iterable[Variable]) -> dict[str, str]:
    return {f"{form}.{variable.name}": variable.label.source for variable in some}


def _lone_words(form: Form) -> dict[str, str]:
    """The words of each question that has them for itself, ticks apart; what is calculated holds no answers."""
    ticks = {tick.name for group in form.groups.values() if group.kind == "checklist" for tick in group.variables}
    asked = (variable for variable in form.variables if variable.name not in ticks and not variable.is_calculated)
    found = _words(form.address, asked)
    times = Counter(map(folded, found.values()))
    return {address: words for address, words in found.items() if times[folded(words)] == 1}


def _taken_over(before: Mapping[str, str], after: Mapping[str, str], pair: Pair, relabelled: Collection[str]) -> Moved:
    """Words that moved from or to a variable that both states have. Where one is gone and one has come, it may be the
    same under another name, which is asked as such.
    """
    return {
        words: (then, now)
        for words, (then, now) in _moved(before, after).items()
        if pair.lineage.before("variable", now) != then
        and (now in relabelled or pair.lineage.after("variable", then) in relabelled)
    }


def _not_said(moved: Moved, intents: Intents) -> Moved:
    answering = (*OF_WHAT_IS_GONE, Reworded)
    return {words: ends for words, ends in moved.items() if not is_said(intents, answering, *ends)}


def _renamed(moved: Moved) -> str:
    """They took their words along; or each is the same as before, in other words."""
    ends = moved.values()
    return "".join(rename(then, now) for then, now in ends) + "".join(reworded(now) for _, now in ends)
