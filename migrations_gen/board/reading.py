"""`board.yaml` beside the data → the board's seats and rules, with a finding for everything that is wrong in it.

A registry without the file has no board. Who sits where is never in it. Reads files; never raises.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from catalogue.findings import Finding, Location, did_you_mean
from catalogue.source.builder.reading import count, mapping, mappings, names, scalar, text
from catalogue.source.documents import Document, parse_document, read_document
from catalogue.source.documents import Mapping as Read
from catalogue.source.loader import BOARD
from catalogue.source.structure import shape_findings
from migrations_gen.board.records import Board, Quorum, Seat

SCHEMA = Path(__file__).with_name("schema.json")


@dataclass(frozen=True, slots=True)
class ReadBoard:
    """A registry's board, and what is wrong in its file; None when there is no file, or it cannot be trusted."""

    board: Board | None = None
    findings: tuple[Finding, ...] = ()


def read_board(folder: Path, base: Path) -> ReadBoard:
    """The board declared in `folder`, if there is one; paths in findings count from `base`."""
    path = folder / BOARD
    if not path.is_file():
        return ReadBoard()
    shown = path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()
    return _read(read_document(path, shown))


def board_of_snapshot(snapshot: str) -> Board | None:
    """The board that a state declares, if it declares one without mistakes.

    A snapshot holds one file of this name at most: no declaration may be called so.
    """
    files = json.loads(snapshot)["files"]
    path = next((path for path in files if PurePosixPath(path).name == BOARD), None)
    return _read(parse_document(files[path], Path(path), path)).board if path else None


def _read(document: Document) -> ReadBoard:
    data = document.data
    if not isinstance(data, Read):
        message = "A board begins with 'board:' and lists its seats under 'seats:'."
        empty = Finding(Location(document.name, 1, 1), "not-a-board", message)
        return ReadBoard(None, document.findings or (empty,))
    findings = (*document.findings, *shape_findings(data, SCHEMA, "document_board"))
    findings = findings or tuple(_meant(data))
    return ReadBoard(None if findings else _board(data), findings)


def _board(data: Read) -> Board:
    terms, quorum = mapping(data, "terms"), mapping(data, "quorum")
    return Board(
        name=text(data, "board"),
        title=text(data, "title"),
        statutes=text(data, "statutes"),
        seats={seat.name: seat for seat in map(_seat, mappings(data, "seats"))},
        quorum=Quorum(at_least=count(quorum, "at_least") or 1, always=tuple(map(str, names(quorum, "always")))),
        shortest=count(terms, "shortest") or 1,
        longest=count(terms, "longest") or 1,
    )


def _seat(data: Read) -> Seat:
    titles = mapping(data, "titles")
    return Seat(
        name=text(data, "seat"),
        title=text(data, "title"),
        appointed_by=text(data, "appointed_by"),
        represents=text(data, "represents"),
        titles={str(code): text(titles, code) for code in titles},
        source=text(data, "source"),
    )


# ---- what has the right shape, and still cannot be meant ----


def _meant(data: Read) -> Iterator[Finding]:
    yield from _seats_twice(data)
    yield from _terms_upside_down(mapping(data, "terms"))
    yield from _quorum_out_of_reach(mapping(data, "quorum"), {text(seat, "seat") for seat in mappings(data, "seats")})


def _seats_twice(data: Read) -> Iterator[Finding]:
    seen: set[str] = set()
    for seat in mappings(data, "seats"):
        name = text(seat, "seat")
        if name in seen:
            message = f"There are two seats called '{name}'. Each seat has a name of its own."
            yield Finding(seat["seat"].at, "seat-twice", message)
        seen.add(name)


def _terms_upside_down(terms: Read) -> Iterator[Finding]:
    shortest, longest = count(terms, "shortest") or 0, count(terms, "longest") or 0
    if shortest > longest:
        message = f"The shortest term ({shortest} years) is longer than the longest ({longest}). Correct one of them."
        yield Finding(terms.key_at("shortest"), "impossible-terms", message)


def _quorum_out_of_reach(quorum: Read, seats: set[str]) -> Iterator[Finding]:
    if (count(quorum, "at_least") or 0) > len(seats):
        message = f"A quorum of {text(quorum, 'at_least')} cannot be reached: there are {len(seats)} seats."
        yield Finding((scalar(quorum, "at_least") or quorum).at, "quorum-out-of-reach", message)
    for name in names(quorum, "always"):
        if name.strip() not in seats:
            message = f"There is no seat '{name}'.{did_you_mean(name, seats)} The seats are listed under 'seats:'."
            yield Finding(name.at, "unknown-seat", message)
