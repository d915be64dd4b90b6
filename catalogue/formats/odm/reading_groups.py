"""A group of ours as a checklist, a matrix or an instrument. Pure.

An instrument is declared once, in the protocol, and a matrix has its headings at the group. What another program has
changed of them in an item is told, and not read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.findings import Location
from catalogue.formats.declaring.values import Entry, present, without
from catalogue.formats.odm.elements import Group, Item, Ref
from catalogue.formats.odm.ours import own_entry, own_name
from catalogue.formats.odm.reading_checks import rules_at
from catalogue.formats.odm.reading_items import Items
from catalogue.formats.records import note

KINDS = ("checklist", "matrix", "instrument")
OF_ITEMS = ("label", "type", "decimals", "unit", "codelist", "only", "min", "soft_min", "soft_max", "max", "max_length")
"""What is told of an instrument's item in words of ODM."""
NOT_OF_CELLS = ("name", "label", "help", "aliases", "required", "extras", "enable_when", "calculate", "prefill")
Members = list[tuple[Ref, Item]]


@dataclass(frozen=True, slots=True)
class GroupReader:
    """Reads the groups of one file; `instruments` are those of its protocol."""

    items: Items
    instruments: Mapping[str, Entry]

    def entry(self, group: Group, own: Entry, ref: Ref, asked: str | None) -> tuple[Entry, list[Entry]]:
        """The group as it stands in a section, asked under this condition; and the rules that stand at its items."""
        members = [
            (inner, self.items.known[inner.oid])
            for inner in group.refs
            if inner.oid in self.items.known and inner.oid not in self.items.units
        ]
        rules = [rule for _, item in members for rule in rules_at(item, self.items.said)]
        return self._entry(
            group, own, members, present(enable_when=asked, required="true" if ref.mandatory else None)
        ), rules

    def _entry(self, group: Group, own: Entry, members: Members, common: Entry) -> Entry:
        names = present(aliases=dict(self._aliases(members)) or None)
        if "instrument" in own:
            self._tell_changed_items(group, str(own["instrument"]), members)
            return {**own, **common, **names}
        title = {"label": self.items.said.text(group.description) or group.name or group.oid}
        if "matrix" in own:
            self._tell_changed_rows(group, own, members)
            return {**own, **title, **self._cell(members), **common, **names}
        ticks = {own_name(item.aliases) or item.name: self._tick(item) for _, item in members}
        return {**own, **title, **common, "ticks": ticks, **names}

    def _tell_changed_items(self, group: Group, name: str, members: Members) -> None:
        """The items that are not as the instrument declares them."""
        items = self.instruments.get(name, {}).get("items", {})
        for ref, item in members:
            key = own_name(item.aliases) or item.name
            declared = items.get(key)
            if not isinstance(declared, dict):
                continue
            said, _ = self.items.variable(ref, item, f"{name}_{key}")
            changed = [part for part in OF_ITEMS if said.get(part) != declared.get(part)]
            if changed and not (changed == ["type"] and declared.get("type") == "longtext"):
                self._tell_not_read(item, f"'{key}' of the instrument '{name}' ({', '.join(changed)})")

    def _tell_changed_rows(self, group: Group, own: Entry, members: Members) -> None:
        """The cells that are not called as their row is."""
        rows, columns = _mapping(own, "rows"), _mapping(own, "columns")
        for _, item in members:
            key = own_name(item.aliases) or item.name
            row = next((name for name in rows if any(key == f"{name}_{column}" for column in columns)), None)
            if row is not None and self.items.said.text(item.question) != rows[row]:
                self._tell_not_read(item, f"'{key}' of the matrix '{group.name}' (label)")

    def _tell_not_read(self, item: Item, what: str) -> None:
        at = Location(self.items.file, item.line, 1)
        message = f"What was changed of {what} is not read. Change it in the catalogue."
        self.items.findings.append(note(at, "not-read", message))

    def _cell(self, members: Members) -> Entry:
        """How the cells of a matrix are answered: as the first is."""
        if not members:
            return {"type": "boolean"}
        ref, item = members[0]
        entry, _ = self.items.variable(ref, item, own_name(item.aliases) or item.name)
        return without(entry, *NOT_OF_CELLS)

    def _tick(self, item: Item) -> Any:
        label = self.items.said.text(item.question) or item.name
        more = without(own_entry(item.aliases), "aliases", "flag", "type")
        return {"label": label, **more} if more else label

    def _aliases(self, members: Members) -> Iterator[tuple[str, Any]]:
        for _, item in members:
            key, own = own_name(item.aliases) or item.name, own_entry(item.aliases)
            names = self.items.aliases(item, own)
            if names:
                yield key, names
            if "flag" in own:
                yield f"{key}_missing", own["flag"]


def _mapping(entry: Entry, key: str) -> Entry:
    found = entry.get(key)
    return found if isinstance(found, dict) else {}
