"""All final answers of a form at once, as terms: what each answer may be, what is asked, what must hold.

The answers are unknowns, or, to ask what another version of the form says of the same row, given as terms. What is
outside the form (other forms, the person, today, the anchor date) is unknown within its own bounds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

import z3

from catalogue.dependencies import evaluation_order
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Node, references
from catalogue.expressions.scope import TIMEPOINT, Binding, Scope, binding, scope_of
from catalogue.model import Catalogue, Era, Expression, Form, Group, Limit, Variable
from catalogue.value_types import EARLIEST, LATEST
from engine.answers import IssueSeverity
from engine.constraints import constraint, has_ticks, later_limits, tick_groups, validity
from engine.proofs.terms import (
    FALSE,
    LENGTH,
    NOTHING,
    TRUE,
    UNKNOWN,
    Prover,
    Quantity,
    Term,
    Truth,
    both,
    either,
)

DAY = (EARLIEST.toordinal(), LATEST.toordinal())
MINUTES = {"time": (0, 24 * 60 - 1), "datetime": (DAY[0] * 1440, DAY[1] * 1440)}


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must hold before the form is final: what it is called, what asks for it, and when it is broken.

    It is `exact` when it rests on no arithmetic of numbers that are not whole.
    """

    name: str
    owner: str
    kind: str
    broken: z3.BoolRef
    exact: bool = True


@dataclass
class World:
    """The terms of one form. `answers` are as given, `names` in the prover as expressions read them.

    `facts` hold of every answer that can be stored; `demands` of every final form; `remarks` are the soft ones.
    """

    form: Form
    prover: Prover
    anchor: z3.ArithRef
    scope: Scope = field(default_factory=dict)
    answers: dict[str, Term] = field(default_factory=dict)
    asked: dict[str, z3.BoolRef] = field(default_factory=dict)
    outside: dict[str, Term] = field(default_factory=dict)
    facts: list[z3.BoolRef] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    remarks: list[Demand] = field(default_factory=list)

    @property
    def all_facts(self) -> list[z3.BoolRef]:
        """What holds in every case, the facts that came with the terms included."""
        return [*self.facts, *self.prover.word_facts, *self.prover.facts, *self.prover.calendar.facts]


def world_of(catalogue: Catalogue, form: Form) -> World:
    """The world of a form whose answers are unknown."""
    world = _empty(catalogue, form, Prover(value_sets=catalogue.value_sets))
    for variable in form.variables:
        if not variable.is_calculated:
            world.answers[variable.name] = _unknown(variable, world)
    _tie_ticks(world)
    _evaluate(world)
    return world


def world_after(catalogue: Catalogue, form: Form, before: World) -> World:
    """The world of another version of a form, which looks at the final answers of `before`.

    What the other version did not have is unanswered; that an answer may not be stored any more, or would not be
    asked for, is a demand here.
    """
    prover = Prover(
        value_sets=catalogue.value_sets,
        today=before.prover.today,
        words=before.prover.words,
        calendar=before.prover.calendar,
    )
    world = _empty(catalogue, form, prover)
    for variable in form.variables:
        if not variable.is_calculated:
            _take_over(variable, before, world)
    _evaluate(world)
    for name, answer in world.answers.items():
        lost = both((answer.known, z3.Not(_same(answer, prover.names[name]))))
        exact = name not in prover.inexact_names
        world.demands.append(Demand(f"{name} enable_when", name, "enable_when", lost, exact))
    return world


def _take_over(variable: Variable, before: World, world: World) -> None:
    """The answer of the row, and the demand that it may still be stored; one of another type may not."""
    name, earlier = variable.name, before.form.variable.get(variable.name)
    stored = before.prover.names[name] if earlier is not None else NOTHING
    nothing: Term = UNKNOWN if variable.type == "boolean" else NOTHING
    if earlier is None or binding(earlier).type != binding(variable).type:
        world.answers[name], allowed = nothing, FALSE
    else:
        world.answers[name] = stored
        allowed = _allowed(variable, stored, world.prover) if isinstance(stored, Quantity) else TRUE
    world.demands.append(Demand(f"{name} value", name, "value", both((stored.known, z3.Not(allowed)))))


