"""Bytes to text: the encodings seen in practice, in one place.

UTF-8 with and without mark, UTF-16, Windows-1252; line ends of Windows, Unix and old Macs. Bounded: what is too large,
cut off or no text at all is refused with a sentence.
"""

import codecs
import re
from dataclasses import dataclass

from catalogue.findings import Finding, Location
from catalogue.formats.records import note

MAX_BYTES = 50_000_000
"""The largest file that is read; a caller need not read more than one byte beyond it."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; the longer before the shorter that it begins with."""

SIGNATURES = (
    (b"PK\x03\x04", "a spreadsheet or ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"%PDF", "a PDF"),
)
SAMPLE = 4_000
EMPTY = "The file is empty."
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What nobody can see, but for tabs and ends of lines."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with `\\n` at every line's end; None when a finding says why there is none."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def decoded(data: bytes, file: str) -> Decoded:
    """The text of a file; `file` is how findings call it."""
    at = Location(file, 1, 1)
    refusal = _refusal(data)
    if refusal:
        return Decoded(None, (Finding(at, "not-readable", refusal),))
    mark, encoding = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", _guessed(data)))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        return Decoded(None, (Finding(at, "not-readable", _undecodable(error)),))
    return _cleaned(text, at)


def _refusal(data: bytes) -> str | None:
    if len(data) > MAX_BYTES:
        return f"The file is larger than {MAX_BYTES:,} bytes. Split it, or leave out what is no definition."
    if not data.strip():
        return EMPTY
    kind = next((kind for signature, kind in SIGNATURES if data.startswith(signature)), None)
    return f"The file is {kind}, not text. Save it as CSV with UTF-8." if kind else None


def _guessed(data: bytes) -> str:
    """The encoding of a file without a mark."""
    sample = data[: SAMPLE // 2 * 2]
    if 0 in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd > len(sample) // 8 and not even:
            return "utf-16-le"
        if even > len(sample) // 8 and not odd:
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = "unexpected end" in error.reason and len(data) - error.start < 4
        return "utf-8" if is_cut and _is_utf8(data[: error.start]) else "cp1252"
    return "utf-8"


def _is_utf8(data: bytes) -> bool:
    """Whether there are letters beyond ASCII, and all as UTF-8 writes them."""
    return not data.isascii()


def _undecodable(error: UnicodeDecodeError) -> str:
    if "end of data" in error.reason or "truncated" in error.reason:
        return "The file ends in the middle of a letter: it is cut off. Fetch it once more."
    return f"Byte {error.start} is neither UTF-8 nor Windows-1252. Save the file as UTF-8."


def _cleaned(text: str, at: Location) -> Decoded:
    if "\x00" in text:
        message = "The file has bytes that are no text (zero bytes). It is damaged, or not a text file."
        return Decoded(None, (Finding(at, "not-readable", message),))
    if not text.strip():
        return Decoded(None, (Finding(at, "not-readable", EMPTY),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean, count = _CONTROL.subn(" ", text)
    if not count:
        return Decoded(text)
    message = f"{count} control characters that nobody can see were read as spaces."
    return Decoded(clean, (note(at, "control-characters", message),))
