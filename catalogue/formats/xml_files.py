"""XML to a tree, with the line of every element. Pure, and bounded: bombs and outside entities are refused.

A file may be as large as `decoding.MAX_BYTES` and hold as many elements and levels as are named here; what declares a
document type, entities or anything outside itself is refused with a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers.expat import XMLParserType

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
    tree = TreeBuilder()
    parser = DefusedXMLParser(target=tree, forbid_dtd=True)
    builder = _Builder(tree, parser.parser)
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
    finally:
        builder.let_go()


class _Builder:
    """Builds the tree from the parser's own events, counts, and remembers lines."""

    def __init__(self, tree: TreeBuilder, expat: XMLParserType) -> None:
        self.tree, self.expat = tree, expat
        self.names = _Names()
        self.lines: dict[Element, int] = {}
        self.depth = 0
        expat.ordered_attributes = False
        expat.StartElementHandler, expat.EndElementHandler = self.start, self.end

    @property
    def line(self) -> int:
        return self.expat.CurrentLineNumber

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.depth += 1
        if self.depth > MAX_DEPTH or len(self.lines) >= MAX_ELEMENTS:
            raise _TooMuch(f"The file has more than {MAX_DEPTH} levels or {MAX_ELEMENTS:,} elements. Split it.")
        names = self.names
        words = {names[name]: value for name, value in attributes.items()}
        self.lines[self.tree.start(names[tag], words)] = self.expat.CurrentLineNumber

    def end(self, tag: str) -> None:
        """An element closes."""
        self.depth -= 1
        self.tree.end(self.names[tag])

    def let_go(self) -> None:
        """Hear no more events: a parser and what hears it would hold each other, and the tree, in memory."""
        self.expat.StartElementHandler = self.expat.EndElementHandler = None


class _Names(dict[str, str]):
    """Names as a tree has them, the namespace between braces; each is made once."""

    def __missing__(self, name: str) -> str:
        self[name] = made = f"{{{name}" if "}" in name else name
        return made


def _refused(file: str, line: int, message: str) -> Tree:
    return Tree(None, {}, (Finding(Location(file, line, 1), "not-readable", message),))
