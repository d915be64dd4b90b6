"""The XPath of an XLSForm, parsed: `${age} >= 18 and selected(${ill}, 'heart')` to a tree. Pure.

The subset of XPath 1.0 that ODK knows: paths to one question, `.`, operators with XPath's precedence, functions. What
the tree means here is in `meaning.py`; text that is none raises `XPathError` with the place of the mistake.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.formats.token_walk import Token, TokenWalk, Unreadable

MAX_LENGTH = 20_000
MAX_DEPTH = 60


class XPathError(Unreadable):
    """The text is no XPath."""


@dataclass(frozen=True, slots=True)
class Field:
    """A question: `${name}`, or the last step of a path. `last_saved` is its value in the record sent before."""

    name: str
    last_saved: bool = False


@dataclass(frozen=True, slots=True)
class Self:
    """`.`: the question that the expression belongs to."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, or a number without quotes."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or function with its arguments; operators are written `=`, `and`, `+`, `div` …"""

    name: str
    arguments: tuple["XPath", ...] = ()


XPath = Field | Self | Constant | Apply

TOKEN = re.compile(
    r"""\s*(?:(?P<field>\$\{\s*(?:last-saved\#)?[^\s{}]+\s*\})
    |(?P<text>'[^']*'|"[^"]*")
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<path>(?:\.\.|/|\./)[\w.\-/:]*)
    |(?P<self>\.)
    |(?P<sign>!=|<=|>=|[=<>+\-*(),|\[\]@])
    |(?P<word>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?))""",
    re.VERBOSE,
)
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
"""Quotes that a word processor has made round; pyxform makes them straight too."""
WORDS = frozenset({"and", "or", "div", "mod"})
"""Operators that are words: so where something stands before them, else names."""
TIGHTNESS: Mapping[str, int] = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    **dict.fromkeys(("<", "<=", ">", ">="), 4),
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
"""How tightly an operator between two parts holds."""
OUTSIDE: Mapping[str, str] = {
    "[": "a condition in a path, which chooses among many",
    "|": "a union of paths",
    "@": "an attribute",
}


def parse(text: str) -> XPath:
    """The tree of an expression."""
    if len(text) > MAX_LENGTH:
        raise XPathError(f"it is longer than {MAX_LENGTH:,} characters", MAX_LENGTH)
    parser = _Parser(_tokens(text.translate(QUOTES)))
    found = parser.level(0, 0)
    parser.expect("end")
    return found


def _tokens(text: str) -> list[Token]:
    tokens, at, end = list[Token](), 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise XPathError(f"'{text[at:].strip()[:20]}' cannot be read", at)
        kind, part = match.lastgroup, match[match.lastgroup]
        if part in OUTSIDE:
            raise XPathError(f"it has {OUTSIDE[part]}", match.start(kind))
        is_operator = kind == "word" and part in WORDS and bool(tokens) and _ends_a_part(tokens[-1])
        tokens.append(Token("sign" if is_operator else kind, part, match.start(kind)))
        at = match.end()
    return [*tokens, Token("end", "", len(text))]


def _ends_a_part(token: Token) -> bool:
    return token.kind != "sign" or token.text == ")"


class _Parser(TokenWalk):
    """One level of the grammar after the other."""

    error = XPathError

    def level(self, loosest: int, depth: int) -> XPath:
        """All that holds together at least so tightly."""
        if depth > MAX_DEPTH:
            raise XPathError(f"it has more than {MAX_DEPTH} levels", self.now.at)
        found = self.signed(depth + 1)
        while self.now.kind == "sign" and TIGHTNESS.get(self.now.text, -1) >= loosest:
            name = self.take().text
            found = Apply(name, (found, self.level(TIGHTNESS[name] + 1, depth + 1)))
        return found

    def signed(self, depth: int) -> XPath:
        if self.skipped("-"):
            if depth > MAX_DEPTH:
                raise XPathError(f"it has more than {MAX_DEPTH} levels", self.now.at)
            return Apply("negate", (self.signed(depth + 1),))
        return self.part(depth)

    def part(self, depth: int) -> XPath:
        token = self.take()
        match token.kind:
            case "field":
                return _field(token.text[2:-1].strip())
            case "text":
                return Constant(token.text[1:-1])
            case "number":
                return Constant(token.text, is_number=True)
            case "path":
                return _path(token)
            case "self":
                return Self()
            case "word":
                return self.call(token, depth)
            case "sign" if token.text == "(":
                inside = self.level(0, depth)
                self.expect("sign", ")")
                return inside
        raise XPathError(f"'{token.text}' has no place here" if token.text else "it ends too early", token.at)

    def call(self, token: Token, depth: int) -> XPath:
        if not self.skipped("("):
            return Field(token.text)
        arguments: list[XPath] = []
        while not self.skipped(")"):
            arguments.append(self.level(0, depth + 1))
            if not self.is_sign(")"):
                self.expect("sign", ",")
        if self.now.kind == "path":
            raise XPathError("it looks into a table or another part of the form", self.now.at)
        return Apply(token.text, tuple(arguments))


def _field(written: str) -> Field:
    return Field(written.removeprefix("last-saved#"), last_saved=written.startswith("last-saved#"))


def _path(token: Token) -> Field:
    last = token.text.rpartition("/")[2]
    if not last or last in {".", ".."}:
        raise XPathError(f"the path '{token.text}' names no question", token.at)
    return Field(last)
