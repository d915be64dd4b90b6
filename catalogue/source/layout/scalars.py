"""How one text is written in YAML: plain where it can be, else in double quotes; on lines of its own where it has
lines.

What is written here is read back as the same text by `documents.py`; a test writes every kind of text and reads it
again.
"""

import re

WIDTH = 140
"""A line that would be longer is folded, or unfolded into a block."""
FOLDED_WIDTH = 110

_ORDINARY = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_ .()/\-]*[A-Za-z0-9_.()/\-])?")
"""Names, numbers, and most texts: these are plain wherever they stand."""
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[\-:](?=[^\s,\[\]{}])")
_NEVER_PLAIN = re.compile(r":(\s|$)|\s#|\s$")
_LISTED = re.compile(r"[,\[\]{}:#]")
_PRINTABLE = re.compile(r"[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_BREAKS = re.compile("[\u2028\u2029]")
_SPECIAL = re.compile(r'["\\]|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]')
"""What is not written as it is between double quotes."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def inline(text: str, *, listed: bool = False) -> str:
    """The text on one line; `listed` when it is a key or stands among others, between commas."""
    return text if _is_plain(text, listed) else quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes."""
    return '"' + _SPECIAL.sub(lambda found: _escaped(found[0]), text) + '"'


def block(text: str) -> tuple[str, list[str]] | None:
    """The text on lines of its own: the sign that begins it and the lines; None when it must stand on one line."""
    if "\n" in text:
        return _literal(text)
    return (">-", _folded(text)) if _is_foldable(text) else None


def _is_plain(text: str, listed: bool) -> bool:
    if _ORDINARY.fullmatch(text):
        return True
    if not text or not _PLAIN_START.match(text) or _NEVER_PLAIN.search(text) or text.startswith(("---", "...")):
        return False
    if "\n" in text or "\t" in text or not _is_printable(text):
        return False
    return not (listed and _LISTED.search(text))


def _is_printable(text: str) -> bool:
    return _PRINTABLE.fullmatch(text) is not None and not _BREAKS.search(text)


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if _is_printable(letter):
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _literal(text: str) -> tuple[str, list[str]] | None:
    body = text.rstrip("\n")
    if (
        not body
        or body[0] in " \n"
        or not _is_printable(text)
        or any(line != line.rstrip() for line in body.split("\n"))
    ):
        return None
    chomping = {0: "-", 1: ""}.get(len(text) - len(body), "+")
    return f"|{chomping}", text[:-1].split("\n") if chomping == "+" else body.split("\n")


def _is_foldable(text: str) -> bool:
    return _is_printable(text) and " ".join(text.split()) == text and " " in text


def _folded(text: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= FOLDED_WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines
