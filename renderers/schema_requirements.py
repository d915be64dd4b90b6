"""What answers demand of each other, as JSON Schemas: required questions, what a checklist may hold, and hard rules.

Each is written where `schema_conditions.py` has the words for its condition; the rest are findings.
"""

from collections.abc import Iterator

from catalogue.expressions.nodes import Node
from catalogue.findings import Finding, Location
from catalogue.formats.records import note
from catalogue.model import Form, Group, Rule, Variable
from engine.constraints import has_ticks
from engine.tables.names import reason_column
from renderers.schema_conditions import Conditions, Made, Schema, all_of, any_of, has

NULL: Schema = {"type": "null"}
GIVEN: Schema = {"not": NULL}


def requirements(form: Form) -> Iterator[Schema]:
    """The schemas, in the order of the form; its rules last."""
    return (made for _, _, made in _all(form) if made is not None)


def unsaid(form: Form) -> Iterator[Finding]:
    """A finding for each that JSON Schema has no words for."""
    for at, what, made in _all(form):
        if made is None:
            yield note(
                at, "not-carried", f"'{form.address}.{what}' cannot be written (JSON Schema has no words for it)."
            )


Demand = tuple[Location, str, Made]


def _all(form: Form) -> Iterator[Demand]:
    conditions = Conditions(form)
    for variable in form.variables:
        yield from _required(conditions, variable)
    for group in form.groups.values():
        yield from _of_group(conditions, group)
    for rule in form.rules:
        yield from _rule(conditions, rule)


def _required(conditions: Conditions, variable: Variable) -> Iterator[Demand]:
    """A value, or a reason that may be given instead."""
    if variable.is_calculated or variable.retired or not (variable.required or variable.required_when):
        return
    when = None if variable.required or not variable.required_when else variable.required_when.node
    given = has(variable.name, GIVEN)
    instead = _reasons(variable.reason_name, variable.offered_reasons)
    then = any_of(given, *instead)
    yield variable.at, f"{variable.name}: required", _if(conditions, variable, when, then)


def _reasons(name: str, offered: tuple[str, ...]) -> tuple[Schema, ...]:
    return (has(reason_column(name), {"enum": list(offered)}),) if offered else ()


def _if(conditions: Conditions, variable: Variable, when: Node | None, then: Made) -> Made:
    """Under the condition, and when the variable is asked; what is collected for a time only has no words."""
    if variable.collected is not None:
        return None
    asked, condition = conditions.asked(variable), conditions.true(when) if when else {}
    if asked is None or condition is None or then is None:
        return None
    supposed = [part for part in (asked, condition) if part]
    return {"if": all_of(*supposed), "then": then} if supposed else then


def _of_group(conditions: Conditions, group: Group) -> Iterator[Demand]:
    asked = [variable for variable in group.variables if not variable.is_calculated and variable.retired is None]
    if not asked or not group.shares_reason:
        return
    first, names = asked[0], [variable.name for variable in asked]

    def demand(what: str, then: Made) -> Demand:
        return group.at, f"{group.name}: {what}", _if(conditions, first, None, then)

    if group.required:
        given = [has(name, GIVEN) for name in names]
        yield demand("required", any_of(*given, *_reasons(group.name, group.offered_reasons)))
    if group.none is not None:
        others = {name: {"not": {"const": True}} for name in names if name != group.none}
        yield demand("none", {"if": has(group.none, {"const": True}), "then": {"properties": others}})
    if has_ticks(group):
        some = any_of(*(has(name, {"const": True}) for name in names))
        nothing = {"properties": {name: {"not": {"const": False}} for name in names}}
        yield demand("nothing ticked", any_of(some, nothing))


def _rule(conditions: Conditions, rule: Rule) -> Iterator[Demand]:
    """A hard rule is broken only when FALSE."""
    if rule.retired is not None:
        return
    is_lasting = rule.severity == "hard" and rule.collected is None
    broken = conditions.false(rule.require.node) if is_lasting else None
    yield rule.at, f"{rule.name}: rule", None if broken is None else {"not": broken}