def _same(one: Term, other: Term) -> z3.BoolRef:
    """Both have the same value, where the first has one."""
    if isinstance(one, Truth) and isinstance(other, Truth):
        return both((z3.Implies(one.true, other.true), z3.Implies(one.false, other.false)))
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return both((other.known, one.value == other.value))
    return FALSE


def _empty(catalogue: Catalogue, form: Form, prover: Prover) -> World:
    anchor, scope = z3.Int("anchor"), scope_of(catalogue, form)
    world = World(form, prover, anchor, scope)
    world.facts += [_within(prover.today, DAY), _within(anchor, DAY)]
    for name in sorted({name for node in _nodes(form) for name in references(node)} - set(form.variable)):
        world.outside[name] = prover.names[name] = _outside(name, scope[name], world)
    return world


def _nodes(form: Form) -> Iterator[Node]:
    return (lower(use.expression.node) for use in form.uses)


def _within(term: z3.ArithRef, bounds: tuple[int, int]) -> z3.BoolRef:
    return z3.And(term >= bounds[0], term <= bounds[1])


def _outside(name: str, bound: Binding, world: World) -> Term:
    """A name of another form or the person; unknown whether there is a value."""
    prover = world.prover
    known = TRUE if name == TIMEPOINT else z3.Bool(f"{name}?")
    if bound.type == "boolean":
        value = z3.Bool(name)
        return Truth(both((known, value)), both((known, z3.Not(value))))
    number = z3.Int(name)
    if bound.codes:
        world.facts.append(z3.Or([number == prover.number(code) for code in bound.codes]))
    elif bound.type == "number":
        places = bound.decimals or 0
        value = _scaled(number, places)
        world.facts += _bounds(number, bound.low, bound.high, places)
        return Quantity(value, known)
    elif bound.type == "date":
        world.facts += _bounds(number, bound.low, bound.high, 0)
    else:
        world.facts += _free(number, bound.type)
    return Quantity(number, known)


def _free(number: z3.ArithRef, kind: str) -> list[z3.BoolRef]:
    return [_within(number, MINUTES[kind])] if kind in MINUTES else [number >= 0]


def _scaled(number: z3.ArithRef, places: int) -> z3.ArithRef:
    """A decimal as a whole number of its smallest units."""
    return z3.ToReal(number) / 10**places if places else number


def _bounds(number: z3.ArithRef, low: Limit | None, high: Limit | None, places: int) -> list[z3.BoolRef]:
    found = [] if low is None else [number >= _whole(low, places, ROUND_CEILING)]
    return found if high is None else [*found, number <= _whole(high, places, ROUND_FLOOR)]


def _whole(limit: Limit, places: int, rounding: str) -> int:
    if isinstance(limit, date):
        return limit.toordinal()
    return int((Decimal(str(limit)) * 10**places).to_integral_value(rounding))


def _unknown(variable: Variable, world: World) -> Term:
    """The unknown answer to one question, within what may be stored."""
    given = z3.Bool(f"{variable.name}?")
    if variable.type == "boolean":
        value = z3.Bool(variable.name)
        return Truth(both((given, value)), both((given, z3.Not(value))))
    number = z3.Int(variable.name)
    places = variable.decimals or 0 if variable.type == "decimal" else 0
    answer = Quantity(_scaled(number, places), given)
    bound = constraint(variable)
    if bound.codes is None and variable.type in {"integer", "decimal", "date"}:
        world.facts += _bounds(number, bound.low, bound.high, places)
    else:
        world.facts.append(_allowed(variable, answer, world.prover))
    return answer


