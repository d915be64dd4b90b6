"""The releases as an Atom feed (RFC 4287), so that whoever uses the data learns of a change without asking. Pure.

An entry's id is made of the release's digest and day, and is the same for as long as the registry has the same host.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One release in the feed."""

    title: str
    summary: str
    digest: str
    at: datetime
    changed: datetime
    path: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The feed: `root` is the address of the registry, without a path, `author` who answers for it. `begun` is when the
    first release of all came, also when it is no longer among the items.
    """

    title: str
    author: str
    language: str
    root: str
    path: str
    page: str
    begun: datetime
    items: Sequence[Item]


def atom(feed: Feed) -> str:
    """The feed as XML; what is newest stands first."""
    known = sorted(feed.items, key=lambda item: item.at, reverse=True)
    element = Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _text(element, "id", _tag(feed.root, feed.begun.date(), "history"))
    _text(element, "title", feed.title)
    _text(element, "updated", _moment(max((item.changed for item in known), default=feed.begun)))
    _text(SubElement(element, "author"), "name", feed.author)
    _link(element, "self", feed.root + feed.path, MEDIA_TYPE)
    _link(element, "alternate", feed.root + feed.page, "text/html")
    for item in known:
        _entry(SubElement(element, "entry"), item, feed.root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(element, encoding="unicode") + "\n"


def _entry(element: Element, item: Item, root: str) -> None:
    _text(element, "id", _tag(root, item.at.date(), item.digest))
    _text(element, "title", item.title)
    _text(element, "updated", _moment(item.changed))
    _text(element, "published", _moment(item.at))
    _link(element, "alternate", root + item.path, "text/html")
    _link(element, "alternate", root + item.notes, "text/markdown")
    _text(element, "summary", item.summary)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = NOT_XML.sub("", text)


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": relation, "href": address, "type": media_type})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tag(root: str, day: date, what: str) -> str:
    """A tag URI (RFC 4151): who names it, since when, and what."""
    host = root.partition("://")[2].partition(":")[0].lower()
    return f"tag:{host},{day.isoformat()}:{what}"
