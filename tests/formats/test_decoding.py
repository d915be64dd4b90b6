"""Files come in many encodings, and some are no text at all; what is read is the same, what is not is said."""

import tracemalloc

import pytest

from catalogue.formats.decoding import MAX_BYTES, decoded

TEXT = "skjemanavn;ledetekst\r\nOppfølging;Røyker «du»?\r\n"
READ = TEXT.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        READ.encode("utf-8"),
        READ.replace("\n", "\r").encode("cp1252"),
    ],
    ids=["utf-8", "with mark", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "Windows", "Unix", "old Mac"],
)
def test_the_text_is_the_same_in_every_encoding(data: bytes) -> None:
    assert decoded(data, "fil.csv").text == READ


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b" \n\t", "The file is empty."),
        (b"skjemanavn\x00;ledetekst", "The file has bytes that are no text"),
        (b"PK\x03\x04rest", "a spreadsheet or ZIP archive, not text. Save it as CSV"),
        ("Røyker du? Og så spør vi om øl".encode()[:-2], "cut off"),
        ("Røyker".encode("utf-16")[:-1], "cut off"),
        (b"R\x81yker", "neither UTF-8 nor Windows-1252"),
        ("\ufeffa\ud800a".encode("utf-16-le", "surrogatepass"), "Save the file as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    result = decoded(data, "fil.csv")
    assert result.text is None
    (finding,) = result.findings
    assert str(finding).startswith("fil.csv:1:1 error not-readable")
    assert sentence in finding.message


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    data = bytes(MAX_BYTES + 1)
    tracemalloc.start()
    result = decoded(data, "fil.csv")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "larger than 50,000,000 bytes" in result.findings[0].message
    assert most < 1_000_000


def test_control_characters_are_told() -> None:
    result = decoded(b"R\x0byk\x1b", "fil.csv")
    assert result.text == "R yk "
    assert result.findings[0].slug == "control-characters"
