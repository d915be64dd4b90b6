"""Where expressions run: one compiler per target, each with a line for every function of `functions.py`.

Polars takes long to load, so its compiler (`polars.py`) is not in the table here but imported where it is used.

Python is the reference; on every row of `tests/spec/expressions` the others give what it gives, unknowns included.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from engine.compilers import javascript, python, sql


@dataclass(frozen=True, slots=True)
class Compiler:
    """What makes an expression of a node, and the functions it has a line for."""

    compile: Callable[..., object]
    functions: frozenset[str]


COMPILERS: Mapping[str, Compiler] = {
    "python": Compiler(python.compile_expression, frozenset((*python.CONDITIONS, *python.VALUES))),
    "javascript": Compiler(javascript.javascript, frozenset(javascript.CALLS)),
    **{dialect: Compiler(partial(sql.sql, dialect=dialect), sql.known(dialect)) for dialect in sql.WORDS},
}
