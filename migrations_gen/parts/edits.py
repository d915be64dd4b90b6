"""Which edits of the files are behind which changes: by the address and the attribute that each is about.

An edit behind several changes ties them together. One behind none (a comment, another order of keys) goes along with
what it stands beside.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.model import Catalogue, Form
from catalogue.texts import Text
from migrations_gen.carrying.reader import variable_at
from migrations_gen.carrying.records import split
from migrations_gen.change_sets import name_of
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodesReordered, Recoded
from migrations_gen.changes.registry import (
    InstrumentItemsChanged,
    InstrumentReplaced,
    TranslationChanged,
    VersionChanged,
)
from migrations_gen.diff.records import Difference
from migrations_gen.lineage import NAMED
from migrations_gen.merging import Edit, Files, chosen
from migrations_gen.merging.places import NEW
from migrations_gen.parts.attributes import ATTRIBUTES, BY_INTENT, MEANT_BY, can_be
from migrations_gen.risks.evidence import thing_of

Place = tuple[str, str]
"""A kind of thing, as far as addresses can be taken for each other, and an address."""

INTENT = "intent"
ENTRIES = frozenset({"variable", "checklist", "matrix", "group"})


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


def assigned(difference: Difference, edits: Iterable[Edit]) -> Assigned:
    """Each edit with the changes it is behind, or beside."""
    by_place: dict[Place, list[Edit]] = defaultdict(list)
    words: list[Edit] = []
    for edit in edits:
        if edit.kind == "text":
            words.append(edit)
        else:
            by_place[place_of(edit)].append(edit)
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
    return _kind(edit.kind, edit.address), edit.address


def _kind(kind: str, address: str) -> str:
    if kind in ENTRIES or (kind == "instrument" and "." in address):
        return "entry"
    return kind


def _behind(change: Change, around: "Around", by_place: Mapping[Place, list[Edit]]) -> Iterator[Edit]:
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
    if relation == "recoded":
        return edit.act != "comment"
    if type(change) in BY_INTENT:
        return relation == "own" and edit.act in {"add", "remove"} and not edit.attribute
    return can_be(change, edit.attribute, edit.act, relation)


def _near(edit: Edit, around: "Around", names: Mapping[str, Change]) -> frozenset[str]:
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


def _translations(
    names: Mapping[str, Change], around: "Around", words: Iterable[Edit]
) -> Mapping[Edit, frozenset[str]]:
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


# ---- what a change is about ----


class Around:
    """The things around each change, in both states."""

    def __init__(self, difference: Difference) -> None:
        self.difference = difference
        self.lineage = difference.carrying.lineage
        self.sides = difference.before.catalogue, difference.after.catalogue
        self.sections = tuple(_sections(catalogue) for catalogue in self.sides)
        self.kept: dict[Change, tuple[tuple[Place, str], ...]] = {}

    def addresses(self, change: Change) -> tuple[str, ...]:
        """What the subject is called, and was."""
        subject = change.subject
        old = str(change.before) if change.is_renaming else None
        if old is None and subject.kind in NAMED:
            old = self.lineage.before(subject.kind, subject.address)
        if subject.kind == "code":
            list_kind = "variable" if "." in subject.owner else "codelist"
            old = f"{self.lineage.before(list_kind, subject.owner) or subject.owner}.{subject.name}"
        return tuple(dict.fromkeys(address for address in (subject.address, old) if address))

    def targets(self, change: Change) -> tuple[str, ...]:
        """What an intent about it can name."""
        found = list(self.addresses(change))
        if isinstance(change, InstrumentReplaced):
            found += [str(change.before), str(change.before).rpartition(".")[2]]
        if isinstance(change, Recoded):
            found += [name for address in self.addresses(change) for name in self._lists(address)]
        if change.subject.kind == "code":
            found.append(change.subject.owner)
        return tuple(dict.fromkeys(found))

    def places(self, change: Change) -> tuple[tuple[Place, str], ...]:
        """Where edits can be that are behind it, each with what is there to the subject."""
        if change not in self.kept:
            self.kept[change] = tuple(dict.fromkeys(self._places(change)))
        return self.kept[change]

    def _places(self, change: Change) -> Iterator[tuple[Place, str]]:
        kind = change.subject.kind
        yield (_kind(kind, ""), f"{change.subject.address}{NEW}"), "own"
        for address in self.addresses(change):
            if not self._is_anothers(change, address):
                yield (_kind(kind, address), address), "own"
            if kind in {"variable", "group", "section", "rule"}:
                for catalogue, sections in zip(self.sides, self.sections, strict=True):
                    yield from _of_form(kind, address, catalogue, sections)
            if kind == "variable":
                yield ("tick", address), "own"
            if isinstance(change, CodesReordered):
                yield from ((("codelist", name), "own") for name in self._lists(address))
            if kind == "code":
                yield from self._of_code(address)
            if kind in {"category", "respondent"}:
                yield ("catalogue", self.sides[1].name), "own"
            if kind == "timepoint":
                yield ("module", split(address)[0]), "own"
        if isinstance(change, InstrumentItemsChanged):
            for catalogue in self.sides:
                instrument = catalogue.instruments.get(change.subject.address)
                for name, _ in instrument.items if instrument else ():
                    yield ("item", f"{change.subject.address}.{name}"), "own"
        if isinstance(change, Recoded):
            yield from self._of_recoded(change)
        if kind == "score":
            yield ("instrument", change.subject.owner), "instrument"

    def _is_anothers(self, change: Change, address: str) -> bool:
        """Whether a thing has the name that another had before."""
        kind = change.subject.kind
        return address == change.subject.address and kind in NAMED and self.lineage.before(kind, address) is None

    def _of_code(self, address: str) -> Iterator[tuple[Place, str]]:
        """A code's list; for a variable with a shared list, that."""
        owner, _, code = address.rpartition(".")
        yield ("entry" if "." in owner else "codelist", owner), "own"
        for codelist in self._lists(owner):
            yield ("code", f"{codelist}.{code}"), "own"

    def _of_recoded(self, change: Change) -> Iterator[tuple[Place, str]]:
        """All codes of the lists that a map is about."""
        for address in self.addresses(change):
            for codelist in self._lists(address):
                for catalogue in self.sides:
                    for code in catalogue.codelists[codelist].codes if codelist in catalogue.codelists else ():
                        yield ("code", f"{codelist}.{code.value}"), "recoded"

    def _lists(self, owner: str) -> Iterator[str]:
        """The shared list of this name, or of the variable of this address."""
        if "." not in owner:
            yield owner
            return
        for catalogue in self.sides:
            variable = variable_at(catalogue, owner)
            if variable is not None and variable.codelist is not None and variable.codelist.shared:
                yield variable.codelist.name


