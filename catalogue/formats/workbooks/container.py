"""A ZIP that may be anybody's: looked at before anything is unpacked. Pure.

Bombs are known by what the archive says of itself: how many files, how large together and how much larger than packed.
No file gives more than it says, for Python's reader stops there. What declares a document type or entities is refused.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile, ZipInfo

from catalogue.formats.decoding import EMPTY, MAX_BYTES
from catalogue.zips import BROKEN

MAX_ENTRIES = 2_000
MAX_UNPACKED = 150_000_000
"""Bytes of all files together; a definition has a few million."""
MAX_RATIO, SMALL = 250, 2_000_000
"""How much larger than packed a file may be, unless it is small anyway."""
OLD = b"\xd0\xcf\x11\xe0"
ARCHIVE = b"PK"
_DECLARED = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)", re.IGNORECASE)
"""The beginning of a document type or an entity, as UTF-8 and as UTF-16 write it."""


@dataclass(frozen=True, slots=True)
class Container:
    """The files of an archive by name; a sentence instead, when it is refused."""

    parts: Mapping[str, bytes] = field(default_factory=dict)
    refusal: str = ""


def opened(data: bytes) -> Container:
    """What is in an archive."""
    refusal = _refusal(data)
    if refusal:
        return Container(refusal=refusal)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            refusal = _too_much(entries)
            if refusal:
                return Container(refusal=refusal)
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except BROKEN as error:
        return Container(refusal=f"The file is damaged, cut off or locked with a password ({error}). Save it again.")
    return Container(parts, _outside(parts))


def _refusal(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        return f"The file is larger than {MAX_BYTES:,} bytes. Split it, or leave out what is no definition."
    if not data.strip():
        return EMPTY
    if data.startswith(OLD):
        return "The file is an old workbook (.xls), or one with a password. Save it as .xlsx without a password."
    return "" if data.startswith(ARCHIVE) else "The file is no workbook. Save it as .xlsx."


def _too_much(entries: list[ZipInfo]) -> str:
    if len(entries) > MAX_ENTRIES:
        return f"The file has {len(entries):,} files in it; at most {MAX_ENTRIES:,} are read."
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        return f"The file is larger than {MAX_UNPACKED:,} bytes when unpacked. Leave out what is no definition."
    swollen = next((entry for entry in entries if _is_swollen(entry)), None)
    if swollen is not None:
        return f"'{swollen.filename}' is more than {MAX_RATIO} times larger when unpacked, and is not read."
    return ""


def _is_swollen(entry: ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _outside(parts: Mapping[str, bytes]) -> str:
    declaring = next((name for name, part in parts.items() if _is_xml(name) and _DECLARED.search(part)), None)
    if declaring is None:
        return ""
    return f"'{declaring}' declares a document type or entities, which can reach outside it. Save the file again."


def refuse_declarations(part: bytes) -> None:
    """Raise when a part declares a document type, in whatever encoding and under whatever name it stands."""

    def refuse(*declared: object) -> None:
        raise ValueError("a document type is declared")

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(part, True)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))
