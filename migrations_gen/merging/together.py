"""All pages of three versions that somebody touched: which page is which, what was renamed and moved, and what comes of
each. What was put together is read again, and must say what it was meant to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from catalogue.findings import Location
from catalogue.source.documents import parse_document
from catalogue.source.layout.spans import Spans, text_of
from migrations_gen.merging.intents import without_things
from migrations_gen.merging.pages import Merging, Wants
from migrations_gen.merging.places import (
    Address,
    Known,
    Page,
    data_of,
    declared_names,
    known_pages,
    other_names,
    placed,
)
from migrations_gen.merging.records import Conflict, Disputes, Edit, Side, Three


def merged_pages(apart: Three[dict[str, Spans]], disputes: Disputes, wants: Wants | None) -> Iterator[tuple[str, str]]:
    """Each page's path and text in what comes of it."""
    merging = _prepared(apart, disputes, wants)
    for key in dict.fromkeys(key for known in merging.sides.all for key in known.pages):
        pages = _of_key(merging.sides, key)
        found = _page(pages, merging)
        if found is None:
            continue
        path, spans = found
        text = text_of(spans)
        as_before = any(page is not None and page.spans == spans for page in pages.all)
        if not as_before and parse_document(text, Path(path), path).data != data_of(spans.root):
            path, text = _unsound(path, pages, merging)
        yield path, text


def _of_key(sides: Three[Known], key: str) -> Three[Page | None]:
    return sides.map(lambda known: known.pages.get(key))


def _prepared(apart: Three[dict[str, Spans]], disputes: Disputes, wants: Wants | None) -> Merging:
    """The three sides, with what each renamed and moved."""
    base = known_pages(apart.base, {})
    base = replace(base, placed=placed(base))
    ours, theirs = (_side(side, apart.base, base, guess=wants is None) for side in (apart.ours, apart.theirs))
    sides = Three(base, ours, theirs)
    return Merging(sides, disputes, wants, _travelling(sides))


def _side(side: Mapping[str, Spans], old: Mapping[str, Spans], base: Known, *, guess: bool) -> Known:
    """A side under the base's names."""
    if all(old.get(path) is spans for path, spans in side.items()) and len(side) == len(old):
        return base
    declared = declared_names(spans for path, spans in side.items() if old.get(path) != spans)
    known = known_pages(side, declared)
    known = replace(known, placed=placed(known))
    names = other_names(base, known, declared, guess=guess)
    if not names:
        return known
    known = replace(known, names=names)
    return replace(known, placed=placed(known))


def _travelling(sides: Three[Known]) -> frozenset[Address]:
    """What has more than one home."""
    homes: dict[Address, set[str]] = {}
    for known in sides.all:
        for address, place in known.placed.items():
            homes.setdefault(address, set()).add(place.home)
    return frozenset(address for address, found in homes.items() if len(found) > 1)


def _page(pages: Three[Page | None], merging: Merging) -> tuple[str, Spans] | None:
    base, ours, theirs = pages.all
    if ours is not None and theirs is not None:
        spans = merging.page(base, ours, theirs)
        path = theirs.path if base is not None and ours.path == base.path else ours.path
        return None if spans is None else (path, spans)
    page = ours or theirs
    if page is None:
        return None
    if merging.wants is not None:
        return _chosen(page, theirs, merging, merging.wants)
    if base is None:
        spans = merging.page(page, page, page) if merging.travelling else page.spans
        return None if spans is None else (page.path, spans)
    if data_of(page.spans.root) == data_of(base.spans.root):
        return None
    kept = theirs if merging.removed_page(base, ours, theirs) is Side.THEIRS else ours
    return None if kept is None else (kept.path, kept.spans)


def _chosen(page: Page, theirs: Page | None, merging: Merging, wants: Wants) -> tuple[str, Spans] | None:
    """A file that came or went, taken over or not; one that only holds other things by each of them."""
    if page.scope.kind in HOLDERS:
        empty = without_things(page)
        spans = merging.page(None, page, empty) if theirs is None else merging.page(None, empty, page)
        is_empty = spans is None or (page.scope.kind == "codelists" and spans.root == empty.spans.root)
        return None if spans is None or is_empty or not _is_in(page, theirs, wants) else (page.path, spans)
    return (page.path, page.spans) if _is_in(page, theirs, wants) else None


HOLDERS = frozenset({"changes", "codelists"})
"""Files that are nothing but what they hold."""


def _is_in(page: Page, theirs: Page | None, wants: Wants) -> bool:
    """Whether the file is there in the end. That of codelists is there for what it holds."""
    if page.scope.kind == "codelists":
        return True
    act = "remove" if theirs is None else "add"
    is_wanted = wants(Edit(page.path, page.scope.kind, page.scope.address, "", act, text_of(page.spans)))
    return is_wanted != (theirs is None)


def _unsound(path: str, pages: Three[Page | None], merging: Merging) -> tuple[str, str]:
    """What was put together is not what it should be: the file is left as one side has it."""
    at = Location(path, 1, 1)
    side = merging.disputes.settled(Conflict(at, at, "whole-file", path, "", None, None, None))
    page = (pages.theirs if side is Side.THEIRS else pages.ours) or pages.theirs
    assert page is not None
    return page.path, text_of(page.spans)
