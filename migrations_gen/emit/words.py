"""What both dialects say alike: the expressions that fill columns, names in quotation marks, the tables of a plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from catalogue.expressions.nodes import NULL, Call, Node, Reference, transform
from catalogue.expressions.scope import Scope, scope_of
from catalogue.model import Form
from catalogue.reserved import PERSON
from engine.compilers.sql import sql
from engine.tables import FormTable, Tables, build_tables
from engine.tables.ddl import dialect_named, literal
from engine.tables.names import edition_column, reason_column
from engine.tables.wording import COMPILER_NAMES
from migrations_gen.steps.lists import KINDS
from migrations_gen.steps.records import EDITION, ChangedTable, ColumnStep, Computed, ListStep, Plan, Side

SAME_AS = {"sqlite": "{0} IS {1}", "postgresql": "{0} IS NOT DISTINCT FROM {1}"}


def quoted(name: str) -> str:
    """A name in quotation marks."""
    return f'"{name}"'


def address(table: Table) -> str:
    """Where a table is, in quotation marks."""
    return f"{quoted(table.schema)}.{quoted(table.name)}" if table.schema else quoted(table.name)


@dataclass(slots=True)
class Words:
    """What a plan's stages are written with, in one dialect."""

    plan: Plan
    dialect: str
    before: Tables = field(init=False)
    after: Tables = field(init=False)
    _scopes: dict[tuple[int, str], Scope] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before, self.after = (
            build_tables(side.catalogue, self.dialect, side.storage, side.number)
            for side in (self.plan.before, self.plan.after)
        )

    # ---- tables ----

    def table(self, step: ChangedTable) -> Table:
        """The table as it comes."""
        return _of(self.after, step.form_after)

    def table_before(self, step: ChangedTable) -> Table:
        """The table as it was."""
        return _of(self.before, step.form_before)

    def form(self, tables: Tables, address: str) -> FormTable | None:
        """The form's tables; the person has no history."""
        return tables.forms.get(address)

    def text(self, element: CreateTable | CreateIndex) -> str:
        """A definition, without white space at the end of its lines."""
        lines = str(element.compile(dialect=dialect_named(self.dialect))).strip().splitlines()
        return "\n".join(line.rstrip().replace("\t", "    ") for line in lines)

    def type_of(self, column: Column[Any]) -> str:
        """A column's type."""
        return str(column.type.compile(dialect_named(self.dialect)))

    def list_table(self, step: ListStep) -> Table:
        """The table of a codelist, value set or system, as it comes."""
        tables, _ = KINDS[step.kind]
        return tables(self.plan.after.catalogue, MetaData())[step.name]

    def list_rows(self, step: ListStep) -> tuple[tuple[Any, ...], ...]:
        """Its rows."""
        return tuple(KINDS[step.kind][1](self.plan.after.catalogue, step.name))

    # ---- what fills a column ----

    def filling(self, step: ChangedTable, column: ColumnStep, prefix: str = "") -> str:
        """The value of a column that is computed from its own row: what is ready, if it still holds, else anew."""
        source = column.source
        assert isinstance(source, Computed)
        anew = self.cast(step, column, self._computed(column, self.plan.before, source.form, prefix))
        kept = self._is_ready(step, column, source, prefix)
        waiting = f"{prefix}{quoted(column.waiting(self.plan.after.number))}"
        return f"CASE WHEN {kept} THEN {waiting} ELSE {anew} END" if kept else anew

    def cast(self, step: ChangedTable, column: ColumnStep, text: str) -> str:
        """An expression as the column's type."""
        if self.dialect == "sqlite":
            return text
        return f"CAST({text} AS {self.type_of(self.table(step).c[column.name])})"

    def fetched(self, column: ColumnStep, prefix: str, called: Mapping[str, str]) -> str:
        """The value of a column that is computed from another form's row."""
        assert isinstance(column.source, Computed)
        return self._computed(column, self.plan.before, column.source.form, prefix, called)

    def _computed(
        self, column: ColumnStep, side: Side, address: str, prefix: str, called: Mapping[str, str] | None = None
    ) -> str:
        source = column.source
        assert isinstance(source, Computed)
        if column.kind == EDITION and isinstance(source.node, Reference):
            name = edition_column(source.node.name)
            return f"{prefix}{quoted((called or {}).get(name, name))}"
        return self.expression(source.node, side, address, prefix, called or {})

    def _is_ready(self, step: ChangedTable, column: ColumnStep, source: Computed, prefix: str) -> str:
        if not source.ready:
            return ""
        number = self.plan.after.number
        waiting = {part.name: part.waiting(number) for part in step.columns}
        holds = [f"{prefix}{quoted(waiting[name])} IS NOT NULL" for name in source.ready]
        if step.form_after != PERSON:
            holds.append(f'{prefix}"release" {"<=" if self.plan.is_back else ">="} {number}')
        agree = [self._agreement(step, part.column, part.node, waiting, prefix) for part in source.agrees]
        return " AND ".join((f"({' OR '.join(holds)})", *agree))

    def _agreement(self, step: ChangedTable, column: str, node: Node, waiting: Mapping[str, str], prefix: str) -> str:
        made = self.expression(node, self.plan.after, step.form_after, prefix, waiting)
        if self.dialect != "sqlite":
            made = f"CAST({made} AS {self.type_of(self.table_before(step).c[column])})"
        return SAME_AS[self.dialect].format(f"{prefix}{quoted(column)}", made)

    def expression(self, node: Node, side: Side, address: str, prefix: str, called: Mapping[str, str]) -> str:
        """An expression over a row of this side's form, whose columns are called otherwise."""
        form = side.catalogue.form[address]
        reasons = {variable.name: variable.reason_name for variable in form.variables if not variable.is_calculated}

        def column(name: str) -> str:
            owner = name.removesuffix("_missing")
            own = reason_column(reasons[owner]) if name != owner and owner in reasons else name
            return f"{prefix}{quoted(called.get(own, own))}"

        scope = self._scope(side, form)
        sets = side.catalogue.value_sets
        return sql(_without_reasons(node, reasons), COMPILER_NAMES[self.dialect], column, scope, value_sets=sets)

    def _scope(self, side: Side, form: Form) -> Scope:
        key = (side.number, form.address)
        if key not in self._scopes:
            self._scopes[key] = scope_of(side.catalogue, form)
        return self._scopes[key]


