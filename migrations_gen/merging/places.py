"""Where each thing with an address stands on each side, so that what is said of it follows it when it is renamed, moved
to another section or form, or taken to another file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from catalogue.source.layout.spans import Branch, Leaf, Node, Part, Spans
from migrations_gen.merging.addresses import Scope, naming, object_scope, page_scope, top_values

MOVABLE = frozenset({"section", "rule", "variable", "checklist", "matrix", "instrument", "codelist"})
"""What can be taken from one list to another and stay what it is."""

NEW = " (new)"
"""Ends the address of a thing whose name was another's before."""

Address = tuple[str, str]
"""A kind and an address, as the base has them."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file taken apart: what it is about, under the base's names."""

    path: str
    spans: Spans
    scope: Scope


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing, the list it stands in, and the column it stands in there."""

    part: Part
    home: str
    column: int
    path: str


@dataclass(frozen=True, slots=True)
class Known:
    """One side: its pages by what they are about, and its things by the base's addresses."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    names: Mapping[Address, str] = field(default_factory=dict)
    placed: Mapping[Address, Placed] = field(default_factory=dict)

    def scope_of(self, scope: Scope, part: Part) -> Scope | None:
        """The thing that a part of a list is, under its address in the base."""
        found = object_scope(scope, part)
        if found is None:
            return None
        address = self.names.get((found.kind, found.address))
        return found if address is None else replace(found, address=address)


def page_key(scope: Scope, path: str) -> str:
    """What a page is known by: what it declares, else its path."""
    return path if scope.kind in {"page", "codelists", "catalogue"} else f"{scope.kind} {scope.address}"


def known_pages(texts: Mapping[str, Spans], declared: Mapping[str, str]) -> Known:
    """One side's pages; `declared` are the base's addresses of what this side renamed or moved, by today's."""
    pages: dict[str, Page] = {}
    for path, spans in texts.items():
        scope = _of_base(page_scope(spans.root), declared)
        scope = replace(scope, address=path) if scope.kind == "codelists" else scope
        key = page_key(scope, path)
        pages[key if key not in pages else path] = Page(path, spans, scope)
    return Known(pages)


def _of_base(scope: Scope, declared: Mapping[str, str]) -> Scope:
    address = declared.get(scope.address)
    return scope if address is None else replace(scope, address=address, inside=address if scope.inside else "")


def placed(known: Known) -> Mapping[Address, Placed]:
    """Everything that can be moved; what has the same address twice cannot."""
    found: dict[Address, Placed] = {}
    seen: Counter[Address] = Counter()
    for page in known.pages.values():
        for address, place in _things(page.spans.root, page.scope, known, page.path):
            seen[address] += 1
            found[address] = place
    return {address: place for address, place in found.items() if seen[address] == 1}


def _things(node: Node, scope: Scope, known: Known, path: str) -> Iterator[tuple[Address, Placed]]:
    if not isinstance(node, Branch):
        return
    for part in node.parts:
        if scope.holds:
            thing = known.scope_of(scope, part)
            if thing is None:
                continue
            if thing.kind in MOVABLE:
                yield (thing.kind, thing.address), Placed(part, home_of(scope), node.column, path)
            if thing.kind == "section":
                yield from _things(part.value, thing, known, path)
        elif part.key:
            yield from _things(part.value, scope.within(part.name), known, path)


def home_of(scope: Scope) -> str:
    """What a list is called: whose it is, and as which attribute."""
    return f"{scope.kind} {scope.address} {scope.attribute}"


# ---- other names ----


def declared_names(texts: Iterable[Spans]) -> Mapping[str, str]:
    """The base's addresses of what a side's changes files rename or move, by today's."""
    found: dict[str, str] = {}
    for spans in texts:
        for entry in _intents(spans.root):
            old = entry.get("rename") or entry.get("move") or ""
            new = entry.get("to", "")
            place, dot, _ = old.rpartition(".")
            if old and new:
                found[new if "." in new or not dot else f"{place}.{new}"] = old
    return found


def _intents(root: Node) -> Iterator[Mapping[str, str]]:
    if isinstance(root, Branch):
        for part in root.parts:
            if part.name == "changes" and isinstance(part.value, Branch):
                yield from (top_values(entry.value) for entry in part.value.parts)


def other_names(base: Known, side: Known, declared: Mapping[str, str], *, guess: bool) -> Mapping[Address, str]:
    """What a side calls otherwise: what it declares, and (`guess`) what is the same by everything but its name."""
    known = ((address, declared.get(address[1], "")) for address in side.placed)
    found = {(kind, new): old for (kind, new), old in known if (kind, old) in base.placed}
    taken = {(kind, old) for (kind, _), old in found.items()}
    found |= {(kind, name): f"{name}{NEW}" for kind, name in taken if (kind, name) in side.placed.keys() - found.keys()}
    if not guess:
        return found
    gone = {address: place for address, place in base.placed.items() if address not in side.placed}
    come = {address: place for address, place in side.placed.items() if address not in base.placed}
    alike: dict[object, tuple[list[Address], list[Address]]] = defaultdict(lambda: ([], []))
    for number, side_ in enumerate((gone, come)):
        for address, place in side_.items():
            if address not in taken and address not in found:
                alike[address[0], place.home, _but_the_name(place.part)][number].append(address)
    for olds, news in alike.values():
        if len(olds) == len(news) == 1:
            found[news[0]] = olds[0][1]
    return found


def _but_the_name(part: Part) -> str:
    named = naming(part)
    content = data_of(part.value)
    if named and isinstance(content, dict):
        content = {key: value for key, value in content.items() if key != named[0]}
    return repr(content)


def data_of(node: Node) -> object:
    """What a value says, without how it is written."""
    if isinstance(node, Leaf):
        return node.value
    if node.is_mapping:
        return {part.name: data_of(part.value) for part in node.parts}
    return [data_of(part.value) for part in node.parts]
