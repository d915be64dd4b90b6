"""Three versions of a catalogue's files in one: per attribute of each thing, never losing a comment or a key.

Pure. A file that nobody touched, or only one side, is given back byte for byte; what both changed in different ways is
a conflict with its places, and never guessed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from catalogue.findings import Location
from catalogue.source.documents import parse_document
from catalogue.source.layout.spans import Spans, Unmergeable, read_spans, text_of
from migrations_gen.merging.addresses import top_values
from migrations_gen.merging.pages import Merging, Wants, without_intents
from migrations_gen.merging.places import Address, Known, Page, data_of, declared_names, known_pages, other_names, placed
from migrations_gen.merging.records import EVERYTHING, Conflict, Edit, Files, Merged, Resolutions, Side
from migrations_gen.merging.tables import chosen_rows, merge_tables
from migrations_gen.merging.words import chosen_words, is_readable, merge_words

NOTHING: Resolutions = {}
PAGES = ".yaml"


def merge(base: Files, ours: Files, theirs: Files, resolutions: Resolutions = NOTHING) -> Merged:
    """What comes of two changed versions of the same files. Where there is a conflict, ours stands."""
    if ours in (base, theirs):
        return Merged(dict(theirs))
    if theirs == base:
        return Merged(dict(ours))
    files, conflicts = _pages((base, ours, theirs), resolutions, None)
    for path in _differing((base, ours, theirs)):
        if not path.endswith(PAGES):
            text, found = _other((base, ours, theirs), path, resolutions)
            conflicts += found
            _put(files, path, text)
    return Merged(dict(sorted(files.items())), tuple(sorted(conflicts)))


def chosen(before: Files, after: Files, wants: Wants) -> Files:
    """The earlier files with those edits of the later ones that are wanted. Raises `Unmergeable`."""
    files, conflicts = _pages((before, before, after), NOTHING, wants)
    if conflicts:
        raise Unmergeable(f"{conflicts[0].address} cannot be taken apart")
    for path in _differing((before, before, after)):
        if not path.endswith(PAGES):
            _put(files, path, _chosen_other(before, after, path, wants))
    return dict(sorted(files.items()))


def _put(files: dict[str, str], path: str, text: str | None) -> None:
    if text is None:
        files.pop(path, None)
    else:
        files[path] = text


Sides = tuple[Files, Files, Files]


def _differing(sides: Sides) -> Iterator[str]:
    base, ours, theirs = sides
    for path in dict.fromkeys((*base, *ours, *theirs)):
        if not base.get(path) == ours.get(path) == theirs.get(path):
            yield path


# ---- pages of YAML ----


def _pages(sides: Sides, resolutions: Resolutions, wants: Wants | None) -> tuple[dict[str, str], list[Conflict]]:
    """All files, those that are pages merged."""
    differing = {path for path in _differing(sides) if path.endswith(PAGES)}
    files = {path: text for path, text in sides[1].items() if path not in differing}
    conflicts: list[Conflict] = []
    texts: tuple[dict[str, Spans], ...] = ({}, {}, {})
    for path in sorted(differing):
        written = {side.get(path): None for side in sides}
        apart = {text: _taken_apart(text) for text in written}
        spans = [apart[side.get(path)] for side in sides]
        if any(isinstance(one, str) for one in spans):
            reason = next(one for one in spans if isinstance(one, str))
            _put(files, path, _whole(sides, path, resolutions, wants, conflicts, reason))
            continue
        for kept, one in zip(texts, spans, strict=True):
            if isinstance(one, Spans):
                kept[path] = one
    merging = _prepared(texts, resolutions, wants)
    for path, text in _merged_pages(merging, sides):
        if path in files:
            text = _same_path(path, files[path], text, conflicts)
        files[path] = text
    return files, [*conflicts, *merging.conflicts]


def _taken_apart(text: str | None) -> Spans | str | None:
    """A file's parts; or why it has none."""
    if text is None:
        return None
    try:
        return read_spans(text)
    except Unmergeable as reason:
        return str(reason)


def _prepared(texts: tuple[Mapping[str, Spans], ...], resolutions: Resolutions, wants: Wants | None) -> Merging:
    """The three sides, with what each renamed and moved."""
    base = known_pages(texts[0], {})
    base = replace(base, placed=placed(base))
    others = []
    for side in texts[1:]:
        declared = declared_names(spans for path, spans in side.items() if texts[0].get(path) != spans)
        known = known_pages(side, declared)
        known = replace(known, placed=placed(known))
        known = replace(known, names=other_names(base, known, declared))
        others.append(replace(known, placed=placed(known)))
    ours, theirs = others
    return Merging(base, ours, theirs, resolutions, wants, travelling=_travelling(base, ours, theirs))


def _travelling(base: Known, ours: Known, theirs: Known) -> frozenset[Address]:
    """What has more than one home."""
    homes: dict[Address, set[str]] = {}
    for known in (base, ours, theirs):
        for address, place in known.placed.items():
            homes.setdefault(address, set()).add(place.home)
    return frozenset(address for address, found in homes.items() if len(found) > 1)


