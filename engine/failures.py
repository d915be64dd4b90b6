"""What can be said of an exception without quoting anybody: the messages of a database name the values of a row, and
sometimes whose it is ("Key (identity_number)=(…) already exists").
"""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

NAMED = ("sqlstate", "table_name", "column_name", "constraint_name")


def is_out_of_reach(problem: BaseException) -> bool:
    """Whether a database does not answer, has closed the connection, or lets nobody in for a while."""
    return isinstance(problem, OperationalError | InterfaceError | TimeoutError)


def kind_of(problem: BaseException) -> str:
    """The exception's class, and what PostgreSQL names beside its message; SQLite names nothing but in the message, and
    so does a PostgreSQL that cannot be reached.
    """
    if not isinstance(problem, DBAPIError) or problem.orig is None:
        return type(problem).__name__
    diagnosis = getattr(problem.orig, "diag", None)
    named = [name for part in NAMED if (name := getattr(diagnosis, part, None))]
    return f"{type(problem.orig).__name__}: {', '.join(named) if named else problem.orig}"
