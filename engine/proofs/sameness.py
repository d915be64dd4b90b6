"""What of a form is as it was: names that read the same, and owners whose every demand is the same.

Pure, and without the prover: what is the same by its own words needs no proof, nor any term.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.dependencies import evaluation_order
from catalogue.expressions.nodes import Call, Literal, Node, Reference, references, transform, walk
from catalogue.expressions.scope import binding
from catalogue.model import Expression, Form, Group, Rule, Variable
from engine.constraints import Constraint, constraint, tick_groups
from engine.proofs.passages import Passage

Owner = tuple[str, str]
"""`variable`, `group` or `rule`, and its name."""


@dataclass(frozen=True, slots=True)
class Sameness:
    """`names` are the later form's variables that read as an earlier one does, by that one's name. `owners` are the
    variables, groups and rules that demand what was demanded before. `renumbered` are value sets with other numbers.
    """

    names: Mapping[str, str]
    owners: frozenset[Owner]
    renumbered: frozenset[str] = frozenset()


Translate = Callable[[Expression | None], Node | str | None]
"""An expression over the earlier names; OTHER when it reads what is not the same."""

OTHER = "?"
"""No name, and no expression."""


def sameness(before: Form, after: Form, passage: Passage, renumbered: frozenset[str] = frozenset()) -> Sameness:
    """What is the same, as far as words tell."""
    names: dict[str, str] = {}
    translate = _translation(names, passage, renumbered)
    for variable in evaluation_order(after):
        earlier = _earlier(variable, before, passage)
        if earlier is None or _reading(variable, translate) != _reading(earlier, _as_it_is):
            continue
        if variable.is_calculated or (
            _admits(constraint(variable), constraint(earlier))
            and _ticked_alike(variable, earlier, (before, after), passage)
        ):
            names[variable.name] = earlier.name
    return Sameness(names, frozenset(_same_owners(before, after, names, translate)), renumbered)


def _earlier(variable: Variable, before: Form, passage: Passage) -> Variable | None:
    """The variable it was, if it is one as it stood."""
    if variable.is_calculated:
        earlier = before.variable.get(variable.name)
        return earlier if earlier is not None and earlier.is_calculated else None
    carried = passage.answers.get(variable.name)
    name = carried.plain_name if carried is not None else None
    earlier = before.variable.get(name) if name is not None else None
    return earlier if earlier is not None and not earlier.is_calculated else None


def _as_it_is(expression: Expression | None) -> Node | str | None:
    return expression.node if expression is not None else None


def _translation(names: Mapping[str, str], passage: Passage, renumbered: frozenset[str]) -> Translate:
    def translate(expression: Expression | None) -> Node | str | None:
        if expression is None:
            return None
        read = {name: names.get(name, passage.same_outside.get(name)) for name in references(expression.node)}
        if None in read.values() or (renumbered and not renumbered.isdisjoint(value_sets_of(expression.node))):
            return OTHER
        if all(name == earlier for name, earlier in read.items()):
            return expression.node
        return transform(expression.node, lambda node: _renamed(node, read))

    return translate


def value_sets_of(node: Node) -> Iterator[str]:
    """The value sets that an expression looks into."""
    for part in walk(node):
        if isinstance(part, Call) and part.function == "lookup" and isinstance(part.arguments[0], Literal):
            yield str(part.arguments[0].value)


def _renamed(node: Node, names: Mapping[str, str | None]) -> Node:
    return Reference(names[node.name] or node.name) if isinstance(node, Reference) else node


def _reading(variable: Variable, translate: Translate) -> tuple[object, ...]:
    """All that decides what an expression reads under this name, for a row that has the answer."""
    return (
        binding(variable).type,
        variable.decimals if variable.is_calculated else None,
        translate(variable.enable_when),
        translate(variable.calculate),
        variable.otherwise,
        variable.collected,
        variable.retired is not None,
        variable.reason_name == variable.name,
    )


def _admits(bound: Constraint, earlier: Constraint) -> bool:
    """Whether every value that could be stored before can be stored still."""
    if bound.codes is not None or earlier.codes is not None:
        return bound.codes is not None and earlier.codes is not None and bound.codes >= earlier.codes
    return (
        set(bound.kinds) >= set(earlier.kinds)  # so that limits are of one kind
        and _in_order(bound.low, earlier.low)
        and _in_order(earlier.high, bound.high)
        and (bound.decimals is None or (earlier.decimals is not None and bound.decimals >= earlier.decimals))
        and (bound.max_length or 0) >= (earlier.max_length or 0)
    )


def _ticked_alike(variable: Variable, earlier: Variable, forms: tuple[Form, Form], passage: Passage) -> bool:
    """Whether no tick can make it FALSE that could not do so before."""
    before, after = forms
    mates = next((names for names in tick_groups(after) if variable.name in names), ())
    known = next((names for names in tick_groups(before) if earlier.name in names), (earlier.name,))
    return all(passage.answers[name].plain_name in known for name in mates if name in passage.answers)


def _in_order(low: Any, high: Any) -> bool:
    """Of two limits of one kind; all that have limits have both."""
    return low is None or high is None or bool(low <= high)


def _same_owners(before: Form, after: Form, names: Mapping[str, str], translate: Translate) -> Iterator[Owner]:
    for variable in after.variables:
        earlier = before.variable.get(names.get(variable.name, ""))
        if earlier is not None and _demanded(variable, translate) == _demanded(earlier, _as_it_is):
            yield "variable", variable.name
    groups = {_of_group(group, {name: name for name in before.variable}) for group in before.groups.values()}
    yield from (("group", group.name) for group in after.groups.values() if _of_group(group, names) in groups)
    rules = {_of_rule(rule, _as_it_is) for rule in before.rules}
    yield from (("rule", rule.name) for rule in after.rules if _of_rule(rule, translate) in rules)


def _demanded(variable: Variable, translate: Translate) -> tuple[object, ...]:
    """All that a variable by itself demands of a row."""
    bound = constraint(variable)
    limits = (variable.limits.min, variable.limits.max)
    return (
        (bound.kinds, bound.low, bound.high, bound.codes, bound.decimals, bound.max_length),
        tuple(translate(limit) if isinstance(limit, Expression) else limit for limit in limits),
        tuple(code.value for code in variable.codes if code.retired) if variable.system is None else (),
        variable.required,
        translate(variable.required_when),
        translate(variable.valid_on),
        {code.value: code.collected for code in variable.codes} if variable.system is not None else {},
        frozenset(variable.offered_reasons),
    )


def _of_group(group: Group, names: Mapping[str, str]) -> tuple[object, ...]:
    members = tuple(names.get(variable.name, OTHER) for variable in group.variables)
    none = names.get(group.none, OTHER) if group.none is not None else None
    return (group.kind, members, none, group.required, frozenset(group.offered_reasons))


def _of_rule(rule: Rule, translate: Translate) -> tuple[object, ...]:
    return (translate(rule.require), rule.severity, rule.collected, rule.retired is not None)
