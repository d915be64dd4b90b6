"""What keeps a table's rows as its release demands, through a migration on PostgreSQL.

The function over the later release's conditions is made before the columns change places; in that moment only names
change. What a later release demands of rows that are there already is looked through afterwards, while others write.
"""

from collections.abc import Iterator

from sqlalchemy import Table

from engine.tables import FormTable
from engine.tables.conditions import conditions_of, keeper, keeper_name, keeper_trigger
from engine.tables.ddl import literal
from engine.tables.guards import trigger_function
from engine.tables.storage import kept_name
from migrations_gen.emit.words import Words, address, quoted
from migrations_gen.stages import AFTER, LOOK, SHORT, UPTO, Stage
from migrations_gen.steps import Plan
from migrations_gen.steps.records import ChangedTable


def ready(plan: Plan, words: Words) -> Iterator[Stage]:
    """The functions of the tables that both releases have, under names that wait."""
    for step in plan.changed:
        guard = keeper(words.table(step))
        if guard and is_kept_otherwise(step, words):
            says = f"What a row of {step.after} must fulfil from the release on is made ready."
            yield Stage(f"keeper-{step.before}", says, SHORT, (trigger_function(_waiting(step, words), guard.body),))


def is_kept_otherwise(step: ChangedTable, words: Words) -> bool:
    """Whether the later release demands something else, or says it of columns that are called otherwise."""
    return keeper(words.table_before(step)) != keeper(words.table(step))


def let_go(step: ChangedTable, words: Words) -> Iterator[str]:
    """The earlier release's demands are dropped."""
    guard = keeper(words.table_before(step))
    if guard:
        yield f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}"
        yield f"DROP FUNCTION IF EXISTS {guard.name}()"


def put_in_place(step: ChangedTable, words: Words) -> Iterator[str]:
    """The later release's demands hold."""
    guard = keeper(words.table(step))
    if guard:
        yield f"ALTER FUNCTION {_waiting(step, words)}() RENAME TO {guard.name}"
        yield guard.trigger


def _waiting(step: ChangedTable, words: Words) -> str:
    return quoted(keeper_name(kept_name(step.after, words.plan.after.number)))


def on_waiting(form: FormTable, waiting: str) -> Iterator[str]:
    """The demands on a table that is not in use yet, or has been before a way back."""
    guard, name, place = keeper(form.table), quoted(keeper_name(waiting)), quoted(waiting)
    if guard:
        yield trigger_function(name, guard.body)
        yield f"DROP TRIGGER IF EXISTS {name} ON {place}"
        yield keeper_trigger(name, place)


def called(table: Table, old: str, new: str) -> Iterator[str]:
    """A table that is `new` from now on, and was `old`, takes what keeps it along."""
    if keeper(table):
        before, after = quoted(keeper_name(old)), quoted(keeper_name(new))
        yield f"ALTER TRIGGER {before} ON {quoted(new)} RENAME TO {after}"
        yield f"ALTER FUNCTION {before}() RENAME TO {after}"


def look_through(plan: Plan, words: Words) -> Iterator[Stage]:
    """Which new demands the rows that are there break, and how many do."""
    for step in plan.changed:
        asked = ",\n    ".join(_asked(step, words))
        if asked:
            place = address(words.table(step))
            query = (
                f"SELECT broken.name, count(*) FROM {place}, LATERAL (VALUES\n    {asked}\n) AS broken(name, is_met)\n"
                f'WHERE "id" > {AFTER} AND "id" <= {UPTO} AND NOT broken.is_met GROUP BY broken.name'
            )
            says = f"The rows of {step.after} are looked through for the new limits and rules, while others write."
            yield Stage(f"look-{step.after}", says, LOOK, (query,), place)


def _asked(step: ChangedTable, words: Words) -> Iterator[str]:
    """What comes, but for what holds of rows of the release that comes only."""
    conditions = conditions_of(words.table(step))
    spared = f'"release" < {words.plan.after.number} OR'
    for name in step.checks.added:
        condition = conditions.get(name)
        if condition is not None and not condition.startswith(spared):
            yield f"({literal(name)}, ({condition}))"
