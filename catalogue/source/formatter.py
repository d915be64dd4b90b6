"""Canonical YAML: one look for all files, so that a difference between two versions is a difference in meaning.

Comments stay, the meaning stays: the result is read again and compared, and a file that cannot be read is left as it
is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.findings import Finding, Location
from catalogue.source.documents import parse_document
from catalogue.source.layout.order import in_order
from catalogue.source.layout.page import Node, read_page
from catalogue.source.layout.printing import printed


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file's canonical text; or its old text, and the findings that stood in the way."""

    text: str
    findings: tuple[Finding, ...] = ()


def format_text(text: str, name: str = "") -> Formatted:
    """Format the text of one file; `name` is how findings call it."""
    before = parse_document(text, Path(name), name)
    if before.data is None or before.findings:
        return Formatted(text, before.findings)
    page = read_page(text)
    comments = sorted(_comments(page))
    in_order(page)
    result = printed(page)
    after = parse_document(result, Path(name), name)
    if after.data != before.data or sorted(_comments(read_page(result))) != comments:
        message = "The file cannot be formatted without changing it. It is left as it is; write it more simply."
        return Formatted(text, (Finding(Location(name, 1, 1), "not-formatted", message),))
    return Formatted(result)


def _comments(node: Node) -> Iterator[str]:
    yield from (comment for comment in node.tail if comment)
    for entry in node.entries:
        yield from (comment for comment in (*entry.above, entry.beside) if comment)
        yield from _comments(entry.value)
