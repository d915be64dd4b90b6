"""A definition of 5,000 fields read from another system's format and written again, in seconds.

No peer reads such a definition to a catalogue; beside ours stands what only takes the file apart and puts it together.
Run alone: `PYTHONPATH=. .venv/bin/python benchmarks/formats.py [FORMAT …]`, all formats when none is named.
"""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from measure import Row, Task, in_turn

from catalogue.formats import FORMATS
from catalogue.formats.records import Format, ReadOptions, WriteOptions
from catalogue.formats.redcap.columns import COLUMNS
from catalogue.model import Catalogue
from catalogue.source.builder import build
from catalogue.source.documents import parse_document
from renderers.collecting import making_much

OPTIONS = ReadOptions("5000")
FIELDS = 5_000
KINDS = ("integer", "radio", "notes", "yesno", "calc")


def dictionary() -> bytes:
    """A data dictionary, every fifth field asked on a condition and every fifth calculated."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in map(_row, range(FIELDS)))]
    )
    return text.getvalue().encode()


def _row(number: int) -> dict[str, str]:
    kind = KINDS[number % len(KINDS)]
    row = {"field_name": f"f{number}", "form_name": f"form{number // 500}", "field_label": f"Question {number}"}
    match kind:
        case "integer":
            return row | {"field_type": "text", "text_validation_type_or_show_slider_number": "integer"}
        case "radio":
            return row | {"field_type": kind, "select_choices_or_calculations": "0, No | 1, Yes | 2, Perhaps"}
        case "yesno":
            return row | {"field_type": kind, "branching_logic": f"[f{number - 2}] = '1' or [f{number - 3}] > 3"}
        case "calc":
            sums = f"sum([f{number - 4}],[f{number - 3}])"
            return row | {"field_type": kind, "select_choices_or_calculations": sums}
        case _:
            return row | {"field_type": kind}


def catalogue_of(files: Mapping[str, str]) -> Catalogue:
    """What a reader's files say."""
    parsed = {path: parse_document(text, Path(path), path) for path, text in files.items() if path.endswith(".yaml")}
    return build(parsed.pop("variables.yaml"), parsed.values()).catalogue


def csv_alone(data: bytes) -> None:
    """Every cell read and written."""
    csv.writer(io.StringIO()).writerows(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xml_alone(data: bytes) -> None:
    """Every element read and written."""
    ElementTree.tostring(ElementTree.fromstring(data))


def json_alone(data: bytes) -> None:
    """Every value read and written."""
    json.dumps(json.loads(data))


def workbook_alone(data: bytes) -> None:
    """Every cell of the workbooks in an archive read and written: several forms are a workbook each."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            openpyxl.load_workbook(io.BytesIO(archive.read(name))).save(io.BytesIO())


ALONE: Mapping[str, Callable[[bytes], None]] = {
    ".csv": csv_alone,
    ".xml": xml_alone,
    ".json": json_alone,
    ".xlsx": workbook_alone,
}
"""By a format's suffix: a library that reads and writes such a file, and knows nothing of what it means."""


def dictionaries(names: Iterable[str] = FORMATS) -> Iterator[Row]:
    """A row for each of these formats: the same 5,000 fields written by it once, and then read and written."""
    catalogue = catalogue_of(FORMATS["redcap"].read(dictionary(), OPTIONS).files)
    for name in names:
        found = FORMATS[name]
        data = found.write(catalogue, WriteOptions()).content
        tasks: dict[str, Task] = {f"skjemaverk: {name}": partial(read_and_written, found, data, catalogue)}
        if found.suffix in ALONE:
            tasks[f"the same {found.suffix}, meaning nothing"] = partial(ALONE[found.suffix], data)
        yield Row(f"5,000 fields in and out as {name} (target: under 3 s)", in_turn(tasks, rounds=3), {})


def read_and_written(found: Format, data: bytes, catalogue: Catalogue) -> None:
    """Both ways, each by itself, as `import` and `export` do them."""
    with making_much():
        found.read(data, OPTIONS)
    found.write(catalogue, WriteOptions())


if __name__ == "__main__":
    for row in dictionaries(sys.argv[1:] or FORMATS):
        for what, seconds in row.seconds.items():
            sys.stdout.write(f"{what:30} {seconds:6.2f} s\n")
