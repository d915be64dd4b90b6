"""Whatever a file holds, every reader gives files that 'check' can read, or a sentence that says what to do.

Held by every row of `FORMATS`, so a new format is held by it from its first day.
"""

import codecs
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.decoding import MAX_BYTES
from catalogue.formats.records import Read, WriteOptions
from tests.catalogues import catalogue_of, form_of
from tests.formats.reading import FILES, OPTIONS, catalogue_of_files, loaded

NAMES = tuple(FORMATS)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")
WRITTEN_AS_TEXT = frozenset({".csv", ".xml"})
"""Formats whose files are met in every encoding, which their readers find out."""
MEMORY = 1_500_000_000
"""What a reader may have for everything, Python and libraries among it, when it is given a gigabyte."""


@cache
def sample(name: str) -> bytes:
    """A small real file of the format: ours of REDCap's dictionary, written by it."""
    read = FORMATS["redcap"].read((FILES / "redcap.csv").read_bytes(), OPTIONS)
    return FORMATS[name].write(catalogue_of_files(read), WriteOptions()).content


@cache
def what_it_says(name: str) -> Read:
    return safely(name, sample(name))


def safely(name: str, data: bytes) -> Read:
    """What the reader gives, looked at as 'import' does."""
    read = FORMATS[name].read(data, OPTIONS)
    assert all(finding.message.strip() and finding.slug for finding in read.findings)
    if not read.files:
        assert is_broken(read.findings)
        return read
    with tempfile.TemporaryDirectory() as folder:
        loaded(read.files, Path(folder))
    return read