def _merged_pages(merging: Merging, sides: Sides) -> Iterator[tuple[str, str]]:
    """Each page's path and text in what comes of it."""
    for key in dict.fromkeys((*merging.ours.pages, *merging.theirs.pages, *merging.base.pages)):
        pages = tuple(known.pages.get(key) for known in merging.sides)
        found = _page(pages, merging)
        if found is None:
            continue
        path, spans = found
        text = text_of(spans)
        known = {side.get(page.path) for side, page in zip(sides, pages, strict=True) if page}
        if text not in known and parse_document(text, Path(path), path).data != data_of(spans.root):
            text = _unsound(path, pages, merging, sides)
        yield path, text


def _page(pages: tuple[Page | None, ...], merging: Merging) -> tuple[str, Spans] | None:
    base, ours, theirs = pages
    if merging.wants is not None and (ours is None) != (theirs is None):
        page = ours or theirs
        assert page is not None
        act = "add" if ours is None else "remove"
        taken = merging.wants(Edit(page.path, page.scope.kind, page.scope.address, "", act, text_of(page.spans)))
        if taken and ours is None and page.scope.kind == "changes":
            spans = merging.page(None, without_intents(page), page)
            return None if spans is None else (page.path, spans)
        return None if taken == (theirs is None) else (page.path, page.spans)
    if ours is not None and theirs is not None:
        spans = merging.page(base, ours, theirs)
        is_ours = base is not None and theirs.path == base.path
        return None if spans is None else ((ours if is_ours or base is None else theirs).path, spans)
    page = ours or theirs
    if page is None:
        return None
    if base is None:
        spans = merging.page(page, page, page) if merging.travelling else page.spans
        return None if spans is None else (page.path, spans)
    if data_of(page.spans.root) == data_of(base.spans.root):
        return None
    side = merging.removed_page(base, ours, theirs)
    kept = theirs if side is Side.THEIRS else ours
    return None if kept is None else (kept.path, kept.spans)


def _unsound(path: str, pages: tuple[Page | None, ...], merging: Merging, sides: Sides) -> str:
    """What was put together is not what it should be: the file is left as it is in ours."""
    ours, theirs = pages[1], pages[2]
    assert ours is not None and theirs is not None
    merging.conflicts.append(_whole_conflict(path, sides, ""))
    return sides[1][ours.path]


def _same_path(path: str, kept: str, text: str, conflicts: list[Conflict]) -> str:
    """Two different pages under one path."""
    at = Location(path, 1, 1)
    conflicts.append(Conflict(at, at, "same-path", path, "", None, kept, text))
    return kept


# ---- whole files ----


def _whole(
    sides: Sides, path: str, resolutions: Resolutions, wants: Wants | None, conflicts: list[Conflict], reason: str = ""
) -> str | None:
    """A file that cannot be taken apart: one side's, when only one changed it."""
    base, ours, theirs = (side.get(path) for side in sides)
    if wants is not None:
        return theirs if ours != theirs and wants(Edit(path, "file", path, "", "set")) else ours
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    side = next((resolutions[key] for key in (path, EVERYTHING) if key in resolutions), None)
    if side is None:
        conflicts.append(_whole_conflict(path, sides, reason))
    return theirs if side is Side.THEIRS else ours


def _whole_conflict(path: str, sides: Sides, reason: str) -> Conflict:
    at = Location(path, 1, 1)
    return Conflict(at, at, "whole-file", path, "", *(side.get(path) for side in sides))


def _other(sides: Sides, path: str, resolutions: Resolutions) -> tuple[str | None, list[Conflict]]:
    """A file of translations, a table, or something else."""
    texts = tuple(side.get(path) for side in sides)
    base, ours, theirs = texts
    conflicts: list[Conflict] = []
    if ours in (base, theirs) or theirs == base or ours is None or theirs is None:
        return _whole(sides, path, resolutions, None, conflicts), conflicts
    three, kind = (base or "", ours, theirs), PurePosixPath(path).suffix
    if kind == ".po":
        text, found = merge_words(three, (path, path), _language(path), resolutions)
        if is_readable(text):
            return text, list(found)
    if kind == ".csv":
        text, found = merge_tables(three, (path, path), _keys(path, sides), resolutions)
        return text, list(found)
    return _whole(sides, path, resolutions, None, conflicts), conflicts


def _chosen_other(before: Files, after: Files, path: str, wants: Wants) -> str | None:
    old, new = before.get(path), after.get(path)
    if old is not None and new is not None and path.endswith(".po"):
        return chosen_words(old, new, path, wants)
    if old is not None and new is not None and path.endswith(".csv"):
        return chosen_rows(old, new, path, 1, wants)
    return _whole((before, before, after), path, NOTHING, wants, [])


def _language(path: str) -> str:
    """A translation's language: `locale/nn/LC_MESSAGES/catalogue.po`."""
    parts = PurePosixPath(path).parts
    return parts[-3] if len(parts) > 2 else parts[-1]


def _keys(path: str, sides: Sides) -> int:
    """How many columns tell a table's rows apart: those that its page names, else the first."""
    place = PurePosixPath(path)
    for side in sides[1:]:
        for other, text in side.items():
            if PurePosixPath(other).parent == place.parent and other.endswith(PAGES) and place.name in text:
                spans = _taken_apart(text)
                if isinstance(spans, Spans) and top_values(spans.root).get("table") == place.name:
                    keys = data_of(spans.root)
                    named = keys.get("keys") if isinstance(keys, dict) else None
                    return len(named) if isinstance(named, list) else 1
    return 1


__all__ = ["Conflict", "Edit", "Files", "Merged", "Resolutions", "Side", "chosen", "merge"]
