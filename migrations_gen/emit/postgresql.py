"""The stages of a migration for PostgreSQL, while servers of the release before it go on writing.

Expand, keep in step, backfill, change places, and only then what takes long without being in anybody's way. No table is
written anew, nothing that locks waits long, and what reads the whole table lets others read and write.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Table
from sqlalchemy.schema import CreateTable

from catalogue.expressions.nodes import references
from catalogue.expressions.scope import TIMEPOINT
from engine.tables import FormTable
from engine.tables.conditions import Conditions
from engine.tables.ddl import literal
from engine.tables.grants import ANALYST, form_grants, list_grant
from engine.tables.names import LONGEST, reason_column
from engine.tables.storage import history_of, kept_name
from migrations_gen.emit.beside import follow_sql, purge_log
from migrations_gen.emit.keepers import called, is_kept_otherwise, let_go, look_through, on_waiting, put_in_place, ready
from migrations_gen.emit.words import Words, address, gone_codes, inserted, quoted
from migrations_gen.stages import ALONE, BATCHES, SHORT, SWAP, VALIDATE, VIEWS, Stage
from migrations_gen.steps import Plan
from migrations_gen.steps.checks import reference_texts
from migrations_gen.steps.keeping import renames
from migrations_gen.steps.records import ChangedTable, ColumnStep, Computed, KeptTable, ListStep, NewTable

SPARED = """\
-- The check that is valid already spares the reading of the table.
-- squawk-ignore adding-not-nullable-field
"""
ASIDE = "@aside"
"""What a column is called for a moment when two change names."""


def postgresql(plan: Plan) -> tuple[Stage, ...]:
    """The stages, in order."""
    words = Words(plan, "postgresql")
    return (
        *_lists(plan, words),
        *_expand(plan, words),
        *ready(plan, words),
        *_in_step(plan, words),
        *_backfill(plan, words),
        *_occasions(plan, words),
        _swap(plan, words),
        *_fetch(plan, words),
        *_follow(plan),
        *_purges(plan, words),
        Stage("views", "The analysts' views are made again over the columns of the release.", VIEWS),
        *look_through(plan, words),
        *_validate(plan, words),
        *_tidy(plan, words),
    )


def _tables_before(step: ChangedTable, words: Words) -> tuple[str, ...]:
    """A form's table and its history, as they are called before."""
    form = words.before.forms.get(step.form_before)
    return (address(words.table_before(step)), *((address(form.history),) if form else ()))


# ---- expand ----


def _lists(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.steps:
        if isinstance(step, ListStep):
            table, rows = words.list_table(step), words.list_rows(step)
            made = words.text(CreateTable(table)).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)
            aside = (
                f"ALTER TABLE IF EXISTS {quoted(table.name)} RENAME TO {quoted(step.replaces)}",
                f"ALTER INDEX IF EXISTS {quoted(f'pk_{table.name}')} RENAME TO {quoted(f'pk_{step.replaces}')}",
            )
            statements = (
                *(aside if step.replaces else ()),
                *((made, list_grant(table)) if step.is_new else ()),
                *inserted(table, rows, words),
                *gone_codes(step, table, rows),
            )
            yield Stage(f"list-{table.name}", f"The rows of {table.name} are those of the release.", SHORT, statements)


