"""What a row alone cannot tell, as queries: final rows that break a rule on other forms, the person, the day or an era.

Each gives the ids of the rows for which its requirement is FALSE; `:today` is a parameter. Other forms count when
they are final, and are joined under the name by which rules call them. A rule that reads another form's calculation
has a query only when that calculation is stored.
"""

from collections.abc import Iterator

from catalogue.expressions.nodes import NULL, Case, Node, references
from catalogue.expressions.scope import scope_of
from catalogue.model import Era
from catalogue.reserved import PERSON
from engine.tables.build import Tables, occasion_named
from engine.tables.eras import era_date, within
from engine.tables.final_checks import row_external
from engine.tables.forms import FINAL, FormTable
from engine.tables.names import check_name
from engine.tables.wording import Check, Wording

ROW = '"the row"'
EPISODE = '"the episode"'


def queries(tables: Tables, address: str) -> Iterator[tuple[str, str]]:
    """The name of each rule of a form that looks outside its row, and the query for the rows that break it."""
    form = tables.forms[address]
    scope = scope_of(tables.catalogue, form.form)
    sets = tables.catalogue.value_sets
    day = era_date(tables.dialect, EPISODE, ROW)
    wording = Wording(tables.dialect, form.form.variable, scope, f"{ROW}.", dict(_computed(form)), sets, day)
    for check in row_external(form.form, form.row):
        outside = _outside(check, wording)
        if all(_is_stored(tables, form, name) for name in outside):
            owners = sorted({name.partition(".")[0] for name in outside})
            joins = [_join(tables, form, owner, wording) for owner in owners]
            yield check_name(form.table.name, check.subject, check.kind), _query(tables, form, check, joins, wording)


def _computed(form: FormTable) -> Iterator[tuple[str, Node]]:
    """The form's own calculations that no column holds."""
    for name, variable in form.form.variable.items():
        if variable.calculate is not None and name not in form.row.variables:
            value, asked = variable.calculate.node, variable.enable_when
            yield name, Case(((asked.node, value),), NULL) if asked else value


def _outside(check: Check, wording: Wording) -> set[str]:
    names = {name for node in check.reads for name in references(wording.written_out(node))}
    return {name for name in names if "." in name}


def _query(tables: Tables, form: FormTable, check: Check, joins: list[str], wording: Wording) -> str:
    lines = (
        f'SELECT {ROW}."id" FROM {form.table.fullname} AS {ROW}',
        f'JOIN {tables.fixed.episode.fullname} AS {EPISODE} ON {EPISODE}."id" = {ROW}."episode_id"',
        *joins,
        f'WHERE {ROW}."status" = {FINAL} AND NOT ({check.write(wording)})',
        *(_within(check.era, wording) if check.era else ()),
    )
    return "\n".join(lines)


def _join(tables: Tables, form: FormTable, owner: str, wording: Wording) -> str:
    """Another form of the episode, when it is final, or the person."""
    if owner == PERSON:
        person = tables.fixed.person.fullname
        return f'JOIN {person} AS "{PERSON}" ON "{PERSON}"."id" = {EPISODE}."person_id"'
    other, timepoint = occasion_named(tables, form.form.module, owner)
    joined = f'"{owner}"."episode_id" = {EPISODE}."id" AND "{owner}"."status" = {FINAL}'
    if timepoint is not None:
        joined += f' AND "{owner}"."timepoint" = {wording.constant(timepoint)}'
    return f'LEFT JOIN {other.table.fullname} AS "{owner}" ON {joined}'


def _is_stored(tables: Tables, form: FormTable, name: str) -> bool:
    """Whether a dotted name is a column; a calculation that looks outside its own row is none."""
    owner, _, variable = name.partition(".")
    row = tables.person if owner == PERSON else occasion_named(tables, form.form.module, owner)[0].row
    return variable in row.variables


def _within(era: Era, wording: Wording) -> Iterator[str]:
    day = era_date(wording.dialect, EPISODE, ROW)
    return (f"AND {condition}" for condition in within(era, day, wording.constant))
