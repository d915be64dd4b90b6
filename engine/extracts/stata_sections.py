"""Names, characteristics and notes put into a `.dta` that the library has written.

The library calls a set of labels after its column with a number behind, for which long names have no room, and leaves
the section for characteristics empty. So it is given short names; the file's sections (format 118, as Stata documents
it) get the right ones here, what was asked in full, in which unit and by which name, and the map of what then lies
elsewhere.
"""

import shutil
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

MAP = b"<map>"
HEAD = 4_096
"""The map begins before this."""
SECTIONS = (
    *("stata_dta", "map", "variable_types", "varnames", "sortlist", "formats", "value_label_names"),
    *("variable_labels", "characteristics", "data", "strls", "value_labels", "end", "end_of_file"),
)
MOVED = SECTIONS.index("data")
"""The first section after the characteristics."""
NAME = 129
"""Bytes of a name, its end included."""
LABELS_BEGIN = b"<lbl>"
BETWEEN = len(LABELS_BEGIN) + 4, 3 + len(b"</lbl>")
"""What stands before the name of a set of labels, and beside its content after it."""


def finish(path: Path, names: Sequence[str], notes: Mapping[str, Mapping[str, str]]) -> None:
    """Give the columns these names, each set of labels that of its column, and columns these characteristics."""
    beside = path.with_name(path.name + ".finished")
    with path.open("rb") as file, beside.open("wb") as written:
        start = file.read(HEAD).index(MAP) + len(MAP)
        places = dict(zip(SECTIONS, _offsets(file, start), strict=True))
        content = b"".join(_characteristics(notes))
        sets = dict(_sets(file, places, names))
        file.seek(0)
        written.write(file.read(places["characteristics"] + len(b"<characteristics>")))
        written.write(content)
        shutil.copyfileobj(file, written)
        moved = [place + len(content) * (number >= MOVED) for number, place in enumerate(places.values())]
        written.seek(start)
        written.write(struct.pack(f"<{len(SECTIONS)}Q", *moved))
        _rename(written, places["varnames"] + len(b"<varnames>"), map(_name, names))
        _rename(written, places["value_label_names"] + len(b"<value_label_names>"), _set_names(sets, names))
        _rename_sets(written, file, places["value_labels"], len(content), sets)
    beside.replace(path)


def _offsets(file: BinaryIO, start: int) -> tuple[int, ...]:
    file.seek(start)
    return struct.unpack(f"<{len(SECTIONS)}Q", file.read(8 * len(SECTIONS)))


def _sets(file: BinaryIO, places: Mapping[str, int], names: Sequence[str]) -> Iterator[tuple[bytes, str]]:
    """The column of each set of labels, by the name that the library gave the set."""
    file.seek(places["value_label_names"] + len(b"<value_label_names>"))
    for name in names:
        known = file.read(NAME).rstrip(b"\0")
        if known:
            yield known, name


def _set_names(sets: Mapping[bytes, str], names: Sequence[str]) -> Iterator[bytes]:
    labelled = set(sets.values())
    return (_name(name if name in labelled else "") for name in names)


def _rename(written: BinaryIO, place: int, names: Iterator[bytes]) -> None:
    written.seek(place)
    written.write(b"".join(names))


def _rename_sets(written: BinaryIO, file: BinaryIO, place: int, moved: int, sets: Mapping[bytes, str]) -> None:
    """Each set's name, where the set itself stands."""
    before, after = BETWEEN
    place += len(b"<value_labels>")
    for _ in sets:
        file.seek(place)
        head = file.read(before + NAME)
        written.seek(place + moved + before)
        written.write(_name(sets[head[before:].rstrip(b"\0")]))
        (length,) = struct.unpack("<I", head[len(LABELS_BEGIN) : before])
        place += before + NAME + length + after


def _characteristics(notes: Mapping[str, Mapping[str, str]]) -> Iterator[bytes]:
    for column, said in notes.items():
        for key, text in said.items():
            yield _characteristic(column, key, text)
        parts = [said[key] for key in ("question", "help") if key in said]
        if "unit" in said:
            parts.append(f"[{said['unit']}]")
        yield _characteristic(column, "note0", "1")
        yield _characteristic(column, "note1", " ".join(parts))


def _characteristic(column: str, key: str, text: str) -> bytes:
    content = b"".join((_name(column), _name(key), text.encode(), b"\0"))
    return b"".join((b"<ch>", struct.pack("<I", len(content)), content, b"</ch>"))


def _name(name: str) -> bytes:
    return name.encode().ljust(NAME, b"\0")
