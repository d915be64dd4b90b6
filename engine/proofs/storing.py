"""Whether a value that comes from elsewhere may be stored: one demand for each thing that may be wrong with it."""

from collections.abc import Iterable, Iterator

import z3

from catalogue.model import CodeValue, Expression, Variable
from engine.constraints import Constraint, constraint
from engine.proofs.terms import Prover
from engine.proofs.truth import Quantity, Term, both, either
from engine.proofs.words import LENGTH
from engine.proofs.world import Demand

Facet = tuple[str, z3.BoolRef, CodeValue | None]
"""The issue's slug, when a value has it, and the code it is about."""


def storing_demands(
    variable: Variable, stored: Term, prover: Prover, *, is_of_type: bool, codes: Iterable[CodeValue]
) -> Iterator[Demand]:
    """What the engine would refuse in the value, where there is one. `codes` are values that it may well have.

    Each is broken only by what breaks none before it, as the engine names the first that it finds.
    """
    name, exact = variable.name, variable.name not in prover.inexact_names
    earlier: list[z3.BoolRef] = []
    told: list[CodeValue] = []
    for kind, wrong, code in _facets(variable, stored, prover, is_of_type, codes):
        title = " ".join((name, kind, *_particular(variable, kind, code)))
        broken = both((stored.known, *earlier, wrong))
        yield Demand(title, name, kind, broken, exact, code=code, other_than=tuple(told), refuses=True)
        told += [code] if code is not None else []
        earlier.append(z3.Not(wrong))


def _particular(variable: Variable, kind: str, code: CodeValue | None) -> Iterator[str]:
    """What tells it from another demand of the same kind."""
    if code is not None:
        yield str(code)
    limit = {"below-min": variable.limits.min, "above-max": variable.limits.max}.get(kind)
    if isinstance(limit, Expression):
        yield "ever"


def _facets(
    variable: Variable, stored: Term, prover: Prover, is_of_type: bool, codes: Iterable[CodeValue]
) -> Iterator[Facet]:
    bound = constraint(variable)
    if not is_of_type:
        yield "unknown-code" if bound.codes is not None else "wrong-type", stored.known, None
    elif isinstance(stored, Quantity) and bound.codes is not None:
        alike = () if variable.system else tuple(code for code in codes if type(code) in bound.kinds)
        yield from _of_codes(bound.codes, stored.value, prover, alike)
    elif isinstance(stored, Quantity):
        yield from _of_bounds(variable, bound, stored.value, prover)


def _of_codes(
    allowed: frozenset[CodeValue], value: z3.ArithRef, prover: Prover, codes: Iterable[CodeValue]
) -> Iterator[Facet]:
    for code in codes:
        if code not in allowed:
            yield "unknown-code", value == prover.number(code), code
    known = either(value == prover.number(code) for code in sorted(allowed, key=str))
    yield "unknown-code", z3.Not(known), None


def _of_bounds(variable: Variable, bound: Constraint, value: z3.ArithRef, prover: Prover) -> Iterator[Facet]:
    if variable.type == "integer" and not z3.is_int(value):
        yield "not-whole", z3.Not(z3.IsInt(value)), None
    if bound.low is not None and bound.high is not None:
        yield "below-min", value < prover.number(bound.low), None
        yield "above-max", value > prover.number(bound.high), None
    if bound.max_length is not None:
        yield "too-long", LENGTH(value) > bound.max_length, None
    if bound.decimals is not None and not z3.is_int(value):
        yield "too-many-decimals", z3.Not(z3.IsInt(value * 10**bound.decimals)), None
