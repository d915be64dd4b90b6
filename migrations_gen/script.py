"""A migration's stages as one SQL script, as they are run: to read, and for linters. Pure."""

from collections.abc import Iterable, Iterator

from migrations_gen.stages import AFTER, ALONE, BATCHES, LOCK_TIMEOUT, LOOK, STATEMENT_TIMEOUT, UPTO, VALIDATE, Stage

HEADING = """\
-- From the moment of the swap on, servers of the release before are refused (see catalogue_release), so that no client
-- meets a name that means something else:
-- squawk-ignore-file renaming-column, renaming-table, renaming-object
-- squawk-ignore-file ban-drop-constraint, ban-drop-function, ban-drop-not-null
-- Codes and the record's own numbers are small, and are no counters of rows:
-- squawk-ignore-file prefer-bigint-over-int
"""


def script(stages: Iterable[Stage], dialect: str = "postgresql") -> str:
    """Every stage under its sentence; of a backfill one batch. On SQLite all of it is one transaction."""
    if dialect == "sqlite":
        lines = (line for stage in stages for line in (f"-- {stage.says}", *_statements(stage), ""))
        return "\n".join(("BEGIN;", "", *lines, "COMMIT;"))
    return "\n".join((HEADING, *(line for stage in stages for line in _stage(stage))))


def _stage(stage: Stage) -> Iterator[str]:
    yield f"-- {stage.says}"
    statements = _statements(stage)
    if stage.how == ALONE:
        yield from statements
    else:
        yield "BEGIN;"
        if stage.how not in (LOOK, VALIDATE):
            yield f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}';"
            yield f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}';"
        yield from map(_one_batch, statements) if stage.how in {BATCHES, LOOK} else statements
        yield "COMMIT;"
    yield ""


def _statements(stage: Stage) -> list[str]:
    return [f"{statement.strip()};" for statement in stage.sql]


def _one_batch(statement: str) -> str:
    return statement.replace(AFTER, "''").replace(UPTO, "'9'")