def zipped(*, size: int) -> bytes:
    """A small archive with a file of so many zeros in it, under the names that workbooks have."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in ("[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
            with archive.open(part, "w") as opened:
                for _ in range(size // 1_000_000):
                    opened.write(bytes(1_000_000))
    return content.getvalue()


LAUGHS = "".join(f'<!ENTITY l{level} "&l{level - 1};&l{level - 1};">' for level in range(1, 40))


HOSTILE = {
    "nothing": b"",
    "blanks": b" \r\n\t\n",
    "zero bytes": bytes(5_000),
    "a mark and nothing": codecs.BOM_UTF16_LE,
    "half a letter": "ø".encode()[:1],
    "one quote": b'"',
    "a quote never closed": b'field_name,form_name,field_type\n"a,b,c\n' + b"x,y,z\n" * 5_000,
    "100,000 columns": b",".join(b"c%d" % number for number in range(100_000)) + b"\n" + b"," * 99_999 + b"\n",
    "a row of 100,000 cells": b"field_name,form_name,field_type\na,f,text\nb,f" + b",x" * 100_000 + b"\n",
    "brackets": b"[" * 200_000,
    "braces": b'{"a":' * 100_000,
    "tags": b"<a>" * 100_000,
    "attributes": b"<a " + b" ".join(b'b%d="1"' % number for number in range(50_000)) + b"/>",
    "laughs": f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><l>&l39;</l>'.encode(),
    "a file from outside": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "a zip bomb": zipped(size=200_000_000),
    "a zip cut off": zipped(size=1_000_000)[:200],
    "an old spreadsheet": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "numbers": b"1e999,NaN,-0,0x10\n" * 100,
    "JSON of another kind": b'{"resourceType": "Patient", "item": null}',
    "JSON with a number for everything": b'{"resourceType": 1, "item": 1, "ODMVersion": 1}',
    "ODM with nothing in it": b'<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3"><Study><MetaDataVersion/></Study></ODM>',
}
"""Files that nobody means well with, and some that nobody meant at all."""


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_definition_is_refused(name: str, what: str) -> None:
    assert not safely(name, HOSTILE[what]).files


@pytest.mark.parametrize("name", NAMES)
def test_a_bomb_does_not_go_off(name: str) -> None:
    """Two hundred megabytes of zeros in an archive, and a word doubled forty times: neither is ever unpacked."""
    for what in ("a zip bomb", "laughs", "tags"):
        data = HOSTILE[what]
        tracemalloc.start()
        safely(name, data)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 60_000_000, what


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_cut_off_anywhere_is_read_or_refused(name: str) -> None:
    data = sample(name)
    for place in sorted({*range(0, len(data), max(1, len(data) // 15)), len(data) - 1}):
        safely(name, data[:place])


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", [name for name in NAMES if FORMATS[name].suffix in WRITTEN_AS_TEXT])
def test_a_text_says_the_same_in_every_encoding(name: str, encoding: str) -> None:
    text = sample(name).decode("utf-8-sig").replace("\r\n", "\n")
    declared = encoding.removesuffix("-sig").removesuffix("-le").replace("cp1252", "windows-1252")
    marked = text.replace('encoding="UTF-8"', f'encoding="{declared}"', 1)
    assert FORMATS[name].read(marked.encode(encoding), OPTIONS).files == what_it_says(name).files


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", [name for name in NAMES if FORMATS[name].suffix in WRITTEN_AS_TEXT])
def test_a_text_says_the_same_with_every_end_of_line(name: str, ends: str) -> None:
    text = sample(name).decode("utf-8-sig").replace("\r\n", "\n").replace("\n", ends)
    assert FORMATS[name].read(text.encode(), OPTIONS).files == what_it_says(name).files


@pytest.mark.parametrize("name", NAMES)
def test_zero_bytes_among_the_others_are_refused_or_passed_by(name: str) -> None:
    data = sample(name)
    for place in (0, len(data) // 2, len(data)):
        safely(name, data[:place] + bytes(3) + data[place:])


FORMULAS = ("=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1", "-2+3", '=HYPERLINK("http://x","y")')


@pytest.mark.parametrize("name", NAMES)
def test_a_formula_is_a_text_like_any_other(name: str) -> None:
    """It goes out as it is, comes in as it is, and is worked out by nobody; a table says that it has some."""
    variables = "".join(
        f"- {{name: v{number}, label: {json.dumps(text)}, type: text}}\n" for number, text in enumerate(FORMULAS)
    )
    written = FORMATS[name].write(catalogue_of(form_of(variables)), WriteOptions())
    again = safely(name, written.content)
    labels = [variable.label.source for form in catalogue_of_files(again).forms for variable in form.variables]
    assert labels == list(FORMULAS)
    if FORMATS[name].suffix == ".csv":
        assert [finding.slug for finding in written.findings if "5 cells" in finding.message] == ["formula"]


@pytest.mark.parametrize("name", [NAMES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES[1:])])
def test_a_gigabyte_is_refused_in_bounded_memory(name: str, tmp_path: Path) -> None:
    """Through the command itself, in a process that gets no more memory than is named here."""
    file = tmp_path / f"large{FORMATS[name].suffix}"
    with file.open("wb") as opened:
        opened.truncate(1_000_000_000)
    done = imported(name, file, tmp_path / "out")
    assert (done.returncode, done.stderr) == (1, "")
    assert f"larger than {MAX_BYTES:,} bytes" in done.stdout


def imported(name: str, file: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """'import' in a process with little memory."""
    program = "from renderers.cli import main; main()"
    command = [sys.executable, "-c", program, "import", name, str(file), "--out", str(folder)]
    return subprocess.run(command, check=False, capture_output=True, text=True, preexec_fn=_with_little_memory)


def _with_little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


LARGEST = {
    "separators": b";",
    "lines": b"a\n",
    "tags": b"<a>",
    "siblings": b"<a/>",
    "brackets": b"[",
    "letters": b"a",
    "quotes": b'"',
    "zeros": bytes(1),
}
"""What fills a file that is just not too large."""


WORST = {".csv": ("separators", "quotes"), ".xml": ("tags", "siblings"), ".json": ("brackets",), ".xlsx": ("zeros",)}
"""What costs a reader most, by the suffix of its files; the rest is for when there is time."""


def large_files() -> Iterator[object]:
    """Every reader with every filling."""
    for name, what in product(NAMES, LARGEST):
        mark = pytest.mark.slow if what in WORST[FORMATS[name].suffix] else pytest.mark.fuzz
        yield pytest.param(name, what, marks=mark, id=f"{name}-{what}")


@pytest.mark.parametrize(("name", "what"), list(large_files()))
def test_the_largest_file_that_is_looked_at_needs_bounded_memory(name: str, what: str, tmp_path: Path) -> None:
    head = {".csv": sample(name), ".xml": b"<ODM>"}.get(FORMATS[name].suffix, b"")
    file = tmp_path / f"large{FORMATS[name].suffix}"
    file.write_bytes((head + LARGEST[what] * MAX_BYTES)[:MAX_BYTES])
    done = imported(name, file, tmp_path / "out")
    assert (done.returncode, done.stderr) == (1, "")
    assert "error not-readable" in done.stdout


# ---- generated ----


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """A real file with pieces cut out, doubled, moved and replaced."""
    data = bytearray(sample(name))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 400)))
        piece = bytes(data[start:end])
        put = draw(
            st.sampled_from(
                [
                    b"",
                    piece * 2,
                    piece[::-1],
                    b'"',
                    b",",
                    b"<",
                    b">",
                    b"\n",
                    b"\xff",
                    b"\x00",
                    b"999999999999",
                    b"\xe2\x80\xa8",
                ]
            )
            | st.binary(max_size=20)
        )
        data[start:end] = put
    return bytes(data)


QUOTED = re.compile(rb'"([^"\n]{0,200})"')


@st.composite
def reworded(draw: st.DrawFn, name: str) -> bytes:
    """A real file in which what stands in quotes is something else: what is whole to a parser, and means nothing."""
    data = sample(name)
    spans = [found.span(1) for found in QUOTED.finditer(data)]
    for _ in range(draw(st.integers(1, 6)) if spans else 0):
        start, end = draw(st.sampled_from(spans))
        other = slice(*draw(st.sampled_from(spans)))
        put = draw(
            st.sampled_from([data[other], b"", b"-1", b"1e9", b"x y", b"1, A | 1, B", b"[a", b"(((", b"2020-02-30"])
        )
        data = data[:start] + put + data[end:]
        spans = [found.span(1) for found in QUOTED.finditer(data)]
    return data


@settings(max_examples=25, deadline=None)
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    safely(name, data.draw(damaged(name) | reworded(name)))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    safely(name, data)


@pytest.mark.fuzz
@settings(max_examples=2_000, deadline=None)
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_many_damaged_files_are_read_or_refused(name: str, data: st.DataObject) -> None:
    safely(name, data.draw(damaged(name) | reworded(name)))
