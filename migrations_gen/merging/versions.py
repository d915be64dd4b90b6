"""The version of a catalogue's files, written anew: on the first page, and in the changes file that leads to it."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from catalogue.source.layout.scalars import inline
from catalogue.source.layout.spans import Branch, Leaf, Node, Part, Spans, Unmergeable, read_spans, text_of
from migrations_gen.merging.addresses import page_scope, top_values
from migrations_gen.merging.records import Files
from migrations_gen.versions import version_key

VERSION = "version"


def with_version(files: Files, version: str) -> Files:
    """The files as this version: the first page says so, and the changes file of its present version does."""
    page = changes_page(files, version_of(files))
    made = dict(on_first_page(files, version))
    if page is not None:
        path, spans = page
        made.pop(path)
        made[changes_path(path, version_of(files), version)] = text_of(with_value(spans, VERSION, version))
    return dict(sorted(made.items()))


def on_first_page(files: Files, version: str) -> Files:
    """The files with this version on the first page, and nothing else changed."""
    pages = _pages(files, "catalogue")
    return {**files, **{path: text_of(with_value(spans, VERSION, version)) for path, spans in pages}}


def version_of(files: Files) -> str:
    """What the first page says; nothing when there is none."""
    return next((top_values(spans.root).get(VERSION, "") for _, spans in _pages(files, "catalogue")), "")


def next_version(released: str, wanted: str) -> str:
    """The version after a release: the one that was wanted if it is later, else the next with a new middle number."""
    if version_key(wanted) > version_key(released):
        return wanted
    first, second, *_ = (*version_key(released), 0, 0)
    return f"{first}.{second + 1}.0"


def changes_page(files: Files, version: str) -> tuple[str, Spans] | None:
    """The changes file of a version, with its path."""
    pages = _pages(files, "changes")
    return next((page for page in pages if top_values(page[1].root)[VERSION] == version), None)


def changes_path(path: str, present: str, version: str) -> str:
    """Where another version's changes file lies, beside this one."""
    folder, slash, name = path.rpartition("/")
    other = name.replace(present, version) if present and present in name else f"{version}.yaml"
    return f"{folder}{slash}{other}"


def with_value(spans: Spans, key: str, value: str) -> Spans:
    """The page with another text at a key of its first level."""
    root = spans.root
    assert isinstance(root, Branch)
    parts = tuple(_changed(part, value) if part.name == key else part for part in root.parts)
    return replace(spans, root=replace(root, parts=parts))


def without_parts(spans: Spans, key: str, gone: Collection[int]) -> Spans:
    """The page without some of the entries of a list of its first level."""
    root = spans.root
    assert isinstance(root, Branch)
    parts = tuple(replace(part, value=_but(part.value, gone)) if part.name == key else part for part in root.parts)
    return replace(spans, root=replace(root, parts=parts))


def _but(node: Node, gone: Collection[int]) -> Node:
    if not isinstance(node, Branch):
        return node
    return replace(node, parts=tuple(part for number, part in enumerate(node.parts) if number not in gone))


def _changed(part: Part, value: str) -> Part:
    return replace(part, value=Leaf(inline(value), value))


def _pages(files: Files, kind: str) -> Iterator[tuple[str, Spans]]:
    for path, text in files.items():
        if path.endswith(".yaml") and f"{kind}:" in text and f"{VERSION}:" in text:
            try:
                spans = read_spans(text)
            except Unmergeable:
                continue
            if page_scope(spans.root).kind == kind:
                yield path, spans
