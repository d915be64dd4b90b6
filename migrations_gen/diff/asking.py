"""What is never guessed: a change that may mean two things is a question, with lines ready to paste for either answer.

A question is answered by an intent about its subject, or about the other thing it names. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from catalogue.model import Code, Codelist, Variable
from migrations_gen.carrying.records import split
from migrations_gen.changes import codes as codes
from migrations_gen.changes import variables as variables
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.matching import Pair, variable_of
from migrations_gen.diff.records import Question
from migrations_gen.diff.similarity import Likeness, likenesses, outside_names
from migrations_gen.diff.suggestions import about, derive, map_of, move, recode, rename, replace, reworded
from migrations_gen.intents.records import About, Derive, Intent, Purge, Recode, Replace, Reworded

Intents = Mapping[str, tuple[Intent, ...]]

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "looks-renamed": "A variable is gone and one like it has come: is it the same under another name?",
        "looks-moved": "A variable is gone and one like it has come in another form: is it the same?",
        "looks-merged": "A variable is gone and another has its outside name now: are its answers to be read there?",
        "looks-replaced": "A group of questions is gone and one like it has come: does it take its place?",
        "label-moved": "The words of a code stand at another code: were the codes renumbered?",
        "code-relabelled": "A code has other words: does it still mean the same?",
        "type-changed": "The kind of value is another: how does an old answer become a new one?",
        "unit-changed": "The unit is another: are old numbers to be converted, or is it the same unit in other words?",
    }
)
"""Everything that is asked, by slug."""

WIDENING = frozenset({("integer", "decimal"), ("text", "longtext"), ("coding", "text"), ("coding", "longtext")})
"""Types whose values are values of the other one too."""


def questions(pair: Pair, changes: Iterable[Change], intents: Intents) -> Iterator[Question]:
    """Everything that somebody must answer before these changes can be released."""
    found = tuple(changes)
    yield from _look_alikes(pair, found, intents)
    for ask in ASKERS:
        yield from ask(pair, found, intents)


def _said(intents: Intents, kinds: tuple[type[Intent], ...], *addresses: str) -> bool:
    """Whether an author has spoken of one of these."""
    return any(isinstance(intent, kinds) for address in addresses for intent in intents.get(address, ()))


# ---- gone here, come there ----


def _look_alikes(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    answering = (About, Derive, Purge, Replace)
    gone = _variables(pair.before, changes, variables.VariableRemoved, intents, answering)
    come = _variables(pair.after, changes, variables.VariableAdded, intents, answering)
    alike = likenesses(gone, come)
    together, single = _by_group(alike, gone, come)
    for (earlier, later), some in sorted(together.items()):
        if not _said(intents, answering, earlier, later, split(earlier)[1], split(later)[1]):
            evidence = tuple(dict.fromkeys(part for likeness in some for part in likeness.evidence))[:4]
            suggestion = replace(split(earlier)[1], split(later)[1]) + rename(earlier, later) + about(earlier, later)
            yield Question("looks-replaced", Subject("group", later), Subject("group", earlier), evidence, suggestion)
    for likeness in single:
        is_moved = split(likeness.earlier)[0] != split(likeness.later)[0]
        slug, suggest = ("looks-moved", move) if is_moved else ("looks-renamed", rename)
        suggestion = suggest(likeness.earlier, likeness.later) + about(likeness.earlier, likeness.later)
        subjects = Subject("variable", likeness.later), Subject("variable", likeness.earlier)
        yield Question(slug, *subjects, likeness.evidence, suggestion)


def _about_names(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """A variable that was there before, and has now taken over the outside name of one that is gone."""
    answering = (About, Derive, Purge, Replace)
    gone = _variables(pair.before, changes, variables.VariableRemoved, intents, answering)
    taken = dict(_names_taken_over(pair)) if gone else {}
    for earlier, variable in gone.items():
        name = next((name for name in sorted(outside_names(variable)) if name in taken), None)
        if name is not None and not _said(intents, answering, taken[name]):
            old_name = pair.lineage.before("variable", taken[name]) or taken[name]
            suggestion = derive(taken[name], f"{split(old_name)[1]} or {split(earlier)[1]}") + about(
                earlier, taken[name]
            )
            subjects = Subject("variable", taken[name]), Subject("variable", earlier)
            yield Question("looks-merged", *subjects, (("same-outside-name", name),), suggestion)


def _names_taken_over(pair: Pair) -> Iterator[tuple[str, str]]:
    """The outside names that a variable of both states has only in the later one, each with its later address."""
    for earlier, later in pair.matched("variable").both:
        now, then = (outside_names(variable_of(*side)) for side in ((pair.after, later), (pair.before, earlier)))
        yield from ((name, later) for name in now - then)


def _variables(
    catalogue: object,
    changes: Iterable[Change],
    meaning: type[Change],
    intents: Intents,
    kinds: tuple[type[Intent], ...],
) -> dict[str, Variable]:
    """The variables that came or went, and of which nobody has said anything; what is calculated holds no answers."""
    found = (
        (change.subject.address, change.before or change.after) for change in changes if isinstance(change, meaning)
    )
    return {
        address: variable
        for address, variable in found
        if isinstance(variable, Variable) and not variable.is_calculated and not _said(intents, kinds, address)
    }


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


# ---- codes ----


def _about_codes(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    """A list whose words moved to other codes is one question; other words at a code are one each."""
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
        moved = _moved(relabelled[owner], came[owner])
        if moved:
            yield _about_moved(owner, moved, pair)
            continue
        for change in relabelled[owner]:
            is_spelling = _folded(str(change.before)) == _folded(str(change.after))
            if not is_spelling and not _said(intents, (Reworded,), change.subject.address):
                suggestion = reworded(change.subject.address) + recode(owner, ((change.subject.name, "…"),))
                words = (("words-before", str(change.before)), ("words-after", str(change.after)))
                yield Question("code-relabelled", change.subject, None, words, suggestion)


def _is_answered(owner: str, users: Mapping[str, list[str]], intents: Intents) -> bool:
    """Whether an author has said what becomes of old answers: of the list, or of every variable that had it."""
    answering = (Recode, Derive, Replace)
    if _said(intents, answering, owner):
        return True
    return owner in users and all(_said(intents, answering, user) for user in users[owner])


def _users(pair: Pair) -> Mapping[str, list[str]]:
    """By the name of each shared list the variables that had it; what is gone has no address of today."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, variable in pair.before.variables():
        if variable.codelist is not None and variable.codelist.shared:
            name = pair.lineage.after("codelist", variable.codelist.name) or ""
            found[name].append(pair.lineage.after("variable", f"{form.address}.{variable.name}") or "")
    return found


