"""Files that only hold other things (intents, codelists): without them, and when none is left. Pure."""

from dataclasses import replace

from catalogue.source.layout.spans import Branch, Node, Part
from migrations_gen.merging.layout import ended
from migrations_gen.merging.places import Page

LIST = "changes"


def without_things(page: Page) -> Page:
    """A changes file in which nothing is meant yet, or a file of codelists without any."""
    root = page.spans.root
    if not isinstance(root, Branch):
        return page
    parts = tuple(emptied(part) if part.name == page.scope.kind else part for part in root.parts)
    return replace(page, spans=replace(page.spans, root=replace(root, parts=parts)))


def emptied(part: Part) -> Part:
    """A list or mapping without what is in it."""
    return replace(part, value=replace(part.value, parts=())) if isinstance(part.value, Branch) else part


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
