"""Limits and rules as range checks, and back. Pure.

A constant limit is a comparison that everybody understands; one that is an expression is a formal expression of ours,
which holds of the item. A rule stands at the last item that it reads.
"""

from catalogue.expressions.nodes import references
from catalogue.formats.declaring.values import limit_text
from catalogue.formats.odm.elements import Check, Formal
from catalogue.formats.odm.ours import PREFIX
from catalogue.formats.odm.wording import Wording
from catalogue.model import Expression, Form, Limit, Rule, Variable

LIMITS = (("min", "GE", False), ("soft_min", "GE", True), ("soft_max", "LE", True), ("max", "LE", False))
"""Each limit, its comparison, and whether it is soft."""
SIGNS = {"GE": ">=", "LE": "<="}
RULE = f"{PREFIX}rule:"
"""The context of a rule's expression, before the rule's name."""


def limit_checks(variable: Variable) -> tuple[Check, ...]:
    """The checks of a variable's limits."""
    return tuple(
        _limit(variable.name, key, comparator, is_soft, getattr(variable.limits, key))
        for key, comparator, is_soft in LIMITS
        if getattr(variable.limits, key) is not None
    )


def _limit(name: str, key: str, comparator: str, is_soft: bool, limit: Limit | Expression | None) -> Check:
    if isinstance(limit, Expression):
        holds = f"{_beginning(name, comparator)}{limit.text})"
        return Check(None, is_soft, formal=((f"{PREFIX}{key}", holds),))
    return Check(comparator, is_soft, (str(limit_text(limit)),))


def _beginning(name: str, comparator: str) -> str:
    return f"{name} {SIGNS[comparator]} ("


def computed_limit(name: str, formal: Formal) -> tuple[str, str] | None:
    """The limit that a formal expression of ours says, by its key; None when it says none."""
    for key, comparator, _ in LIMITS:
        for context, text in formal:
            beginning = _beginning(name, comparator)
            if context == f"{PREFIX}{key}" and text.startswith(beginning) and text.endswith(")"):
                return key, text.removeprefix(beginning)[:-1]
    return None


def rule_checks(form: Form, wording: Wording) -> dict[str, list[Check]]:
    """The checks of a form's rules, by the variable they stand at."""
    found: dict[str, list[Check]] = {}
    places = {variable.name: place for place, variable in enumerate(form.variables)}
    for rule in form.rules:
        read = [name for name in references(rule.require.node) if name in places]
        owner = max(read, key=lambda name: places[name], default=form.variables[0].name)
        found.setdefault(owner, []).append(_rule(rule, wording))
    return found


def _rule(rule: Rule, wording: Wording) -> Check:
    formal = ((f"{RULE}{rule.name}", rule.require.text),)
    return Check(None, rule.severity == "soft", formal=formal, message=wording.words(rule.message))


def rule_of(check: Check) -> tuple[str, str] | None:
    """The name and the requirement of a rule of ours."""
    return next(
        ((context.removeprefix(RULE), text) for context, text in check.formal if context.startswith(RULE)), None
    )
