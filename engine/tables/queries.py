"""What a CHECK cannot see, as queries: the final rows that break a rule about other forms, the person, the day or an era.

Each gives the ids of the rows for which its requirement is FALSE. `:today` is a parameter. Other forms count when they are
final, and are joined under the name by which rules call them.
"""

from collections.abc import Iterator

from catalogue.expressions.nodes import references
from catalogue.expressions.scope import scope_of
from catalogue.model import Era
from catalogue.reserved import PERSON
from engine.tables.build import Tables
from engine.tables.final_checks import row_external
from engine.tables.forms import FINAL, FormTable
from engine.tables.names import check_name
from engine.tables.wording import Check, Wording

ROW = '"the row".'
EPISODE = '"the episode"'
CREATED_ON = {"sqlite": "date({0})", "postgresql": "CAST({0} AT TIME ZONE 'UTC' AS date)"}


def queries(tables: Tables, address: str) -> Iterator[tuple[str, str]]:
    """The name of each rule of a form that looks outside its row, and the query for the rows that break it."""
    form = tables.forms[address]
    wording = Wording(tables.dialect, form.form.variable, scope_of(tables.catalogue, form.form), ROW)
    for check in row_external(form.form, form.row):
        if all(_is_stored(tables, form, name) for node in check.reads for name in references(node)):
            yield check_name(form.table.name, check.subject, check.kind), _query(tables, form, check, wording)


def _query(tables: Tables, form: FormTable, check: Check, wording: Wording) -> str:
    owners = {name.partition(".")[0] for node in check.reads for name in references(node) if "." in name}
    lines = [
        f'SELECT {ROW}"id" FROM {form.table.fullname} AS {ROW[:-1]}',
        f'JOIN {tables.fixed.episode.fullname} AS {EPISODE} ON {EPISODE}."id" = {ROW}"episode_id"',
        *(_join(tables, form, owner, wording) for owner in sorted(owners)),
        f'WHERE {ROW}"status" = {FINAL} AND NOT ({check.write(wording)})',
        *(_within(check.era, wording) if check.era else ()),
    ]
    return "\n".join(lines)


def _join(tables: Tables, form: FormTable, owner: str, wording: Wording) -> str:
    """Another form of the episode, when it is final, or the person."""
    if owner == PERSON:
        person = tables.fixed.person.fullname
        return f'JOIN {person} AS "{PERSON}" ON "{PERSON}"."id" = {EPISODE}."person_id"'
    other, timepoint = occasion_of(tables, form.form.module, owner)
    joined = f'"{owner}"."episode_id" = {EPISODE}."id" AND "{owner}"."status" = {FINAL}'
    if timepoint is not None:
        joined += f' AND "{owner}"."timepoint" = {wording.constant(timepoint)}'
    return f'LEFT JOIN {other.table.fullname} AS "{owner}" ON {joined}'


def occasion_of(tables: Tables, module: str, name: str) -> tuple[FormTable, str | None]:
    """The form that rules call by this name, and the timepoint it stands for when the form has several."""
    for form in tables.catalogue.forms_of(module):
        if name in form.occasion_names():
            timepoint = name.removeprefix(f"{form.name}_") if len(form.timepoints) > 1 else None
            return tables.forms[form.address], timepoint
    raise LookupError(f"no form of {module} is called {name}")


def _is_stored(tables: Tables, form: FormTable, name: str) -> bool:
    """Whether a name is a column; a calculation that looks outside its own row is none."""
    owner, _, variable = name.rpartition(".")
    if owner == PERSON:
        return variable in tables.person.variables
    if owner:
        return variable in occasion_of(tables, form.form.module, owner)[0].row.variables
    return name not in form.form.variable or name in form.row.variables


def _within(era: Era, wording: Wording) -> Iterator[str]:
    created = CREATED_ON[wording.dialect].format(f'{ROW}"created_at"')
    anchor = f'coalesce({EPISODE}."anchor_date", {created})'
    if era.start:
        yield f"AND {anchor} >= {wording.constant(era.start)}"
    if era.end:
        yield f"AND {anchor} <= {wording.constant(era.end)}"
    for start, end in era.gaps:
        yield f"AND {anchor} NOT BETWEEN {wording.constant(start)} AND {wording.constant(end)}"
