"""Where things are: the variables, forms, columns and texts that a change is about. Look-ups, each found once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.model import Catalogue, Form, Variable
from catalogue.texts import Text
from engine.tables.analysis.sources import Owner, of_variable, owners
from migrations_gen.carrying.reader import variable_at
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.forms import RuleAdded, RuleChanged
from migrations_gen.changes.variables import EXPRESSION_FACETS, LIMIT_FACETS, OtherwiseChanged, VariableAdded
from migrations_gen.consequences.readers import Reader, lookups, readers_of
from migrations_gen.intents.records import About
from migrations_gen.risks.evidence import Evidence, thing_of

WRITTEN: Mapping[type[Change], str] = {
    RuleAdded: "require",
    RuleChanged: "require",
    VariableAdded: "",
    OtherwiseChanged: "otherwise",
    **{meaning: key for key, meaning in EXPRESSION_FACETS.items()},
    **{meaning: key for key, meaning in LIMIT_FACETS.items()},
}
"""The changes by which an expression is written anew, and under which key it stands."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What lies around the changes of a difference."""

    evidence: Evidence

    @property
    def after(self) -> Catalogue:
        """The later catalogue."""
        return self.evidence.after

    def readers(self, address: str) -> tuple[Reader, ...]:
        """What reads a variable; of one that is gone, what read it."""
        is_here = variable_at(self.after, address) is not None
        return (self._readers_after if is_here else self._readers_before).get(address, ())

    @cached_property
    def _readers_after(self) -> Mapping[str, tuple[Reader, ...]]:
        return readers_of(self.after)

    @cached_property
    def _readers_before(self) -> Mapping[str, tuple[Reader, ...]]:
        return readers_of(self.evidence.before)

    @cached_property
    def by_value_set(self) -> Mapping[str, tuple[Reader, ...]]:
        """The calculations that look into each value set."""
        found: dict[str, list[Reader]] = defaultdict(list)
        for form in self.after.forms:
            for use in form.uses:
                for name in lookups(use.expression.node) if use.key == "calculate" else ():
                    found[name].append(Reader(form, use, name))
        return {name: tuple(some) for name, some in found.items()}

    # ---- what an author did ----

    @cached_property
    def written(self) -> frozenset[tuple[str, str]]:
        """The expressions that are new or changed, by address and key; without a key, all that a thing has."""
        changes = self.evidence.difference.changes
        return frozenset(
            (change.subject.address, WRITTEN[type(change)]) for change in changes if type(change) in WRITTEN
        )

    @cached_property
    def excused(self) -> frozenset[str]:
        """What an author has spoken of, so that it has been looked at."""
        intents = self.evidence.difference.intents
        return frozenset(address for address, some in intents.items() if any(isinstance(one, About) for one in some))

    def is_looked_at(self, reader: Reader) -> bool:
        """Whether an expression was written anew, or spoken of."""
        address = reader.address
        return address in self.excused or not self.written.isdisjoint({(address, reader.use.key), (address, "")})

    @cached_property
    def renewed(self) -> frozenset[str]:
        """The tables of numbers that are new or changed."""
        changes = self.evidence.difference.changes
        return frozenset(change.subject.address for change in changes if change.subject.kind == "value_set")

    # ---- variables and forms ----

    def variables(self, change: Change) -> tuple[str, ...]:
        """The addresses of the later variables that a change is about; of what is gone, the earlier ones."""
        subject = change.subject
        return tuple(dict.fromkeys(self._variables(subject)))

    def _variables(self, subject: Subject) -> Iterator[str]:
        place, name = split(subject.address)
        form = self.after.form.get(place) or self.evidence.before.form.get(place)
        match subject.kind:
            case "variable":
                yield subject.address
            case "group" if form is not None and name in form.groups:
                yield from (f"{place}.{variable.name}" for variable in form.groups[name].variables)
            case "section" if form is not None:
                sections = (section for section in form.sections if section.name == name)
                yield from (f"{place}.{variable.name}" for section in sections for variable in section.variables)
            case "form":
                yield from self._of_forms(lambda form: form.address == subject.address)
            case "timepoint":
                yield from self._of_forms(lambda form: form.module == place and name in form.timepoints)
            case "codelist":
                yield from self.evidence.users(subject.address)
            case "code":
                yield from self.evidence.users(place)
            case "instrument" | "score":
                yield from self.of_instrument.get(place or name, ())
            case "system":
                yield from self.of_system.get(subject.address, ())
            case _:
                return

    def _of_forms(self, is_meant: Callable[[Form], bool]) -> Iterator[str]:
        """The variables of some forms, later ones or else earlier ones."""
        for catalogue in (self.after, self.evidence.before):
            found = [form for form in catalogue.forms if is_meant(form)]
            if found:
                yield from (f"{form.address}.{variable.name}" for form in found for variable in form.variables)
                return

    @cached_property
    def of_instrument(self) -> Mapping[str, tuple[str, ...]]:
        """The variables of each instrument, wherever it is used."""
        found: dict[str, list[str]] = defaultdict(list)
        for form in self.after.forms:
            for group in form.groups.values():
                if group.instrument:
                    found[group.instrument] += (f"{form.address}.{variable.name}" for variable in group.variables)
        return {name: tuple(addresses) for name, addresses in found.items()}

    @cached_property
    def of_system(self) -> Mapping[str, tuple[str, ...]]:
        """The variables of each coding system."""
        found: dict[str, list[str]] = defaultdict(list)
        for form, variable in self.after.variables():
            if variable.system is not None:
                found[variable.system.name].append(f"{form.address}.{variable.name}")
        return {name: tuple(addresses) for name, addresses in found.items()}

    def forms(self, change: Change, variables: Iterable[str]) -> tuple[str, ...]:
        """The addresses of the forms that show what a change is about."""
        subject = change.subject
        if subject.kind == "form":
            return (subject.address,)
        if subject.kind in ("group", "section", "rule"):
            return (subject.owner,)
        return tuple(dict.fromkeys(split(address)[0] for address in variables))

    def variable(self, address: str) -> Variable | None:
        """The later variable, or else the earlier one."""
        return variable_at(self.after, address) or variable_at(self.evidence.before, address)

    # ---- columns and texts ----

    def columns(self, address: str) -> Iterator[str]:
        """The names of the analysts' columns that show a variable; of one that is gone, those it had."""
        place, name = split(address)
        for catalogue, owners_of_form in (
            (self.after, self._owners_after),
            (self.evidence.before, self._owners_before),
        ):
            if variable_at(catalogue, address) is not None:
                for owner in owners_of_form.get(place, ()):
                    columns = of_variable(owner, owner.form.variable[name], catalogue.analysis_names)
                    yield from (named.name for named in columns)
                return

    @cached_property
    def _owners_after(self) -> Mapping[str, tuple[Owner, ...]]:
        return _owners(self.after)

    @cached_property
    def _owners_before(self) -> Mapping[str, tuple[Owner, ...]]:
        return _owners(self.evidence.before)

    @cached_property
    def texts(self) -> Mapping[str, tuple[Text, ...]]:
        """The later texts of what is changed, by the address of the thing they belong to."""
        changed = {change.subject.address for change in self.evidence.difference.changes}
        found: dict[str, tuple[Text, ...]] = {}
        for text in self.evidence.texts:
            thing = thing_of(text)
            if thing in changed:
                found[thing] = (*found.get(thing, ()), text)
        return found


def _owners(catalogue: Catalogue) -> Mapping[str, tuple[Owner, ...]]:
    """Each form at all its timepoints, by address."""
    found: dict[str, list[Owner]] = defaultdict(list)
    for module in catalogue.modules.values():
        for owner in owners(catalogue, module):
            found[owner.form.address].append(owner)
    return {address: tuple(some) for address, some in found.items()}
