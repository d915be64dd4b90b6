"""One form as groups of items: a group for each section, and one for each checklist, matrix and instrument. Pure.

In 2.0 the groups lie in each other. In 1.3 they cannot, so a section with groups in it is told in parts, which a reader
of ours puts together again: each part says whose it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.formats.declaring.answers import answer_entry, item_entry
from catalogue.formats.declaring.values import Entry, aliases_entry, present, without
from catalogue.formats.odm.checks import rule_checks
from catalogue.formats.odm.elements import CONCEPT, FORM, SECTION, Aliases, Check, CodeList, Group, Item, Ref
from catalogue.formats.odm.formal import Formulas
from catalogue.formats.odm.items import TOLD, item_of, split_aliases, unit_oid, variable_aliases
from catalogue.formats.odm.lists import list_of, subset_of
from catalogue.formats.odm.ours import PREFIX, own_aliases
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.wording import Wording
from catalogue.model import Form, Section, Variable
from catalogue.model import Group as Asked

PART = "part_of"
"""The key of a part's alias: the section it belongs to."""
OF_GROUPS = frozenset(
    {"label", "title", "enable_when", "required", "ticks", "variables", "section", "codelist", "codes"}
)
OF_ANSWERS = frozenset(
    {"type", "decimals", "unit", "only", "system", "min", "soft_min", "soft_max", "max", "max_length"}
)
"""Keys of sections and groups that have words of their own, or are told by their items."""


@dataclass(slots=True)
class FormParts:
    """The elements of one form as they come."""

    form: Form
    document: Entry
    version: Version
    wording: Wording
    formulas: Formulas
    rules: Mapping[str, list[Check]]
    groups: list[Group] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    codelists: dict[str, CodeList] = field(default_factory=dict)

    def oid(self, kind: str, *names: str) -> str:
        """The OID of something in this form."""
        return ".".join((kind, self.form.address, *names))

    def section(self, section: Section, entry: Entry) -> list[Ref]:
        """The groups of a section, and the references to them that the form has."""
        condition = self.formulas.condition(f"section.{section.name}", entry.get("enable_when"))
        oid = self.oid("IG", section.name)
        aliases = own_aliases(section.name, _left(entry, OF_GROUPS, self.version.name))
        parts = list(self._parts(section, entry))
        own = parts if self.version.nests else parts[:1] if parts and isinstance(parts[0], list) else []
        refs = [ref for part in own for ref in (part if isinstance(part, list) else [part.ref(None)])]
        self.groups.append(
            Group(
                oid,
                section.title.source,
                SECTION,
                False,
                self.wording.words(section.title),
                self._with_units(refs),
                aliases,
            )
        )
        found = [Ref(oid, is_group=True, condition=condition)]
        if self.version.nests:
            self.groups += [part.group for part in parts if not isinstance(part, list)]
            return found
        return found + list(self._apart(section, entry, parts[len(own) :]))

    def _apart(self, section: Section, entry: Entry, parts: "list[list[Ref] | Inner]") -> Iterator[Ref]:
        """The parts of a section that is told in pieces, after the first."""
        around = entry.get("enable_when")
        part_of = ((f"{PREFIX}{PART}", section.name),)
        for number, part in enumerate(parts, 2):
            if isinstance(part, list):
                oid, owner, own, mandatory = (
                    self.oid("IG", section.name, str(number)),
                    f"section.{section.name}",
                    None,
                    False,
                )
                words = self.wording.words(section.title)
                group = Group(oid, section.title.source, SECTION, False, words, self._with_units(part), part_of)
            else:
                owner, own, mandatory = f"{section.name}.{part.name}", part.condition, part.is_required
                group = part.with_aliases(part_of)
            self.groups.append(group)
            whole = f"({around}) and ({own})" if around and own else around or own
            yield Ref(group.oid, mandatory, True, condition=self.formulas.condition(owner, whole))

    def _parts(self, section: Section, entry: Entry) -> "Iterator[list[Ref] | Inner]":
        """References to the items of a section, in runs, and its groups between them."""
        run: list[Ref] = []
        for item, said in zip(section.items, entry["variables"], strict=True):
            if isinstance(item, Variable):
                run.append(self._variable(item, said))
                continue
            if run:
                yield run
            run = []
            yield self._group(section, item, said)
        if run:
            yield run

    def _variable(self, variable: Variable, entry: Entry) -> Ref:
        system = self.version.name
        kept = entry.get("extras", {}).get(system, {})
        method = self._method(variable)
        told = TOLD | {"prefill"} if method and not variable.calculate else TOLD
        oid = self._known_oid(entry, self.oid("I", variable.name))
        aliases = variable_aliases(variable.name, entry, told, system)
        self._item(oid, variable, self._codelist(variable, variable.name, entry), aliases)
        return Ref(
            oid,
            variable.required,
            condition=self.formulas.condition(variable.name, entry.get("enable_when")),
            method=method,
            unit=unit_oid(variable) if variable.unit and not self.version.has_symbols else None,
            more=kept,
        )

    def _known_oid(self, entry: Entry, oid: str) -> str:
        return oid

    def _method(self, variable: Variable) -> str | None:
        if variable.calculate:
            node = variable.calculate.node
            return self.formulas.method(variable, variable.calculate.text, node, "Computation")
        if variable.prefill and self.version.nests:
            return self.formulas.method(variable, variable.prefill.text, variable.prefill.node, "Preload")
        return None

    def _item(self, oid: str, variable: Variable, codelist: str | None, aliases: Aliases) -> None:
        rules = self.rules.get(variable.name, [])
        self.items.append(
            item_of(oid, variable, self.version, self.wording, codelist=codelist, rules=rules, aliases=aliases)
        )

    def _group(self, section: Section, group: Asked, entry: Entry) -> "Inner":
        told = OF_GROUPS | OF_ANSWERS if group.kind == "matrix" else OF_GROUPS
        left = _left(entry, told | {"aliases"}, self.version.name)
        refs = [self._member(group, variable, entry) for variable in group.variables]
        oid = self.oid("IG", section.name, group.name)
        aliases = own_aliases(group.name, left)
        words = self.wording.words(group.label)
        name = group.label.source
        return Inner(
            group.name,
            Group(oid, name, CONCEPT, False, words, self._with_units(refs), aliases),
            entry.get("enable_when"),
            "required" in entry,
            self.formulas,
            section.name,
        )

    def _member(self, group: Asked, variable: Variable, entry: Entry) -> Ref:
        """A tick, a cell, an item or a score."""
        key = variable.name.removeprefix(f"{group.name}_")
        said = entry.get("ticks", {}).get(key)
        more = without(said, "label") if isinstance(said, Mapping) else {}
        names = aliases_entry(variable.aliases)
        plain, several = split_aliases(names, self.version.name)
        flags = aliases_entry(variable.missing[0].flags) if group.kind == "instrument" and variable.missing else None
        left = {**more, **present(aliases=names if several else None, flag=flags)}
        oid = self.oid("I", variable.name)
        owner = group.name if group.kind == "matrix" else variable.name
        told = item_entry(variable) if group.kind == "instrument" else answer_entry(variable)
        self._item(oid, variable, self._codelist(variable, owner, told), (*own_aliases(key, left), *plain.items()))
        method = None
        if variable.calculate:
            node = variable.calculate.node
            method = self.formulas.method(variable, variable.calculate.text, node, "Computation")
        unit = unit_oid(variable) if variable.unit and not self.version.has_symbols else None
        return Ref(oid, variable.required, method=method, unit=unit)

    def _codelist(self, variable: Variable, owner: str, entry: Mapping[str, Any]) -> str | None:
        """The OID of the list that a variable has, which is written when it is its own."""
        codelist = variable.codelist
        if variable.system:
            return f"CL.system.{variable.system.name}"
        if codelist is None:
            return None
        oid = self.oid("CL", owner)
        if not codelist.shared:
            self.codelists.setdefault(oid, list_of(oid, owner, entry["codes"], self.wording))
        elif "only" in entry:
            self.codelists.setdefault(oid, subset_of(oid, owner, codelist, variable.codes, self.wording))
        else:
            return f"CL.{codelist.name}"
        return oid

    def _with_units(self, refs: list[Ref]) -> tuple[Ref, ...]:
        """In 2.0 a unit is an item that stands beside those that are measured in it."""
        units = dict.fromkeys(ref.unit for ref in refs if ref.unit)
        return (*refs, *(Ref(unit, preset=unit.removeprefix("MU.")) for unit in units))


