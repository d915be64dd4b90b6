"""Groups of items as our forms, sections, checklists, matrices and instruments. Pure.

A group of another system is a section; one that lies in another is a section after it. What we wrote in parts because
1.3 has no groups in groups is put together again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.findings import Location
from catalogue.formats.declaring.values import Entry, present, without
from catalogue.formats.naming import name_for
from catalogue.formats.odm.elements import FORM, Group, Ref
from catalogue.formats.odm.forms import PART
from catalogue.formats.odm.kept import pairs_text, with_kept
from catalogue.formats.odm.ours import own_entry, own_name
from catalogue.formats.odm.reading_groups import KINDS, GroupReader
from catalogue.formats.odm.reading_items import Items
from catalogue.formats.records import note


@dataclass(slots=True)
class FormReader:
    """Reads one form; the sections come as its groups are met."""

    items: Items
    groups: Mapping[str, Group]
    name: str
    grouped: GroupReader
    sections: list[Entry] = field(default_factory=list)
    rules: list[Entry] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    section_names: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    kept_oids: set[str] = field(default_factory=set)

    def read(self, form: Group) -> Entry | None:
        """The form's document without what a module adds; None when nothing in it can be answered."""
        own = own_entry(form.aliases)
        self._section_of(form, None, own_title=self._title(form))
        self.sections = [section for section in self.sections if section["variables"]]
        if not self.sections:
            return None
        entry = {"form": self.name, "title": self._title(form), **without(own, "rules", "timepoints")}
        self._keep(entry, self._kept(form))
        return {**entry, "sections": self.sections, **present(rules=self._rules(own.get("rules")) or None)}

    def _section_of(self, group: Group, condition: str | None, own_title: str) -> None:
        """The items of a form or of another system's group, in sections; groups in it become sections after them."""
        if group.oid in self.open:
            return
        self.open.add(group.oid)
        section: Entry | None = None
        for ref in group.refs:
            inner = self.groups.get(ref.oid) if ref.is_group else None
            if inner is not None:
                section = self._group(ref, inner, condition, section, is_form=group.kind == FORM)
            elif ref.is_group:
                self._tell(group, f"The group '{ref.oid}' of '{group.name}' is not in the file.")
            else:
                if section is None:
                    section = self._open(group, own_title, condition)
                self._variable(ref, section)
        self.open.discard(group.oid)

    def _group(
        self, ref: Ref, inner: Group, condition: str | None, section: Entry | None, *, is_form: bool
    ) -> Entry | None:
        """A group inside a form or a section; gives the section that what follows belongs to."""
        own = own_entry(inner.aliases)
        if PART in own or any(kind in own for kind in KINDS):
            return self._part(ref, inner, own, section)
        kept: dict[str, str] = {}
        asked = self.items.condition(ref, inner.line, inner.name, kept)
        whole = f"({condition}) and ({asked})" if condition and asked else condition or asked
        if own_name(inner.aliases) is not None:
            self._own_section(inner, own, asked)
            return None
        before = len(self.sections)
        self._section_of(inner, whole, self._title(inner))
        if len(self.sections) > before:
            self._keep(self.sections[before], {**kept, **present(Mandatory="Yes" if ref.mandatory else None)})
        return None

    def _own_section(self, group: Group, own: Entry, asked: str | None) -> None:
        """A section that we have written."""
        name = own_name(group.aliases) or ""
        section = {
            "section": name,
            "title": self._title(group),
            **own,
            **present(enable_when=asked),
            "variables": [],
        }
        self.sections.append(section)
        self.section_names.add(name)
        for ref in group.refs:
            inner = self.groups.get(ref.oid) if ref.is_group else None
            if inner is not None:
                self._part(ref, inner, own_entry(inner.aliases), section)
            elif not ref.is_group:
                self._variable(ref, section)

    def _part(self, ref: Ref, group: Group, own: Entry, section: Entry | None) -> Entry | None:
        """A part of a section: more of its items, or a checklist, matrix or instrument."""
        part_of = own.get(PART)
        section = (
            next((known for known in self.sections if known["section"] == part_of), section) if part_of else section
        )
        if section is None:
            section = self._open(group, self._title(group), None)
        if not any(kind in own for kind in KINDS):
            for inner in group.refs:
                if not inner.is_group:
                    self._variable(inner, section)
            return section
        kept: dict[str, str] = {}
        whole = self.items.condition(ref, group.line, group.name, kept)
        around = section.get("enable_when")
        asked = _own_condition(whole, around) if part_of else whole
        entry, rules = self.grouped.entry(group, without(own, PART), ref, asked)
        section["variables"].append(entry)
        self.rules += rules
        return section

    def _variable(self, ref: Ref, section: Entry) -> None:
        item = self.items.known.get(ref.oid)
        if ref.oid in self.items.units:
            return
        if item is None:
            at = Location(self.items.file, 1, 1)
            message = f"The item '{ref.oid}' of the form '{self.name}' is not in the file."
            self.items.findings.append(note(at, "unknown-definition", message))
            return
        name = own_name(item.aliases)
        if name is None or name in self.names:
            name = name_for(item.name or item.oid, self.names)
        self.names.add(name)
        entry, rules = self.items.variable(ref, item, name)
        section["variables"].append(entry)
        self.rules += rules

    def _open(self, group: Group, title: str, condition: str | None) -> Entry:
        name = name_for(group.name or group.oid, self.section_names)
        section: Entry = {"section": name, "title": title, **present(enable_when=condition), "variables": []}
        if group.kind != FORM and group.oid not in self.kept_oids:
            self.kept_oids.add(group.oid)
            self._keep(section, self._kept(group))
        self.sections.append(section)
        return section

    def _keep(self, entry: Entry, kept: Mapping[str, str]) -> None:
        extras = with_kept(entry.get("extras"), self.items.version.name, kept)
        if extras:
            entry["extras"] = extras

    def _kept(self, group: Group) -> dict[str, str]:
        """What another system calls a group, and what it says of it that we have no word for."""
        if own_name(group.aliases) is not None:
            return {}
        return {
            **group.more,
            **present(OID=group.oid, Name=group.name if group.name != self._title(group) else None),
            **present(Repeating="Yes" if group.repeating else None),
            **present(aliases=pairs_text(group.aliases) if group.aliases else None),
        }

    def _title(self, group: Group) -> str:
        return self.items.said.text(group.description) or group.name or group.oid

    def _rules(self, order: Any) -> list[Entry]:
        """The rules in the order that the form says, with what it says more of them."""
        known = {rule["rule"]: rule for rule in self.rules}
        ordered = order if isinstance(order, list) else []
        own = [
            {**known.pop(said["rule"]), **said}
            for said in ordered
            if isinstance(said, dict) and str(said.get("rule")) in known
        ]
        taken = {*self.names, *(rule["rule"] for rule in own)}
        return own + [{**rule, "rule": name_for(rule["rule"], taken)} for rule in self.rules if rule["rule"] in known]

    def _tell(self, group: Group, message: str) -> None:
        self.items.findings.append(note(Location(self.items.file, group.line, 1), "unknown-definition", message))


def _own_condition(whole: str | None, around: str | None) -> str | None:
    """The condition of a part without its section's."""
    if whole is None or around is None:
        return whole
    return None if whole == around else whole.removeprefix(f"({around}) and (")[:-1]
