"""All files of three versions: pages are taken apart and merged together, as things move from one to another; gettext
files and pinned tables by their own rules; the rest whole.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from catalogue.findings import Location
from catalogue.source.layout.spans import Spans, Unmergeable, read_spans
from migrations_gen.merging.addresses import top_values
from migrations_gen.merging.pages import Wants
from migrations_gen.merging.places import data_of
from migrations_gen.merging.records import Conflict, Disputes, Edit, Files, Merged, Resolutions, Side, Three
from migrations_gen.merging.tables import chosen_rows, merge_tables
from migrations_gen.merging.together import merged_pages
from migrations_gen.merging.words import chosen_words, is_readable, merge_words

NOTHING: Resolutions = {}
PAGES = ".yaml"
Apart = Three[dict[str, Spans]]


def merge(base: Files, ours: Files, theirs: Files, resolutions: Resolutions = NOTHING) -> Merged:
    """What comes of two changed versions of the same files. Where there is a conflict, ours stands."""
    if ours in (base, theirs):
        return Merged(dict(theirs))
    if theirs == base:
        return Merged(dict(ours))
    disputes, sides = Disputes(resolutions), Three(base, ours, theirs)
    files = _pages(sides, disputes, None)
    for path in _differing(sides):
        if not path.endswith(PAGES):
            _put(files, path, _other(sides, path, disputes))
    return Merged(dict(sorted(files.items())), tuple(sorted(disputes.found)))


def chosen(before: Files, after: Files, wants: Wants) -> Files:
    """The earlier files with those edits of the later ones that are wanted. Raises `Unmergeable`."""
    disputes, sides = Disputes(NOTHING), Three(before, before, after)
    files = _pages(sides, disputes, wants)
    if disputes.found:
        raise Unmergeable(f"{disputes.found[0].address} cannot be taken apart")
    for path in _differing(sides):
        if not path.endswith(PAGES):
            _put(files, path, _chosen_other(before.get(path), after.get(path), path, wants))
    return dict(sorted(files.items()))


def _put(files: dict[str, str], path: str, text: str | None) -> None:
    if text is None:
        files.pop(path, None)
    else:
        files[path] = text


def _differing(sides: Three[Files]) -> Iterator[str]:
    for path in dict.fromkeys((*sides.base, *sides.ours, *sides.theirs)):
        if not sides.base.get(path) == sides.ours.get(path) == sides.theirs.get(path):
            yield path


# ---- pages ----


def _pages(sides: Three[Files], disputes: Disputes, wants: Wants | None) -> dict[str, str]:
    """All files, those that are pages merged."""
    differing = sorted(path for path in _differing(sides) if path.endswith(PAGES))
    files = {path: text for path, text in sides.ours.items() if path not in differing}
    apart: Apart = Three({}, {}, {})
    for path in differing:
        if not _take_apart(path, sides, apart):
            _put(files, path, _whole(sides, path, disputes, wants))
    for path, text in merged_pages(apart, disputes, wants):
        if path in files:
            at = Location(path, 1, 1)
            disputes.settled(Conflict(at, at, "same-path", path, "", None, None, None))
        else:
            files[path] = text
    return files


def _take_apart(path: str, sides: Three[Files], apart: Apart) -> bool:
    """Put a file's parts with the others; whether all versions of it have some."""
    known: dict[str, Spans | None] = {}
    for side in sides.all:
        text = side.get(path)
        if text is not None and text not in known:
            known[text] = _parts(text)
    if None in known.values():
        return False
    for side, kept in zip(sides.all, apart.all, strict=True):
        spans = known.get(side.get(path, ""))
        if spans is not None and path in side:
            kept[path] = spans
    return True


def _parts(text: str) -> Spans | None:
    try:
        return read_spans(text)
    except Unmergeable:
        return None


# ---- other files ----


def _whole(sides: Three[Files], path: str, disputes: Disputes, wants: Wants | None = None) -> str | None:
    """A file that cannot be taken apart: one side's, when only one changed it."""
    base, ours, theirs = (side.get(path) for side in sides.all)
    if wants is not None:
        return theirs if ours != theirs and wants(Edit(path, "file", path, "", "set")) else ours
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    at = Location(path, 1, 1)
    side = disputes.settled(Conflict(at, at, "whole-file", path, "", None, None, None))
    return theirs if side is Side.THEIRS else ours


def _other(sides: Three[Files], path: str, disputes: Disputes) -> str | None:
    """A file of translations, a table, or something else."""
    base, ours, theirs = (side.get(path) for side in sides.all)
    if ours in (base, theirs) or theirs == base or ours is None or theirs is None:
        return _whole(sides, path, disputes)
    texts, kind = Three(base or "", ours, theirs), PurePosixPath(path).suffix
    if kind == ".po" and all(map(is_readable, texts.all)):
        return merge_words(texts, (path, path), _language(path), disputes)
    if kind == ".csv":
        return merge_tables(texts, (path, path), _keys(path, sides), disputes)
    return _whole(sides, path, disputes)


def _chosen_other(old: str | None, new: str | None, path: str, wants: Wants) -> str | None:
    if old is not None and new is not None and path.endswith(".po"):
        return chosen_words(old, new, path, wants)
    if old is not None and new is not None and path.endswith(".csv"):
        return chosen_rows(old, new, path, wants)
    return new if wants(Edit(path, "file", path, "", "set")) else old


def _language(path: str) -> str:
    """A translation's language: `locale/nn/LC_MESSAGES/catalogue.po`."""
    parts = PurePosixPath(path).parts
    return parts[-3] if len(parts) > 2 else parts[-1]


def _keys(path: str, sides: Three[Files]) -> int:
    """How many columns tell a table's rows apart: those that its page names, else the first."""
    place = PurePosixPath(path)
    beside = {
        other: text
        for side in (sides.theirs, sides.ours)
        for other, text in side.items()
        if other.endswith(PAGES) and PurePosixPath(other).parent == place.parent and place.name in text
    }
    pages = (spans for text in beside.values() if (spans := _parts(text)) is not None)
    named = (_key_columns(spans) for spans in pages if top_values(spans.root).get("table") == place.name)
    return next(named, 1)


def _key_columns(spans: Spans) -> int:
    said = data_of(spans.root)
    keys = said.get("keys") if isinstance(said, Mapping) else None
    return len(keys) if isinstance(keys, list) else 1
