"""What stands in a section: single variables, and the groups of a checklist, matrix or instrument. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.formats.declaring.answers import answer_entry, item_entry
from catalogue.formats.declaring.values import Entry, aliases_entry, present, without
from catalogue.formats.odm.elements import CONCEPT, Aliases, Check, Group, Ref
from catalogue.formats.odm.formal import Formulas
from catalogue.formats.odm.items import TOLD, ItemWriter, split_aliases, unit_oid, variable_aliases
from catalogue.formats.odm.kept import definition_of, mapping_of
from catalogue.formats.odm.lists import list_of, subset_of
from catalogue.formats.odm.ours import own_aliases
from catalogue.formats.odm.registry import Registry
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.wording import Wording
from catalogue.model import Form, Variable
from catalogue.model import Group as Asked

OF_GROUPS = ("label", "enable_when", "required", "ticks", "codelist", "codes", "aliases")
OF_ANSWERS = ("type", "decimals", "unit", "only", "system", "min", "soft_min", "soft_max", "max", "max_length")
"""Keys that are told by a group's items, or have words of their own."""


@dataclass(frozen=True, slots=True)
class Inner:
    """A group inside a section, before it is known how it is referred to."""

    owner: str
    group: Group
    condition: str | None
    is_required: bool


@dataclass(frozen=True, slots=True)
class Members:
    """Defines the items of one form."""

    form: Form
    version: Version
    wording: Wording
    registry: Registry
    formulas: Formulas
    rules: Mapping[str, list[Check]]
    items: ItemWriter
    lists: Mapping[str, str]

    def oid(self, kind: str, *names: str) -> str:
        """The OID of something in this form."""
        return ".".join((kind, self.form.address, *names))

    def kept(self, entry: Entry) -> Mapping[str, str]:
        """What this format has said of a thing before."""
        said: Mapping[str, str] = entry.get("extras", {}).get(self.version.name, {})
        return said

    def variable(self, variable: Variable, entry: Entry) -> Ref:
        """A single variable."""
        kept = self.kept(entry)
        method = self.formulas.method(variable, definition_of(kept, "method"))
        told = TOLD | {"prefill"} if variable.prefill and method and not variable.calculate else TOLD
        aliases = variable_aliases(variable.name, entry, told, kept)
        codelist = self._codelist(variable, variable.name, entry, mapping_of(kept, "CodeList"))
        condition = self.formulas.condition(variable.name, entry.get("enable_when"), definition_of(kept, "condition"))
        more = {key.removeprefix("Ref."): value for key, value in kept.items() if key.startswith("Ref.")}
        oid = self._item(variable, codelist, aliases, kept)
        return Ref(oid, variable.required, condition=condition, method=method, unit=self._unit(variable), more=more)

    def inner(self, section: str, group: Asked, entry: Entry) -> Inner:
        """A checklist, matrix or instrument."""
        told = (*OF_GROUPS, *OF_ANSWERS) if group.kind == "matrix" else OF_GROUPS
        refs = [self._member(group, variable, entry) for variable in group.variables]
        defined = Group(
            self.oid("IG", section, group.name),
            group.label.source,
            CONCEPT,
            description=self.wording.words(group.label),
            refs=self.with_units(refs),
            aliases=own_aliases(group.name, without(entry, *told)),
        )
        return Inner(f"{section}.{group.name}", defined, entry.get("enable_when"), "required" in entry)

    def with_units(self, refs: list[Ref]) -> tuple[Ref, ...]:
        """In 2.0 a unit is an item that stands beside those that are measured in it."""
        units = dict.fromkeys(ref.unit for ref in refs if ref.unit)
        return (*refs, *(Ref(unit, preset=unit.removeprefix("MU.")) for unit in units))

    def _member(self, group: Asked, variable: Variable, entry: Entry) -> Ref:
        """A tick, a cell, an item or a score."""
        key = variable.name.removeprefix(f"{group.name}_")
        said = entry.get("ticks", {}).get(key)
        more = without(said, "label") if isinstance(said, Mapping) else {}
        names = aliases_entry(variable.aliases)
        plain, has_several = split_aliases(names)
        flags = aliases_entry(variable.missing[0].flags) if group.kind == "instrument" and variable.missing else None
        left = {**more, **present(aliases=names if has_several else None, flag=flags)}
        owner = group.name if group.kind == "matrix" else variable.name
        told = item_entry(variable) if group.kind == "instrument" else answer_entry(variable)
        aliases = (*own_aliases(key, left), *plain)
        oid = self._item(variable, self._codelist(variable, owner, told, {}), aliases, {})
        return Ref(oid, variable.required, method=self.formulas.method(variable), unit=self._unit(variable))

    def _item(self, variable: Variable, codelist: str | None, aliases: Aliases, kept: Mapping[str, str]) -> str:
        oid = self.oid("I", variable.name)
        rules = self.rules.get(variable.name, [])
        return self.registry.item(self.items.item(variable, oid, codelist, rules, aliases, kept), oid)

    def _codelist(
        self, variable: Variable, owner: str, entry: Mapping[str, Any], kept: Mapping[str, str]
    ) -> str | None:
        """The OID of the list that a variable has, which is written when it is its own."""
        codelist = variable.codelist
        if variable.system:
            return f"CL.system.{variable.system.name}"
        if codelist is None:
            return None
        oid = self.oid("CL", owner)
        if codelist.shared and "only" not in entry:
            return self.lists[codelist.name]
        if codelist.shared:
            return self.registry.codelist(subset_of(oid, owner, codelist, variable.codes, self.wording), oid)
        named = {"OID": oid, "Name": owner, **kept}
        return self.registry.codelist(list_of(named, entry["codes"], self.wording), oid)

    def _unit(self, variable: Variable) -> str | None:
        return unit_oid(variable) if variable.unit and not self.version.has_symbols else None
