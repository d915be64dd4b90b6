"""States of the catalogue as the pages need them, read from the database once each: a state never changes.

Reading one takes a second or two. It is read beside whatever transaction is open, so it must have been kept before.
"""

from functools import lru_cache

from engine.database import reading
from migrations_gen.board.reading import board_of_snapshot
from migrations_gen.board.records import Board
from migrations_gen.proposals import store
from migrations_gen.proposals.checking import Checked, check
from migrations_gen.proposals.files import Files, version_of
from migrations_gen.states import State, StateRefused, files_of
from renderers.web.context import registry

PATIENCE = 60
"""So many seconds a query may take."""
FEW = 6
"""So many states are kept in mind: each is a whole catalogue."""


def text_of(digest: str) -> str:
    """A state as one text."""
    with reading(registry().settings.database_url, PATIENCE) as opened:
        return store.state_text(opened, digest)


def files(digest: str) -> Files:
    """The files of a state."""
    return files_of(text_of(digest), digest[:8])


@lru_cache(maxsize=FEW)
def checked(digest: str) -> Checked:
    """A state, looked over."""
    text = text_of(digest)
    return check(text, version_of(files_of(text, digest[:8])) or digest[:8])


def state(digest: str) -> State:
    """A state without errors; raises `StateRefused` for another."""
    found = checked(digest)
    if found.state is None:
        raise StateRefused("This state has errors, and cannot be compared before they are mended.", found.findings)
    return found.state


@lru_cache(maxsize=64)
def board_in(digest: str) -> Board | None:
    """The board that a state declares."""
    return board_of_snapshot(text_of(digest))
