"""Which thing of the earlier state each thing of the later one is: renames and moves, composed over several versions.

Pure. What no intent renames is itself when it has the same address in both states.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from catalogue.findings import Finding, did_you_mean
from catalogue.model import Catalogue, Form
from migrations_gen.intents.records import ChangesFile, Intent, Move, Rename
from migrations_gen.versions import version_key

INSIDE_FORMS = ("variable", "group", "section", "rule")
NAMED = ("form", *INSIDE_FORMS, "codelist", "instrument", "timepoint", "value_set", "system")
"""What can be renamed, and in which order an address is looked for."""


@dataclass(frozen=True)
class Lineage:
    """The earlier address of each thing that has another one now, by kind."""

    earlier: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def later(self) -> Mapping[str, Mapping[str, str]]:
        """The same, the other way round."""
        return {kind: {then: now for now, then in names.items()} for kind, names in self.earlier.items()}

    def before(self, kind: str, address: str) -> str | None:
        """What a thing of the later state was called; None when its name was another's, so that it must be new."""
        return _counterpart(address, self.earlier.get(kind, {}), self.later.get(kind, {}))

    def after(self, kind: str, address: str) -> str | None:
        """What a thing of the earlier state is called, if it is still there; None when another has its name."""
        return _counterpart(address, self.later.get(kind, {}), self.earlier.get(kind, {}))

    def reverse(self) -> "Lineage":
        """The way back."""
        return Lineage(self.later)


def _counterpart(address: str, known: Mapping[str, str], taken: Mapping[str, str]) -> str | None:
    return known.get(address, None if address in taken else address)


def between(files: Iterable[ChangesFile], before: str, after: str) -> tuple[ChangesFile, ...]:
    """The changes files of every version after `before`, up to and with `after`, in order."""
    low, high = version_key(before), version_key(after)
    return tuple(file for file in files if low < version_key(file.version) <= high)


def lineage_of(before: Catalogue, files: tuple[ChangesFile, ...]) -> tuple[Lineage, tuple[Finding, ...]]:
    """What the files rename and move, and what is wrong in that.

    A name that is unknown is only a finding when there is one file: between two of several, names come and go.
    """
    now: Names = {kind: {address: address for address in addresses(before, kind)} for kind in NAMED}
    findings: list[Finding] = []
    for file in files:
        renamed, unknown = renamed_by(file, now, before)
        findings += unknown if len(files) == 1 else ()
        now = after_renaming(now, renamed)
    earlier = {kind: {new: old for new, old in names.items() if new != old} for kind, names in now.items()}
    return Lineage(earlier), tuple(findings)


Names = Mapping[str, Mapping[str, str]]
"""By kind, what a thing is called at some stage, and what it was called in the earlier state."""

Renamed = Mapping[str, Mapping[str, str]]
"""By kind, what a thing was called before one version, and is called after it."""


def after_renaming(stage: Names, renamed: Renamed) -> Names:
    """What everything is called after one version."""
    return {kind: _after(names, renamed[kind]) for kind, names in stage.items()}


def renamed_by(
    file: ChangesFile, stage: Names, before: Catalogue
) -> tuple[dict[str, dict[str, str]], tuple[Finding, ...]]:
    """The new address of everything that one version renames or moves, by kind and address; and what is unknown.

    What is named itself goes before what goes with something else.
    """
    renamed: dict[str, dict[str, str]] = {kind: {} for kind in NAMED}
    meant = [(kind_of(stage, intent.target), intent) for intent in file.intents if isinstance(intent, Rename | Move)]
    known = [(kind, intent) for kind, intent in meant if kind is not None]
    named = {intent.target for kind, intent in known if kind == "variable"}
    for kind, intent in sorted(known, key=lambda pair: NAMED.index(pair[0])):
        new = _new_address(intent, renamed)
        renamed[kind][intent.target] = new
        for part, address in _inside(stage, kind, intent.target, before):
            if address not in named:
                renamed[part][address] = new + address[len(intent.target) :]
    unknown = (_unknown(intent, stage) for kind, intent in meant if kind is None)
    return renamed, tuple(unknown)


def _after(names: Mapping[str, str], renamed: Mapping[str, str]) -> dict[str, str]:
    """What is given a name takes it from whatever had it."""
    kept = {address: old for address, old in names.items() if address not in renamed}
    return kept | {renamed[address]: old for address, old in names.items() if address in renamed}


def kind_of(stage: Names, address: str) -> str | None:
    """What an author means by an address."""
    return next((kind for kind in NAMED if address in stage[kind]), None)


def _new_address(intent: Rename | Move, renamed: Mapping[str, Mapping[str, str]]) -> str:
    """A bare name stays where it is, which may itself have been renamed."""
    place, dot, _ = intent.target.rpartition(".")
    return intent.to if "." in intent.to else f"{renamed['form'].get(place, place)}{dot}{intent.to}"


def _inside(stage: Names, kind: str, address: str, before: Catalogue) -> Iterator[tuple[str, str]]:
    """What goes with it: what lies in a form, and a group's variables."""
    if kind == "form":
        for part in INSIDE_FORMS:
            yield from ((part, inside) for inside in stage[part] if inside.startswith(f"{address}."))
    if kind == "group":
        members = _members(before, stage["group"][address])
        yield from (
            ("variable", inside)
            for inside, old in stage["variable"].items()
            if old in members and inside.startswith(f"{address}_")
        )


def _members(before: Catalogue, group: str) -> frozenset[str]:
    """The variables of a group of the earliest state. A name may begin as theirs do and be none of them."""
    form, _, name = group.rpartition(".")
    return frozenset(f"{form}.{variable.name}" for variable in before.form[form].groups[name].variables)


def _unknown(intent: Intent, stage: Names) -> Finding:
    known = [name for kind in NAMED for name in stage[kind]]
    message = f"There was no '{intent.target}' in the earlier version.{did_you_mean(intent.target, known)}"
    return Finding(intent.at, "intent-of-unknown", message)


def addresses(catalogue: Catalogue, kind: str) -> Iterator[str]:
    """Everything of one kind that a catalogue declares."""
    if kind in _OF_FORM:
        return (f"{form.address}.{name}" for form in catalogue.forms for name in _OF_FORM[kind](form))
    return iter(_OF_CATALOGUE[kind](catalogue))


_OF_FORM: Mapping[str, Callable[[Form], Iterable[str]]] = MappingProxyType(
    {
        "variable": lambda form: form.variable,
        "group": lambda form: form.groups,
        "section": lambda form: (section.name for section in form.sections),
        "rule": lambda form: (rule.name for rule in form.rules),
    }
)

_OF_CATALOGUE: Mapping[str, Callable[[Catalogue], Iterable[str]]] = MappingProxyType(
    {
        "form": lambda catalogue: catalogue.form,
        "codelist": lambda catalogue: catalogue.codelists,
        "instrument": lambda catalogue: catalogue.instruments,
        "timepoint": lambda catalogue: (
            f"{module.name}.{timepoint.name}"
            for module in catalogue.modules.values()
            for timepoint in module.timepoints
        ),
        "value_set": lambda catalogue: catalogue.value_sets,
        "system": lambda catalogue: catalogue.systems,
    }
)
