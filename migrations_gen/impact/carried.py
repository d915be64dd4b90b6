"""The earlier version's rows as the later version would see them, as a query: so that its checks can be asked of them.

Pure. Columns have the later version's names; what has no counterpart is NULL, for a reason that says so.
"""

from collections.abc import Iterator

from sqlalchemy import Dialect

from catalogue.expressions.scope import scope_of
from catalogue.model import Catalogue, Form, Rule, Variable
from engine.tables.always_checks import always_checks
from engine.tables.final_checks import final_checks, is_check
from engine.tables.names import edition_column, reason_column
from engine.tables.row import Row, row_of
from engine.tables.types import column_type
from engine.tables.wording import Check, Wording, quoted_name
from migrations_gen.carrying.records import Carry, identity
from migrations_gen.diff.matching import Pair

ROW = "r"
RECORD = ("status", "timepoint")


def carried(pair: Pair, before: Form, after: Form, dialect: Dialect, wording: Wording) -> str:
    """The columns of the later form's table, over the earlier one's row `r`."""
    columns = [f'{ROW}."{name}"' for name in RECORD]
    row, old_row = row_of(after), row_of(before)
    reasons: dict[str, str] = {}
    for name, variable in row.variables.items():
        carry = _carry(pair, before, after, name, old_row)
        kind = column_type(variable).compile(dialect=dialect)
        value = wording.expression(carry.value) if carry else "NULL"
        columns.append(f"CAST({value} AS {kind}) AS {quoted_name(name)}")
        columns += _editions(variable, carry, old_row, wording)
        if not variable.is_calculated and variable.reason_name not in reasons:
            reasons[variable.reason_name] = wording.expression(carry.reason) if carry else "'not_collected'"
    columns += [f"{reason} AS {quoted_name(reason_column(name))}" for name, reason in reasons.items()]
    return ", ".join(columns)


def _carry(pair: Pair, before: Form, after: Form, name: str, old_row: Row) -> Carry | None:
    address = f"{after.address}.{name}"
    found = pair.carrying.forward.carries.get(address)
    if found is None and pair.lineage.before("variable", address) == f"{before.address}.{name}":
        found = identity(before.address, name)
    is_here = (
        found is not None and found.form == before.address and all(part in old_row.variables for part in found.reads)
    )
    return found if is_here else None


def _editions(variable: Variable, carry: Carry | None, old_row: Row, wording: Wording) -> Iterator[str]:
    if variable.system is not None:
        there = carry is not None and carry.is_plain and carry.reads[0] in old_row.editions
        edition = wording.column(edition_column(carry.reads[0])) if carry is not None and there else "NULL"
        yield f"{edition} AS {quoted_name(edition_column(variable.name))}"


def checks_about(pair: Pair, after: Form, before: Form, subjects: frozenset[str], dialect: str) -> Iterator[Check]:
    """The checks of the later version about these names that a row can tell by itself, soft rules among them."""
    row = row_of(after)
    yield from (check for check in always_checks(row, dialect) if check.subject in subjects)
    yield from (check for check in final_checks(after, row) if check.subject in subjects and is_check(check, row))
    for rule in after.rules:
        if rule.name in subjects and rule.severity == "soft" and not rule.retired and row.decides(rule.require.node):
            yield _soft(rule)


def _soft(rule: Rule) -> Check:
    """What a row may break when somebody says that it is right after all."""
    return Check(rule.name, "soft", lambda sql: sql.expression(rule.require.node), final=True)


def wording_of(catalogue: Catalogue, form: Form, dialect: str, prefix: str) -> Wording:
    """How the names of a form's row are written after this prefix."""
    return Wording(dialect, form.variable, scope_of(catalogue, form), prefix)
