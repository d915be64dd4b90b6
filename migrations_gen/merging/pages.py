"""Three versions of a file, taken apart, in one: attribute by attribute of each thing, wherever it has been moved to.

A part that one side left as it was is the other's, as written; so comments, quotes and blank lines stay. With `wants`,
ours is the base, and each edit of theirs is taken over or left by itself.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from catalogue.findings import NOWHERE, Location
from catalogue.source.layout.scalars import inline
from catalogue.source.layout.spans import Branch, Leaf, Node, Part, Spans, node_text, part_text, shifted
from migrations_gen.merging.addresses import IN_PLACES, WITHOUT_ORDER, Scope, naming
from migrations_gen.merging.intents import emptied, with_list
from migrations_gen.merging.layout import fitted, in_block, listed
from migrations_gen.merging.lines import added_comments, merged_lines, merged_rest
from migrations_gen.merging.order import merged_order
from migrations_gen.merging.places import Address, Known, Page, Placed, data_of, home_of
from migrations_gen.merging.records import Conflict, Disputes, Edit, Side, Three
from migrations_gen.versions import version_key

HELD_BY_THEMSELVES = frozenset({"section", "rule", "variable", "score"})
"""What can be taken or left one by one, though the list it stands in came or went with it."""

Wants = Callable[[Edit], bool]
Around = Callable[[str, str, str], str]
Named = Mapping[str, tuple[Part, Scope | None]]
"""The parts of a list or mapping by what they are known by, each with the thing it is, if it has a name of its own."""


@dataclass(slots=True)
class Merging:
    """One merge under way: the three sides, who wins, and the conflicts found.

    `travelling` is what has another home on some side: nothing can be taken as it stands while its parts may be
    elsewhere.
    """

    sides: Three[Known]
    disputes: Disputes
    wants: Wants | None = None
    travelling: frozenset[Address] = frozenset()
    paths: tuple[str, str] = ("", "")

    # ---- pages ----

    def page(self, base: Page | None, ours: Page, theirs: Page) -> Spans | None:
        """A file that both sides have."""
        self.paths = ours.path, theirs.path
        old = base.spans if base else Spans("", _nothing_like(ours.spans.root), "")
        three = Three(old, ours.spans, theirs.spans)
        root = self._node(three.map(lambda spans: spans.root), ours.scope, (NOWHERE, NOWHERE))
        if isinstance(root, Branch) and not root.parts:
            return None
        if ours.scope.kind == "changes":
            root = with_list(root)
        before = self._around(merged_lines, three.map(lambda spans: spans.before), ours.scope)
        after = self._around(merged_lines, three.map(lambda spans: spans.after), ours.scope)
        return Spans(before, root, after)

    def removed_page(self, base: Page, ours: Page | None, theirs: Page | None) -> Side:
        """A file that one side took away and the other changed."""
        self.paths = (ours or base).path, (theirs or base).path
        values = Three(base, ours, theirs).map(lambda page: page.path if page else None)
        return self._settled("removed-and-changed", base.scope, values, (NOWHERE, NOWHERE))

    # ---- values ----

    def _node(self, three: Three[Node], scope: Scope, at: tuple[Location, Location]) -> Node:
        base, ours, theirs = three.all
        if not self.travelling:
            if ours == theirs or (ours == base and self.wants is None):
                return theirs
            if theirs == base:
                return ours
        if isinstance(ours, Branch) and isinstance(theirs, Branch) and ours.is_mapping == theirs.is_mapping:
            known = isinstance(base, Branch) and base.is_mapping == ours.is_mapping
            old = base if isinstance(base, Branch) and known else replace(ours, parts=())
            return self._branch(Three(old, ours, theirs), scope, at)
        if self.wants is not None:
            return theirs if ours != theirs and self._wanted(scope, "set", _shown(theirs)) else ours
        return self._value(three, scope, at)

    def _value(self, three: Three[Node], scope: Scope, at: tuple[Location, Location]) -> Node:
        """One value: the side's that changed it."""
        base, ours, theirs = three.all
        said = three.map(data_of)
        if said.ours == said.theirs:
            return theirs if ours == base else ours
        if said.ours == said.base:
            return theirs
        if said.theirs == said.base:
            return ours
        agreed = _agreed(scope, ours, theirs)
        if agreed is not None:
            return agreed
        slug = "code" if scope.kind == "code" else "both-changed"
        side = self._settled(slug, scope, three.map(_shown), at)
        return theirs if side is Side.THEIRS else ours

    # ---- lists and mappings ----

    def _branch(self, three: Three[Branch], scope: Scope, at: tuple[Location, Location]) -> Node:
        frame = self._frame(three)
        sides = three.map(lambda branch: fitted(branch, frame))
        named = Three(
            *(self._named(branch, known, scope) for branch, known in zip(sides.all, self.sides.all, strict=True))
        )
        made: dict[str, Part] = {}
        homeless = ""
        for name in dict.fromkeys(chain(named.ours, named.theirs, named.base)):
            parts, thing = self._parts(name, named, frame)
            if thing is not None and not self._stays_here(thing, scope):
                continue
            part, comments = self._part(parts, thing or _inside(scope, name, three.ours), scope, at)
            homeless += comments
            if part is not None:
                made[name] = part
        order = self._order(named.map(tuple), made, scope, at)
        found = self._framed([made[name] for name in order], homeless, frame, sides, scope)
        return three.theirs if self._is_all_taken(found, three.theirs, scope) else found

    def _frame(self, three: Three[Branch]) -> Branch:
        """Whose layout stands: of the side that changed it."""
        is_theirs = three.ours.is_flow == three.base.is_flow != three.theirs.is_flow
        return three.theirs if is_theirs and self.wants is None else three.ours

    def _framed(self, parts: list[Part], homeless: str, frame: Branch, sides: Three[Branch], scope: Scope) -> Branch:
        """The parts put together, with what stands around them, and the comments of those that are gone."""
        if frame.is_flow:
            return replace(frame, parts=listed(parts, frame))
        if homeless and parts:
            parts[0] = replace(parts[0], above=homeless + parts[0].above)
        opening = self._around(merged_rest, sides.map(lambda branch: branch.opening), scope)
        closing = self._around(merged_lines, sides.map(lambda branch: branch.closing), scope)
        return replace(frame, opening=opening, parts=in_block(parts, frame), closing=closing)

    def _is_all_taken(self, found: Branch, theirs: Branch, scope: Scope) -> bool:
        """Whether everything that theirs says was taken over, and its layout may come along."""
        if self.wants is None or found == theirs or repr(data_of(found)) != repr(data_of(theirs)):
            return False
        return self._wanted(scope, "comment")

    def _named(self, branch: Branch, known: Known, scope: Scope) -> Named:
        """The parts by what they are known by, under the base's names."""
        seen: Counter[str] = Counter()
        found: dict[str, tuple[Part, Scope | None]] = {}
        for number, part in enumerate(branch.parts):
            thing = known.scope_of(scope, part) if scope.holds else None
            name = _identity(part, thing, number, scope)
            seen[name] += 1
            found[name if seen[name] == 1 else f"{name} #{seen[name]}"] = (part, thing)
        return found

    def _parts(self, name: str, named: Three[Named], frame: Branch) -> tuple[Three[Part | None], Scope | None]:
        """A part on all three sides, looked up elsewhere when it has more than one home."""
        here = named.map(lambda side: side.get(name))
        thing = next((found[1] for found in here.all if found and found[1]), None)
        if thing is None or (thing.kind, thing.address) not in self.travelling:
            return here.map(lambda found: found[0] if found else None), thing
        placed = self.sides.map(lambda known: known.placed.get((thing.kind, thing.address)))
        return placed.map(lambda place: shifted(place.part, frame.column - place.column) if place else None), thing

    # ---- what has moved ----

    def _stays_here(self, thing: Scope, scope: Scope) -> bool:
        """Whether this list is the thing's home in what comes of the merge."""
        address = thing.kind, thing.address
        if address not in self.travelling:
            return True
        places = self.sides.map(lambda known: known.placed.get(address))
        homes = places.map(lambda place: place.home if place else None)
        return home_of(scope) == self._home(thing, places, homes)

    def _home(self, thing: Scope, places: Three[Placed | None], homes: Three[str | None]) -> str | None:
        base, ours, theirs = homes.all
        if ours is None or theirs is None or ours == theirs:
            return ours or theirs or base
        if self.wants is not None:
            return theirs if self._wanted(thing, "move") else ours
        if base in (ours, theirs):
            return theirs if ours == base else ours
        return theirs if self._moved_twice(thing, places) is Side.THEIRS else ours

    def _moved_twice(self, thing: Scope, places: Three[Placed | None]) -> Side:
        """Both moved it. It is met in both places, and told once."""
        at = tuple(Location(place.path, place.part.line, 1) if place else NOWHERE for place in places.all)
        values = places.map(lambda place: place.home.rpartition(" ")[0].partition(" ")[2] if place else None)
        conflict = Conflict(at[1], at[2], "place", thing.address, "place", *values.all)
        if conflict in self.disputes.found:
            return Side.OURS
        return self.disputes.settled(conflict)

    # ---- parts ----

    def _part(
        self, parts: Three[Part | None], inside: Scope, scope: Scope, at: tuple[Location, Location]
    ) -> tuple[Part | None, str]:
        """What becomes of a part; and comments that nothing is left to bear."""
        base, ours, theirs = parts.all
        at = self._at(ours, at[0], 0), self._at(theirs, at[1], 1)
        if self.wants is not None:
            return self._chosen(parts, inside, scope, at), ""
        if ours is not None and theirs is not None:
            if base is None and scope.holds and data_of(ours.value) != data_of(theirs.value):
                return self._added_twice(ours, theirs, inside, at), ""
            return self._merged(Three(base, ours, theirs), inside, at), ""
        left = ours or theirs
        if left is None:
            return None, ""
        if base is None:
            return self._merged(Three(left, left, left), inside, at) if self.travelling else left, ""
        if self._content(left, inside) == self._content(base, inside):
            return None, added_comments(part_text(base, None), part_text(left, None))
        side = self._settled(
            "removed-and-changed", inside, parts.map(lambda part: _shown(part.value) if part else None), at
        )
        return (theirs if side is Side.THEIRS else ours), ""

    def _content(self, part: Part, scope: Scope) -> object:
        """What a part says, but for what has another home."""
        if scope.kind != "section" or not self.travelling or not isinstance(part.value, Branch):
            return data_of(part.value)
        return [
            (inner.name, [data_of(entry.value) for entry in inner.value.parts if not self._travels(entry, scope)])
            if inner.name == "variables" and isinstance(inner.value, Branch)
            else (inner.name, data_of(inner.value))
            for inner in part.value.parts
        ]

    def _travels(self, part: Part, section: Scope) -> bool:
        found = (known.scope_of(section.within("variables"), part) for known in self.sides.all)
        return any(thing is not None and (thing.kind, thing.address) in self.travelling for thing in found)

    def _added_twice(self, ours: Part, theirs: Part, inside: Scope, at: tuple[Location, Location]) -> Part:
        slug = "code" if inside.kind == "code" else "both-added"
        side = self._settled(slug, inside, Three(None, _shown(ours.value), _shown(theirs.value)), at)
        return theirs if side is Side.THEIRS else ours

    def _merged(self, parts: Three[Part | None], inside: Scope, at: tuple[Location, Location]) -> Part | None:
        """A part that both sides have."""
        base, ours, theirs = parts.all
        assert ours is not None
        assert theirs is not None
        old = base or replace(ours, above="", beside="", value=_nothing_like(ours.value))
        three = Three(old, ours, theirs)
        value = self._node(three.map(lambda part: part.value), inside, at)
        if _is_emptied(value, ours.value, theirs.value):
            return None
        taken = theirs if value is theirs.value else ours
        key = self._key(base, ours, theirs, inside)
        above = self._around(merged_lines, three.map(lambda part: part.above), inside)
        beside = taken.beside
        if isinstance(value, Leaf) or value.is_flow:
            beside = self._around(merged_rest, three.map(lambda part: part.beside), inside)
        return Part(above, key.key, key.name, taken.head, value, beside, ours.line)

    def _key(self, base: Part | None, ours: Part, theirs: Part, inside: Scope) -> Part:
        """Whose key stands: that of the side that gave another name."""
        if self.wants is not None:
            return ours if ours.key == theirs.key or not self._wanted(inside, "rename") else theirs
        return theirs if base is not None and ours.name == base.name else ours

    def _chosen(
        self, parts: Three[Part | None], inside: Scope, scope: Scope, at: tuple[Location, Location]
    ) -> Part | None:
        """The same where each edit is taken over or left."""
        _, ours, theirs = parts.all
        if ours is None or theirs is None:
            held = ours or theirs
            if held is not None and inside.holds in HELD_BY_THEMSELVES:
                old = ours or emptied(held)
                found = self._merged(Three(old, old, theirs or emptied(held)), inside, at)
                return None if found is None or found.value == emptied(held).value else found
            act = "add" if ours is None else "remove"
            return theirs if self._wanted(inside, act, _shown(theirs.value) if theirs else "") else ours
        if scope.holds or (not scope.attribute and inside.holds) or inside.kind in {"page", "codelists"}:
            return self._merged(Three(ours, ours, theirs), inside, at)
        if ours == theirs:
            return ours
        act = "set" if data_of(ours.value) != data_of(theirs.value) else "comment"
        return theirs if self._wanted(inside, act, _shown(theirs.value)) else ours

    # ---- order ----

    def _order(
        self,
        names: Three[tuple[str, ...]],
        made: Mapping[str, Part],
        scope: Scope,
        at: tuple[Location, Location],
    ) -> tuple[str, ...]:
        base, ours, theirs = names.all
        if self.wants is not None:
            return self._chosen_order(ours, theirs, made, scope)
        found = merged_order(base, ours, theirs, made)
        if not found.is_disputed or scope.kind in WITHOUT_ORDER or not _bears_order(scope, base):
            return found.names
        rows = names.map(lambda side: ", ".join(name.rpartition(".")[2] for name in side))
        place = replace(scope, attribute=f"{scope.attribute}/order")
        if self._settled("order", place, rows, at) is Side.THEIRS:
            return merged_order(base, theirs, ours, made).names
        return found.names

    def _chosen_order(
        self, ours: tuple[str, ...], theirs: tuple[str, ...], made: Mapping[str, Part], scope: Scope
    ) -> tuple[str, ...]:
        both = made.keys() & set(ours) & set(theirs)
        mine, yours = ([name for name in side if name in both] for side in (ours, theirs))
        if mine != yours and not self._wanted(scope, "order"):
            theirs = (*mine, *(name for name in theirs if name not in both))
        return merged_order(ours, ours, theirs, made).names

    # ---- what is wanted, and who wins ----

    def _wanted(self, scope: Scope, act: str, new: str = "") -> bool:
        assert self.wants is not None
        return self.wants(Edit(self.paths[1], scope.kind, scope.address, scope.attribute, act, new))

    def _around(self, merge: Around, three: Three[str], scope: Scope) -> str:
        if self.wants is None:
            return merge(*three.all)
        return three.ours if three.ours == three.theirs or not self._wanted(scope, "comment") else three.theirs

    def _at(self, part: Part | None, otherwise: Location, number: int) -> Location:
        return Location(self.paths[number], part.line, 1) if part is not None else otherwise

    def _settled(
        self, slug: str, scope: Scope, values: Three[str | None] | Three[str], at: tuple[Location, Location]
    ) -> Side:
        """Who wins where both are right."""
        places = [
            place if place != NOWHERE else Location(path, 1, 1) for place, path in zip(at, self.paths, strict=True)
        ]
        address = scope.address or scope.kind
        return self.disputes.settled(Conflict(places[0], places[1], slug, address, scope.attribute, *values.all))


