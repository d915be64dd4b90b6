"""Three versions of a pinned table (`.csv`) in one: row by row, known by their key, and cell by cell. Rows that nobody
touched stay as written.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.findings import Location
from migrations_gen.merging.order import merged_order
from migrations_gen.merging.records import Conflict, Disputes, Edit, Side, Three

HEADER = "(header)"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: as written, its cells, and its line."""

    text: str
    cells: tuple[str, ...]
    line: int


def merge_tables(texts: Three[str], paths: tuple[str, str], keys: int, disputes: Disputes) -> str:
    """The merged table, whose first `keys` columns tell its rows apart; cells that both changed are in dispute."""
    sides = texts.map(lambda text: rows(text, keys))
    made: dict[str, str] = {}
    for name in dict.fromkeys((*sides.ours, *sides.theirs)):
        place = Place(name, sides.ours[HEADER].cells if HEADER in sides.ours else (), paths)
        row = _merged(_row(sides, name), place, disputes)
        if row is not None:
            made[name] = row
    names = merged_order(tuple(sides.base), tuple(sides.ours), tuple(sides.theirs), made).names
    return "".join(_ended(made[name]) for name in names)


def _row(sides: Three[Mapping[str, Row]], name: str) -> Three[Row | None]:
    return sides.map(lambda side: side.get(name))


def chosen_rows(before: str, after: str, path: str, wants: Callable[[Edit], bool]) -> str:
    """The later table where it is wanted, which is all or nothing: its numbers belong to one edition."""
    return after if before == after or wants(Edit(path, "table", path, "", "set")) else before


def rows(text: str, keys: int) -> Mapping[str, Row]:
    """The rows of a table by their key."""
    found: dict[str, Row] = {}
    seen: Counter[str] = Counter()
    for row in _read(text):
        name = ",".join(row.cells[:keys]) if found else HEADER
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} #{seen[name]}"] = row
    return found


def _read(text: str) -> Iterator[Row]:
    lines = text.splitlines(keepends=True)
    reader = csv.reader(iter(lines))
    start = 0
    for cells in reader:
        yield Row("".join(lines[start : reader.line_num]), tuple(cells), start + 1)
        start = reader.line_num


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its key, the table's columns, and the files."""

    name: str
    columns: tuple[str, ...]
    paths: tuple[str, str]

    def column(self, number: int) -> str:
        """What a column is called."""
        return self.columns[number] if number < len(self.columns) else str(number + 1)


def _merged(three: Three[Row | None], place: Place, disputes: Disputes) -> str | None:
    base, ours, theirs = three.all
    texts = three.map(lambda row: row.text.rstrip("\r\n") if row else None)
    if texts.ours in (texts.base, texts.theirs):
        return theirs.text if theirs else None
    if texts.theirs == texts.base:
        return ours.text if ours else None
    if base is None or ours is None or theirs is None or not len(base.cells) == len(ours.cells) == len(theirs.cells):
        row = theirs if _side(three, place, "", texts, disputes) is Side.THEIRS else ours
        return row.text if row else None
    cells = zip(base.cells, ours.cells, theirs.cells, strict=True)
    return _written([_cell(three, place, number, Three(*cell), disputes) for number, cell in enumerate(cells)])


def _cell(three: Three[Row | None], place: Place, number: int, cell: Three[str], disputes: Disputes) -> str:
    if cell.ours in (cell.base, cell.theirs):
        return cell.theirs
    if cell.theirs == cell.base:
        return cell.ours
    side = _side(three, place, place.column(number), cell, disputes)
    return cell.theirs if side is Side.THEIRS else cell.ours


def _side(
    three: Three[Row | None],
    place: Place,
    column: str,
    values: Three[str | None] | Three[str],
    disputes: Disputes,
) -> Side:
    lines = [row.line if row else 1 for row in (three.ours, three.theirs)]
    at = [Location(path, line, 1) for path, line in zip(place.paths, lines, strict=True)]
    slug = "row" if three.base is not None else "both-added"
    address = f"{place.paths[0]} {place.name}"
    return disputes.settled(Conflict(at[0], at[1], slug, address, column, *values.all))


def _written(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
