"""Which changes belong together, so that a reader meets one heading and not forty sentences.

Pure. Order of `FOLDS` is the order in which they are tried; a fold holds at least two changes, and what no fold takes
stands alone.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType

from catalogue.model import Era, Expression, Retirement, Variable
from catalogue.texts import translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes import Change, codes, forms, registry, variables
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import list_of
from renderers.comparison.placing import place_of

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """What a change belongs to. `head` is the change whose own sentence is the heading; otherwise the heading is
    `sentence` about `subject`.
    """

    key: Key
    sentence: str = ""
    subject: Subject | None = None
    is_head: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it comes, goes or is renamed as one, so that what is said of its head is said of all."""
        return not self.sentence


WITH_GROUP: Mapping[type[Change], type[Change]] = {
    variables.VariableAdded: variables.GroupAdded,
    variables.VariableRemoved: variables.GroupRemoved,
}
"""What comes and goes with a whole group, and the change of the group itself."""

OF_NAMES = (variables.AliasAdded, variables.AliasRemoved, variables.MissingCodeChanged)
OF_CODES = (codes.CodeAdded, codes.CodeRemoved, codes.CodeRelabelled, codes.CodesReordered, codes.Recoded)

PLAIN = (str, int, float, date, tuple, Era, Expression, Retirement, NoneType)
"""What can be the same in two places; whole variables and codes are not."""

WHOLE_FORM: Mapping[type[Change], type[Change]] = {
    variables.VariableAdded: forms.FormAdded,
    variables.GroupAdded: forms.FormAdded,
    variables.VariableRemoved: forms.FormRemoved,
    variables.GroupRemoved: forms.FormRemoved,
}
"""What comes and goes with a whole form, and the change of the form itself."""

NAMES = translatable("Names in other systems")
CODES = translatable("Codes of {name}")
TRANSLATIONS = translatable("Translations to {name}")
SUBJECT = "{name}"
SAME = "same"
"""The heading is the change itself."""


def folded(
    changes: Iterable[Change], folds_of: "Folds | None" = None
) -> Iterator[tuple[Fold | None, tuple[Change, ...]]]:
    """The changes in their order, each fold where its first one stands; by `FOLDS` unless something else is said."""
    found = tuple(changes)
    heads = _heads(found)
    folds: dict[int, Fold] = {}
    for fold_of in folds_of or FOLDS:
        left = [number for number in range(len(found)) if number not in folds]
        folds |= _gathered({number: fold for number in left if (fold := fold_of(found[number], heads))})
    members: dict[Key, list[int]] = defaultdict(list)
    for number in range(len(found)):
        members[folds[number].key if number in folds else (number,)].append(number)
    for numbers in members.values():
        numbers.sort(key=lambda number: number in folds and not folds[number].is_head)
        yield folds.get(numbers[0]), tuple(found[number] for number in numbers)


def wholes(changes: Iterable[Change]) -> Iterator[tuple[Change, ...]]:
    """The changes that came, went or were renamed as one."""
    found = tuple(changes)
    heads = _heads(found)
    members: dict[Key, list[Change]] = defaultdict(list)
    for change in found:
        fold = next((fold for fold_of in WHOLES if (fold := fold_of(change, heads))), None)
        if fold is not None:
            members[fold.key].append(change)
    yield from map(tuple, members.values())


def _heads(changes: Iterable[Change]) -> "Heads":
    return frozenset((type(change), change.subject.address) for change in changes)


def _gathered(folds: Mapping[int, Fold]) -> dict[int, Fold]:
    """Only the folds that hold more than one change."""
    sizes = Counter(fold.key for fold in folds.values())
    return {number: fold for number, fold in folds.items() if sizes[fold.key] > 1}


Heads = frozenset[tuple[type[Change], str]]


def _of_form(change: Change, heads: Heads) -> Fold | None:
    """Everything that came or went with its form."""
    if isinstance(change, forms.FormAdded | forms.FormRemoved):
        return Fold((type(change), change.subject.address), is_head=True)
    whole = WHOLE_FORM.get(type(change))
    place = place_of(change)
    return Fold((whole, place)) if whole and (whole, place) in heads else None


def _of_group(change: Change, heads: Heads) -> Fold | None:
    """Everything that came or went with its group."""
    if isinstance(change, variables.GroupAdded | variables.GroupRemoved):
        return Fold((type(change), change.subject.address), is_head=True)
    whole = WITH_GROUP.get(type(change))
    variable = change.after or change.before
    if whole is None or not isinstance(variable, Variable) or not variable.group:
        return None
    address = f"{change.subject.owner}.{variable.group}"
    return Fold((whole, address)) if (whole, address) in heads else None


def _of_renamed_group(change: Change, heads: Heads) -> Fold | None:
    """Variables that have another name because their group has."""
    if isinstance(change, variables.GroupRenamed):
        return Fold((type(change), change.subject.address), is_head=True)
    if not isinstance(change, variables.VariableRenamed):
        return None
    form, name = split(change.subject.address)
    groups = (split(address)[1] for meaning, address in heads if meaning is variables.GroupRenamed)
    owner = next((group for group in sorted(groups) if name.startswith(f"{group}_")), None)
    return Fold((variables.GroupRenamed, f"{form}.{owner}")) if owner else None


def _of_names(change: Change, heads: Heads) -> Fold | None:
    """Names that other systems have for the things of one form."""
    return Fold((NAMES, place_of(change)), NAMES) if isinstance(change, OF_NAMES) else None


def _of_codes(change: Change, heads: Heads) -> Fold | None:
    """The codes of one list."""
    if not isinstance(change, OF_CODES):
        return None
    subject = change.subject if change.subject.kind != "code" else list_of(change.subject)
    return Fold((CODES, subject), CODES, subject)


def _of_translation(change: Change, heads: Heads) -> Fold | None:
    """The words of one language."""
    is_one = isinstance(change, registry.TranslationChanged)
    return Fold((TRANSLATIONS, change.subject), TRANSLATIONS, change.subject) if is_one else None


def _of_same(change: Change, heads: Heads) -> Fold | None:
    """The same before and after in many places."""
    told = isinstance(change.before, PLAIN) and isinstance(change.after, PLAIN)
    if not told or change.is_renaming or isinstance(change, variables.PlaceChanged):
        return None
    return Fold((type(change), change.before, change.after), SAME)


def _of_subject(change: Change, heads: Heads) -> Fold | None:
    """Everything about one thing."""
    return Fold((SUBJECT, change.subject), SUBJECT, change.subject)


Folds = tuple[Callable[[Change, Heads], Fold | None], ...]

WHOLES: Folds = (_of_form, _of_group, _of_renamed_group)
"""What comes, goes or is renamed as one, and is as grave as its gravest part."""

FOLDS: Folds = (
    *WHOLES,
    _of_names,
    _of_codes,
    _of_translation,
    _of_same,
    _of_subject,
)


def by_thing(thing_of: Callable[[Subject], Subject]) -> Folds:
    """For those who ask what happens to a question: all of it in one place, whatever kind of change it is. `thing_of`
    says what a subject is part of.
    """

    def of_thing(change: Change, heads: Heads) -> Fold | None:
        subject = thing_of(change.subject)
        return Fold((SUBJECT, subject), SUBJECT, subject)

    return (*WHOLES, _of_names, _of_translation, of_thing, _of_same)