def _allowed(variable: Variable, answer: Quantity, prover: Prover) -> z3.BoolRef:
    """When the answer, where there is one, may be stored."""
    bound, value = constraint(variable), answer.value
    if bound.codes is not None:
        codes = sorted(bound.codes, key=str)
        return z3.Or([value == prover.number(code) for code in codes]) if codes else FALSE
    parts = _free(value, variable.type) if bound.low is None else []
    if bound.low is not None and bound.high is not None:
        parts += [value >= prover.number(bound.low), value <= prover.number(bound.high)]
    if not z3.is_int(value):
        parts.append(z3.IsInt(value * 10 ** (bound.decimals or 0)))
    if bound.max_length is not None:
        parts += [LENGTH(value) >= 1, LENGTH(value) <= bound.max_length]
    return both(parts)


def _tie_ticks(world: World) -> None:
    """With one tick set the rest are FALSE, so all are there or none."""
    for names in tick_groups(world.form):
        answers = [world.answers[name] for name in names if not world.form.variable[name].retired]
        world.facts += [first.known == other.known for first, other in pairwise(answers)]


def _evaluate(world: World) -> None:
    prover = world.prover
    for variable in evaluation_order(world.form):
        prover.exact = True
        prover.names[variable.name] = _calculated(variable, world) if variable.is_calculated else _read(variable, world)
        prover.reasons[variable.name] = _reason(variable, world)
        if not prover.exact:
            prover.inexact_names.add(variable.name)
    for variable in world.form.variables:
        _demand_answer(variable, world)
        _demand_limits(variable, world)
        _demand_validity(variable, world)
    for group in world.form.groups.values():
        _demand_of_group(group, world)
    for rule in world.form.rules:
        if rule.retired is None:
            prover.exact = True
            applies = _collected(rule.collected, world)
            broken = both((applies, prover.truth(lower(rule.require.node)).false))
            demands = world.demands if rule.severity == "hard" else world.remarks
            demands.append(Demand(rule.name, rule.name, "rule", broken, prover.exact))


def _collected(era: Era | None, world: World) -> z3.BoolRef:
    return TRUE if era is None else _within_era(era, world.anchor)


def _within_era(era: Era, day: z3.ArithRef) -> z3.BoolRef:
    parts = [day >= era.start.toordinal()] if era.start else []
    parts += [day <= era.end.toordinal()] if era.end else []
    parts += [z3.Or(day < start.toordinal(), day > end.toordinal()) for start, end in era.gaps]
    return both(parts)


def _read(variable: Variable, world: World) -> Term:
    """The answer as expressions see it: only when collected and asked, else nothing or its `otherwise`."""
    answer, prover = world.answers[variable.name], world.prover
    collected = FALSE if variable.retired else _collected(variable.collected, world)
    condition = prover.truth(lower(variable.enable_when.node)) if variable.enable_when else Truth(TRUE, FALSE)
    asked = both((collected, condition.true))
    world.asked[variable.name] = asked
    instead = both((collected, condition.false)) if variable.otherwise is not None else FALSE
    if isinstance(answer, Truth):
        put = bool(variable.otherwise)
        true = either((both((asked, answer.true)), instead if put else FALSE))
        false = either((both((asked, answer.false)), FALSE if put else instead))
        return Truth(true, false)
    if z3.is_false(instead) or variable.otherwise is None:
        return Quantity(answer.value, both((asked, answer.known)))
    other = prover.number(variable.otherwise)
    return Quantity(z3.If(asked, answer.value, other), either((both((asked, answer.known)), instead)))


def _calculated(variable: Variable, world: World) -> Term:
    assert variable.calculate is not None
    term = world.prover.term(lower(variable.calculate.node))
    if variable.type == "boolean" and not isinstance(term, Truth):
        term = Truth(FALSE, FALSE)
    if variable.enable_when is None:
        return term
    asked = world.prover.truth(lower(variable.enable_when.node)).true
    if isinstance(term, Truth):
        return Truth(both((asked, term.true)), both((asked, term.false)))
    return Quantity(term.value, both((asked, term.known)))