def _expand(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.changed:
        if step.coming:
            names = ", ".join(column.name for column in step.coming)
            statements = (*_added(step, words), *_readable(step, words))
            says = f"{step.before} gets columns that wait to be used: {names}. Nothing is rewritten."
            yield Stage(f"expand-{step.before}", says, SHORT, statements)
    for new in plan.steps:
        if isinstance(new, NewTable):
            form = words.after.forms[new.form]
            yield Stage(f"expand-{new.name}", f"{new.name} is made, and waits.", SHORT, tuple(_made(new, form, words)))


def _added(step: ChangedTable, words: Words) -> Iterator[str]:
    table, number = words.table(step), words.plan.after.number
    for name in _tables_before(step, words):
        columns = (
            f"    ADD COLUMN IF NOT EXISTS {quoted(column.waiting(number))} {words.type_of(table.c[column.name])}"
            for column in step.coming
        )
        yield f"ALTER TABLE {name}\n" + ",\n".join(columns)


def _readable(step: ChangedTable, words: Words) -> Iterator[str]:
    """What analysts read: never a column that identifies somebody directly, whichever release it is of."""
    before, after = words.before.forms.get(step.form_before), words.after.forms.get(step.form_after)
    if before is None or after is None:
        return
    hidden = {name for name, variable in before.row.variables.items() if variable.identifies == "direct"}
    number = words.plan.after.number
    coming = {column.name: column.waiting(number) for column in step.coming}
    direct = [name for name, variable in after.row.variables.items() if variable.identifies == "direct"]
    kept = words.plan.before.storage
    secret = kept.hidden.get(step.before, ())
    if not hidden and not direct and not secret:
        return
    there = [column.name for column in before.table.columns if column.name not in hidden]
    there += [name for name in kept.kept_columns(step.before) if name not in secret]
    there += [waiting for name, waiting in coming.items() if name not in direct]
    table = address(before.table)
    yield f"REVOKE SELECT ON {table} FROM {ANALYST}"
    yield f"GRANT SELECT ({', '.join(map(quoted, dict.fromkeys(there)))}) ON {table} TO {ANALYST}"


def _made(step: NewTable, form: FormTable, words: Words) -> Iterator[str]:
    for table, waiting in ((form.table, step.waiting), (form.history, history_of(step.waiting))):
        lines = words.text(CreateTable(table)).splitlines()
        yield "\n".join((f"CREATE TABLE IF NOT EXISTS {quoted(waiting)} (", *lines[1:]))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            columns = ", ".join(quoted(column.name) for column in index.columns)
            name = kept_name(str(index.name), words.plan.after.number)
            yield f"CREATE INDEX IF NOT EXISTS {quoted(name)} ON {quoted(waiting)} ({columns})"
        for grant in form_grants(form):
            if f" ON {table.name} TO " in grant:
                yield grant.replace(f" ON {table.name} TO ", f" ON {quoted(waiting)} TO ", 1)
    yield from on_waiting(form, step.waiting)


# ---- keep in step, backfill ----


def _in_step(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.changed:
        columns = step.computed(here=True)
        if columns:
            says = f"What is written to {step.before} from now on fills the waiting columns too."
            yield Stage(f"in-step-{step.before}", says, SHORT, tuple(_trigger(step, columns, words)))


def _carrier(step: ChangedTable, words: Words) -> str:
    return quoted(kept_name(f"carry_{step.before}", words.plan.after.number))


def _trigger(step: ChangedTable, columns: tuple[ColumnStep, ...], words: Words) -> Iterator[str]:
    """All at once, since each is computed from the row as it was answered."""
    number, name, table = words.plan.after.number, _carrier(step, words), _tables_before(step, words)[0]
    made = ",\n        ".join(words.filling(step, column, "NEW.") for column in columns)
    places = ", ".join(f"NEW.{quoted(column.waiting(number))}" for column in columns)
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $carry$\nBEGIN\n"
        f"    SELECT\n        {made}\n    INTO {places};\n    RETURN NEW;\nEND\n$carry$"
    )
    read = ", ".join(map(quoted, _read(step, columns, words)))
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF {read} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _read(step: ChangedTable, columns: tuple[ColumnStep, ...], words: Words) -> list[str]:
    """The columns that the filling rests on."""
    form = words.plan.before.catalogue.form[step.form_before]
    found: list[str] = []
    for column in columns:
        source = column.source
        assert isinstance(source, Computed)
        for name in references(source.node):
            found.append(name)
            variable = form.variable.get(name)
            if variable is not None and not variable.is_calculated:
                found.append(reason_column(variable.reason_name))
        found += [part.column for part in source.agrees]
    there = words.table_before(step).columns.keys()
    return [name for name in dict.fromkeys(found) if name in there] or ["id"]


def _backfill(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.changed:
        columns = step.computed(here=True)
        if columns:
            names = ", ".join(column.name for column in columns)
            yield Stage(
                f"backfill-{step.before}",
                f"The rows that are there get {names}, a few hundred at a time.",
                BATCHES,
                (_update(_tables_before(step, words)[0], _filled(step, columns, words)),),
                table=_tables_before(step, words)[0],
            )


def _filled(step: ChangedTable, columns: tuple[ColumnStep, ...], words: Words) -> Iterator[str]:
    number = words.plan.after.number
    return (f"{quoted(column.waiting(number))} = {words.filling(step, column)}" for column in columns)


def _update(table: str, settings: Iterable[str], more: str = "") -> str:
    listed = ",\n    ".join(settings)
    return f'UPDATE {table} SET\n    {listed}\nWHERE "id" > :after AND "id" <= :upto{more}'


def _occasions(plan: Plan, words: Words) -> Iterator[Stage]:
    """Timepoints that are called otherwise: the new column is never empty, and one row per occasion."""
    for step in plan.changed:
        column = next((column for column in step.coming if column.name == TIMEPOINT), None)
        if column is None:
            continue
        table, waiting = _tables_before(step, words)[0], quoted(column.waiting(plan.after.number))
        filled, unique = _occasion_names(step, words)
        says = f"The timepoints of {step.before} under their new names: none is without one."
        check = f"ALTER TABLE {table} ADD CONSTRAINT {filled} CHECK ({waiting} IS NOT NULL) NOT VALID"
        yield Stage(f"occasions-{step.before}", says, SHORT, (check,))
        valid = f"ALTER TABLE {table}\n    VALIDATE CONSTRAINT {filled}"
        yield Stage(f"occasions-valid-{step.before}", "That is looked through, while others write.", VALIDATE, (valid,))
        once = (
            f"DROP INDEX CONCURRENTLY IF EXISTS {unique}",
            f'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {unique} ON {table} ("episode_id", {waiting})',
        )
        yield Stage(f"occasions-once-{step.before}", "There is one row per occasion.", ALONE, once)


def _occasion_names(step: ChangedTable, words: Words) -> tuple[str, str]:
    number = words.plan.after.number
    names = (f"ck_{step.before}_occasion", f"uq_{step.before}_occasion")
    filled, unique = (quoted(kept_name(name, number)) for name in names)
    return filled, unique


# ---- changing places ----


def _swap(plan: Plan, words: Words) -> Stage:
    statements = ["LOCK TABLE catalogue_release IN ACCESS EXCLUSIVE MODE"]
    for step in plan.changed:
        statements += _swapped(step, words)
    for kept in plan.steps:
        if isinstance(kept, KeptTable):
            form = words.before.forms[kept.form]
            for table, name in ((form.table, kept.kept), (form.history, history_of(kept.kept))):
                statements.append(f"ALTER TABLE {quoted(table.name)} RENAME TO {quoted(name)}")
                statements += called(table, table.name, name)
                statements += _indexes(table, plan.before.number, is_kept=True)
    for new in plan.steps:
        if isinstance(new, NewTable):
            form = words.after.forms[new.form]
            for table, name in ((form.table, new.waiting), (form.history, history_of(new.waiting))):
                statements.append(f"ALTER TABLE {quoted(name)} RENAME TO {quoted(table.name)}")
                statements += called(table, name, table.name)
                statements += _indexes(table, plan.after.number, is_kept=False)
    says = f"In one moment: the columns change places, and the database is at release {plan.after.number}."
    return Stage("swap", says, SWAP, tuple(statements))


def _swapped(step: ChangedTable, words: Words) -> Iterator[str]:
    table, *history = _tables_before(step, words)
    if step.computed(here=True):
        yield f"DROP TRIGGER IF EXISTS {_carrier(step, words)} ON {table}"
    is_other = is_kept_otherwise(step, words)
    if is_other:
        yield from let_go(step, words)
    if step.references.dropped:
        drops = (f"    DROP CONSTRAINT IF EXISTS {quoted(name)}" for name in step.references.dropped)
        yield f"ALTER TABLE {table}\n" + ",\n".join(drops)
    for name in (table, *history):
        yield from (
            f"ALTER TABLE {name} RENAME COLUMN {quoted(old)} TO {quoted(new)}" for old, new in _in_turn(step, words)
        )
    yield from _occasion_swap(step, words, history)
    if step.before != step.after:
        yield from _renamed_table(step, words)
    place = address(words.table(step))
    for old, new in _one_by_one(step.references.renamed):
        yield f"ALTER TABLE {place} RENAME CONSTRAINT {quoted(old)} TO {quoted(new)}"
    added = list(_reference_clauses(step, words))
    if added:
        yield f"ALTER TABLE {place}\n" + ",\n".join(f"    {clause} NOT VALID" for clause in added)
    if is_other:
        yield from put_in_place(step, words)


def _in_turn(step: ChangedTable, words: Words) -> list[tuple[str, str]]:
    """Renames so that no name is taken twice: what goes, then what stays, then what comes."""
    coming = [(column.waiting(words.plan.after.number), column.name) for column in step.coming]
    return [*step.kept, *_one_by_one(step.renamed), *coming]


def _one_by_one(pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Those whose name another is to have stand aside first."""
    wanted = {new for _, new in pairs}
    aside = {old: f"{old[: LONGEST - len(ASIDE)]}{ASIDE}" for old, _ in pairs if old in wanted}
    return [*aside.items(), *((aside.get(old, old), new) for old, new in pairs)]


def _occasion_swap(step: ChangedTable, words: Words, history: list[str]) -> Iterator[str]:
    kept = dict(step.kept).get(TIMEPOINT)
    if kept is None:
        return
    table, unique = _tables_before(step, words)[0], f"uq_{step.before}_episode_id"
    filled, index = _occasion_names(step, words)
    yield f"ALTER TABLE {table} DROP CONSTRAINT {quoted(unique)}"
    yield f"{SPARED}ALTER TABLE {table} ALTER COLUMN {quoted(TIMEPOINT)} SET NOT NULL"
    yield f"ALTER TABLE {table} DROP CONSTRAINT {filled}"
    yield f"ALTER TABLE {table} ADD CONSTRAINT {quoted(unique)} UNIQUE USING INDEX {index}"
    for name in (table, *history):
        yield f"ALTER TABLE {name} ALTER COLUMN {quoted(kept)} DROP NOT NULL"


def _renamed_table(step: ChangedTable, words: Words) -> Iterator[str]:
    """A form under another name: its tables, and all that is named after them."""
    before, after = words.before.forms[step.form_before], words.after.forms[step.form_after]
    for old, new in ((before.table, after.table), (before.history, after.history)):
        yield f"ALTER TABLE {address(old)} RENAME TO {quoted(new.name)}"
        for was, now in zip(_named(old), _named(new), strict=True):
            yield f"ALTER TABLE {address(new)} RENAME CONSTRAINT {quoted(was)} TO {quoted(now)}"
        for one, other in zip(_index_names(old), _index_names(new), strict=True):
            yield f"ALTER INDEX {quoted(one)} RENAME TO {quoted(other)}"


def _named(table: Table) -> list[str]:
    """Keys that every row of a form has; those of answers are compared one by one."""
    own = (part for part in table.constraints if not isinstance(part, Conditions))
    names = sorted(str(part.name) for part in own)
    return [name for name in names if name not in reference_texts(table)]


def _index_names(table: Table) -> list[str]:
    return sorted(str(index.name) for index in table.indexes)


def _indexes(table: Table, number: int, *, is_kept: bool) -> Iterator[str]:
    """An index's name is the schema's: a kept table's must not be in the way of a later table's."""
    names = [f"pk_{table.name}", *_index_names(table)]
    names += [f"uq_{table.name}_episode_id"] if not table.name.endswith("_history") else []
    for name in names:
        old, new = (name, kept_name(name, number)) if is_kept else (kept_name(name, number), name)
        yield f"ALTER INDEX IF EXISTS {quoted(old)} RENAME TO {quoted(new)}"


def _reference_clauses(step: ChangedTable, words: Words) -> Iterator[str]:
    for key in words.table(step).foreign_key_constraints:
        if str(key.name) in step.references.added:
            column, target = key.column_keys[0], key.elements[0].column
            yield (
                f"ADD CONSTRAINT {quoted(str(key.name))} FOREIGN KEY ({quoted(column)})"
                f" REFERENCES {address(target.table)} ({quoted(target.name)})"
            )


# ---- after the swap ----


def _fetch(plan: Plan, words: Words) -> Iterator[Stage]:
    """What another form's row had, which nobody writes any more."""
    for step in plan.changed:
        for column in step.computed(here=False):
            yield Stage(
                f"fetch-{step.after}-{column.name}",
                f"{column.name} of {step.after} is taken over from another form's rows.",
                BATCHES,
                (_fetched(step, column, words),),
                table=address(words.table(step)),
            )


def _fetched(step: ChangedTable, column: ColumnStep, words: Words) -> str:
    source, number = column.source, words.plan.after.number
    assert isinstance(source, Computed)
    other = words.before.forms[source.form]
    placed = next((part for part in words.plan.steps if _is_of(part, source.form)), None)
    called, table = {}, other.table.name
    if isinstance(placed, ChangedTable):
        called, table = dict(renames(placed, number)), placed.after
    elif isinstance(placed, KeptTable):
        table = placed.kept
    text = words.cast(step, column, words.fetched(column, "there.", called))
    once = len(other.form.timepoints) == 1
    occasion = "" if once else ' AND there."timepoint" = here."timepoint"'
    row = f'there."episode_id" = here."episode_id"{occasion}'
    query = f"(SELECT {text} FROM {quoted(table)} AS there WHERE {row})"
    earlier = f'\n    AND "release" {">" if words.plan.is_back else "<"} {number}'
    empty = "".join(f"\n    AND here.{quoted(name)} IS NULL" for name in source.ready)
    return _update(f"{address(words.table(step))} AS here", (f"{quoted(column.name)} = {query}",), earlier + empty)


def _is_of(step: object, form: str) -> bool:
    match step:
        case ChangedTable(form_before=address) | KeptTable(form=address):
            return address == form
        case _:
            return False


def _follow(plan: Plan) -> Iterator[Stage]:
    statements = tuple(follow_sql(plan))
    if statements:
        yield Stage("follow", "Confirmations and calculations are called after what they are about.", SHORT, statements)


def _purges(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.changed:
        if not step.purged:
            continue
        form = words.after.forms.get(step.form_after)
        tables = (words.table(step), *((form.history,) if form else ()))
        for table in tables:
            erased = (f"{quoted(name)} = NULL" for name in step.purged)
            says = f"{', '.join(step.purged)} of {table.name} is erased."
            sql = _update(address(table), erased)
            yield Stage(f"purge-{table.name}", says, BATCHES, (sql,), table=address(table))
        yield Stage(f"purge-log-{step.after}", "The erasure is written down.", SHORT, tuple(purge_log(plan, step)))


def _validate(plan: Plan, words: Words) -> Iterator[Stage]:
    for step in plan.changed:
        if step.references.added:
            clauses = ",\n".join(f"    VALIDATE CONSTRAINT {quoted(name)}" for name in step.references.added)
            says = f"The codes in rows of {step.after} are looked up in their systems, while others write."
            sql = (f"ALTER TABLE {address(words.table(step))}\n{clauses}",)
            yield Stage(f"validate-{step.after}", says, VALIDATE, sql)


def _tidy(plan: Plan, words: Words) -> Iterator[Stage]:
    statements = [
        f"DROP FUNCTION IF EXISTS {_carrier(step, words)}()" for step in plan.changed if step.computed(here=True)
    ]
    for step in plan.changed:
        statements += _comments(words.table_before(step), words.table(step))
    for new in plan.steps:
        if isinstance(new, NewTable):
            statements += _comments(None, words.after.forms[new.form].table)
    if statements:
        yield Stage("tidy", "Labels are written as comments, and what helped is taken away.", SHORT, tuple(statements))


def _comments(before: Table | None, table: Table) -> Iterator[str]:
    known = {column.name: column.comment for column in before.columns} if before is not None else {}
    if table.comment and (before is None or before.comment != table.comment):
        yield f"COMMENT ON TABLE {address(table)} IS {literal(table.comment)}"
    for column in table.columns:
        if column.comment and known.get(column.name) != column.comment:
            yield f"COMMENT ON COLUMN {address(table)}.{quoted(column.name)} IS {literal(column.comment)}"
