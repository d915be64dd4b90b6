"""All CHECKs of one table as one element of it, written when the table is created and not before.

A large form has two thousand of them: as objects each would cost more than the rest of the table, at every start.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Constraint
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import DDLCompiler

NamedConditions = Callable[[], Iterable[tuple[str, str]]]
"""Gives the name and the SQL condition of each CHECK."""


class CheckList(Constraint):
    """The CHECKs of a table."""

    def __init__(self, conditions: NamedConditions) -> None:
        super().__init__()
        self.conditions = conditions


@compiles(CheckList)
def _written(element: CheckList, compiler: DDLCompiler, **_: Any) -> str:
    text = ", \n\t".join(f"CONSTRAINT {name} CHECK ({condition})" for name, condition in element.conditions())
    # A driver whose parameters begin with a percent sign takes two of them for one.
    return text.replace("%", "%%") if compiler.dialect.paramstyle in ("format", "pyformat") else text
