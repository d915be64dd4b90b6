"""XML as text, an element at a time: escaped, indented, the same bytes each time. Pure."""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from catalogue.formats.odm.elements import Words

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile(r"[\w .,:;/*+()=-]*", re.ASCII)
"""Texts that need no second look."""
Attributes = Mapping[str, str | None]


def tag(name: str, attributes: Attributes, inside: Iterable[str] = (), level: int = 0) -> str:
    """An element with elements in it, on lines of its own."""
    opened = f"{'  ' * level}<{name}{_said(attributes)}"
    content = "".join(inside)
    return f"{opened}>\n{content}{'  ' * level}</{name}>\n" if content else f"{opened}/>\n"


def text_tag(name: str, attributes: Attributes, text: str, level: int) -> str:
    """An element with a text in it."""
    return f"{'  ' * level}<{name}{_said(attributes)}>{escaped(text)}</{name}>\n"


def words_tag(name: str, words: Words, level: int, *, needs_media: bool) -> str:
    """An element with a text in several languages; nothing when there is none."""
    media = "text/plain" if needs_media else None
    texts = (
        text_tag("TranslatedText", {"xml:lang": language or None, "Type": media}, said, level + 1)
        for language, said in words
    )
    return tag(name, {}, texts, level) if words else ""


def escaped(text: str) -> str:
    """A text as it stands between tags."""
    return escape(_NOT_XML.sub("", text), {"\r": "&#13;"})


def attribute_text(text: str) -> str:
    """A text as the value of an attribute, in its quotes."""
    return f'"{text}"' if _PLAIN.fullmatch(text) else quoteattr(_NOT_XML.sub("", text))


def _said(attributes: Attributes) -> str:
    return "".join(f" {name}={attribute_text(value)}" for name, value in attributes.items() if value is not None)
