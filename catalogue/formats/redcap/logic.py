"""REDCap's logic, parsed: `[field] = '1' and not([other(3)] = '1')` to a tree. Pure.

One grammar for branching logic and calculations. What the tree means here is in `meaning.py`; text that is no logic
raises `LogicError` with the place of the mistake.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.formats.token_walk import Token, TokenWalk, Unreadable

MAX_LENGTH = 20_000
MAX_DEPTH = 60


class LogicError(Unreadable):
    """The text is no logic."""


@dataclass(frozen=True, slots=True)
class Field:
    """`[name]`, or `[name(choice)]` of a checkbox."""

    name: str
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, or a number without quotes."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or function with its arguments; operators are written `=`, `and`, `+` …"""

    name: str
    arguments: tuple["Logic", ...]


Logic = Field | Constant | Apply

TOKEN = re.compile(
    r"""\s*(?:(?P<comment>(?://|\#)[^\n]*)
    |(?P<field>\[[^\[\]]*\](?:\s*\[[^\[\]]*\])*)
    |(?P<text>'[^']*'|"[^"]*"|\u2018[^\u2019]*\u2019|\u201c[^\u201d]*\u201d)
    |(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<sign><>|!=|<=|>=|==|&&|\|\||[=<>+\-*/^(),!])
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*))""",
    re.VERBOSE,
)
SAME: Mapping[str, str] = {"!=": "<>", "==": "=", "&&": "and", "||": "or", "!": "not"}
"""Other ways of writing an operator."""
WORDS = frozenset({"and", "or", "not"})
"""Operators that are words."""
FIELD = re.compile(r"\[\s*([A-Za-z0-9_]+)\s*(?:\(\s*([^()]+?)\s*\))?\s*(?::(?:value|checked))?\s*\]")
TIGHTNESS: Mapping[str, int] = {
    "or": 0,
    "and": 1,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 2),
    **dict.fromkeys(("+", "-"), 3),
    **dict.fromkeys(("*", "/"), 4),
    "^": 5,
}
"""How tightly an operator between two parts holds."""
NOT, POWER = 2, 5
"""`not` holds as tightly as a comparison, a sign before a number as a power."""


def parse(text: str) -> Logic:
    """The tree of a logic."""
    if len(text) > MAX_LENGTH:
        raise LogicError(f"it is longer than {MAX_LENGTH:,} characters", MAX_LENGTH)
    parser = _Parser(_tokens(text))
    found = parser.level(0, 0)
    parser.expect("end")
    return found


def _tokens(text: str) -> list[Token]:
    tokens, at, end = list[Token](), 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise LogicError(f"'{text[at:].strip()[:20]}' cannot be read", at)
        kind, part = match.lastgroup, match[match.lastgroup]
        if kind == "word" and part.lower() in WORDS:
            kind, part = "sign", part.lower()
        if kind != "comment":
            tokens.append(Token(kind, SAME.get(part, part), match.start(match.lastgroup)))
        at = match.end()
    return [*tokens, Token("end", "", len(text))]


class _Parser(TokenWalk):
    """One level of the grammar after the other."""

    error = LogicError

    def level(self, loosest: int, depth: int) -> Logic:
        """All that holds together at least so tightly."""
        if depth > MAX_DEPTH:
            raise LogicError(f"it has more than {MAX_DEPTH} levels", self.now.at)
        if loosest <= NOT and self.skipped("not"):
            found: Logic = Apply("not", (self.level(NOT, depth + 1),))
        else:
            found = self.part(depth + 1)
        while self.now.kind == "sign" and TIGHTNESS.get(self.now.text, -1) >= loosest:
            name = self.take().text
            found = Apply(name, (found, self.level(TIGHTNESS[name] + 1, depth)))
        return found

    def part(self, depth: int) -> Logic:
        token = self.take()
        match token.kind:
            case "field":
                return _field(token)
            case "text":
                return Constant(token.text[1:-1].strip())
            case "number":
                return Constant(token.text, is_number=True)
            case "word":
                return self.call(token, depth)
            case "sign" if token.text == "(":
                inside = self.level(0, depth)
                self.expect("sign", ")")
                return inside
            case "sign" if token.text in {"-", "+"}:
                part = self.level(POWER, depth + 1)
                return Apply("negate", (part,)) if token.text == "-" else part
            case "sign" if token.text == "not":
                return Apply("not", (self.part(depth + 1),))
        raise LogicError(f"'{token.text}' has no place here" if token.text else "it ends too early", token.at)

    def call(self, token: Token, depth: int) -> Logic:
        if not self.skipped("("):
            return Constant(token.text.lower())
        arguments: list[Logic] = []
        while not self.skipped(")"):
            arguments.append(self.level(0, depth + 1))
            if not self.is_sign(")"):
                self.expect("sign", ",")
        return Apply(token.text.lower(), tuple(arguments))


def _field(token: Token) -> Field:
    found = FIELD.fullmatch(token.text)
    if found is None:
        raise LogicError(f"{token.text} is of another event, or no field of the dictionary", token.at)
    return Field(found[1].lower(), found[2])
