"""What the server's log is told of a request that failed: what kind of failure, and where in the program.

Never the message of an exception, nor a statement with its values: they quote what was typed, and sometimes whose it
was ("Key (identity_number)=(…) already exists").
"""

import logging
from traceback import format_tb

from flask import request
from sqlalchemy.exc import DBAPIError

NAMED = ("sqlstate", "table_name", "column_name", "constraint_name")


def tell(problem: BaseException) -> None:
    """Write it to the log."""
    places = "".join(format_tb(problem.__traceback__))
    log = logging.getLogger(__name__)
    log.error("A request failed: %s %s, %s\n%s", request.method, request.url_rule, _kind(problem), places.rstrip())


def _kind(problem: BaseException) -> str:
    """The exception's class, and what PostgreSQL names beside its message; SQLite names nothing but in the message, and
    so does a PostgreSQL that cannot be reached.
    """
    if not isinstance(problem, DBAPIError) or problem.orig is None:
        return type(problem).__name__
    diagnosis = getattr(problem.orig, "diag", None)
    named = [name for part in NAMED if (name := getattr(diagnosis, part, None))]
    return f"{type(problem.orig).__name__}: {', '.join(named) if named else problem.orig}"
