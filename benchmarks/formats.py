"""A definition of 5,000 fields read from another system's format and written again, in seconds; no format has peers.

Run alone: `PYTHONPATH=. .venv/bin/python benchmarks/formats.py`.
"""

import csv
import io
import sys
import time
from pathlib import Path

from catalogue.formats import FORMATS
from catalogue.formats.records import ReadOptions, WriteOptions
from catalogue.formats.redcap.columns import COLUMNS
from catalogue.source.builder import build
from catalogue.source.documents import parse_document

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


def measured() -> dict[str, float]:
    """Seconds of the processor, by format and direction."""
    seconds: dict[str, float] = {}
    data = dictionary()
    for name in ("redcap", "klokebok"):
        before = time.process_time()
        read = FORMATS[name].read(data, ReadOptions("5000.csv"))
        seconds[f"{name} read"] = time.process_time() - before
        parsed = {path: parse_document(text, Path(path), path) for path, text in read.files.items()}
        catalogue = build(parsed.pop("variables.yaml"), parsed.values()).catalogue
        for written in ("redcap", "klokebok"):
            before = time.process_time()
            content = FORMATS[written].write(catalogue, WriteOptions()).content
            seconds[f"{written} write"] = time.process_time() - before
            data = content if written == "klokebok" else data
    return seconds


if __name__ == "__main__":
    for what, taken in measured().items():
        sys.stdout.write(f"{what:15} {taken:6.2f} s\n")
