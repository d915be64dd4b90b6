"""What holds for every saved value, drafts included: type, code, whole number, decimals, constant limits,
length, reason.

Order is the order of the form. A calculated column has its type and nothing more: what it may be is known when the
form is final.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from catalogue.expressions.nodes import Call, Literal, Reference
from catalogue.model import Variable
from engine.constraints import SYSTEM_REASONS, constraint
from engine.tables.names import edition_column
from engine.tables.row import Row
from engine.tables.wording import Check, Wording

# SQLite takes 31 February for a date until it has to compute with it.
SQLITE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "boolean": "typeof({0}) IN ('integer', 'null') AND {0} IN (0, 1)",
        "integer": "typeof({0}) IN ('real', 'null')",
        "decimal": "typeof({0}) IN ('real', 'null')",
        "date": "CASE WHEN {0} GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'"
        " THEN date({0}, '+0 days') IS {0} ELSE {0} IS NULL END",
        "time": "CASE WHEN {0} GLOB '[0-2][0-9]:[0-5][0-9]' THEN strftime('%H:%M', {0}) IS {0} ELSE {0} IS NULL END",
        "datetime": "CASE WHEN {0} GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]'"
        " THEN strftime('%Y-%m-%dT%H:%M', {0}, '+0 days') IS {0} ELSE {0} IS NULL END",
        # SQLite counts a text's length only up to the first NUL.
        "coding": "typeof({0}) IN ('text', 'null') AND instr({0}, char(0)) = 0",
        "text": "typeof({0}) IN ('text', 'null') AND instr({0}, char(0)) = 0",
        "longtext": "typeof({0}) IN ('text', 'null') AND instr({0}, char(0)) = 0",
    }
)
"""What PostgreSQL's column types promise by themselves; the codes of a `code` are their own type."""


def always_checks(row: Row, dialect: str) -> Iterator[Check]:
    """The conditions of the first kind."""
    for variable in row.variables.values():
        if dialect == "sqlite" and variable.type in SQLITE_TYPES:
            yield Check(variable.name, "type", _typed(variable))
        if not variable.is_calculated:
            for kind, write in VALUE_CHECKS.get(variable.type, {}).items():
                yield Check(variable.name, kind, write(variable))
        if variable.system is not None:
            yield Check(variable.name, "edition", _has_value(variable))
    for reason_name, variables in row.reasons.items():
        yield _known_reason(reason_name, variables)
        yield _not_both(reason_name, variables)


Write = Callable[[Wording], str]


def _typed(variable: Variable) -> Write:
    return lambda sql: SQLITE_TYPES[variable.type].format(sql.column(variable.name))


def _codes(variable: Variable) -> Write:
    values = tuple(code.value for code in variable.codes)
    return lambda sql: f"{sql.column(variable.name)} IN {sql.any_of(values)}"


def _has_value(variable: Variable) -> Write:
    """An edition stands beside a value, never alone; which codes there are the foreign key knows."""
    edition = edition_column(variable.name)
    return lambda sql: f"{sql.column(edition)} IS NULL OR {sql.column(variable.name)} IS NOT NULL"


def _whole(variable: Variable) -> Write:
    return lambda sql: f"{sql.column(variable.name)} = {WHOLE[sql.dialect].format(sql.column(variable.name))}"


WHOLE = {"sqlite": "CAST({0} AS INTEGER)", "postgresql": "floor({0})"}


def _decimals(variable: Variable) -> Write:
    name = Reference(variable.name)
    rounded = Call("round", (name, Literal(float(variable.decimals or 0))))
    return lambda sql: sql.expression(Call("eq", (name, rounded)))


def _limits(variable: Variable) -> Write:
    bound = constraint(variable)
    return lambda sql: f"{sql.column(variable.name)} BETWEEN {sql.constant(bound.low)} AND {sql.constant(bound.high)}"


def _length(variable: Variable) -> Write:
    longest = constraint(variable).max_length
    return lambda sql: f"{LENGTH[sql.dialect].format(sql.column(variable.name))} BETWEEN 1 AND {longest}"


LENGTH = {"sqlite": "length({0})", "postgresql": "char_length({0})"}

VALUE_CHECKS: Mapping[str, Mapping[str, Callable[[Variable], Write]]] = MappingProxyType(
    {
        "code": {"code": _codes},
        "integer": {"whole": _whole, "limits": _limits},
        "decimal": {"decimals": _decimals, "limits": _limits},
        "date": {"limits": _limits},
        "text": {"length": _length},
        "longtext": {"length": _length},
    }
)
"""By value type: the kinds of condition beside the type itself, and who writes them."""


def _known_reason(reason_name: str, variables: tuple[Variable, ...]) -> Check:
    known = (*variables[0].offered_reasons, *sorted(SYSTEM_REASONS))
    return Check(reason_name, "reason", lambda sql: f"{sql.reason_column(reason_name)} IN {sql.any_of(known)}")


def _not_both(reason_name: str, variables: tuple[Variable, ...]) -> Check:
    def write(sql: Wording) -> str:
        empty = " AND ".join(f"{sql.column(variable.name)} IS NULL" for variable in variables)
        return f"{sql.reason(reason_name)} = '' OR ({empty})"

    return Check(reason_name, "either", write)
