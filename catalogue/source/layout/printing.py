"""A page printed in the one canonical way: two spaces a level, lists indented, short lists and mappings on one line as
their author wrote them, comments where they stood."""

from catalogue.source.layout.page import Entry, Node
from catalogue.source.layout.scalars import WIDTH, block, inline

STEP = 2


def printed(root: Node) -> str:
    """The text of the file."""
    lines = _block(root, 0) if root.entries and root.kind != "scalar" else [*_value(root), *root.tail]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _value(node: Node) -> list[str]:
    return [_inline(node)]


def _block(node: Node, indent: int) -> list[str]:
    """The entries of a mapping or sequence, each on lines of its own, and the comments at its end."""
    lines: list[str] = []
    for entry in node.entries:
        if entry.above:
            lines += [_comment(comment, indent) for comment in entry.above]
        lines += _pair(entry, entry.key, indent) if entry.key else _part(entry, indent)
    return lines + [_comment(comment, indent) for comment in node.tail]


def _comment(comment: str, indent: int) -> str:
    return " " * indent + comment if comment else ""


def _pair(entry: Entry, key: Node, indent: int) -> list[str]:
    head = " " * indent + _inline(key, listed=True) + ":"
    value = entry.value
    if value.kind == "scalar":
        first, rest = _scalar(value, head, indent)
        return [_beside(first, entry), *rest]
    line = _on_one_line(value, head)
    if line is not None:
        return [_beside(line, entry)]
    opened = f"{head} &{value.anchor}" if value.anchor else head
    return [_beside(opened, entry), *_block(value, indent + STEP)]


def _part(entry: Entry, indent: int) -> list[str]:
    dash = " " * indent + "-"
    value = entry.value
    if value.kind == "scalar":
        first, rest = _scalar(value, dash, indent)
        return [_beside(first, entry), *rest]
    line = _on_one_line(value, dash)
    if line is not None:
        return [_beside(line, entry)]
    if value.anchor:
        return [_beside(f"{dash} &{value.anchor}", entry), *_block(value, indent + STEP)]
    comment = [" " * indent + entry.beside] if entry.beside else []
    return comment + _dashed(_block(value, indent + STEP), dash)


def _dashed(lines: list[str], dash: str) -> list[str]:
    """The lines with the dash before the first that is no comment."""
    first = next(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    above = [line[STEP:] for line in lines[:first]]
    return [*above, dash + lines[first][len(dash) :], *lines[first + 1 :]]


def _scalar(value: Node, head: str, indent: int) -> tuple[str, list[str]]:
    """A text after its key or dash: the rest of that line, and the lines below."""
    if value.anchor:
        head = f"{head} &{value.anchor}"
    written = inline(value.text)
    own_lines = block(value.text) if "\n" in value.text or len(head) + len(written) >= WIDTH else None
    if own_lines is None:
        return f"{head} {written}", []
    sign, lines = own_lines
    return f"{head} {sign}", [" " * (indent + STEP) + line if line else "" for line in lines]


def _on_one_line(value: Node, head: str) -> str | None:
    """The line, when a value stands on one: because its author wrote it so, and it is short and without comments."""
    is_short = value.kind == "alias" or not value.entries
    if not is_short and (not value.flow or value.has_comments):
        return None
    line = f"{head} {_inline(value)}"
    return line if is_short or len(line) <= WIDTH else None


def _inline(node: Node, *, listed: bool = False) -> str:
    anchor = f"&{node.anchor} " if node.anchor else ""
    match node.kind:
        case "alias":
            return f"*{node.text}"
        case "scalar":
            return anchor + inline(node.text, listed=listed)
        case "sequence":
            return anchor + "[" + ", ".join(_inline(entry.value, listed=True) for entry in node.entries) + "]"
        case "mapping":
            return anchor + "{" + ", ".join(_inline_pair(entry) for entry in node.entries) + "}"


def _inline_pair(entry: Entry) -> str:
    key = _inline(entry.key, listed=True) if entry.key else ""
    return f"{key}: {_inline(entry.value, listed=True)}"


def _beside(line: str, entry: Entry) -> str:
    """The line with the comment beside it, in its old column where there is room."""
    if not entry.beside:
        return line
    return line.ljust(max(len(line) + 2, entry.beside_column)) + entry.beside
