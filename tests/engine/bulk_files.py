"""Files of answers as `validate` reads them, and what it finds, row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.model import Catalogue, Form
from engine.answer_columns import Columns, own_columns
from engine.answers import Issue
from engine.bulk.checking import checking, row_by_row
from engine.bulk.files import open_answers
from engine.bulk.header import without_strange
from engine.bulk.pieces import Fault, Opened


@contextmanager
def opened(content: bytes | str) -> Iterator[Opened]:
    """A file with this content."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with open_answers(path) as file:
            yield file


def found_in(
    catalogue: Catalogue, form: Form, content: bytes | str, timepoint: str, today: date, columns: Columns | None = None
) -> list[tuple[int, Issue | Fault]]:
    """The number of each row with something wrong, and what; no column may be wrong."""
    meant = columns or own_columns(catalogue, form)
    found: list[tuple[int, Issue | Fault]] = []
    with opened(content) as file:
        assert meant.unknown(file.header) == ()
        checks = checking(catalogue, form, meant, file.header if file.is_complete else None, timepoint, today)
        for piece in file.pieces:
            kept = without_strange(piece, meant)
            found += [(fault.number, fault) for fault in kept.faults]
            found += [(kept.numbers[place], issue) for place, issue in row_by_row(checks.check(kept.table))]
    return sorted(found, key=lambda told: told[0])


def issues_in(catalogue: Catalogue, form: Form, content: bytes | str, timepoint: str, today: date) -> list[Issue]:
    """The issues of a file in which every row can be read."""
    found = [told for _, told in found_in(catalogue, form, content, timepoint, today)]
    assert not [told for told in found if isinstance(told, Fault)]
    return [told for told in found if isinstance(told, Issue)]