def _identity(part: Part, thing: Scope | None, number: int, scope: Scope) -> str:
    """What a part is known by among its neighbours."""
    if thing is not None:
        return f"{thing.kind} {thing.address}" if not part.key else thing.address.removeprefix(f"{scope.address}.")
    if part.key:
        return part.name
    if scope.attribute.rpartition("/")[2] in IN_PLACES:
        return str(number)
    named = naming(part)
    return f"{named[0]} {named[1]}" if named else repr(data_of(part.value))


def _inside(scope: Scope, name: str, ours: Branch) -> Scope:
    """A part without a name of its own is part of an attribute; of a list, all entries are."""
    return scope.within(name) if ours.is_mapping else scope


def _bears_order(scope: Scope, names: tuple[str, ...]) -> bool:
    """Whether the order of a list or mapping is seen by anybody: not that of an object's attributes."""
    return bool(scope.holds) or (bool(scope.attribute) and not names)


def _nothing_like(node: Node) -> Node:
    """What was there before both added something of this kind."""
    return replace(node, parts=()) if isinstance(node, Branch) else Leaf("", "")


def _is_emptied(value: Node, *before: Node) -> bool:
    """Whether nothing is left where there was something."""
    is_empty = isinstance(value, Branch) and not value.parts
    return is_empty and all(isinstance(node, Branch) and bool(node.parts) for node in before)


def _shown(node: Node) -> str:
    """A value in a sentence or report."""
    return node.value.strip() if isinstance(node, Leaf) else " ".join(node_text(node).split())


def _agreed(scope: Scope, ours: Node, theirs: Node) -> Node | None:
    """What two sides agree on without being alike: the later of two versions; both of those who asked."""
    if not isinstance(ours, Leaf) or not isinstance(theirs, Leaf):
        return None
    if (scope.kind, scope.attribute) == ("catalogue", "version"):
        return max(ours, theirs, key=lambda leaf: version_key(leaf.value))
    if (scope.kind, scope.attribute) == ("changes", "requested_by"):
        both = "; ".join(sorted({*ours.value.strip().split("; "), *theirs.value.strip().split("; ")}))
        return Leaf(inline(both), both)
    return None
