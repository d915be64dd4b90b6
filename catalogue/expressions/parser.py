"""Text to nodes: the closed subset of SQL that rules are written in, everything else refused with a sentence.

`parse` gives nodes or raises ExpressionError, for any text whatever, and remembers what it has read. Here the
text becomes words; `words.py` judges them and `grammar.py` reads them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from catalogue.expressions.grammar import nodes
from catalogue.expressions.nodes import Node
from catalogue.expressions.refusals import SYMBOLS, TOO_LARGE, ExpressionError, refuse_sign
from catalogue.expressions.words import FOLLOWERS, KEYWORDS, Word, check

__all__ = ["MAX_LENGTH", "ExpressionError", "parse"]

MAX_LENGTH = 4_000

SIGNS = sorted((sign for sign in {*SYMBOLS, *FOLLOWERS} - {"", "$"} if not sign[0].isalpha()), key=len, reverse=True)
TOKEN = re.compile(
    rf"""(?P<text>'(?:[^']|'')*')|(?P<quote>')|(?P<comment>--|/\*|\*/|{{\#)|(?P<strange>["`{{}}])
    |(?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE](?:[+-]?[0-9]+)?)?)
    |(?P<national>[nN](?='))
    |(?P<sign>{"|".join(map(re.escape, SIGNS))})
    |(?P<name>[^\s'{re.escape("".join({*"".join(SIGNS)}))}]+)""",
    re.VERBOSE,
)


@lru_cache(maxsize=8192)
def parse(text: str) -> Node:
    """The nodes of an expression; raises ExpressionError with place and advice for a text that is none."""
    if len(text) > MAX_LENGTH:
        message = f"The expression is longer than {MAX_LENGTH} characters. Divide it into calculated variables."
        raise ExpressionError(message, MAX_LENGTH, TOO_LARGE)
    if not text.strip():
        raise ExpressionError("The expression is empty.", 0)
    words = list(_words(text))
    _mark_days_and_times(words)
    check(words)
    return nodes(words)


def _words(text: str) -> Iterator[Word]:
    for found in TOKEN.finditer(text):
        kind, part, at = found.lastgroup or "", found.group(), found.start()
        match kind:
            case "text":
                yield Word(kind, part[1:-1].replace("''", "'"), at)
            case "name" if part.lower() in KEYWORDS:
                yield Word(part.lower(), part, at)
            case "name" | "number":
                yield Word(kind, part, at)
            case "sign":
                yield Word(part, part, at)
            case "national":
                yield Word('"', part, at)
            case _:
                _refuse_strange(kind, part, at)


def _refuse_strange(kind: str, part: str, at: int) -> None:
    """What would make the rest of the text be read as something else."""
    match kind:
        case "quote":
            message = "This text is not closed: write ' where it ends. A quote inside a text is doubled: ''."
            raise ExpressionError(message, at)
        case "comment":
            message = (
                "An expression has no comments; put them in the YAML, after #. Two minus signs in a row need"
                " a space between them."
            )
            raise ExpressionError(message, at)
        case _:
            refuse_sign(part, at)


def _mark_days_and_times(words: list[Word]) -> None:
    """`date` and `time` are keywords only where a text follows."""
    for index, word in enumerate(words[1:]):
        before = words[index]
        if word.kind == "text" and before.kind == "name" and before.text.lower() in ("date", "time"):
            words[index] = before._replace(kind=before.text.lower())