def _reason(variable: Variable, world: World) -> Quantity:
    """Why there is no value: not collected, not asked, one the respondent may give, or nothing said."""
    if variable.is_calculated:
        return NOTHING
    prover = world.prover
    said = z3.Int(f"{variable.reason_name} reason")
    allowed = [prover.words.number(reason) for reason in (*variable.offered_reasons, "not_answered")]
    world.facts.append(z3.Or([said == reason for reason in allowed]))
    collected = FALSE if variable.retired else _collected(variable.collected, world)
    reason = z3.If(world.asked[variable.name], said, prover.number("not_asked"))
    value = z3.If(collected, reason, prover.number("not_collected"))
    return Quantity(value, z3.Not(prover.names[variable.name].known))


def _demand_answer(variable: Variable, world: World) -> None:
    if variable.is_calculated or variable.retired or not (variable.required or variable.required_when):
        return
    world.prover.exact = variable.name not in world.prover.inexact_names
    needed = TRUE
    if not variable.required and variable.required_when is not None:
        needed = world.prover.truth(lower(variable.required_when.node)).true
    lacking = both(
        (world.asked[variable.name], needed, z3.Not(world.answers[variable.name].known), _unsaid(variable, world))
    )
    world.demands.append(Demand(f"{variable.name} required", variable.name, "required", lacking, world.prover.exact))


def _unsaid(variable: Variable, world: World) -> z3.BoolRef:
    """No reason has been given that may stand instead of an answer."""
    if not variable.offered_reasons:
        return TRUE
    return z3.Int(f"{variable.reason_name} reason") == world.prover.number("not_answered")


def _demand_limits(variable: Variable, world: World) -> None:
    for rule, severity, limit in later_limits(variable):
        world.prover.exact = variable.name not in world.prover.inexact_names
        value = world.prover.names[variable.name]
        bound = _limit(limit, world)
        assert isinstance(value, Quantity)
        beyond = value.value < bound.value if rule.endswith("min") else value.value > bound.value
        broken = both((value.known, bound.known, beyond))
        demands = world.demands if severity is IssueSeverity.HARD else world.remarks
        demands.append(Demand(f"{variable.name} {rule}", variable.name, rule, broken, world.prover.exact))


def _demand_validity(variable: Variable, world: World) -> None:
    """A code of a system must be valid on the variable's day."""
    known = validity(variable, ())
    if known is None:
        return
    prover, code = world.prover, world.prover.names[variable.name]
    assert isinstance(code, Quantity)
    day = Quantity(world.anchor, TRUE)
    if variable.valid_on is not None:
        day = prover.quantity(lower(variable.valid_on.node))
    late = either(
        z3.And(code.value == prover.number(value), z3.Not(_within_era(era, day.value)))
        for value, era in known.eras.items()
    )
    broken = both((code.known, day.known, late))
    world.demands.append(Demand(f"{variable.name} validity", variable.name, "code-not-valid", broken))


def _limit(limit: Limit | Expression, world: World) -> Quantity:
    if isinstance(limit, Expression):
        return world.prover.quantity(lower(limit.node))
    return Quantity(world.prover.number(limit), TRUE)


def _demand_of_group(group: Group, world: World) -> None:
    asked = [part for part in group.variables if not part.is_calculated and part.retired is None]
    if group.required and group.shares_reason and asked:
        unanswered = both(z3.Not(world.answers[part.name].known) for part in asked)
        lacking = both((world.asked[asked[0].name], unanswered, _unsaid(asked[0], world)))
        world.demands.append(Demand(f"{group.name} required", group.name, "required", lacking))
    if has_ticks(group) and asked:
        shown = [world.prover.names[part.name] for part in asked]
        ticked = [tick.true for tick in shown if isinstance(tick, Truth)]
        given = either(tick.false for tick in shown if isinstance(tick, Truth))
        broken = both((world.asked[asked[0].name], given, z3.Not(either(ticked))))
        world.demands.append(Demand(f"{group.name} ticks", group.name, "nothing-ticked", broken))
    if group.none is not None:
        ticks = {part.name: world.prover.names[part.name] for part in asked}
        none = ticks.pop(group.none, NOTHING)
        others = either(tick.true for tick in ticks.values() if isinstance(tick, Truth))
        if isinstance(none, Truth):
            broken = both((none.true, others))
            world.demands.append(Demand(f"{group.name} none", group.name, "none-excludes-others", broken))
