"""`import` and `export`: a registry moves in and out again."""

import csv
import io
import json
from pathlib import Path

import pytest

from catalogue.formats import FORMATS
from renderers.cli import run
from renderers.cli.import_ import FORMAT_NAMES

KLOKEBOK = Path(__file__).parent.parent / "formats" / "files" / "klokebok.csv"


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";"))


def test_the_names_on_the_command_line_are_those_of_the_formats() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES


def test_what_is_imported_passes_check_and_goes_out_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "ny" / "register"
    assert run(["import", "klokebok", str(KLOKEBOK), "--out", str(folder), "--title", "Hjerteregisteret"]) == 0
    told = capsys.readouterr().out
    assert "klokebok.csv:12:20 warning show-if-unknown 'cigarettes' is asked only after" in told
    assert f"Wrote 6 files into {folder}." in told
    assert run(["check", "--catalogue", str(folder)]) == 0
    assert run(["format", "--catalogue", str(folder), "--check"]) == 0
    out = tmp_path / "ut.csv"
    assert run(["export", "klokebok", "--catalogue", str(folder), "--out", str(out)]) == 0
    assert rows(out.read_text(encoding="utf-8")) == rows(KLOKEBOK.read_text(encoding="utf-8"))


def test_one_form_is_exported_and_what_is_left_out_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "klokebok", "--form", "rygg.pasient"]) == 0
    told = capsys.readouterr()
    assert {row[22] for row in rows(told.out)[1:]} == {"pasient"}
    assert "not-carried" in told.err


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mitt.txt").write_text("mitt", encoding="utf-8")
    assert run(["import", "klokebok", str(KLOKEBOK), "--out", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mitt.txt"]


def test_what_cannot_be_read_makes_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "kodebok.csv"
    source.write_bytes(b"a;b\n1;2\n")
    assert run(["import", "klokebok", str(source), "--out", str(tmp_path / "ny"), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["files"] == []
    assert [(found["slug"], found["line"]) for found in report["findings"]] == [("not-readable", 1)]
    assert not (tmp_path / "ny").exists()


ONE_WAY = [
    # format, what its file begins with, what is told of the rest
    ("codebook", b"\xef\xbb\xbfskjema_id;skjemanamn;", "translations cannot be written"),
    ("codebook-xlsx", b"PK", "translations cannot be written"),
    ("json-schema", b'{\n  "$schema": "https://json-schema.org/', "names in other systems cannot be written"),
    ("table-schema", b'{\n "$schema": "https://datapackage.org/', "enable_when cannot be written"),
]


@pytest.mark.parametrize(("name", "begins", "told"), ONE_WAY)
def test_what_only_goes_out_is_written(
    name: str, begins: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["export", name, "--form", "rygg.pasient", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(begins)
    assert told in capsys.readouterr().err
