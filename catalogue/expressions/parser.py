"""Text to nodes: the closed subset of SQL that rules are written in, everything else refused with a sentence.

`parse` gives nodes or raises ExpressionError, for any text whatever, and remembers what it has read. sqlglot
comes with the first expression: its import takes a tenth of a second, and a program that finds its catalogue
in the cache needs none of it.
"""

import re
from functools import lru_cache
from importlib import import_module

from catalogue.expressions.nodes import Node
from catalogue.expressions.refusals import TOO_LARGE, ExpressionError, refuse_sign, too_deep

__all__ = ["MAX_LENGTH", "ExpressionError", "parse"]

MAX_LENGTH = 4_000

STRANGE = re.compile(r"""'(?:[^']|'')*'|(?P<quote>')|(?P<comment>--|/\*|\*/|\{#)|(?P<sign>["`{}])""")
"""A whole text, or what would make the rest of the expression be read as something else."""


@lru_cache(maxsize=8192)
def parse(text: str) -> Node:
    """The nodes of an expression; raises ExpressionError with place and advice for a text that is none."""
    if len(text) > MAX_LENGTH:
        message = f"The expression is longer than {MAX_LENGTH} characters. Divide it into calculated variables."
        raise ExpressionError(message, MAX_LENGTH, TOO_LARGE)
    if not text.strip():
        raise ExpressionError("The expression is empty.", 0)
    for found in STRANGE.finditer(text):
        _refuse_strange(found)
    node: Node
    try:
        node = import_module("catalogue.expressions.sql_dialect").read(text)
    except RecursionError:
        raise ExpressionError(too_deep(), 0, TOO_LARGE) from None
    return node


def _refuse_strange(found: re.Match[str]) -> None:
    match found.lastgroup:
        case "quote":
            message = "This text is not closed: write ' where it ends. A quote inside a text is doubled: ''."
            raise ExpressionError(message, found.start())
        case "comment":
            message = (
                "An expression has no comments; put them in the YAML, after #. Two minus signs in a row need"
                " a space between them."
            )
            raise ExpressionError(message, found.start())
        case "sign":
            refuse_sign(found.group(), found.start())
