"""The words of an expression's text, and what can be said against them before anybody looks at the grammar.

A word's kind is `name`, `number`, `text`, or the keyword or sign itself. What passes has a closed vocabulary,
balanced brackets and no two words side by side that can never be neighbours, so that most mistakes are named
in the author's own words and at the right place. Pure.
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.refusals import (
    SYMBOLS,
    TOO_LARGE,
    UNKNOWN_FUNCTION,
    WORDS,
    ExpressionError,
    refuse_sign,
    too_deep,
    unknown_function,
)

MAX_NESTING = 6
"""Brackets and cases within each other: more than one can read."""


class Word(NamedTuple):
    """One word or sign, and its offset in the text."""

    kind: str
    text: str
    at: int

    def __str__(self) -> str:
        return self.text if self.kind != "text" else f"'{self.text}'"


VALUES = frozenset({"name", "number", "text", "null", "true", "false"})
OPERATORS = frozenset({"+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "and", "or"})
STARTS = VALUES | {"(", "case", "date", "time", "-", "not"}
CONTINUES = OPERATORS | {")", ",", "not", "is", "in", "between", "when", "then", "else", "end", ""}

# What may follow a word of each kind; nothing more ("") is a follower too.
FOLLOWERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "": STARTS,
        **dict.fromkeys((*VALUES, ")", "end"), CONTINUES),
        "name": CONTINUES | {"(", "."},
        **dict.fromkeys((*OPERATORS, ",", "between", "when", "then", "else"), STARTS),
        "(": STARTS | {")"},
        "not": STARTS | {"in", "between"},
        "case": STARTS | {"when"},
        "is": frozenset({"not", "null", "true", "false"}),
        "in": frozenset({"("}),
        ".": frozenset({"name"}),
        "date": frozenset({"text"}),
        "time": frozenset({"text"}),
    }
)

AFTER: Mapping[str, str] = MappingProxyType(
    {
        "in": "After 'in' comes a list in parentheses: in (1, 2).",
        "is": "After 'is' comes null, true or false, or not and one of these.",
        ".": "After the dot comes the name of a variable: form.variable.",
    }
)

# Inside a case: what must come next among its own words.
CASE_ORDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"case": ("when",), "when": ("then",), "then": ("when", "else", "end"), "else": ("end",)}
)
LIST = "list("
"""The text given to a parenthesis in which values may be listed."""
CASE_WORDS = frozenset({"when", "then", "else", "end"})
KEYWORDS = CASE_WORDS | {"case", "and", "or", "not", "is", "in", "between", "null", "true", "false"}

NAME = re.compile(r"[a-z][a-z0-9_]*")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
PLAIN_LETTERS = {ord("æ"): "ae", ord("ø"): "o", ord("å"): "a"}
SMALLEST = 2.0**-1022
"""The smallest number that binary64 holds in full."""


def check(words: Sequence[Word]) -> None:
    """Raise what is wrong with the words and with their neighbours."""
    for word, following in zip(words, [*words[1:], Word("", "", 0)], strict=True):
        if word.kind == "name":
            _check_name(word, is_call=following.kind == "(")
        elif word.kind == "text":
            _check_text(word)
        elif word.kind == "number":
            _check_number(word, following)
        elif word.kind not in FOLLOWERS:
            refuse_sign(word.kind, word.at)
    _check_neighbours(words)
    _check_brackets(words)


def number(word: Word) -> float:
    """The value of a number as written."""
    value = float(word.text) if NUMBER.fullmatch(word.text) else math.nan
    if math.isnan(value):
        raise ExpressionError(f"'{word}' is no number. Write it as 7 or 0.5.", word.at)
    if math.isinf(value) or (abs(value) < SMALLEST and re.search("[1-9]", word.text.lower().split("e")[0])):
        raise ExpressionError(f"'{word}' is larger or smaller than a number can be.", word.at)
    return value


def _check_name(word: Word, *, is_call: bool) -> None:
    if is_call:
        row = FUNCTIONS.get(word.text.lower())
        if row is None or row.is_operator:
            raise ExpressionError(unknown_function(word.text), word.at, UNKNOWN_FUNCTION)
    elif not NAME.fullmatch(word.text):
        _refuse_name(word)


def _refuse_name(word: Word) -> None:
    if word.text[0].isdigit() or word.text[0] in SYMBOLS:
        refuse_sign(word.text, word.at)
    folded = word.text.lower().translate(PLAIN_LETTERS)
    hint = f" Did you mean '{folded}'?" if NAME.fullmatch(folded) else ""
    raise ExpressionError(f"'{word}' is no name: names are written with a-z, 0-9 and _.{hint}", word.at)


def _check_number(word: Word, following: Word) -> None:
    if following.kind == "name" and following.at == word.at + len(word.text):
        raise ExpressionError(f"'{word}{following}' is neither a number nor a name.", word.at)
    number(word)


def _check_text(word: Word) -> None:
    """A text in an expression looks as every stored text does, else it could never be equal to one."""
    if not word.text:
        raise ExpressionError("A text is never empty: an empty answer is NULL. Write `is null`.", word.at)
    if word.text != word.text.strip():
        raise ExpressionError(f"{word} begins or ends with a space, which no answer does.", word.at)
    if word.text != unicodedata.normalize("NFC", word.text):
        raise ExpressionError(f"{word} has letters composed of several signs; type them again.", word.at)
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in word.text):
        raise ExpressionError("A text in an expression cannot hold control characters.", word.at)


def _check_neighbours(words: Sequence[Word]) -> None:
    end = Word("", "", words[-1].at)
    for left, right in pairwise([Word("", "", 0), *words, end]):
        if right.kind not in FOLLOWERS[left.kind]:
            raise ExpressionError(_about_neighbours(left, right), right.at)


def _about_neighbours(left: Word, right: Word) -> str:
    for word in (right, left):
        if word.kind == "name" and word.text.lower() in WORDS:
            return f"'{word}' is not part of the language. {WORDS[word.text.lower()]}"
    if not right.kind:
        return f"The expression ends too early: something is missing after '{left}'."
    if not left.kind:
        return f"An expression cannot begin with '{right}'."
    if left.kind in AFTER:
        return AFTER[left.kind]
    if right.kind in STARTS and left.kind in (*VALUES, ")", "end"):
        return f"Between {left} and {right} something is missing, such as a comma, = or and."
    return f"'{right}' cannot stand after '{left}': something is missing between them."


def _check_brackets(words: Sequence[Word]) -> None:
    """Every bracket has its partner, and every case its when, then and end in order."""
    opened: list[Word] = []
    for before, word in pairwise([Word("", "", 0), *words]):
        if word.kind in ("(", "case"):
            opened.append(word if before.kind not in ("name", "in") else word._replace(text=LIST))
            if len(opened) > MAX_NESTING:
                raise ExpressionError(too_deep(), word.at, TOO_LARGE)
        elif word.kind in (")", ",") or word.kind in CASE_WORDS:
            _meet(opened, word)
    if opened:
        raise ExpressionError(_unfinished(opened[-1]), opened[-1].at)


def _meet(opened: list[Word], word: Word) -> None:
    last = opened[-1] if opened else Word("", "", 0)
    if word.kind in CASE_WORDS:
        if word.kind not in CASE_ORDER.get(last.kind, ()):
            message = _unfinished(last) if opened else f"'{word}' belongs in a case, and none is open here."
            raise ExpressionError(message, word.at)
        opened.pop()
        if word.kind != "end":
            opened.append(word)
    elif last.kind != "(":
        message = _unfinished(last) if opened else f"'{word}' has no opening parenthesis before it."
        raise ExpressionError(message, word.at)
    elif word.kind == ")":
        opened.pop()
    elif last.text != LIST:
        raise ExpressionError("Several values stand only in the parentheses of a function or of in.", word.at)


def _unfinished(word: Word) -> str:
    if word.kind == "(":
        return "This parenthesis is not closed: write ) where it ends."
    return f"'{word}' wants '{CASE_ORDER[word.kind][-1]}' after it: case when … then … else … end."
