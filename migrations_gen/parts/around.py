"""What is around a change: the things whose lines in the files can be behind it, and what each is to the subject."""

from collections.abc import Iterator, Mapping

from catalogue.model import Catalogue, Form
from migrations_gen.carrying.reader import variable_at
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodesReordered, Recoded
from migrations_gen.changes.registry import InstrumentItemsChanged, InstrumentReplaced
from migrations_gen.diff.records import Difference
from migrations_gen.lineage import NAMED
from migrations_gen.merging.places import NEW

Place = tuple[str, str]
"""A kind of thing, as far as addresses can be taken for each other, and an address."""

ENTRIES = frozenset({"variable", "checklist", "matrix", "group"})


def kind_of(kind: str, address: str) -> str:
    """A kind, as far as addresses can be taken for each other: all that stands in a section is one."""
    if kind in ENTRIES or (kind == "instrument" and "." in address):
        return "entry"
    return kind


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
        yield (kind_of(kind, ""), f"{change.subject.address}{NEW}"), "own"
        for address in self.addresses(change):
            if not self._is_anothers(change, address):
                yield (kind_of(kind, address), address), "own"
            yield from self._around(change, address)
        for address in self.addresses(change) if isinstance(change, Recoded) else ():
            yield from self._of_recoded(address)
        if isinstance(change, InstrumentItemsChanged):
            yield from self._of_items(change.subject.address)
        if kind == "score":
            yield ("instrument", change.subject.owner), "instrument"

    def _around(self, change: Change, address: str) -> Iterator[tuple[Place, str]]:
        kind = change.subject.kind
        if kind in {"variable", "group", "section", "rule"}:
            for catalogue, sections in zip(self.sides, self.sections, strict=True):
                yield from _of_form(kind, address, catalogue, sections)
        if kind == "variable":
            yield ("tick", address), "own"
        if kind == "code":
            yield from self._of_code(address)
        if isinstance(change, CodesReordered):
            yield from ((("codelist", name), "own") for name in self._lists(address))

    def _of_items(self, name: str) -> Iterator[tuple[Place, str]]:
        """The items of a questionnaire, in both states."""
        for catalogue in self.sides:
            instrument = catalogue.instruments.get(name)
            yield from ((("item", f"{name}.{item}"), "own") for item, _ in (instrument.items if instrument else ()))

    def _is_anothers(self, change: Change, address: str) -> bool:
        """Whether a thing has the name that another had before."""
        kind = change.subject.kind
        return address == change.subject.address and kind in NAMED and self.lineage.before(kind, address) is None

    def _of_code(self, address: str) -> Iterator[tuple[Place, str]]:
        """A code's list; for a variable with a shared list, that."""
        owner, _, code = address.rpartition(".")
        yield ("entry" if "." in owner else "codelist", owner), "list"
        for codelist in self._lists(owner):
            yield ("code", f"{codelist}.{code}"), "own"

    def _of_recoded(self, address: str) -> Iterator[tuple[Place, str]]:
        """All codes of the lists that a map is about."""
        lists = [catalogue.codelists.get(name) for name in self._lists(address) for catalogue in self.sides]
        for codelist in lists:
            if codelist is not None:
                yield from ((("code", f"{codelist.name}.{code.value}"), "recoded") for code in codelist.codes)

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
