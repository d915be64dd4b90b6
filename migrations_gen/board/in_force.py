"""The board that is in force in a database: the one declared by the release it is at."""

from sqlalchemy import Connection

from engine.releases import current_release
from migrations_gen.board.reading import board_of_snapshot
from migrations_gen.board.records import Board


def board_in_force(connection: Connection) -> Board | None:
    """The board; None where the registry has declared none, or no release is written down."""
    release = current_release(connection)
    return board_of_snapshot(release.snapshot) if release is not None and release.snapshot else None
