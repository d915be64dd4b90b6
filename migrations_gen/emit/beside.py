"""What stands beside the answers and is called after them: confirmations, stamps of calculations, the log. The same SQL
in both dialects.
"""

from collections.abc import Iterator, Mapping

from migrations_gen.steps import Plan
from migrations_gen.steps.records import VALUE, ChangedTable, ColumnStep, KeptTable, NewTable, Same


def follow_sql(plan: Plan) -> Iterator[str]:
    """Confirmations and stamps of calculations name tables and variables that are called otherwise now."""
    for step in plan.steps:
        names: Mapping[str, str] = {}
        match step:
            case ChangedTable(before=before, after=after):
                names = dict(filter(None, map(_renaming, step.columns)))
            case KeptTable(name=before, kept=after):
                pass
            case NewTable(name=after, waiting=before):
                pass
            case _:
                continue
        for table in ("confirmation", "calculation"):
            for old, new in names.items():
                where = f"\"table_name\" = '{before}' AND \"variable\" = '{old}'"
                yield f"UPDATE {table} SET \"variable\" = '{new}' WHERE {where}"
            if before != after:
                yield f"UPDATE {table} SET \"table_name\" = '{after}' WHERE \"table_name\" = '{before}'"


def _renaming(column: ColumnStep) -> tuple[str, str] | None:
    """A variable's old name and its new one, where its answers stay in the same column."""
    match column:
        case ColumnStep(name, kind, _, Same(old)) if kind == VALUE and old != name:
            return old, name
        case _:
            return None


def purge_log(plan: Plan, step: ChangedTable) -> Iterator[str]:
    """What else tells of what is erased, and the line in the log."""
    names = sorted({name.partition("@")[0].removesuffix("_missing").removesuffix("_edition") for name in step.purged})
    for name in names:
        for table in ("confirmation", "calculation"):
            yield f"DELETE FROM {table} WHERE \"table_name\" = '{step.after}' AND \"variable\" = '{name}'"
        line = f"'purge {step.after}.{name} {plan.after.number}', CURRENT_TIMESTAMP, 'upgrade', 'system', 'purge'"
        why = f"'{name}, release {plan.after.number}'"
        yield (
            "INSERT INTO access_log (id, at, actor, role, action, table_name, row_id, why)"
            f" VALUES ({line}, '{step.after}', '*', {why}) ON CONFLICT (id) DO NOTHING"
        )
