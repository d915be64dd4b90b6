"""SQL as a dialect of our own: sqlglot, confined to our keywords and to no functions, gives words and a tree.

So nothing is rewritten into another dialect's meaning: `months_between`, `left`, a variable called `index`.
With `sql_tree.py` the only file of the catalogue that sees sqlglot.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from sqlglot import Token, TokenType, exp, parser, tokens
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError

from catalogue.expressions.nodes import Node
from catalogue.expressions.refusals import SYMBOLS
from catalogue.expressions.sql_tree import nodes, unreadable
from catalogue.expressions.words import Word, check

KEYWORDS = (
    *("AND", "OR", "NOT", "IS", "NULL", "TRUE", "FALSE", "BETWEEN", "IN"),
    *("CASE", "WHEN", "THEN", "ELSE", "END", "DATE", "TIME"),
)


class Rules(Dialect):
    """SQL reduced to our expressions."""

    class Tokenizer(tokens.Tokenizer):
        KEYWORDS: ClassVar[dict[str, TokenType]] = {
            **{word: TokenType[word] for word in KEYWORDS},
            **dict.fromkeys((sign for sign in SYMBOLS if len(sign) > 1), TokenType.UNKNOWN),
            "<>": TokenType.NEQ,
            "<=": TokenType.LTE,
            ">=": TokenType.GTE,
        }

    class Parser(parser.Parser):
        FUNCTIONS: ClassVar[dict[str, Callable[..., Any]]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Callable[..., Any]]] = {}
        NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Callable[..., Any]]] = {
            "CASE": parser.Parser.NO_PAREN_FUNCTION_PARSERS["CASE"]
        }


RULES = Rules()
KINDS = {
    TokenType.VAR: "name",
    TokenType.STRING: "text",
    TokenType.NUMBER: "number",
    TokenType.NATIONAL_STRING: '"',
}


def read(text: str) -> Node:
    """The nodes of one expression; raises ExpressionError for a text that is none."""
    found = _tokens(text)
    words = [Word(KINDS.get(part.token_type) or part.text.lower(), part.text, part.start) for part in found]
    check(words)
    try:
        (tree,) = RULES.parser().parse_into(exp.Condition, found, text)
    except ParseError as error:
        raise unreadable(words, _index(error, found)) from None
    return nodes(words, tree)


def _tokens(text: str) -> list[Token]:
    """The tokens; `date` and `time` are keywords only where a text follows."""
    found = RULES.tokenize(text)
    for token, following in zip(found, [*found[1:], None], strict=True):
        if token.token_type in (TokenType.DATE, TokenType.TIME) and (
            following is None or following.token_type is not TokenType.STRING
        ):
            token.token_type = TokenType.VAR
    return found


def _index(error: ParseError, found: Sequence[Token]) -> int:
    """Which token sqlglot stumbled on."""
    place = (error.errors[0]["line"], error.errors[0]["col"])
    return next((index for index, token in enumerate(found) if (token.line, token.col) == place), 0)