def _without_reasons(node: Node, reasons: Mapping[str, str]) -> Node:
    """A calculation has no reason."""

    def known(part: Node) -> Node:
        match part:
            case Call("missing_reason", (Reference(name),)) if name not in reasons:
                return NULL
            case _:
                return part

    return transform(node, known)


def _of(tables: Tables, address: str) -> Table:
    return tables.fixed.person if address == PERSON else tables.forms[address].table


def inserted(table: Table, rows: tuple[tuple[Any, ...], ...], words: Words) -> Iterator[str]:
    """The rows of a list: those there are already get what these say."""
    names = [quoted(column.name) for column in table.columns]
    keys = [quoted(column.name) for column in table.primary_key]
    others = [name for name in names if name not in keys]
    update = ", ".join(f"{name} = excluded.{name}" for name in others)
    for start in range(0, len(rows), 500):
        values = ",\n".join(f"    ({', '.join(map(literal, row))})" for row in rows[start : start + 500])
        yield (
            f"INSERT INTO {quoted(table.name)} ({', '.join(names)}) VALUES\n{values}\n"
            f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {update}"
        )


def gone_codes(step: ListStep, table: Table, rows: tuple[tuple[Any, ...], ...]) -> Iterator[str]:
    """Codes that are no longer declared stay, marked as retired; numbers that are no longer declared go."""
    keys = [column.name for column in table.primary_key]
    width = len(keys)
    if step.kind == "codelist":
        codes = ", ".join(literal(row[0]) for row in rows)
        yield f'UPDATE {quoted(table.name)} SET "retired" = TRUE WHERE "value" NOT IN ({codes}) AND NOT "retired"'
    elif step.kind == "value_set":
        known = ",\n".join(f"    ({', '.join(map(literal, row[:width]))})" for row in rows)
        names = ", ".join(map(quoted, keys))
        yield f"DELETE FROM {quoted(table.name)} WHERE ({names}) NOT IN (VALUES\n{known})"
