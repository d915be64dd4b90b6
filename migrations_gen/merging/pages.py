"""Three versions of a file, taken apart, in one: attribute by attribute of each thing, wherever it has been moved to.

A part that one side left as it was is the other's, as written; so comments, quotes and blank lines stay. With `wants`,
ours is the base, and each edit of theirs is taken over or left by itself.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from catalogue.findings import NOWHERE, Location
from catalogue.source.layout.scalars import inline
from catalogue.source.layout.spans import Branch, Leaf, Node, Part, Spans, Unmergeable, node_text, part_text, shifted
from migrations_gen.merging.addresses import IN_PLACES, WITHOUT_ORDER, Scope, naming
from migrations_gen.merging.lines import added_comments, merged_lines, merged_rest
from migrations_gen.merging.order import merged_order
from migrations_gen.merging.places import MOVABLE, Address, Known, Page, Placed, data_of, home_of
from migrations_gen.merging.records import EVERYTHING, Conflict, Edit, Resolutions, Side
from migrations_gen.versions import version_key

Wants = Callable[[Edit], bool]
Three = tuple[Part | None, Part | None, Part | None]
"""A part in base, ours and theirs."""


@dataclass(slots=True)
class Merging:
    """One merge under way: the three sides, who wins, and the conflicts found."""

    base: Known
    ours: Known
    theirs: Known
    resolutions: Resolutions
    wants: Wants | None = None
    conflicts: list[Conflict] = field(default_factory=list)
    travelling: frozenset[Address] = frozenset()
    """What has another home on some side: nothing can be taken as it stands while its parts may be elsewhere."""
    paths: tuple[str, str] = ("", "")

    @property
    def sides(self) -> tuple[Known, Known, Known]:
        """Base, ours, theirs."""
        return self.base, self.ours, self.theirs

    # ---- pages ----

    def page(self, base: Page | None, ours: Page, theirs: Page) -> Spans | None:
        """A file that both sides have."""
        self.paths = ours.path, theirs.path
        pages = (base.spans if base else Spans("", _nothing_like(ours.spans.root), ""), ours.spans, theirs.spans)
        root = self._node(*(page.root for page in pages), ours.scope, (NOWHERE, NOWHERE))
        if isinstance(root, Branch) and not root.parts:
            return None
        if ours.scope.kind == "changes":
            root = with_list(root)
        edges = (tuple(getattr(page, edge) for page in pages) for edge in ("before", "after"))
        before, after = (self._around(merged_lines, *edge, ours.scope) for edge in edges)
        return Spans(before, root, after)

    def removed_page(self, base: Page, ours: Page | None, theirs: Page | None) -> Side:
        """A file that one side took away and the other changed."""
        self.paths = (ours or base).path, (theirs or base).path
        values = tuple(None if page is None else Leaf(page.path, page.path) for page in (base, ours, theirs))
        return self._conflict("removed-and-changed", base.scope, (values[0], values[1], values[2]), (NOWHERE, NOWHERE))

    # ---- values ----

    def _node(self, base: Node | None, ours: Node, theirs: Node, scope: Scope, at: tuple[Location, Location]) -> Node:
        if not self.travelling and ours == theirs:
            return theirs
        if not self.travelling and self.wants is None:
            if ours == base:
                return theirs
            if theirs == base:
                return ours
        is_alike = isinstance(ours, Branch) and isinstance(theirs, Branch) and ours.is_mapping == theirs.is_mapping
        if is_alike and isinstance(ours, Branch) and isinstance(theirs, Branch):
            known = base if isinstance(base, Branch) and base.is_mapping == ours.is_mapping else None
            return self._branch(known, ours, theirs, scope, at)
        return self._value(base, ours, theirs, scope, at)

    def _value(self, base: Node | None, ours: Node, theirs: Node, scope: Scope, at: tuple[Location, Location]) -> Node:
        """One value: the side's that changed it."""
        if self.wants is not None:
            is_same = ours == theirs
            return ours if is_same or not self._wanted(scope, "set", _shown(theirs)) else theirs
        values = [data_of(node) if node is not None else None for node in (base, ours, theirs)]
        if values[1] == values[2]:
            return theirs if ours == base else ours
        if base is not None and values[1] == values[0]:
            return theirs
        if base is not None and values[2] == values[0]:
            return ours
        agreed = _agreed(scope, ours, theirs)
        if agreed is not None:
            return agreed
        slug = "code" if scope.kind == "code" else "both-changed"
        side = self._conflict(slug, scope, (base, ours, theirs), at)
        return theirs if side is Side.THEIRS else ours

    # ---- lists and mappings ----

    def _branch(
        self, base: Branch | None, ours: Branch, theirs: Branch, scope: Scope, at: tuple[Location, Location]
    ) -> Node:
        frame = theirs if base and ours.is_flow == base.is_flow != theirs.is_flow and self.wants is None else ours
        sides = tuple(_fitted(branch, frame) for branch in (base or replace(ours, parts=()), ours, theirs))
        named = tuple(self._named(branch, known, scope) for branch, known in zip(sides, self.sides, strict=True))
        made: dict[str, Part] = {}
        homeless = ""
        for name in dict.fromkeys(key for side in (named[1], named[2], named[0]) for key in side):
            three, thing = self._three(name, named, scope, frame)
            if thing is not None and not self._stays_here(thing, scope, at):
                continue
            part, comments = self._part(three, thing or _inside(scope, name, ours), scope, at)
            homeless += comments
            if part is not None:
                made[name] = part
        order = self._order(named, made, scope, at)
        parts = [made[name] for name in order]
        if homeless and parts and not frame.is_flow:
            parts[0] = replace(parts[0], above=homeless + parts[0].above)
        opening = self._around(merged_rest, *(branch.opening for branch in sides), scope)
        closing = self._around(merged_lines, *(branch.closing for branch in sides), scope)
        if frame.is_flow:
            return replace(frame, opening=frame.opening, parts=_listed(parts, frame))
        return replace(frame, opening=opening, parts=_in_block(parts, frame), closing=closing)

    def _named(self, branch: Branch, known: Known, scope: Scope) -> Mapping[str, tuple[Part, Scope | None]]:
        """The parts by what they are known by, under the base's names."""
        seen: Counter[str] = Counter()
        found: dict[str, tuple[Part, Scope | None]] = {}
        for number, part in enumerate(branch.parts):
            thing = known.scope_of(scope, part) if scope.holds else None
            name = _identity(part, thing, number, scope)
            seen[name] += 1
            found[name if seen[name] == 1 else f"{name} #{seen[name]}"] = (part, thing)
        return found

    def _three(
        self, name: str, named: tuple[Mapping[str, tuple[Part, Scope | None]], ...], scope: Scope, frame: Branch
    ) -> tuple[Three, Scope | None]:
        """A part on all three sides, looked up elsewhere where it is not here."""
        here = [side.get(name, (None, None)) for side in named]
        thing = next((thing for _, thing in here if thing is not None), None)
        parts = [part for part, _ in here]
        if thing is not None and (thing.kind, thing.address) in self.travelling:
            for number, known in enumerate(self.sides):
                placed = known.placed.get((thing.kind, thing.address))
                parts[number] = shifted(placed.part, frame.column - placed.column) if placed else None
        return (parts[0], parts[1], parts[2]), thing

    def _stays_here(self, thing: Scope, scope: Scope, at: tuple[Location, Location]) -> bool:
        """Whether this list is the thing's home in what comes of the merge."""
        address = thing.kind, thing.address
        if address not in self.travelling:
            return True
        base, ours, theirs = (known.placed.get(address) for known in self.sides)
        homes = [place.home if place else None for place in (base, ours, theirs)]
        here = home_of(scope)
        if ours is None or theirs is None:
            return here == next(home for home in (homes[1], homes[2], homes[0]) if home is not None)
        if self.wants is not None:
            return here == (homes[2] if homes[1] == homes[2] or self._wanted(thing, "move") else homes[1])
        if homes[1] in (homes[0], homes[2]):
            return here == homes[2]
        if homes[2] == homes[0]:
            return here == homes[1]
        side = self._moved_twice(thing, base, ours, theirs) if here == homes[1] else self._side(thing.address, "place")
        return here == (homes[2] if side is Side.THEIRS else homes[1])

    def _moved_twice(self, thing: Scope, base: Placed | None, ours: Placed, theirs: Placed) -> Side:
        places = Location(ours.path, ours.part.line, 1), Location(theirs.path, theirs.part.line, 1)
        values = [Leaf(place.home, place.home) if place else None for place in (base, ours, theirs)]
        return self._conflict("place", replace(thing, attribute="place"), (values[0], values[1], values[2]), places)

    # ---- parts ----

    def _part(self, three: Three, inside: Scope, scope: Scope, at: tuple[Location, Location]) -> tuple[Part | None, str]:
        """What becomes of a part; and comments that nothing is left to bear."""
        base, ours, theirs = three
        at = self._at(ours, at[0], 0), self._at(theirs, at[1], 1)
        if self.wants is not None:
            return self._chosen(three, inside, scope, at), ""
        if ours is not None and theirs is not None:
            if base is None and scope.holds and data_of(ours.value) != data_of(theirs.value):
                return self._added_twice(ours, theirs, inside, at), ""
            return self._merged(base, ours, theirs, inside, at), ""
        left = ours or theirs
        if left is None:
            return None, ""
        if base is None:
            return self._merged(left, left, left, inside, at) if self.travelling else left, ""
        if self._content(left, inside) == self._content(base, inside):
            return None, added_comments(part_text(base, None), part_text(left, None))
        values = (base.value, ours.value if ours else None, theirs.value if theirs else None)
        side = self._conflict("removed-and-changed", inside, values, at)
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
        found = (known.scope_of(section.within("variables"), part) for known in self.sides)
        return any(thing is not None and (thing.kind, thing.address) in self.travelling for thing in found)

    def _added_twice(self, ours: Part, theirs: Part, inside: Scope, at: tuple[Location, Location]) -> Part:
        slug = "code" if inside.kind == "code" else "both-added"
        if inside.kind == "intent" or slug == "code" or isinstance(ours.value, Branch):
            side = self._conflict(slug, inside, (None, ours.value, theirs.value), at)
            return theirs if side is Side.THEIRS else ours
        return self._merged(None, ours, theirs, inside, at) or ours

    def _merged(
        self, base: Part | None, ours: Part, theirs: Part, inside: Scope, at: tuple[Location, Location]
    ) -> Part | None:
        """A part that both sides have."""
        value = self._node(base.value if base else None, ours.value, theirs.value, inside, at)
        if _is_emptied(value, ours.value, theirs.value):
            return None
        taken = theirs if value is theirs.value else ours
        old = base or replace(ours, above="", beside="")
        key = self._key(base, ours, theirs, inside)
        return Part(
            self._around(merged_lines, old.above, ours.above, theirs.above, inside),
            key.key,
            key.name,
            taken.head,
            value,
            self._around(merged_rest, old.beside, ours.beside, theirs.beside, inside)
            if isinstance(value, Leaf) or value.is_flow
            else taken.beside,
            ours.line,
        )

    def _key(self, base: Part | None, ours: Part, theirs: Part, inside: Scope) -> Part:
        """Whose key stands: that of the side that gave another name."""
        if self.wants is not None:
            return ours if ours.key == theirs.key or not self._wanted(inside, "rename") else theirs
        return theirs if base is not None and ours.name == base.name else ours

    def _chosen(self, three: Three, inside: Scope, scope: Scope, at: tuple[Location, Location]) -> Part | None:
        """The same where each edit is taken over or left."""
        _, ours, theirs = three
        if ours is None or theirs is None:
            act = "add" if ours is None else "remove"
            return theirs if self._wanted(inside, act, _shown(theirs.value) if theirs else "") else ours
        if scope.holds or (not scope.attribute and inside.holds) or inside.kind in {"page", "codelists"}:
            return self._merged(ours, ours, theirs, inside, at)
        if ours == theirs:
            return ours
        act = "set" if data_of(ours.value) != data_of(theirs.value) else "comment"
        return theirs if self._wanted(inside, act, _shown(theirs.value)) else ours

    # ---- order ----

    def _order(
        self,
        named: tuple[Mapping[str, tuple[Part, Scope | None]], ...],
        made: Mapping[str, Part],
        scope: Scope,
        at: tuple[Location, Location],
    ) -> tuple[str, ...]:
        base, ours, theirs = (list(side) for side in named)
        if self.wants is not None:
            shared = [[name for name in side if name in made] for side in (ours, theirs)]
            both = set(shared[0]) & set(shared[1])
            rows = [[name for name in side if name in both] for side in shared]
            if rows[0] == rows[1] or self._wanted(scope, "order"):
                return merged_order(ours, ours, theirs, made).names
            return merged_order(ours, ours, [*rows[0], *(name for name in theirs if name not in both)], made).names
        found = merged_order(base, ours, theirs, made)
        if found.is_disputed and (scope.holds or not scope.attribute == "") and scope.kind not in WITHOUT_ORDER:
            if _bears_order(scope, named):
                rows = [Leaf(text, text) for text in (", ".join(map(_plain, side)) for side in (base, ours, theirs))]
                place = replace(scope, attribute=f"{scope.attribute}/order")
                if self._conflict("order", place, (rows[0], rows[1], rows[2]), at) is Side.THEIRS:
                    return merged_order(base, theirs, ours, made).names
        return found.names

    # ---- what is wanted, and who wins ----

    def _wanted(self, scope: Scope, act: str, new: str = "") -> bool:
        assert self.wants is not None
        return self.wants(Edit(self.paths[1], scope.kind, scope.address, scope.attribute, act, new))

    def _around(
        self, merge: Callable[[str, str, str], str], base: str, ours: str, theirs: str, scope: Scope
    ) -> str:
        if self.wants is None:
            return merge(base, ours, theirs)
        return ours if ours == theirs or not self._wanted(scope, "comment") else theirs

    def _at(self, part: Part | None, otherwise: Location, number: int) -> Location:
        return Location(self.paths[number], part.line, 1) if part is not None else otherwise

    def _side(self, address: str, attribute: str) -> Side | None:
        key = f"{address}:{attribute}" if attribute else address
        return next((self.resolutions[name] for name in (key, address, EVERYTHING) if name in self.resolutions), None)

    def _conflict(
        self,
        slug: str,
        scope: Scope,
        values: tuple[Node | None, Node | None, Node | None],
        at: tuple[Location, Location],
    ) -> Side:
        """Who wins: as was said before, else ours, and a conflict."""
        address = scope.address or scope.kind
        side = self._side(address, scope.attribute)
        if side is not None:
            return side
        base, ours, theirs = (None if node is None else _shown(node) for node in values)
        places = tuple(
            place if place != NOWHERE else Location(path, 1, 1) for place, path in zip(at, self.paths, strict=True)
        )
        self.conflicts.append(Conflict(places[0], places[1], slug, address, scope.attribute, base, ours, theirs))
        return Side.OURS


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


