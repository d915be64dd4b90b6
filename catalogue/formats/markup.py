"""The words of a text with HTML in it. Pure."""

import html
import re

_TAG = re.compile(r"<(?=[a-zA-Z/!])[^<>]*>")
_BREAK = re.compile(r"<\s*(br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)


def plain(text: str) -> str:
    """The words of a text with HTML, on one line."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    return " ".join(html.unescape(text).replace("\u200b", "").split())
