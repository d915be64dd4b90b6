"""A form's rules as a static JavaScript file, which `rules.js` evaluates while the respondent answers.

The same form gives the same text. What the server decides from `engine/constraints.py` and the form's expressions
stands here as data and plain functions, so that the browser finds what the server will find, before it is asked.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from catalogue.dependencies import asked_behind, evaluation_order
from catalogue.expressions.nodes import Call, Literal, Node, references, walk
from catalogue.model import Catalogue, Code, CodingSystem, Era, Expression, Form, Group, Limit, Variable
from engine.compilers.javascript import constant, javascript, value_set
from engine.constraints import constraint, has_ticks, later_limits
from renderers.html.widgets import WIDGETS, is_suggested

KINDS: Mapping[str, str] = {
    "boolean": "boolean",
    "integer": "whole",
    "decimal": "number",
    "code": "code",
    "coding": "code",
    "date": "moment",
    "time": "moment",
    "datetime": "moment",
    "text": "text",
    "longtext": "text",
}
"""How the browser reads and tests a value of each type."""

Row = dict[str, str | None]
"""An object to write: JavaScript by key; what is None is left out."""


def client_rules(catalogue: Catalogue, form: Form) -> str:
    """The module: a function that is given the runtime and gives the form's rules."""
    places = {variable.name: number for number, variable in enumerate(form.variables)}
    order = [places[variable.name] for variable in evaluation_order(form)]
    tables = (f"{name}: {value_set(catalogue.value_sets[name])}" for name in _value_sets(form))
    return "\n".join(
        (
            "export default (S) => {",
            f"const t = {{{', '.join(tables)}}};",
            f"const k = {{{', '.join(_systems(form))}}};",
            "return {",
            *_listed("variables", (_variable(form, variable) for variable in form.variables)),
            f"order: {json.dumps(order)},",
            *_listed("groups", (_group(group) for group in form.groups.values())),
            *_listed("rules", _rules(form)),
            "};",
            "};",
            "",
        )
    )


def _listed(key: str, rows: Iterable[Row]) -> Iterator[str]:
    yield f"{key}: ["
    yield from (f"{_written(row)}," for row in rows)
    yield "],"


def _written(row: Row) -> str:
    return "{" + ", ".join(f"{key}: {text}" for key, text in row.items() if text is not None) + "}"


def _variable(form: Form, variable: Variable) -> Row:
    return {
        "name": json.dumps(variable.name),
        "reason": json.dumps(variable.reason_name or variable.name),
        **(_of_system(form, variable) or _admitted(variable)),
        "offered": json.dumps(variable.offered_reasons),
        "instead": "true" if _offers_instead(variable) else None,
        "retired": "true" if variable.retired and not variable.is_calculated else None,
        "collected": _era(variable.collected),
        "enable": _function(variable.enable_when),
        "otherwise": None if variable.otherwise is None else constant(variable.otherwise),
        "calculate": _function(variable.calculate),
        "required": _required(variable),
        "limits": _limits(form, variable),
    }


def _offers_instead(variable: Variable) -> bool:
    """Whether a reason is one of the choices, instead of a tick below a box."""
    return not variable.is_calculated and bool(WIDGETS[variable.type](variable).instead)


def _admitted(variable: Variable) -> Row:
    """What a value may be at all."""
    bound = constraint(variable)
    return {
        "kind": json.dumps(KINDS[variable.type]),
        "low": None if bound.low is None else constant(bound.low),
        "high": None if bound.high is None else constant(bound.high),
        "codes": None if bound.codes is None else json.dumps(sorted(bound.codes, key=str)),
        "decimals": str(bound.decimals) if bound.decimals is not None else None,
        "longest": str(bound.max_length) if bound.max_length else None,
    }


def _of_system(form: Form, variable: Variable) -> Row:
    """A coding: its codes, and the day on which they must be valid, unless that is the day an era is compared with.

    Of a system that is too large for a page only the server knows the codes.
    """
    if variable.system is None or variable.is_calculated:
        return {}
    if not is_suggested(variable.system):
        return {"kind": json.dumps("text")}
    on = variable.valid_on
    behind = asked_behind(form, (variable.name, *(references(on.node) if on else ())))
    system = f"k.{variable.system.name}"
    return {
        "kind": json.dumps(KINDS[variable.type]),
        "codes": f"Object.keys({system})",
        "system": system,
        "day": _function(on),
        "behind": json.dumps(behind),
    }


