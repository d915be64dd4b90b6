"""What is left of a proposal once some of it has been released: the postponed changes as a new state on top of the
release, with what was meant by them in the changes file of the next version.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from catalogue.findings import Finding
from catalogue.source.layout.scalars import inline
from catalogue.source.layout.spans import Branch, Leaf, Node, Part, Spans, text_of
from migrations_gen.merging import Conflict, Files, merge
from migrations_gen.merging.addresses import naming
from migrations_gen.merging.intents import with_list
from migrations_gen.merging.places import declared_names
from migrations_gen.merging.sentences import sentence
from migrations_gen.merging.versions import (
    VERSION,
    changes_page,
    changes_path,
    next_version,
    on_first_page,
    version_of,
    with_value,
    with_version,
    without_parts,
)
from migrations_gen.parts.records import Rest
from migrations_gen.states import files_of, snapshot_of_files

READS_THE_ROW_BEFORE = frozenset({"as", "missing", "back"})
"""The keys of an intent that are expressions over the earlier row."""


def rest(before_snapshot: str, after_snapshot: str, released_snapshot: str, version: str | None = None) -> Rest:
    """The postponed changes on top of the release. `version` is what it is called, if not the next there is."""
    before, after, released = (files_of(text, "") for text in (before_snapshot, after_snapshot, released_snapshot))
    number = version_of(released)
    wanted = version_of(after)
    following = version or next_version(number, wanted)
    merged = merge(before, released, with_version(after, number) if wanted != version_of(before) else after)
    files = on_first_page(_with_later_intents(merged.files, released, number, following), following)
    return Rest(snapshot_of_files(files), tuple(map(_finding, merged.conflicts)))


def _finding(conflict: Conflict) -> Finding:
    return Finding(conflict.theirs_at, conflict.slug, sentence(conflict))


def _with_later_intents(files: Files, released: Files, number: str, following: str) -> Files:
    """The release's changes file as it is there, and a new one with what is meant by the postponed changes."""
    page, known = changes_page(files, number), changes_page(released, number)
    if page is None:
        return files
    path, spans = page
    told = set(_intents(known[1])) if known else set()
    gone = [place for place, intent in enumerate(_intents(spans)) if intent in told]
    later = without_parts(with_value(spans, VERSION, following), "changes", gone)
    later = _after_release(replace(later, root=with_list(later.root)), known[1] if known else None)
    made = {name: text for name, text in files.items() if name != path}
    if known is not None:
        made[known[0]] = released[known[0]]
    made[changes_path(path, number, following)] = text_of(later)
    return dict(sorted(made.items()))


def _intents(spans: Spans) -> Iterator[tuple[str, str] | None]:
    return (naming(part) for part in _list(spans))


def _list(spans: Spans) -> tuple[Part, ...]:
    root = spans.root
    parts = root.parts if isinstance(root, Branch) else ()
    return next((part.value.parts for part in parts if part.name == "changes" and isinstance(part.value, Branch)), ())


# ---- what things are called since the release ----


def _after_release(later: Spans, released: Spans | None) -> Spans:
    """The intents with the names that the release gave: they now start from there."""
    given = {old: new for new, old in declared_names([released]).items()} if released else {}
    root = later.root
    if not given or not isinstance(root, Branch):
        return later
    parts = tuple(
        replace(part, value=replace(part.value, parts=tuple(_renamed(entry, given) for entry in part.value.parts)))
        if part.name == "changes" and isinstance(part.value, Branch)
        else part
        for part in root.parts
    )
    return replace(later, root=replace(root, parts=parts))


def _renamed(entry: Part, given: Mapping[str, str]) -> Part:
    named = naming(entry)
    if named is None or not isinstance(entry.value, Branch):
        return entry
    form = named[1].rpartition(".")[0]
    inner = tuple(_renamed_key(part, named[0], form, given) for part in entry.value.parts)
    return replace(entry, value=replace(entry.value, parts=inner))


def _renamed_key(part: Part, kind: str, form: str, given: Mapping[str, str]) -> Part:
    if part.name == kind and kind in {"rename", "move", "purge", "replace"} and isinstance(part.value, Leaf):
        address = _address_now(part.value.value, given)
        return part if address == part.value.value else replace(part, value=Leaf(inline(address), address))
    if part.name not in READS_THE_ROW_BEFORE:
        return part
    names = {old.rpartition(".")[2]: new.rpartition(".")[2] for old, new in given.items() if old.startswith(f"{form}.")}
    return replace(part, value=_reading(part.value, names)) if names else part


def _address_now(address: str, given: Mapping[str, str]) -> str:
    """An address as it is called since the release: it was renamed itself, or what it lies in."""
    place = address
    while place:
        if place in given:
            return given[place] + address[len(place) :]
        place = place.rpartition(".")[0]
    return address


def _reading(node: Node, names: Mapping[str, str]) -> Node:
    """An expression with other names; as written otherwise."""
    if isinstance(node, Branch):
        return replace(node, parts=tuple(replace(part, value=_reading(part.value, names)) for part in node.parts))
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    return replace(node, text=pattern.sub(lambda found: names[found[0]], node.text))
