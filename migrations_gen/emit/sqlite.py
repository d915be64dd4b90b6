"""The stages of a migration for SQLite: every table that changes is made anew beside the old one, filled from it in one
statement, and takes its place. All of it is one transaction.
"""

from collections.abc import Iterator

from sqlalchemy import Table
from sqlalchemy.schema import CreateIndex, CreateTable

from catalogue.expressions.scope import TIMEPOINT
from engine.tables.analysis import view_names
from engine.tables.names import database_name
from engine.tables.storage import history_of
from migrations_gen.emit.beside import follow_sql, purge_log
from migrations_gen.emit.words import Words, gone_codes, inserted, quoted
from migrations_gen.stages import KEPT, SHORT, SWAP, VIEWS, Stage
from migrations_gen.steps import Plan
from migrations_gen.steps.keeping import renames
from migrations_gen.steps.records import ChangedTable, ColumnStep, Computed, KeptTable, ListStep, NewTable

MADE = "@made"


def sqlite(plan: Plan) -> tuple[Stage, ...]:
    """The stages, in order."""
    words = Words(plan, "sqlite")
    return (
        Stage(
            "views-away", "The analysts' views are taken away; they are made again at the end.", SHORT, _no_views(plan)
        ),
        *_lists(plan, words),
        *_waiting(plan, words),
        *(stage for step in plan.changed if _is_rebuilt(step) for stage in _made(step, words)),
        *_new_tables(plan, words),
        *_places(plan, words),
        *_follow(plan),
        *_purges(plan),
        Stage("swap", f"The database is at release {plan.after.number}.", SWAP),
        Stage("views", "The analysts' views are made.", VIEWS),
    )


def _no_views(plan: Plan) -> tuple[str, ...]:
    return tuple(
        f"DROP VIEW IF EXISTS {quoted(view)}" for module in plan.before.catalogue.modules for view in view_names(module)
    )


def _lists(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.steps:
        if isinstance(step, ListStep):
            table, rows = words.list_table(step), words.list_rows(step)
            made = [words.text(CreateTable(table)).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)]
            aside = [f"ALTER TABLE {quoted(table.name)} RENAME TO {quoted(step.replaces)}"] if step.replaces else []
            statements = (*aside, *(made if step.is_new else []), *inserted(table, rows, words))
            says = f"The rows of {table.name} are those of the release."
            yield Stage(f"list-{table.name}", says, SHORT, (*statements, *gone_codes(step, table, rows)))


def _is_rebuilt(step: ChangedTable) -> bool:
    """Labels are not kept here."""
    changed = step.renamed or step.coming or step.kept or step.checks.dropped or step.checks.added
    return bool(changed or step.checks.renamed or step.references.dropped or step.before != step.after)


def _waiting(plan: Plan, words: Words) -> Iterator[Stage]:
    """Columns that come may be there from before a way back; where they are not, they are added empty."""
    for step in plan.changed:
        for table in _both(step, words):
            for column in step.coming:
                name = column.waiting(plan.after.number)
                yield Stage(
                    f"add-{table}-{name}",
                    f"{column.name} of {table} gets a column of its own.",
                    SHORT,
                    (f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(name)}",),
                    unless=f"SELECT 1 FROM pragma_table_info('{table}') WHERE name = '{name}'",
                )


def _both(step: ChangedTable, words: Words) -> tuple[str, ...]:
    """A form's table and its history, as they are called before."""
    form = words.before.forms.get(step.form_before)
    return (form.table.name, form.history.name) if form else (step.before,)


def _made(step: ChangedTable, words: Words) -> Iterator[Stage]:
    before, after = words.before.forms.get(step.form_before), words.after.forms.get(step.form_after)
    table = words.table(step)
    yield _rebuilt(step, words, (step.before, table), is_filled=True)
    if before and after:
        yield _rebuilt(step, words, (before.history.name, after.history), is_filled=False)


def _rebuilt(step: ChangedTable, words: Words, tables: tuple[str, Table], *, is_filled: bool) -> Stage:
    old, table = tables
    number = words.plan.after.number
    kept = words.plan.after.storage.kept_columns(step.after)
    named = {new: former for former, new in renames(step, number)}
    sources = {column.name: named.get(column.name, column.name) for column in table.columns}
    sources |= {name: named.get(name, name) for name in kept}
    steps = {column.name: column for column in step.columns}
    texts = {
        name: _filling(step, steps[name], words)
        if is_filled and name in steps and isinstance(steps[name].source, Computed)
        else quoted(former)
        for name, former in sources.items()
    }
    if not is_filled and TIMEPOINT in steps and TIMEPOINT in texts:
        texts[TIMEPOINT] = _filling(step, steps[TIMEPOINT], words)
    columns = ", ".join(map(quoted, texts))
    values = ",\n    ".join(texts.values())
    made = f"{table.name}{MADE}"
    return Stage(
        f"make-{table.name}",
        f"{table.name} is made anew from {old}."
        if is_filled
        else f"{table.name} is made anew; its rows stay as they were.",
        SHORT,
        (
            _definition(words, table, made, kept),
            f"INSERT INTO {quoted(made)} ({KEPT} {columns})\n"
            f"SELECT\n    {KEPT}\n    {values}\nFROM {quoted(old)} AS here",
        ),
        table=old,
    )


