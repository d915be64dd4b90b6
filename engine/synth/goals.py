"""What made-up answers should reach: every value that matters, every reason, each condition TRUE and FALSE."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, references, walk
from catalogue.model import Catalogue, Expression, Form, Variable
from engine.answers import AnswerValue
from engine.compilers.python import compile_expression
from engine.synth.units import special_values

LEFT_OPEN = "not_answered"


@dataclass(frozen=True, slots=True)
class Seen:
    """Final answers as a goal looks at them: values by name, those outside the form included, reasons, and the day."""

    values: Mapping[str, AnswerValue]
    reasons: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """One thing to reach. `reads` are the names that have a say in it.

    How to get there, where it is known: a value (`wish`), a missing reason of a unit ("": left open), or a condition
    that comes to hold or not (`holds`). `looks_at_reasons` says whether a missing reason has a say in it; `never`
    that it is a value which the variable's own calculation does not have.
    """

    name: str
    reached: Callable[[Seen], bool]
    reads: tuple[str, ...]
    unit: str = ""
    wish: tuple[str, AnswerValue] | None = None
    reason: str | None = None
    holds: tuple[Node, bool] | None = None
    looks_at_reasons: bool = False
    never: bool = False


def goals_of(catalogue: Catalogue, form: Form) -> tuple[Goal, ...]:
    """Values and reasons in the order of the form, then limits that depend on answers, then conditions as written."""
    return (*_answers(form), *_limits(catalogue, form), *_replaced(catalogue, form), *_conditions(catalogue, form))


def _answers(form: Form) -> Iterator[Goal]:
    for variable in form.variables:
        if not variable.retired:
            yield from _values(variable)
    for name, variables in form.reason_names.items():
        first = variables[0]
        group = form.groups.get(name)
        may_be_open = not (group.required if group and group.shares_reason else first.required)
        if not first.retired:
            for reason in (*first.offered_reasons, *((LEFT_OPEN,) if may_be_open else ())):
                yield _reason(name, first, reason)


def _values(variable: Variable) -> Iterator[Goal]:
    """Each code, truth and limit; of a calculated one the codes and truths, which no wish can bring about."""
    name = variable.name
    if variable.is_calculated and variable.type not in {"code", "boolean"}:
        return
    wanted = special_values(variable) if variable.is_calculated else _edges(variable)
    for value in wanted:
        reached = _has(name, value)
        if variable.is_calculated:
            reads = references(variable.calculate.node) if variable.calculate else ()
            never = variable.calculate is not None and not _gives(variable.calculate.node, value)
            wish, holds = (name, value), _branch_to(variable, value)
            yield Goal(f"{name} = {value}", reached, (name, *reads), wish=wish, holds=holds, never=never)
        else:
            yield Goal(f"{name} = {value}", reached, (name,), variable.reason_name, (name, value))


def _gives(node: Node, value: AnswerValue) -> bool:
    """Whether a calculation may have this value; one of constants has no others."""
    if not isinstance(node, Case):
        return True
    results = [node.otherwise, *(then for _, then in node.branches)]
    return any(_gives(part, value) if not isinstance(part, Literal) else part.value == value for part in results)


def _branch_to(variable: Variable, value: AnswerValue) -> tuple[Node, bool] | None:
    """The condition of the first branch of a `case` that gives this value."""
    node = variable.calculate.node if variable.calculate else None
    branches = node.branches if isinstance(node, Case) else ()
    return next(((when, True) for when, then in branches if isinstance(then, Literal) and then.value == value), None)


def _edges(variable: Variable) -> tuple[AnswerValue, ...]:
    """The values to reach; of a coding system's thousands of codes none is more worth than the others."""
    if variable.type == "coding":
        return ()
    bounds = variable.limits
    limits = {limit for limit in (bounds.min, bounds.soft_min, bounds.soft_max, bounds.max) if limit is not None}
    return tuple(
        value for value in special_values(variable) if variable.codes or isinstance(value, bool) or value in limits
    )


def _has(name: str, value: AnswerValue) -> Callable[[Seen], bool]:
    return lambda seen: seen.values.get(name) == value and seen.values.get(name) is not None


def _reason(name: str, first: Variable, reason: str) -> Goal:
    return Goal(
        f"{name} {reason}",
        lambda seen: seen.reasons.get(name) == reason,
        (first.name,),
        name,
        reason="" if reason == LEFT_OPEN else reason,
        looks_at_reasons=True,
    )


