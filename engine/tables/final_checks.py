"""What holds before a form is final: complete, asked or not, required, limits that depend on answers, hard rules.

The order is the form's. Soft limits and soft rules are not here, because somebody may confirm them. A check
that rests on something outside the row is told apart by `row_external`.
"""

from collections.abc import Callable, Iterator

from catalogue.expressions.nodes import Call, Literal, Node, Reference
from catalogue.model import Expression, Form, Group, Rule, Variable
from engine.constraints import has_ticks, validity
from engine.tables.names import system_table
from engine.tables.row import Row
from engine.tables.wording import Check, Wording


def final_checks(form: Form, row: Row) -> Iterator[Check]:
    """Everything that must hold for a row of status 1, whether or not the row alone can tell."""
    for reason_name, variables in row.reasons.items():
        yield _complete(reason_name, variables)
        if not all(variable.retired for variable in variables):
            yield _asked(reason_name, variables)
            yield from _required(form.groups.get(reason_name), reason_name, variables[0])
    for variable in form.variables:
        yield from _later_limits(variable)
        if not variable.is_calculated:
            yield from _valid(variable)
    for group in form.groups.values():
        if group.none is not None:
            yield _none_excludes(group, group.none)
        if has_ticks(group) and not all(part.retired for part in group.variables):
            yield _something_ticked(group)
    yield from (_hard_rule(rule) for rule in form.rules if rule.severity == "hard" and not rule.retired)


def is_check(check: Check, row: Row) -> bool:
    """Whether the row alone can tell, so that the database holds it to it."""
    return check.era is None and not check.outside and all(map(row.decides, check.reads))


def row_external(form: Form, row: Row) -> tuple[Check, ...]:
    """What must hold for a final row and only a query can tell: it reads other forms, the person, the day, an era."""
    return tuple(check for check in final_checks(form, row) if not is_check(check, row))


def _always_answered(variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """Those that have a value as soon as one has: every tick that has not come later or been retired."""
    return tuple(part for part in variables if part.type == "boolean" and not part.collected and not part.retired)


def _complete(reason_name: str, variables: tuple[Variable, ...]) -> Check:
    """Exactly one of value and reason; a group's ticks are all answered or none is."""

    def write(sql: Wording) -> str:
        columns = [sql.column(variable.name) for variable in variables]
        if len(columns) == 1:
            return f"({columns[0]} IS NULL) = ({sql.reason(reason_name)} <> '')"
        ticks = [f"{sql.column(variable.name)} IS NOT NULL" for variable in _always_answered(variables)]
        answered = " AND ".join(ticks) or f"coalesce({', '.join(columns)}) IS NOT NULL"
        empty = " AND ".join(f"{column} IS NULL" for column in columns)
        return f"CASE WHEN {sql.reason(reason_name)} = '' THEN {answered} ELSE {empty} END"

    return Check(reason_name, "complete", write, final=True)


def _asked(reason_name: str, variables: tuple[Variable, ...]) -> Check:
    """Asked: not the reason `not_asked`. Not asked: just that reason, or the value it has `otherwise`."""
    condition, otherwise = variables[0].enable_when, variables[0].otherwise
    may_lack = any(variable.collected for variable in variables)
    by_system = ("not_asked",) if may_lack else ("not_asked", "not_collected")
    steady = [part.name for part in variables if not part.collected and not part.retired]

    def write(sql: Wording) -> str:
        reason = sql.reason(reason_name)
        asked = f"{reason} NOT IN {sql.any_of(by_system)}"
        if condition is None:
            return asked
        is_asked = sql.expression(condition.node)
        branches = [f"WHEN {reason} = 'not_collected' THEN TRUE"] if may_lack else []
        branches.append(f"WHEN {is_asked} THEN {asked}")
        if otherwise is not None:
            same = (f" AND {sql.column(name)} = {sql.constant(otherwise)}" for name in steady)
            branches.append(f"WHEN NOT {is_asked} THEN {reason} = ''{''.join(same)}")
        return f"CASE {' '.join(branches)} ELSE {reason} = 'not_asked' END"

    return Check(reason_name, "asked", write, final=True, reads=_nodes(condition))


def _required(group: Group | None, reason_name: str, variable: Variable) -> Iterator[Check]:
    """Asked and required: a value or a reason, but not that it was left open."""
    if variable.required or (group is not None and group.shares_reason and group.required):
        yield Check(reason_name, "required", lambda sql: f"{sql.reason(reason_name)} <> 'not_answered'", final=True)
    elif variable.required_when is not None:
        node = variable.required_when.node

        def write(sql: Wording) -> str:
            return f"CASE WHEN {sql.expression(node)} THEN {sql.reason(reason_name)} <> 'not_answered' ELSE TRUE END"

        yield Check(reason_name, "required", write, final=True, reads=(node,))


def _later_limits(variable: Variable) -> Iterator[Check]:
    """Limits that depend on answers, and those of what is computed, which a draft may break."""
    for kind, comparison, limit in (("min", "ge", variable.limits.min), ("max", "le", variable.limits.max)):
        if limit is not None and (variable.is_calculated or isinstance(limit, Expression)):
            bound = limit.node if isinstance(limit, Expression) else Literal(limit)
            node = Call(comparison, (Reference(variable.name), bound))
            yield Check(variable.name, kind, _written(node), final=True, reads=(node,))


def _valid(variable: Variable) -> Iterator[Check]:
    """A code that its system says was valid on the day."""
    system, on = variable.system, variable.valid_on
    if system is None or validity(variable, ()) is None:
        return

    def write(sql: Wording) -> str:
        day = sql.expression(on.node) if on else sql.era_date
        valid = f"coalesce(valid_from <= {day}, TRUE) AND coalesce({day} <= valid_to, TRUE)"
        return (
            f"{sql.column(variable.name)} IS NULL OR EXISTS (SELECT 1 FROM {system_table(system.name)}"
            f" WHERE code = {sql.column(variable.name)} AND {valid})"
        )

    yield Check(variable.name, "valid", write, final=True, reads=_nodes(on), outside=True)


def _none_excludes(group: Group, none: str) -> Check:
    """The tick that says none of these, beside one of these."""

    def write(sql: Wording) -> str:
        others = " OR ".join(sql.column(part.name) for part in group.variables if part.name != none)
        return f"NOT ({sql.column(none)} AND ({others}))"

    return Check(group.name, "none", write, final=True)


def _something_ticked(group: Group) -> Check:
    """Asked and answered: at least one tick is set."""
    condition = group.variables[0].enable_when

    def write(sql: Wording) -> str:
        ticked = " OR ".join(f"{sql.column(part.name)} IS TRUE" for part in group.variables)
        answered = f"{sql.reason(group.name)} <> '' OR {ticked}"
        return f"CASE WHEN {sql.expression(condition.node)} THEN {answered} ELSE TRUE END" if condition else answered

    return Check(group.name, "ticked", write, final=True, reads=_nodes(condition))


def _hard_rule(rule: Rule) -> Check:
    node = rule.require.node
    return Check(rule.name, "rule", _written(node), final=True, reads=(node,), era=rule.collected)


def _written(node: Node) -> Callable[[Wording], str]:
    return lambda sql: sql.expression(node)


def _nodes(expression: Expression | None) -> tuple[Node, ...]:
    return (expression.node,) if expression else ()
