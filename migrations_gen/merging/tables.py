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
from migrations_gen.merging.records import EVERYTHING, Conflict, Edit, Resolutions, Side

HEADER = "(header)"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: as written, its cells, and its line."""

    text: str
    cells: tuple[str, ...]
    line: int


def merge_tables(
    texts: tuple[str, str, str], paths: tuple[str, str], keys: int, resolutions: Resolutions
) -> tuple[str, tuple[Conflict, ...]]:
    """The merged table, whose first `keys` columns tell its rows apart; and the cells that both sides changed."""
    base, ours, theirs = (rows(text, keys) for text in texts)
    conflicts: list[Conflict] = []
    made: dict[str, str] = {}
    for name in dict.fromkeys((*ours, *theirs)):
        row = _merged((base.get(name), ours.get(name), theirs.get(name)), name, ours, paths, resolutions, conflicts)
        if row is not None:
            made[name] = row
    names = merged_order(tuple(base), tuple(ours), tuple(theirs), made).names
    return "".join(_ended(made[name]) for name in names), tuple(conflicts)


def chosen_rows(before: str, after: str, path: str, keys: int, wants: Callable[[Edit], bool]) -> str:
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


def _merged(
    three: tuple[Row | None, Row | None, Row | None],
    name: str,
    table: Mapping[str, Row],
    paths: tuple[str, str],
    resolutions: Resolutions,
    conflicts: list[Conflict],
) -> str | None:
    base, ours, theirs = three
    texts = [row.text.rstrip("\r\n") if row else None for row in three]
    if texts[1] in (texts[0], texts[2]):
        return theirs.text if theirs else None
    if texts[2] == texts[0]:
        return ours.text if ours else None
    columns = table[HEADER].cells if HEADER in table else ()
    if base is None or ours is None or theirs is None or not len(base.cells) == len(ours.cells) == len(theirs.cells):
        side = _conflict(three, name, "", texts, paths, resolutions, conflicts)
        row = theirs if side is Side.THEIRS else ours
        return row.text if row else None
    cells = []
    for number, values in enumerate(zip(base.cells, ours.cells, theirs.cells, strict=True)):
        then, mine, yours = values
        if mine not in (then, yours) and yours != then:
            column = columns[number] if number < len(columns) else str(number + 1)
            side = _conflict(three, name, column, values, paths, resolutions, conflicts)
            cells.append(yours if side is Side.THEIRS else mine)
        else:
            cells.append(yours if mine == then else mine)
    return _written(cells)


def _conflict(
    three: Sequence[Row | None],
    name: str,
    column: str,
    values: Sequence[str | None],
    paths: tuple[str, str],
    resolutions: Resolutions,
    conflicts: list[Conflict],
) -> Side:
    address = f"{paths[0]} {name}"
    found = (resolutions[key] for key in (f"{address}:{column}", address, EVERYTHING) if key in resolutions)
    side = next(found, None)
    if side is not None:
        return side
    places = [Location(path, row.line if row else 1, 1) for path, row in zip(paths, three[1:], strict=True)]
    slug = "row" if three[0] is not None else "both-added"
    conflicts.append(Conflict(places[0], places[1], slug, address, column, values[0], values[1], values[2]))
    return Side.OURS


def _written(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
