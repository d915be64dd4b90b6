"""FHIRPath in pieces: literals, names, signs. Pure; what is no FHIRPath raises `FhirPathError` with its place."""

import re
from collections.abc import Iterator, Mapping

from catalogue.formats.fhir.fhirpath.records import LONGEST, FhirPathError
from catalogue.formats.token_walk import Token

KEYWORDS = frozenset({"and", "or", "xor", "implies", "in", "contains", "is", "as", "div", "mod"})
"""Words that are operators between two parts; after a dot and at the beginning of a part they are names."""

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<time>@T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?)
    |(?P<datetime>@\d{4}(?:-\d\d(?:-\d\d)?)?T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?)
    |(?P<date>@\d{4}(?:-\d\d(?:-\d\d)?)?)
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<text>'(?:[^'\\]|\\.)*')
    |(?P<variable>%(?:[A-Za-z_][A-Za-z0-9_-]*|`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'))
    |(?P<special>\$(?:this|index|total)\b)
    |(?P<quoted>`(?:[^`\\]|\\.)*`)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign><=|>=|!=|!~|[=~<>+\-*/&|.,()\[\]{}])""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
ESCAPES: Mapping[str, str] = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
"""Escapes of a text that stand for another letter; all others stand for themselves."""
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


def tokens(text: str) -> list[Token]:
    """All pieces, without spaces and comments, and one of the kind `end`."""
    if len(text) > LONGEST:
        raise FhirPathError(f"it is longer than {LONGEST:,} characters", LONGEST)
    return [*_tokens(text), Token("end", "", len(text))]


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    for found in TOKEN.finditer(text):
        kind, part = str(found.lastgroup), found.group()
        if found.start() > at:
            break
        if kind == "word" and part in KEYWORDS:
            kind = "sign"
        if kind != "space":
            yield Token(kind, part, at)
        at = found.end()
    if at < len(text):
        raise FhirPathError(_unreadable(text[at:]), at)


def _unreadable(rest: str) -> str:
    if rest[0] in "'`":
        return f"the text that begins with {rest[:12]} is not closed"
    return f"'{rest[:12]}' cannot be read"


def unescaped(quoted: str) -> str:
    """What stands between the quotes."""
    return ESCAPE.sub(_letter, quoted[1:-1])


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else ESCAPES.get(found[2], found[2])
