"""The definitions of one file: every OID once, and what is the same in two places defined once."""

from dataclasses import dataclass, field, replace
from typing import TypeVar

from catalogue.formats.odm.elements import CodeList, Definition, Event, Group, Item

Thing = TypeVar("Thing", Event, Group, Item, CodeList, Definition)


@dataclass(slots=True)
class Registry:
    """All that has been defined, in the order it came."""

    taken: dict[str, object] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    codelists: list[CodeList] = field(default_factory=list)
    conditions: list[Definition] = field(default_factory=list)
    methods: list[Definition] = field(default_factory=list)

    def group(self, group: Group, oid: str) -> str:
        """The OID of a group; `oid` is ours, for when its own belongs to something else already."""
        return self._defined(self.groups, group, oid)

    def item(self, item: Item, oid: str) -> str:
        """The OID of an item."""
        return self._defined(self.items, item, oid)

    def codelist(self, codelist: CodeList, oid: str) -> str:
        """The OID of a list."""
        return self._defined(self.codelists, codelist, oid)

    def condition(self, condition: Definition, oid: str) -> str:
        """The OID of a condition."""
        return self._defined(self.conditions, condition, oid)

    def method(self, method: Definition, oid: str) -> str:
        """The OID of a method."""
        return self._defined(self.methods, method, oid)

    def claim(self, oid: str) -> str:
        """An OID that is free, and is from now on taken."""
        free, number = oid, 2
        while free in self.taken:
            free, number = f"{oid}.{number}", number + 1
        self.taken[free] = None
        return free

    def _defined(self, defined: list[Thing], thing: Thing, oid: str) -> str:
        if self.taken.get(thing.oid) == thing:
            return thing.oid
        if thing.oid in self.taken:
            thing = replace(thing, oid=self.claim(oid))
        self.taken[thing.oid] = thing
        defined.append(thing)
        return thing.oid
