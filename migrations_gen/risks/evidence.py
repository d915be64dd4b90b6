"""What risks are judged by: the two states, what the author declared, and what was proved. Look-ups, found once."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.extraction import texts_of
from catalogue.model import Catalogue, Codelist, Form, Variable
from catalogue.texts import Text
from engine.tables.names import database_name
from migrations_gen.carrying.reader import variable_at
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.forms import FormAdded, FormRemoved
from migrations_gen.changes.registry import ModuleAdded, ModuleRemoved
from migrations_gen.changes.variables import GroupAdded, GroupRemoved, VariableRemoved
from migrations_gen.compatibility.records import Verdict
from migrations_gen.diff.records import Difference
from migrations_gen.intents.records import Comparable, Derive, Intent, Recode, Replace, Reworded

ITEM_ENDS = (".label", ".help", ".title", ".message", ".low_end", ".high_end")
"""How the address of a text ends beyond that of the thing it belongs to."""

OutsideName = tuple[str, str, str, str]
"""A name outside: in which module, system and occasion."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """A difference, and the verdicts of the prover on it."""

    difference: Difference
    verdicts: tuple[Verdict, ...] = ()

    @property
    def before(self) -> Catalogue:
        """The earlier catalogue."""
        return self.difference.before.catalogue

    @property
    def after(self) -> Catalogue:
        """The later catalogue."""
        return self.difference.after.catalogue

    # ---- what a change is about ----

    def earlier(self, subject: Subject) -> Variable | None:
        """The variable as it was."""
        address = self.difference.carrying.lineage.before("variable", subject.address)
        return variable_at(self.before, address or "")

    def later(self, subject: Subject) -> Variable | None:
        """The variable as it is."""
        return variable_at(self.after, subject.address)

    def form_of(self, subject: Subject) -> Form | None:
        """The form that something lies in, later or else earlier."""
        return self.after.form.get(subject.owner) or self.before.form.get(subject.owner)

    def title(self, subject: Subject) -> str:
        """What people call it: its words, or else its name."""
        return self._titles(subject.kind, subject.address) or subject.name

    def _titles(self, kind: str, address: str) -> str:
        for catalogue in (self.after, self.before):
            found = _title(catalogue, kind, address)
            if found:
                return found
        return ""

    # ---- what was proved ----

    @cached_property
    def verdicts_about(self) -> Mapping[str, tuple[Verdict, ...]]:
        """The verdicts by the address of everything they are about."""
        found: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in self.verdicts:
            for address in verdict.about:
                found[address].append(verdict)
        return {address: tuple(some) for address, some in found.items()}

    # ---- what was declared ----

    def said(self, change: Change, *kinds: type[Intent]) -> Intent | None:
        """The first intent of these kinds about a change."""
        return next((intent for intent in self.difference.intents_of(change) if isinstance(intent, kinds)), None)

    def is_reworded(self, change: Change) -> bool:
        """Whether the author says that other words mean the same."""
        return self.said(change, Reworded) is not None

    def carried(self, change: Change) -> Intent | None:
        """The declared way from old answers to new ones, if there is one."""
        carry = self.difference.carrying.forward.carries.get(change.subject.address)
        if carry is not None and isinstance(carry.intent, Derive | Recode):
            return carry.intent
        return self.said(change, Derive, Recode, Replace)

    def recode_of(self, change: Change) -> Recode | None:
        """The map that a code's change belongs to."""
        found = self.said(change, Recode)
        return found if isinstance(found, Recode) else None

    def comparable(self, subject: Subject) -> Comparable:
        """How answers before and after compare, as declared."""
        carry = self.difference.carrying.forward.carries.get(subject.address)
        return carry.comparable if carry else Comparable.EXACT

    @cached_property
    def heirs(self) -> Mapping[str, tuple[str, ...]]:
        """By the address of an earlier variable, the later ones that are computed from its answers."""
        found: dict[str, list[str]] = defaultdict(list)
        for address, carry in self.difference.carrying.forward.carries.items():
            for name in carry.reads:
                found[f"{carry.form}.{name}"].append(address)
        return {address: tuple(later) for address, later in found.items()}

    # ---- outside names ----

    @cached_property
    def alias_owners(self) -> tuple[Mapping[OutsideName, str], Mapping[OutsideName, str]]:
        """Whose each outside name was, and whose it is; retired variables give way."""
        return _alias_owners(self.before), _alias_owners(self.after)

    @cached_property
    def own_columns(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """By module and name, the later variables whose column would have this name if they have no other."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for form, variable in self.after.variables():
            for occasion in form.occasion_names():
                column = database_name(occasion, variable.name)
                found[form.module, column].append(f"{form.address}.{variable.name}")
        return {key: tuple(addresses) for key, addresses in found.items()}

    # ---- what goes together ----

    @cached_property
    def wholes(self) -> frozenset[tuple[str, str]]:
        """Groups, forms and modules that came or went as a whole: (came or went, address)."""
        came, went = (FormAdded, GroupAdded, ModuleAdded), (FormRemoved, GroupRemoved, ModuleRemoved)
        return frozenset(
            ("came" if isinstance(change, came) else "went", change.subject.address)
            for change in self.difference.changes
            if isinstance(change, (*came, *went))
        )

    @cached_property
    def gone(self) -> tuple[Change, ...]:
        """The variables that went, calculated ones apart."""
        return tuple(
            change
            for change in self.difference.changes
            if isinstance(change, VariableRemoved)
            and isinstance(change.before, Variable)
            and not change.before.is_calculated
        )

    def whole(self, way: str, subject: Subject, group: str | None = None) -> str | None:
        """The greatest thing that came or went with this inside, by its title."""
        places = _outwards(subject.address)
        own = (f"{subject.owner}.{group}",) if group else ()
        for place in (*reversed(places), *own):
            if place != subject.address and (way, place) in self.wholes:
                return next(filter(None, (self._titles(kind, place) for kind in ("module", "form", "group"))), place)
        return None

    def users(self, owner: str) -> tuple[str, ...]:
        """The later variables, retired ones apart, that are answered with the list of this address."""
        if "." in owner:
            return (owner,)
        return self._users.get(owner, ())

    @cached_property
    def _users(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for form, variable in self.after.variables():
            if variable.codelist is not None and variable.codelist.shared and variable.retired is None:
                found[variable.codelist.name].append(f"{form.address}.{variable.name}")
        return {name: tuple(addresses) for name, addresses in found.items()}

    def instruments_with(self, owner: str) -> tuple[str, ...]:
        """The titles of the instruments whose items are answered with the list of this name."""
        return tuple(one.title.source for one in self.after.instruments.values() if owner in one.codelists)

    # ---- translations ----

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every later text."""
        return texts_of(self.after)

    @cached_property
    def left_behind(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """New or changed texts that a required language lacks, as (language, words), by the address of their thing."""
        sources = {text.address: text.source for text in texts_of(self.before)}
        new = [text for text in self.texts if sources.get(text.address) != text.source]
        languages = self.after.languages
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for language in languages.required:
            known = self.difference.after.translations.get(language)
            for text in new if language != languages.source else ():
                if known is None or not known.has(text):
                    found[thing_of(text)].append((language, text.source))
        return {address: tuple(lacking) for address, lacking in found.items()}


def thing_of(text: Text) -> str:
    """The address, as changes have it, of what a text belongs to."""
    address = text.address.removeprefix("codelist.").removeprefix("instrument.")
    for end in ITEM_ENDS:
        address = address.removesuffix(end)
    for inner in (".codes.", ".timepoint.", ".rows.", ".columns."):
        address = address.replace(inner, ".") if inner in (".codes.", ".timepoint.") else address.partition(inner)[0]
    return address


def codelist_at(catalogue: Catalogue, address: str) -> Codelist | None:
    """The shared list of this name, or the list of the variable of this address."""
    if "." not in address:
        return catalogue.codelists.get(address)
    variable = variable_at(catalogue, address)
    return variable.codelist if variable else None


def _alias_owners(catalogue: Catalogue) -> Mapping[OutsideName, str]:
    found: dict[OutsideName, str] = {}
    for is_current in (False, True):
        for form, variable in catalogue.variables():
            if (variable.retired is None) is is_current:
                address = f"{form.address}.{variable.name}"
                found |= {
                    (form.module, alias.system, alias.occasion, alias.name): address for alias in variable.aliases
                }
    return found


def _outwards(address: str) -> list[str]:
    """`rygg.pasient.hoyde`, `rygg.pasient`, `rygg`."""
    parts = address.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _title(catalogue: Catalogue, kind: str, address: str) -> str:
    text = TITLES[kind](catalogue, address) if kind in TITLES else None
    return text.source if text else ""


def _of_form(find: Callable[[Form, str], Text | None]) -> Callable[[Catalogue, str], Text | None]:
    def title(catalogue: Catalogue, address: str) -> Text | None:
        place, name = split(address)
        return find(catalogue.form[place], name) if place in catalogue.form else None

    return title


def _timepoint(catalogue: Catalogue, address: str) -> Text | None:
    place, name = split(address)
    timepoint = catalogue.modules[place].timepoint(name) if place in catalogue.modules else None
    return timepoint.title if timepoint else None


def _code(catalogue: Catalogue, address: str) -> Text | None:
    place, name = split(address)
    codelist = codelist_at(catalogue, place)
    codes = codelist.codes if codelist else ()
    return next((code.label for code in codes if str(code.value) == name), None)


TITLES: Mapping[str, Callable[[Catalogue, str], Text | None]] = {
    "catalogue": lambda catalogue, _: catalogue.title,
    "category": lambda catalogue, name: catalogue.categories.get(name),
    "respondent": lambda catalogue, name: catalogue.respondents.get(name),
    "module": lambda catalogue, name: catalogue.modules[name].title if name in catalogue.modules else None,
    "timepoint": _timepoint,
    "form": lambda catalogue, address: catalogue.form[address].title if address in catalogue.form else None,
    "section": _of_form(lambda form, name: next((part.title for part in form.sections if part.name == name), None)),
    "group": _of_form(lambda form, name: form.groups[name].label if name in form.groups else None),
    "variable": _of_form(lambda form, name: form.variable[name].label if name in form.variable else None),
    "code": _code,
    "instrument": lambda catalogue, name: catalogue.instruments[name].title if name in catalogue.instruments else None,
    "system": lambda catalogue, name: catalogue.systems[name].title if name in catalogue.systems else None,
}
"""Where the words of each kind of thing are."""
