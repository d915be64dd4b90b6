"""Parts put together as they would stand in one place: on lines or between brackets, with their commas. Pure."""

from dataclasses import replace

from catalogue.source.layout.scalars import inline
from catalogue.source.layout.spans import Branch, Leaf, Node, Part, Unmergeable, node_text, shifted


def fitted(branch: Branch, frame: Branch) -> Branch:
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
    frame = Branch(node.is_mapping, True, signs[0], (), signs[1])
    return replace(frame, parts=listed(list(parts), frame))


def in_block(parts: list[Part], frame: Branch) -> tuple[Part, ...]:
    """Lines: each ends; and what stands above the first, where that follows a dash, stands above the second."""
    if frame.inline and parts and parts[0].above:
        above = parts[0].above
        parts = [replace(parts[0], above=""), *parts[1:]]
        if above.strip() and len(parts) > 1:
            parts[1] = replace(parts[1], above=above + parts[1].above)
    return tuple(ended(part) for part in parts[:-1]) + tuple(parts[-1:])


def ended(part: Part) -> Part:
    if node_text(Branch(True, False, "", (part,), "")).endswith("\n"):
        return part
    return replace(part, beside=part.beside + "\n")


def listed(parts: list[Part], frame: Branch) -> tuple[Part, ...]:
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