def _bears_order(scope: Scope, named: tuple[Mapping[str, object], ...]) -> bool:
    return bool(scope.holds) or not any(part for part in named)


def _plain(name: str) -> str:
    return name.rpartition(".")[2]


def _nothing_like(root: Node) -> Node:
    return replace(root, parts=()) if isinstance(root, Branch) else Leaf("", "")


def _is_emptied(value: Node, *before: Node) -> bool:
    """Whether nothing is left where there was something."""
    is_empty = isinstance(value, Branch) and not value.parts
    return is_empty and all(isinstance(node, Branch) and bool(node.parts) for node in before)


def _shown(node: Node) -> str:
    """A value in a sentence or report."""
    return node.value.strip() if isinstance(node, Leaf) else " ".join(node_text(node).split())


def without_intents(page: Page) -> Page:
    """A changes file in which nothing is meant yet."""
    root = page.spans.root
    if not isinstance(root, Branch):
        return page
    parts = (
        replace(part, value=replace(part.value, parts=()))
        if part.name == "changes" and isinstance(part.value, Branch)
        else part
        for part in root.parts
    )
    return replace(page, spans=replace(page.spans, root=replace(root, parts=tuple(parts))))


def with_list(root: Node) -> Node:
    """A changes file whose list is empty says so: its version may have been asked for and in use all the same."""
    if not isinstance(root, Branch) or root.is_flow:
        return root
    kept = tuple(part for part in root.parts if part.name != "changes" or not _is_empty_block(part.value))
    if any(part.name == "changes" for part in kept):
        return root
    empty = Part("", "changes", "changes", ": ", Branch(False, True, "[", (), "]"), "\n")
    return replace(root, parts=(*map(_ended, kept), empty))


