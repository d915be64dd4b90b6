"""XML to a tree, with the line of every element. Pure, and bounded: bombs and outside entities are refused.

A file may be as large as `decoding.MAX_BYTES` and hold as many elements and levels as are named here; what declares a
document type, entities or anything outside itself is refused with a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from catalogue.findings import Finding, Location
from catalogue.formats.decoding import EMPTY, MAX_BYTES

MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 200
PIECE = 1 << 20
"""Bytes that the parser is given at a time, so that it stops soon."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The root, None when a finding says why there is none; and the line each element begins in."""

    root: Element | None
    lines: Mapping[Element, int]
    findings: tuple[Finding, ...] = ()

    def at(self, element: Element, file: str) -> Location:
        """Where an element stands."""
        return Location(file, self.lines.get(element, 1), 1)


class _TooMuch(Exception):
    """More elements or levels than a definition has."""


def parsed_xml(data: bytes, file: str) -> Tree:
    """The tree of a file; `file` is how findings call it."""
    if len(data) > MAX_BYTES:
        return _refused(file, 1, f"The file is larger than {MAX_BYTES:,} bytes. Split it, or leave out the data.")
    if not data.strip():
        return _refused(file, 1, EMPTY)
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        for start in range(0, len(data), PIECE):
            parser.feed(data[start : start + PIECE])
        return Tree(parser.close(), builder.lines)
    except ParseError as error:
        return _refused(file, error.position[0], f"This is not XML, or it is cut off: {error.msg}.")
    except DefusedXmlException:
        message = "The file declares a document type or entities, which can reach outside it. Take <!DOCTYPE …> away."
        return _refused(file, builder.line, message)
    except (LookupError, ValueError) as error:
        return _refused(file, 1, f"The file's encoding cannot be read: {error}. Save it as UTF-8.")
    except _TooMuch as problem:
        return _refused(file, builder.line, str(problem))


class _Builder(TreeBuilder):
    """Builds the tree, counts, and remembers lines."""

    def __init__(self) -> None:
        super().__init__()
        self.parser: DefusedXMLParser | None = None
        self.lines: dict[Element, int] = {}
        self.depth = 0

    @property
    def line(self) -> int:
        return self.parser.parser.CurrentLineNumber if self.parser else 1

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > MAX_DEPTH or len(self.lines) >= MAX_ELEMENTS:
            raise _TooMuch(f"The file has more than {MAX_DEPTH} levels or {MAX_ELEMENTS:,} elements. Split it.")
        element = super().start(tag, attrs)
        self.lines[element] = self.line
        return element

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def _refused(file: str, line: int, message: str) -> Tree:
    return Tree(None, {}, (Finding(Location(file, line, 1), "not-readable", message),))
