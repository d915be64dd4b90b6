"""A form → one Spark SQL statement that reads a table of answers and gives every violation of every row.

Pure and stable: the same form and columns give the same text. It reads the view `answers`, whose columns have our own
names (`hoyde`, `hoyde_missing`, `timepoint`, `person.kjonn`) beside `row number` and, for what comes from text,
`unreadable`. Its parameters are `:today`, `:timepoint` (that of rows which name none) and `:spaces` (`SPACES`). It
gives `row`, `id`, `centre`, `variable`, `rule` and `severity` as the Python evaluation would were each row to be final.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.expressions.nodes import references
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form, Variable
from engine.answer_columns import anchor_of, outside_variables
from engine.answers import IssueSeverity
from engine.compilers.spark_words import spark_name
from engine.spark import words as names
from engine.spark.checks import Checks
from engine.spark.reading import plain_text, sql_type, tidied, value
from engine.spark.stages import Stage, stages
from engine.spark.violations import violations
from engine.spark.words import words_of
from engine.tables.names import reason_column

VIEW = "answers"
ROW = "row number"
UNREADABLE = "unreadable"
CENTRE = "centre_id"
ROW_ID = "id"
BY_ROW = ("row", "id", "centre")
TOLD = ("variable", "rule", "severity")

Kinds = Mapping[str, str]
"""What each column of the table holds (`reading.KINDS`), by its name."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table of answers to a form."""

    catalogue: Catalogue
    form: Form
    kinds: Kinds


def violations_statement(catalogue: Catalogue, form: Form, kinds: Kinds) -> str:
    """The statement that gives a line for each violation."""
    table, words, checks = Table(catalogue, form, kinds), words_of(catalogue, form), Checks()
    unreadable = checks.number("", "unreadable-row", IssueSeverity.REFUSED)
    evaluation = stages(words, checks, dict(_columns(form, kinds)))
    wanted = ",\n    ".join(violations(evaluation))
    found = f"array_compact(array(\n    {wanted}\n  ))"
    if UNREADABLE in kinds:
        found = f"CASE WHEN {spark_name(UNREADABLE)} THEN array({unreadable}) ELSE {found} END"
    steps = [_tidied(table), _given(table), *evaluation.all()]
    last = f"SELECT {', '.join(BY_ROW)}, explode({found}) AS number\n  FROM step{len(steps)}"
    parts = [*_steps(steps), f"found AS (\n  {last}\n)"]
    listed = ",\n  ".join(checks.rows())
    parts.append(f"looked_for (number, {', '.join(TOLD)}) AS (VALUES\n  {listed}\n)")
    chosen = ", ".join((*BY_ROW, *TOLD))
    select = f"SELECT /*+ BROADCAST(looked_for) */ {chosen}, number FROM found JOIN looked_for USING (number)"
    return "WITH " + ",\n".join(parts) + f"\n{select}\n"


def counts_statement(violations_view: str) -> str:
    """How many rows break each rule, in all and at each centre, from a view of the violations."""
    told = ", ".join(TOLD)
    return (
        f"SELECT centre, {told}, count(DISTINCT row) AS rows FROM {violations_view}"
        f" GROUP BY centre, {told}, number ORDER BY centre, number\n"
    )


def _steps(steps: list[Stage]) -> Iterator[str]:
    """Each step as a named query on the one before; the first reads the table itself."""
    for number, stage in enumerate(steps, 1):
        columns = ",\n    ".join(stage if number == 1 else ["*", *stage])
        source = f"step{number - 1}" if number > 1 else VIEW
        yield f"step{number} AS (\n  SELECT\n    {columns}\n  FROM {source}\n)"


def _columns(form: Form, kinds: Kinds) -> Iterator[tuple[str, str]]:
    """The variables and reasons that the table has, and what it has them as."""
    yield from ((name, kinds[name]) for name in form.variable if name in kinds)
    reasons = {name: reason_column(name) for name in form.reason_names}
    yield from ((f"{name} reason", kinds[column]) for name, column in reasons.items() if column in kinds)


def _outside(table: Table) -> dict[str, Variable]:
    """What the form's expressions and eras read elsewhere, that is the dotted names among them."""
    read = {name for use in table.form.uses for name in references(use.expression.node) if "." in name}
    module = table.catalogue.modules.get(table.form.module)
    anchors = {module.episode.anchor} if module else set()
    known = outside_variables(table.catalogue, table.form)
    return {name: variable for name, variable in known.items() if name in read | anchors}


def _tidied(table: Table) -> Stage:
    """The table's own columns, tidied; those that say nothing about the answers are left behind."""
    form, kinds = table.form, table.kinds
    values = {**form.variable, **_outside(table)}
    texts = [TIMEPOINT, *map(reason_column, form.reason_names)]
    return [
        f"{spark_name(ROW)} AS row",
        *([spark_name(UNREADABLE)] if UNREADABLE in kinds else []),
        f"{_as_text(kinds, ROW_ID)} AS id",
        f"{_as_text(kinds, CENTRE)} AS centre",
        *(f"{plain_text(spark_name(name))} AS {names.written(name)}" for name in texts if name in kinds),
        *(
            f"{tidied(variable, kinds[name], spark_name(name))} AS {names.written(name)}"
            for name, variable in values.items()
            if name in kinds
        ),
    ]


def _as_text(kinds: Kinds, name: str) -> str:
    return f"CAST({spark_name(name)} AS STRING)" if name in kinds else "CAST(NULL AS STRING)"


def _given(table: Table) -> Stage:
    """The typed values; what there is no column for is NULL."""
    form, kinds = table.form, table.kinds
    outside = _outside(table)
    return [
        f"{_timepoint(kinds)} AS {TIMEPOINT}",
        f"{_day(table, outside)} AS {names.DAY}",
        *(f"{_reason(kinds, name)} AS {names.given_reason(name)}" for name in form.reason_names),
        *(f"{_value(kinds, variable, name)} AS {spark_name(name)}" for name, variable in outside.items()),
        *(f"{_value(kinds, variable, name)} AS {names.given(name)}" for name, variable in form.variable.items()),
    ]


def _timepoint(kinds: Kinds) -> str:
    return f"coalesce({names.written(TIMEPOINT)}, :timepoint)" if TIMEPOINT in kinds else ":timepoint"


def _reason(kinds: Kinds, name: str) -> str:
    column = reason_column(name)
    return names.written(column) if column in kinds else "CAST(NULL AS STRING)"


def _value(kinds: Kinds, variable: Variable, name: str) -> str:
    null = f"CAST(NULL AS {sql_type(variable)})"
    return value(variable, kinds[name], names.written(name)) if name in kinds else null


def _day(table: Table, outside: Mapping[str, Variable]) -> str:
    """The day eras are compared with: the episode's anchor date, today where it is not known."""
    anchor = anchor_of(table.catalogue, table.form)
    variable = outside.get(anchor) or table.form.variable.get(anchor)
    if variable is not None and anchor in table.kinds and variable.type == "date":
        return f"coalesce({_value(table.kinds, variable, anchor)}, CAST({names.TODAY} AS DATE))"
    return f"CAST({names.TODAY} AS DATE)"
