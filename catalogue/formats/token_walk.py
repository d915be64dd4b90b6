"""What every parser of another system's logic does: it takes one piece of the text after the other. Pure.

Each grammar stands in its format's own file; text that is none raises the format's own error, with the place.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Unreadable(Exception):
    """The text cannot be read: why, and at which character. Each format has its own."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


class Token(NamedTuple):
    """A piece of the text; an operator or bracket is of the kind `sign`."""

    kind: str
    text: str
    at: int


class TokenWalk:
    """The pieces of a text, `now` the next one; the last is of the kind `end`, and is never passed."""

    error: type[Unreadable] = Unreadable

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens, self.place, self.now = tokens, 0, tokens[0]

    def take(self) -> Token:
        """The next token, passed."""
        token = self.now
        if token.kind != "end":
            self.place += 1
            self.now = self.tokens[self.place]
        return token

    def is_sign(self, text: str) -> bool:
        """Whether the next token is this sign."""
        return self.now.kind == "sign" and self.now.text == text

    def skipped(self, text: str) -> bool:
        """Whether the next token was this sign; if so it has been taken."""
        found = self.is_sign(text)
        if found:
            self.take()
        return found

    def expect(self, kind: str, text: str = "") -> None:
        """Pass a token of this kind, and with this text where one is named."""
        if self.now.kind != kind or (text and self.now.text != text):
            wanted = f"'{text}'" if text else "the end"
            found = f"'{self.now.text}'" if self.now.text else "the end"
            raise self.error(f"{wanted} was expected before {found}", self.now.at)
        self.take()
