"""A small board for tests: three seats, two of which must have answered."""

from migrations_gen.board.records import Board, Quorum, Seat

BOARD = Board(
    name="fagrad",
    title="Fagrådet",
    statutes="§ 6 b",
    seats={name: Seat(name=name, title=name, appointed_by="x") for name in ("nord", "vest", "bruker")},
    quorum=Quorum(at_least=2),
    shortest=2,
    longest=4,
)