def _is_empty_block(node: Node) -> bool:
    return isinstance(node, Branch) and not node.is_flow and not node.parts


# ---- what two sides agree on without being alike ----


def _agreed(scope: Scope, ours: Node, theirs: Node) -> Node | None:
    """The later of two versions; both of those who asked."""
    if not isinstance(ours, Leaf) or not isinstance(theirs, Leaf):
        return None
    if (scope.kind, scope.attribute) == ("catalogue", "version"):
        return max(ours, theirs, key=lambda leaf: version_key(leaf.value))
    if (scope.kind, scope.attribute) == ("changes", "requested_by"):
        both = "; ".join(dict.fromkeys((*ours.value.strip().split("; "), *theirs.value.strip().split("; "))))
        return Leaf(inline(both), both)
    return None


# ---- one layout ----


def _fitted(branch: Branch, frame: Branch) -> Branch:
    """The branch as it would stand where `frame` stands."""
    if branch.is_flow == frame.is_flow:
        columns = frame.column - branch.column
        if not columns or branch.is_flow:
            return branch
        return replace(branch, parts=tuple(shifted(part, columns) for part in branch.parts), column=frame.column)
    fit = _as_listed if frame.is_flow else _as_line
    return replace(frame, parts=tuple(fit(part) for part in branch.parts))


