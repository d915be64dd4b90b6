"""Work in tables that others are using: tried again while somebody else has the lock, and given up after a time."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

TRY_AGAIN = frozenset({"55P03", "40P01", "40001"})
"""A lock not had in time, a deadlock, a transaction overtaken."""

Result = TypeVar("Result")


class Busy(Exception):
    """A lock could not be had for so long that it was given up; what was done stays done."""


def patiently(patience: float, attempt: Callable[[], Result]) -> Result:
    """What the attempt gives, tried again for so many seconds while somebody else has the lock."""
    for pause in _pauses(patience):
        try:
            return attempt()
        except DBAPIError as error:
            if state_of(error) not in TRY_AGAIN:
                raise
            time.sleep(pause)
    raise Busy("Others have been at work in the tables for too long. What is done stays done; run 'upgrade' again.")


def state_of(error: DBAPIError) -> str:
    """PostgreSQL's own word for what is wrong."""
    return str(getattr(error.orig, "sqlstate", ""))


def _pauses(patience: float) -> Iterator[float]:
    """Longer and longer, two seconds at most."""
    pause = 0.05
    while patience > 0:
        yield pause
        patience -= pause + 0.1
        pause = min(pause * 1.5, 2.0)