def _systems(form: Form) -> Iterator[str]:
    """The systems of the form's codings, each once: by code its label, first and last day, and what came after it."""
    systems = {variable.system.name: variable.system for variable in form.variables if is_suggested(variable.system)}
    for name, system in systems.items():
        codes = (f"{json.dumps(code.value)}: [{_known(code, system)}]" for code in system.codes)
        yield f"{name}: {{{', '.join(codes)}}}"


def _known(code: Code, system: CodingSystem) -> str:
    label = json.dumps(code.label.source, ensure_ascii=False)
    if code.collected is None:
        return label
    first, last = code.collected.start, code.collected.end
    return f"{label}, {constant(first)}, {constant(last)}, {json.dumps(system.replaced_by.get(code.value))}"


def _required(variable: Variable) -> str | None:
    if variable.is_calculated or variable.retired:
        return None
    return "() => true" if variable.required else _function(variable.required_when)


def _limits(form: Form, variable: Variable) -> str | None:
    """The limits that do not refuse a value by themselves."""
    rows = [
        f"[{json.dumps(rule)}, {json.dumps(severity)}, {_limit(limit)}, {_behind(form, variable, limit)}]"
        for rule, severity, limit in later_limits(variable)
    ]
    return f"[{', '.join(rows)}]" if rows else None


def _limit(limit: Limit | Expression) -> str | None:
    return _function(limit) if isinstance(limit, Expression) else f"() => {constant(limit)}"


def _behind(form: Form, variable: Variable, limit: Limit | Expression) -> str:
    """The questions that a broken limit is about."""
    others = references(limit.node) if isinstance(limit, Expression) else ()
    return json.dumps(asked_behind(form, (variable.name, *others)))


def _group(group: Group) -> Row:
    members = [part.name for part in group.variables if not part.is_calculated and part.retired is None]
    required = group.required and group.shares_reason and members
    return {
        "name": json.dumps(group.name),
        "reason": json.dumps(group.name),
        "offered": json.dumps(group.offered_reasons),
        "required": "true" if required else None,
        "none": json.dumps(group.none) if group.none else None,
        "ticks": "true" if has_ticks(group) else None,
        "members": json.dumps(members),
    }


def _rules(form: Form) -> Iterator[Row]:
    """The rules in use; each is shown at the last of its questions that a respondent meets."""
    for rule in form.rules:
        if rule.retired is None:
            asked = asked_behind(form, references(rule.require.node))
            yield {
                "name": json.dumps(rule.name),
                "variable": json.dumps(asked[-1] if asked else ""),
                "severity": json.dumps(rule.severity),
                "variables": json.dumps(asked),
                "collected": _era(rule.collected),
                "require": _function(rule.require),
            }


def _era(era: Era | None) -> str | None:
    if era is None:
        return None
    gaps = ", ".join(f"[{constant(start)}, {constant(end)}]" for start, end in era.gaps)
    return _written(
        {
            "start": None if era.start is None else constant(era.start),
            "end": None if era.end is None else constant(era.end),
            "gaps": f"[{gaps}]",
        }
    )


def _function(expression: Expression | None) -> str | None:
    return None if expression is None else f"(a, r, c) => {javascript(expression.node)}"


def _value_sets(form: Form) -> tuple[str, ...]:
    """The value sets the form's expressions look up, each once."""
    calls = (part for node in _nodes(form) for part in walk(node) if isinstance(part, Call))
    found = (call.arguments[0] for call in calls if call.function == "lookup")
    return tuple(sorted({str(name.value) for name in found if isinstance(name, Literal)}))


def _nodes(form: Form) -> Iterator[Node]:
    """Every expression the file holds."""
    for variable in form.variables:
        bounds = variable.limits
        conditions = (variable.enable_when, variable.calculate, variable.required_when, variable.valid_on)
        for part in (*conditions, bounds.min, bounds.max, bounds.soft_min, bounds.soft_max):
            if isinstance(part, Expression):
                yield part.node
    yield from (rule.require.node for rule in form.rules)