def _as_line(part: Part) -> Part:
    """A part from between brackets on a line of its own."""
    if "#" in part.above + part.beside:
        raise Unmergeable("a list with comments is written in brackets on one side and on lines on the other")
    return replace(part, above="", head=": " if part.key else "- ", beside="\n")


def _as_listed(part: Part) -> Part:
    """A line between brackets."""
    if "#" in part.above + part.beside:
        raise Unmergeable("a list with comments is written in brackets on one side and on lines on the other")
    return replace(part, above=" ", head=": " if part.key else "", value=_in_brackets(part.value), beside=",")


def _in_brackets(node: Node) -> Node:
    if isinstance(node, Leaf):
        return node if node.text.startswith(("'", '"')) else replace(node, text=inline(node.value, listed=True))
    if node.is_flow:
        return node
    parts = tuple(_as_listed(part) for part in node.parts)
    signs = "{}" if node.is_mapping else "[]"
    frame = Branch(node.is_mapping, True, signs[0], parts, signs[1])
    return replace(frame, parts=_listed(list(parts), frame))


def _in_block(parts: list[Part], frame: Branch) -> tuple[Part, ...]:
    """Lines: each ends; and what stands above the first, where that follows a dash, stands above the second."""
    if frame.inline and parts and parts[0].above:
        above = parts[0].above
        parts = [replace(parts[0], above=""), *parts[1:]]
        if above.strip() and len(parts) > 1:
            parts[1] = replace(parts[1], above=above + parts[1].above)
    return tuple(_ended(part) for part in parts[:-1]) + tuple(parts[-1:])


def _ended(part: Part) -> Part:
    if node_text(Branch(True, False, "", (part,), "")).endswith("\n"):
        return part
    return replace(part, beside=part.beside + "\n")


def _listed(parts: list[Part], frame: Branch) -> tuple[Part, ...]:
    """Parts between brackets: a comma after each but the last, unless it had one."""
    if parts == list(frame.parts):
        return frame.parts
    is_trailing = bool(frame.parts) and "," in frame.parts[-1].beside.partition("#")[0]
    first = frame.parts[0].above if frame.parts else ""
    return tuple(_spaced(part, number, len(parts), first, is_trailing) for number, part in enumerate(parts))


def _spaced(part: Part, number: int, count: int, first: str, is_trailing: bool) -> Part:
    above = part.above
    if number == 0 and not above.strip():
        above = first
    elif number and not above:
        above = " "
    written = part.beside.partition("#")[0]
    beside = part.beside
    if (number < count - 1 or is_trailing) and "," not in written:
        beside = f",{beside if beside.strip() else ''}"
    elif number == count - 1 and not is_trailing and "," in written:
        beside = beside.replace(",", "", 1).rstrip(" ") if "#" not in beside else beside
    return replace(part, above=above, beside=beside)
