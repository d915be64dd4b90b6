"""XML as text, as REDCap lays it out: an element a line, prefixes and order always the same. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from catalogue.formats.redcap.project.words import ODM, OURS, REDCAP

PREFIXES: Mapping[str, str] = {f"{{{REDCAP}": "redcap:", f"{{{OURS}": "skjemaverk:", f"{{{ODM}": ""}
_AWKWARD = re.compile('[&<>"\t\n\r]|[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
"""What cannot stand as it is."""
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


class Tag(NamedTuple):
    """An element to be: empty, with a text, or with elements in it, which are asked for once."""

    name: str
    words: Mapping[str, str]
    inside: "str | Iterable[Tag]" = ()


def lines(tag: Tag) -> list[str]:
    """The lines of an element; letters that XML has no place for are gone."""
    found: list[str] = []
    _add_lines(tag, "", found)
    return found


def _add_lines(tag: Tag, margin: str, found: list[str]) -> None:
    name, words, inside = tag
    opened = f"{margin}<{name}"
    for key, value in words.items():
        opened += f' {key}="{_escaped(value, _IN_ATTRIBUTE)}"'
    if isinstance(inside, str):
        found.append(f"{opened}>{_escaped(inside, _IN_TEXT)}</{name}>")
        return
    place, below = len(found), f"{margin}\t"
    found.append(f"{opened}>")
    for part in inside:
        _add_lines(part, below, found)
    if len(found) > place + 1:
        found.append(f"{margin}</{name}>")
    else:
        found[place] = f"{opened}/>"


def fragment(element: Element) -> str:
    """What stands inside an element, as XML on lines of its own."""
    return "\n".join(line for part in element for line in lines(tag_of(part)))


def tag_of(element: Element) -> Tag:
    """An element that was read; namespaces that are not known here lose their prefix."""
    words = {_prefixed(key): value for key, value in element.attrib.items()}
    inside = tuple(map(tag_of, element)) or (element.text or "").strip()
    return Tag(_prefixed(element.tag), words, inside or ())


def _prefixed(name: str) -> str:
    space, _, local = name.rpartition("}")
    return f"{PREFIXES.get(space, '')}{local}"


def _escaped(text: str, table: dict[int, str]) -> str:
    return _ILLEGAL.sub("", text).translate(table) if _AWKWARD.search(text) else text