def _moved(relabelled: Iterable[Change], came: Iterable[Change]) -> dict[str, tuple[str, str]]:
    """Words that stand at another code than before: from which, to which."""
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for change in relabelled:
        old[_folded(str(change.before))] = change.subject.name
        new[_folded(str(change.after))] = change.subject.name
    for change in came:
        if isinstance(change.before, Code):
            old[_folded(change.before.label.source)] = change.subject.name
        if isinstance(change.after, Code):
            new[_folded(change.after.label.source)] = change.subject.name
    return {words: (old[words], new[words]) for words in old if words in new and old[words] != new[words]}


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _about_moved(owner: str, moved: Mapping[str, tuple[str, str]], pair: Pair) -> Question:
    before, after = (_list(owner, catalogue_side, pair) for catalogue_side in ("before", "after"))
    evidence = tuple(("words-moved", f"{words}: {then} → {now}") for words, (then, now) in moved.items())
    kind = "variable" if "." in owner else "codelist"
    return Question("label-moved", Subject(kind, owner), None, evidence, recode(owner, map_of(before, after)))


def _list(owner: str, when: str, pair: Pair) -> Codelist | None:
    """The list of this address, or of the variable of this address, before or after."""
    catalogue = pair.before if when == "before" else pair.after
    if "." not in owner:
        name = pair.lineage.before("codelist", owner) if when == "before" else owner
        return catalogue.codelists.get(name or "")
    address = pair.lineage.before("variable", owner) if when == "before" else owner
    return variable_of(catalogue, address or owner).codelist


# ---- what a value is ----


def _about_types(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    for change in changes:
        is_asked = isinstance(change, variables.TypeChanged) and (change.before, change.after) not in WIDENING
        if is_asked and not _said(intents, (Derive, Recode, Replace), change.subject.address):
            name = _name_before(change.subject, pair)
            evidence = (("type-before", str(change.before)), ("type-after", str(change.after)))
            yield Question("type-changed", change.subject, None, evidence, derive(change.subject.address, name))


def _about_units(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    for change in changes:
        is_asked = isinstance(change, variables.UnitChanged) and change.before is not None and change.after is not None
        if is_asked and not _said(intents, (Derive, Reworded), change.subject.address):
            name = _name_before(change.subject, pair)
            suggestion = derive(change.subject.address, f"{name} * 1") + reworded(change.subject.address)
            evidence = (("unit-before", str(change.before)), ("unit-after", str(change.after)))
            yield Question("unit-changed", change.subject, None, evidence, suggestion)


def _name_before(subject: Subject, pair: Pair) -> str:
    return split(pair.lineage.before("variable", subject.address) or subject.address)[1]


Asker = Callable[[Pair, tuple[Change, ...], Intents], Iterator[Question]]

ASKERS: tuple[Asker, ...] = (_about_names, _about_codes, _about_types, _about_units)
"""What asks about a change by itself."""