def _conditions(catalogue: Catalogue, form: Form) -> Iterator[Goal]:
    """Each condition TRUE and FALSE, and each branch of a `case`.

    A hard rule cannot be FALSE in valid answers. Where several things may each meet a rule, it is also met without
    each of them: that is where it has something to say.
    """
    hard = {rule.name for rule in form.rules if rule.severity == "hard"}
    retired = {
        *(rule.name for rule in form.rules if rule.retired),
        *(variable.name for variable in form.variables if variable.retired),
    }
    for use in form.uses:
        if use.owner in retired:
            continue
        if use.expects == "boolean" and use.key != "calculate":
            only_true = use.key == "require" and use.owner in hard
            for truth in (True,) if only_true else (True, False):
                yield _outcome(catalogue, f"{use.owner} {use.key}", use.expression.node, truth)
            if use.key == "require":
                yield from _premises(catalogue, use.owner, use.expression.node)
        if use.key == "calculate":
            yield from _branches(catalogue, use.owner, _in_form(form, use.owner, use.expression))


def _premises(catalogue: Catalogue, owner: str, node: Node) -> Iterator[Goal]:
    """The rule is met although this part of it is FALSE."""
    for number, part in enumerate(_alternatives(node), 1):
        met = Call("and", (node, Call("is_false", (part,))))
        goal = _outcome(catalogue, "", met, True)
        yield replace(goal, name=f"{owner} met without {number}", holds=(_both(node, part), True))


def _alternatives(node: Node) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Call) and node.function == "or" else ()


def _both(node: Node, without: Node) -> Node:
    """The part FALSE and one of the others TRUE."""
    others = tuple(part for part in _alternatives(node) if part is not without)
    rest = Call("or", others) if len(others) > 1 else others[0]
    return Call("and", (Call("not", (without,)), rest))


def _limits(catalogue: Catalogue, form: Form) -> Iterator[Goal]:
    """The very edge of each limit that depends on other answers."""
    for variable in form.variables:
        for key in ("min", "soft_min", "soft_max", "max"):
            limit = getattr(variable.limits, key)
            if isinstance(limit, Expression) and not variable.retired:
                at_edge = Call("eq", (Reference(variable.name), limit.node))
                yield replace(_outcome(catalogue, "", at_edge, True), name=f"{variable.name} at its {key}")


def _replaced(catalogue: Catalogue, form: Form) -> Iterator[Goal]:
    """What is not asked has its `otherwise`."""
    for variable in form.variables:
        if variable.otherwise is None or variable.enable_when is None or variable.retired:
            continue
        node, name = variable.enable_when.node, variable.name
        not_asked = _outcome(catalogue, "", node, False)
        reached = _both_reached(not_asked.reached, _has(name, variable.otherwise))
        told = f"{name} otherwise {variable.otherwise}"
        yield replace(not_asked, name=told, reached=reached, reads=(name, *not_asked.reads))


def _both_reached(one: Callable[[Seen], bool], other: Callable[[Seen], bool]) -> Callable[[Seen], bool]:
    return lambda seen: one(seen) and other(seen)


def _in_form(form: Form, name: str, written: Expression) -> Node:
    """A calculation as the form computes it: an instrument's score reads the form's own names."""
    variable = form.variable.get(name)
    return variable.calculate.node if variable and variable.calculate else written.node


def _branches(catalogue: Catalogue, owner: str, node: Node) -> Iterator[Goal]:
    for part in walk(node):
        if isinstance(part, Case):
            for number, (when, _) in enumerate(part.branches, 1):
                yield _outcome(catalogue, f"{owner} case {number}", when, True)


def _outcome(catalogue: Catalogue, name: str, node: Node, truth: bool) -> Goal:
    compiled = compile_expression(node, catalogue.value_sets)
    return Goal(
        f"{name} {str(truth).upper()}",
        lambda seen: compiled(seen.values, seen.reasons, seen.today) is truth,
        references(node),
        holds=(node, truth),
        looks_at_reasons=_reads_reasons(node),
    )


def _reads_reasons(node: Node) -> bool:
    return any(isinstance(part, Call) and part.function == "missing_reason" for part in walk(node))
