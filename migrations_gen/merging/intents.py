"""Changes files: one that means nothing yet, and one in which no intent is left. Pure."""

from dataclasses import replace

from catalogue.source.layout.spans import Branch, Node, Part
from migrations_gen.merging.layout import ended
from migrations_gen.merging.places import Page

LIST = "changes"


def without_intents(page: Page) -> Page:
    """A changes file in which nothing is meant yet."""
    root = page.spans.root
    if not isinstance(root, Branch):
        return page
    return replace(page, spans=replace(page.spans, root=replace(root, parts=tuple(map(_emptied, root.parts)))))


def _emptied(part: Part) -> Part:
    if part.name != LIST or not isinstance(part.value, Branch):
        return part
    return replace(part, value=replace(part.value, parts=()))


def with_list(root: Node) -> Node:
    """A changes file whose list is empty says so: its version may have been asked for and in use all the same."""
    if not isinstance(root, Branch) or root.is_flow:
        return root
    kept = tuple(part for part in root.parts if part.name != LIST or not _is_empty_block(part.value))
    if any(part.name == LIST for part in kept):
        return root
    empty = Part("", LIST, LIST, ": ", Branch(False, True, "[", (), "]"), "\n")
    return replace(root, parts=(*map(ended, kept), empty))


def _is_empty_block(node: Node) -> bool:
    return isinstance(node, Branch) and not node.is_flow and not node.parts
