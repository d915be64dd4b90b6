"""A gettext file as text ↔ its entries as plain records. The only file of this floor that sees Babel.

Reading never raises: a file that is no gettext is a finding. Writing is stable: the same entries give the same text,
without dates. What Babel forgets is kept here: the file's own header, and the source text that a fuzzy translation
translates.
"""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from catalogue.findings import Finding, Location

NO_WRAPPING = 100_000
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_LINE = re.compile(r'\s*((#~\s*)?((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s)?\s*"([^"\\]|\\.)*"|#.*)?\s*')
_HEADER = re.compile(r'(#(?!~).*\n)*msgid ""\nmsgstr ".*"(\n".*")*')
_PREVIOUS = "|"
"""Begins the comment with the earlier source text of a fuzzy translation; Babel reads it as a translator's remark."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text: its address, its source wording, its translation ("" while there is none).

    `earlier` is the source text that a fuzzy translation translates, when it is known to be another; `remarks` are what
    translators wrote for each other.
    """

    address: str
    source: str
    text: str = ""
    fuzzy: bool = False
    earlier: str = ""
    remarks: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True)
class PoFile:
    """A file's entries in its order, those that are obsolete by address, its header as written, and its language."""

    entries: tuple[Entry, ...] = ()
    obsolete: Mapping[str, Entry] = field(default_factory=dict)
    header: str = ""
    language: str = ""


def parse_po(text: str, name: str) -> tuple[PoFile, list[Finding]]:
    """Read the text of a file; `name` is how findings call it."""
    lines = text.split("\n")
    wrong = next((number for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line)), 0)
    if not wrong:
        try:
            return _po_file(read_po(iter(lines), abort_invalid=True), text), []
        except PoFileError as error:
            wrong = error.lineno + 1
        except (ValueError, LookupError, AttributeError):
            wrong = 1
    message = "This is not a gettext entry: msgctxt, msgid and msgstr, each followed by a text in double quotes."
    return PoFile(), [Finding(Location(name, wrong, 1), "unreadable-translations", message)]


def po_text(header: str, entries: Iterable[Entry], obsolete: Iterable[Entry]) -> str:
    """The text of a file with these entries, in this order."""
    catalog = Catalog(charset="utf-8")
    for entry in entries:
        catalog[entry.source] = _message(entry)
    catalog.obsolete.update((entry.address, _message(entry)) for entry in obsolete)
    written = io.BytesIO()
    write_po(written, catalog, width=NO_WRAPPING, omit_header=True, include_previous=True, no_location=True)
    return f"{header}\n\n{written.getvalue().decode()}".rstrip() + "\n"


def new_header(project: str, language: str) -> str:
    """A header without dates, which would change every time."""
    fields = (
        f"Project-Id-Version: {project}",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    )
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in fields)])


def _po_file(catalog: Catalog, text: str) -> PoFile:
    obsolete = (_entry(message) for message in catalog.obsolete.values() if _is_ours(message))
    first = text.partition("\n\n")[0].strip()
    return PoFile(
        entries=tuple(_entry(message) for message in catalog if _is_ours(message)),
        obsolete={entry.address: entry for entry in obsolete},
        header=first if _HEADER.fullmatch(first) else "",
        language=str(catalog.locale_identifier or ""),
    )


def _is_ours(message: Message) -> bool:
    """Whether an entry has a context, and no plural forms."""
    return bool(message.id and message.context) and isinstance(message.id, str) and isinstance(message.string, str)


def _entry(message: Message) -> Entry:
    previous = " ".join(comment for comment in message.user_comments if comment.startswith(_PREVIOUS))
    return Entry(
        address=str(message.context),
        source=str(message.id),
        text=str(message.string),
        fuzzy=message.fuzzy,
        earlier="".join(denormalize(part) for part in _QUOTED.findall(previous)) if "msgctxt" not in previous else "",
        remarks=tuple(comment for comment in message.user_comments if not comment.startswith(_PREVIOUS)),
        line=message.lineno or 1,
    )


def _message(entry: Entry) -> Message:
    message = Message(
        entry.source,
        entry.text,
        user_comments=entry.remarks,
        previous_id=[entry.earlier] if entry.earlier else [],
        context=entry.address,
    )
    # Babel takes `50 % sikker` for a format of C.
    message.flags = {"fuzzy"} if entry.fuzzy else set()
    return message
