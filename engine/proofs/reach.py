"""What a demand looks at: the names in its own words, and what of those and all behind them is not read as it was.

Pure look-ups in the model.
"""

from collections.abc import Iterable, Iterator

from catalogue.expressions.nodes import references
from catalogue.model import Expression, Form, Group, Variable
from engine.proofs.sameness import Sameness
from engine.proofs.world import Demand

DECIDES = {
    "required": ("enable_when", "required_when"),
    "enable_when": ("enable_when",),
    "code-not-valid": ("valid_on",),
}
"""The expressions that decide, by the kind of demand; limits do by themselves."""


def direct_reads(form: Form, demand: Demand) -> tuple[str, ...]:
    """The names it looks at, each once; a variable's or group's own first."""
    return tuple(dict.fromkeys(_read(form, demand)))


def _read(form: Form, demand: Demand) -> Iterator[str]:
    if demand.kind == "rule":
        for rule in form.rules:
            if rule.name == demand.owner:
                yield from references(rule.require.node)
    elif demand.owner in form.variable:
        yield demand.owner
        yield from _of_expressions(_deciding(form.variable[demand.owner], demand.kind))
    elif demand.owner in form.groups:
        yield from _of_group(form.groups[demand.owner], demand.kind)


def _deciding(variable: Variable, kind: str) -> Iterator[object]:
    yield from (getattr(variable, name) for name in DECIDES.get(kind, ()))
    if kind == "below-min":
        yield variable.limits.min
    if kind == "above-max":
        yield variable.limits.max


def _of_group(group: Group, kind: str) -> Iterator[str]:
    asked = [variable for variable in group.variables if not variable.is_calculated]
    yield from (variable.name for variable in asked)
    if kind == "required":
        yield from _of_expressions(variable.enable_when for variable in asked[:1])


def _of_expressions(written: Iterable[object]) -> Iterator[str]:
    for expression in written:
        if isinstance(expression, Expression):
            yield from references(expression.node)


def changed_behind(form: Form, names: Iterable[str], same: Sameness) -> frozenset[str]:
    """The names that are not read as they were, these and all that they rest on."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or name in same.names:
            continue
        found.add(name)
        if name in form.variable:
            variable = form.variable[name]
            waiting += _of_expressions((variable.enable_when, variable.calculate))
    return frozenset(found)
