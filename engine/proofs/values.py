"""What a single value may be: an answer within what may be stored, a name of another form within its own bounds."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import z3

from catalogue.expressions.scope import TIMEPOINT, Binding
from catalogue.model import Limit, Variable
from catalogue.value_types import EARLIEST, LATEST
from engine.constraints import constraint
from engine.proofs.terms import Prover
from engine.proofs.truth import TRUE, Quantity, Term, Truth, both, either
from engine.proofs.words import LENGTH
from engine.proofs.world import World

DAY = (EARLIEST.toordinal(), LATEST.toordinal())
MINUTES = {"time": (0, 24 * 60 - 1), "datetime": (DAY[0] * 1440, DAY[1] * 1440)}


def within(term: z3.ArithRef, bounds: tuple[int, int]) -> z3.BoolRef:
    """Between these two, both included."""
    return z3.And(term >= bounds[0], term <= bounds[1])


def outside_term(name: str, bound: Binding, world: World) -> Term:
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
    return [within(number, MINUTES[kind])] if kind in MINUTES else [number >= 0]


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


def unknown_answer(variable: Variable, world: World) -> Term:
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
        world.facts.append(allowed(variable, answer, world.prover))
    return answer


def allowed(variable: Variable, answer: Quantity, prover: Prover) -> z3.BoolRef:
    """When the answer, where there is one, may be stored."""
    bound, value = constraint(variable), answer.value
    if bound.codes is not None:
        codes = sorted(bound.codes, key=str)
        return either(value == prover.number(code) for code in codes)
    parts = _free(value, variable.type) if bound.low is None else []
    if bound.low is not None and bound.high is not None:
        parts += [value >= prover.number(bound.low), value <= prover.number(bound.high)]
    if not z3.is_int(value):
        parts.append(z3.IsInt(value * 10 ** (bound.decimals or 0)))
    if bound.max_length is not None:
        parts += [LENGTH(value) >= 1, LENGTH(value) <= bound.max_length]
    return both(parts)
