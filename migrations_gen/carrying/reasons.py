"""Missing reasons on the way: which an expression may give, and what becomes of one that the question there does not
offer.

Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, walk
from catalogue.model import MISSING_REASONS, OFFERED_REASONS, Catalogue, Variable
from migrations_gen.carrying.records import Carry, Way

NOT_ANSWERED = Literal("not_answered")
BY_SYSTEM = tuple(reason for reason in MISSING_REASONS if reason not in OFFERED_REASONS)


def possible_reasons(reason: Node, variables: Mapping[str, Variable]) -> Iterator[str]:
    """The reasons that are written, and those of the variables whose reason is read; what is unknown is passed over."""
    for part in walk(reason):
        match part:
            case Call("missing_reason", (Reference(name),)) if name in variables:
                yield from variables[name].offered_reasons
            case Literal(str(text)):
                yield text
            case _:
                pass


def only_offered(way: Way, target: Catalogue, source: Catalogue) -> Way:
    """The same way; a reason that a variable of the target does not offer is told as not answered.

    Who goes back to an earlier version goes back to its tables, which refuse what it did not know.
    """
    carries = dict(way.carries)
    for form, variable in target.variables():
        carry = None if variable.is_calculated else way.carry(f"{form.address}.{variable.name}")
        there = source.form.get(carry.form) if carry is not None else None
        if carry is None or there is None:
            continue
        possible = set(possible_reasons(carry.reason, there.variable))
        if possible & set(OFFERED_REASONS) - set(variable.offered_reasons):
            carries[f"{form.address}.{variable.name}"] = _told(carry, variable)
    return Way(carries, way.gone)


def _told(carry: Carry, variable: Variable) -> Carry:
    known = tuple(Literal(reason) for reason in (*variable.offered_reasons, *BY_SYSTEM))
    branches = ((Call("in", (carry.reason, *known)), carry.reason), (Call("is_null", (carry.reason,)), NULL))
    return replace(carry, reason=Case(branches, NOT_ANSWERED))
