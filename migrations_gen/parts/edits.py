"""Which edits of the files are behind which changes: by the address and the attribute that each is about.

An edit behind several changes ties them together. One behind none (a comment, another order of keys) goes along with
what it stands beside.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from catalogue.texts import Text
from migrations_gen.change_sets import name_of
from migrations_gen.changes.base import Change
from migrations_gen.changes.registry import TranslationChanged, VersionChanged
from migrations_gen.diff.records import Difference
from migrations_gen.merging import Edit, Files, chosen
from migrations_gen.parts.around import Around, Place, kind_of
from migrations_gen.parts.attributes import ATTRIBUTES, BY_INTENT, MEANT_BY, can_be
from migrations_gen.risks.evidence import thing_of

INTENT = "intent"


@dataclass(frozen=True, slots=True)
class Assigned:
    """`behind` are the edits of each change by its name; `beside` what goes along with any of some changes."""

    behind: Mapping[str, tuple[Edit, ...]]
    beside: Mapping[Edit, frozenset[str]]

    def tied(self) -> Iterator[tuple[Edit, tuple[str, ...]]]:
        """The edits that are behind something, each with the changes."""
        found: dict[Edit, list[str]] = defaultdict(list)
        for name, edits in self.behind.items():
            for edit in edits:
                found[edit].append(name)
        return ((edit, tuple(names)) for edit, names in found.items())


def edits_between(before: Files, after: Files) -> tuple[Edit, ...]:
    """Everything that can be taken over by itself."""
    found: dict[Edit, None] = {}

    def note(edit: Edit) -> bool:
        found[edit] = None
        return True

    chosen(before, after, note)
    return tuple(found)


def table_owners(files: Files) -> Mapping[str, Place]:
    """What each pinned table belongs to, by the table's path."""
    found: dict[str, Place] = {}
    for path, text in files.items():
        told = re.search(r"^table:\s*(\S+)", text, re.MULTILINE) if path.endswith(".yaml") else None
        owner = re.search(r"^(value_set|system):\s*(\w+)", text, re.MULTILINE)
        if told and owner:
            found[(PurePosixPath(path).parent / told[1]).as_posix()] = (owner[1], owner[2])
    return found


def assigned(difference: Difference, edits: Iterable[Edit], tables: Mapping[str, Place]) -> Assigned:
    """Each edit with the changes it is behind, or beside. `tables` is what each pinned table belongs to."""
    by_place: dict[Place, list[Edit]] = defaultdict(list)
    words: list[Edit] = []
    for edit in edits:
        if edit.kind == "text":
            words.append(edit)
        else:
            by_place[tables.get(edit.path) or place_of(edit)].append(edit)
    around = Around(difference)
    names = {name_of(change): change for change in difference.changes}
    behind = {name: tuple(_behind(change, around, by_place)) for name, change in names.items()}
    used = {edit for some in behind.values() for edit in some}
    translations = _translations(names, around, words)
    for name, change in names.items():
        if isinstance(change, TranslationChanged):
            behind[name] = tuple(edit for edit, ends in translations.items() if name in ends)
    used |= {edit for edit, ends in translations.items() if any(edit in behind[name] for name in ends)}
    beside = {edit: ends for edit, ends in translations.items() if edit not in used}
    for edit in (edit for some in by_place.values() for edit in some if edit not in used):
        renamed = tuple(_followed(edit, names))
        for name in renamed:
            behind[name] = (*behind[name], edit)
        if not renamed:
            beside[edit] = _near(edit, around, names)
    return Assigned(behind, beside)


def _followed(edit: Edit, names: Mapping[str, Change]) -> Iterator[str]:
    """The changes of names that an edit only follows: what it writes has the new one in it."""
    words = frozenset(re.findall(r"\w+", edit.new)) if edit.act in {"set", "add"} and edit.kind != INTENT else ()
    for name, change in names.items():
        if change.is_renaming and change.subject.name in words:
            yield name


def place_of(edit: Edit) -> Place:
    """Where an edit is looked for. What a heading is called is its matrix's matter."""
    if edit.kind == INTENT:
        return INTENT, edit.address.partition(" ")[2]
    return kind_of(edit.kind, edit.address), edit.address


def _behind(change: Change, around: Around, by_place: Mapping[Place, list[Edit]]) -> Iterator[Edit]:
    if isinstance(change, TranslationChanged):
        return
    for place, relation in around.places(change):
        for edit in by_place.get(place, ()):
            if _is_behind(change, edit, relation):
                yield edit
    for target in around.targets(change):
        for edit in by_place.get((INTENT, target), ()):
            if type(change) in MEANT_BY.get(edit.address.partition(" ")[0], ()):
                yield edit


def _is_behind(change: Change, edit: Edit, relation: str) -> bool:
    if edit.kind in {"file", "table"}:
        return can_be(change, "table", edit.act, relation)
    if relation == "recoded":
        return edit.act != "comment"
    if type(change) in BY_INTENT:
        return relation == "own" and edit.act in {"add", "remove"} and not edit.attribute
    return can_be(change, edit.attribute, edit.act, relation)


def _near(edit: Edit, around: Around, names: Mapping[str, Change]) -> frozenset[str]:
    """The changes of the thing that an edit is about, else of what it lies in."""
    place = place_of(edit)
    if place[0] == INTENT:
        return frozenset(name for name, change in names.items() if place[1] in around.targets(change))
    for relations in (frozenset({"own"}), frozenset({"section", "group", "form", "instrument", "item"})):
        found = frozenset(
            name
            for name, change in names.items()
            if any(where == place and relation in relations for where, relation in around.places(change))
        )
        if found:
            return found
    return frozenset()


def _translations(names: Mapping[str, Change], around: Around, words: Iterable[Edit]) -> Mapping[Edit, frozenset[str]]:
    """The translations that belong to each change: of just this text, else of the thing."""
    by_address: dict[str, list[tuple[str, Change]]] = defaultdict(list)
    exact: dict[str, list[str]] = defaultdict(list)
    for name, change in names.items():
        if isinstance(change, TranslationChanged) and isinstance(change.after, tuple):
            exact[str(change.after[0])].append(name)
        for address in around.addresses(change):
            by_address[address].append((name, change))
    found = {}
    for edit in words:
        address = edit.address.removeprefix("#~ ")
        ends = exact.get(address) or _of_text(address, by_address)
        found[edit] = frozenset(ends)
    return found


def _of_text(address: str, by_address: Mapping[str, list[tuple[str, Change]]]) -> list[str]:
    thing, key = thing_of(Text(address, "")), address.rpartition(".")[2]
    while thing:
        here = by_address.get(thing, [])
        told = [name for name, change in here if key in ATTRIBUTES.get(type(change), {key})]
        if told or here:
            return told or [name for name, _ in here]
        thing = thing.rpartition(".")[0]
    return []


def of_version(difference: Difference) -> frozenset[str]:
    """The change of the version itself, which is no decision of its own."""
    return frozenset(name_of(change) for change in difference.changes if isinstance(change, VersionChanged))