def _filling(step: ChangedTable, column: ColumnStep, words: Words) -> str:
    assert isinstance(column.source, Computed)
    if column.source.form == step.form_before:
        return words.filling(step, column)
    waiting = quoted(column.waiting(words.plan.after.number))
    other = words.before.forms[column.source.form]
    found = words.fetched(column, "there.", {})
    there = f'there."episode_id" = here."episode_id"{_occasion(step, words, column)}'
    return f"coalesce({waiting}, (SELECT {found} FROM {quoted(other.table.name)} AS there WHERE {there}))"


def _occasion(step: ChangedTable, words: Words, column: ColumnStep) -> str:
    """A form that is filled in once is the same for all; else the row of the same timepoint."""
    assert isinstance(column.source, Computed)
    other = words.before.forms[column.source.form].form
    return "" if len(other.timepoints) == 1 else ' AND there."timepoint" = here."timepoint"'


def _definition(words: Words, table: Table, made: str, kept: tuple[str, ...]) -> str:
    """The table under another name, with what is kept of earlier releases, which is of any type."""
    lines = words.text(CreateTable(table)).splitlines()
    columns = len(table.columns)
    more = [f"    {quoted(name)}," for name in kept]
    head = f"CREATE TABLE {quoted(made)} ("
    body = [*lines[1 : 1 + columns], *more, *lines[1 + columns :]]
    if more and not body[columns - 1].endswith(","):
        body[columns - 1] += ","
    return "\n".join((head, *body))


def _new_tables(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.steps:
        if isinstance(step, NewTable):
            form = words.after.forms[step.form]
            for table, waiting in ((form.table, step.waiting), (form.history, history_of(step.waiting))):
                text = words.text(CreateTable(table)).splitlines()
                text[0] = f"CREATE TABLE IF NOT EXISTS {quoted(waiting)} ("
                yield Stage(f"new-{table.name}", f"{table.name} is made.", SHORT, ("\n".join(text),))


def _places(plan: Plan, words: Words) -> Iterator[Stage]:
    """Old tables go or are kept, new ones take their names."""
    for step in plan.changed:
        if not _is_rebuilt(step):
            continue
        form = words.after.forms.get(step.form_after)
        tables = (words.table(step), *((form.history,) if form else ()))
        for old, table in zip(_both(step, words), tables, strict=True):
            statements = [
                f"DROP TABLE {quoted(old)}",
                f"ALTER TABLE {quoted(table.name + MADE)} RENAME TO {quoted(table.name)}",
                *_indexes(words, table),
            ]
            yield Stage(f"place-{table.name}", f"{table.name} takes its place.", SHORT, tuple(statements))
    for kept in plan.steps:
        if isinstance(kept, KeptTable):
            form = words.before.forms[kept.form]
            for table, name in ((form.table, kept.kept), (form.history, history_of(kept.kept))):
                drops = (f"DROP INDEX IF EXISTS {quoted(str(index.name))}" for index in table.indexes)
                sql = (*drops, f"ALTER TABLE {quoted(table.name)} RENAME TO {quoted(name)}")
                yield Stage(f"keep-{table.name}", f"{table.name} goes out of use and is kept as {name}.", SHORT, sql)
    for new in plan.steps:
        if isinstance(new, NewTable):
            form = words.after.forms[new.form]
            for table, name in ((form.table, new.waiting), (form.history, history_of(new.waiting))):
                sql = (f"ALTER TABLE {quoted(name)} RENAME TO {quoted(table.name)}", *_indexes(words, table))
                yield Stage(f"place-{table.name}", f"{table.name} comes into use.", SHORT, sql)


def _indexes(words: Words, table: Table) -> tuple[str, ...]:
    return tuple(
        words.text(CreateIndex(index)).replace("INDEX", "INDEX IF NOT EXISTS", 1)
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    )


def _follow(plan: Plan) -> Iterator[Stage]:
    statements = tuple(follow_sql(plan))
    if statements:
        yield Stage("follow", "Confirmations and calculations are called after what they are about.", SHORT, statements)


def _purges(plan: Plan) -> Iterator[Stage]:
    for step in plan.changed:
        if step.purged:
            tables = (step.after, database_name(step.after, "history"))
            erased = ", ".join(f"{quoted(name)} = NULL" for name in step.purged)
            statements = (f"UPDATE {quoted(table)} SET {erased}" for table in tables)
            yield Stage(
                f"purge-{step.after}",
                f"{', '.join(step.purged)} of {step.after} is erased, in its history too.",
                SHORT,
                (*statements, *purge_log(plan, step)),
            )