def _sections(catalogue: Catalogue) -> Mapping[str, str]:
    """The section of each variable and group, by address."""
    return {
        f"{form.address}.{name}": f"{form.address}.{section.name}"
        for form in catalogue.forms
        for section in form.sections
        for item in section.items
        for name in (item.name, *(variable.name for variable in getattr(item, "variables", ())))
    }


def _of_form(kind: str, address: str, catalogue: Catalogue, sections: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    form = catalogue.form.get(split(address)[0])
    if form is None:
        return
    yield ("form", form.address), "form"
    if address in sections and kind in {"variable", "group"}:
        yield ("section", sections[address]), "section"
        if _is_of_instrument(split(address)[1], form):
            yield ("section", sections[address]), "block"
    yield from _of_group(split(address)[1], form)


def _is_of_instrument(name: str, form: Form) -> bool:
    variable = form.variable.get(name)
    group = form.groups.get((variable.group if variable else None) or name)
    return group is not None and group.instrument is not None


def _of_group(name: str, form: Form) -> Iterator[tuple[Place, str]]:
    variable = form.variable.get(name)
    group = form.groups.get((variable.group if variable else None) or name)
    if group is None:
        return
    yield ("entry", f"{form.address}.{group.name}"), "group"
    yield ("entry", f"{form.address}.{group.name}{NEW}"), "group"
    inner = name.removeprefix(f"{group.name}_")
    for key, _ in (*group.rows, *group.columns):
        if inner.startswith(f"{key}_") or inner.endswith(f"_{key}") or name == group.name:
            yield ("heading", f"{form.address}.{group.name}.{key}"), "heading"
    if group.instrument:
        yield ("instrument", group.instrument), "instrument"
        yield ("item", f"{group.instrument}.{inner}"), "item"
        yield ("score", f"{group.instrument}.{inner}"), "item"


def of_version(difference: Difference) -> frozenset[str]:
    """The change of the version itself, which is no decision of its own."""
    return frozenset(name_of(change) for change in difference.changes if isinstance(change, VersionChanged))