@dataclass(frozen=True, slots=True)
class Inner:
    """A group inside a section, before it is known how it is referred to."""

    name: str
    group: Group
    condition: str | None
    is_required: bool
    formulas: Formulas
    section: str

    def ref(self, around: str | None) -> Ref:
        """The reference to it from inside its section."""
        condition = self.formulas.condition(f"{self.section}.{self.name}", self.condition)
        return Ref(self.group.oid, self.is_required, True, condition=condition)

    def with_aliases(self, more: Aliases) -> Group:
        """The group with further aliases."""
        group = self.group
        aliases = (*group.aliases, *more)
        return Group(group.oid, group.name, group.kind, False, group.description, group.refs, aliases)


def form_parts(form: Form, document: Entry, version: Version, wording: Wording) -> FormParts:
    """All elements of one form; the form's own is the first of the groups."""
    parts = FormParts(form, document, version, wording, Formulas(form, version), rule_checks(form, wording))
    refs = [
        ref
        for section, entry in zip(form.sections, document["sections"], strict=True)
        for ref in parts.section(section, entry)
    ]
    left = _left(document, frozenset({"title", "timepoints", "sections", "rules", "form", "module"}), version.name)
    rules = [without(rule, "require", "message", "severity") for rule in document.get("rules", ())]
    aliases = own_aliases(form.address, {**left, **present(timepoints=document.get("timepoints"), rules=rules or None)})
    words = wording.words(form.title)
    parts.groups.insert(0, Group(f"F.{form.address}", form.title.source, FORM, False, words, tuple(refs), aliases))
    return parts


def _left(entry: Entry, told: frozenset[str], system: str) -> Entry:
    """What has no words of its own; what this format said itself is not said again."""
    left = {key: value for key, value in entry.items() if key not in told}
    if "extras" in left:
        others = without(left["extras"], system)
        left = {**without(left, "extras"), **({"extras": others} if others else {})}
    return left
