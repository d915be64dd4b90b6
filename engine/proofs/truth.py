"""What an expression is to the prover: a truth, TRUE or FALSE or neither; or a quantity and when there is one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import z3

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean: when it is TRUE and when it is FALSE; else NULL."""

    true: z3.BoolRef
    false: z3.BoolRef

    @property
    def known(self) -> z3.BoolRef:
        """When it is not NULL."""
        return either((self.true, self.false))


@dataclass(frozen=True, slots=True)
class Quantity:
    """Any other value: the term, and when there is a value at all."""

    value: z3.ArithRef
    known: z3.BoolRef


Term = Truth | Quantity

NOTHING = Quantity(z3.IntVal(0), FALSE)
UNKNOWN = Truth(FALSE, FALSE)


def is_true(part: z3.BoolRef) -> bool:
    """Whether it is the constant: the prover keeps each term once, so that one look at the address tells."""
    return bool(part.ast.value == TRUE.ast.value)


def is_false(part: z3.BoolRef) -> bool:
    """The same for the other constant."""
    return bool(part.ast.value == FALSE.ast.value)


def both(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """All of them, without those that say nothing."""
    left = [part for part in parts if not is_true(part)]
    return TRUE if not left else left[0] if len(left) == 1 else _joined(z3.Z3_mk_and, left)


def either(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """At least one of them, without those that say nothing."""
    left = [part for part in parts if not is_false(part)]
    return FALSE if not left else left[0] if len(left) == 1 else _joined(z3.Z3_mk_or, left)


def _joined(make: Callable[..., object], parts: list[z3.BoolRef]) -> z3.BoolRef:
    """As `z3.And` and `z3.Or` do it, without asking of each part whether it is a condition: that took most time."""
    context = parts[0].ctx
    return z3.BoolRef(make(context.ref(), len(parts), (z3.Ast * len(parts))(*(part.ast for part in parts))), context)


def chosen(when: z3.BoolRef, then: Quantity, otherwise: Quantity) -> Quantity:
    """One value or the other; where one is never there, its number does not matter."""
    if is_false(then.known):
        return Quantity(otherwise.value, both((z3.Not(when), otherwise.known)))
    if is_false(otherwise.known):
        return Quantity(then.value, both((when, then.known)))
    value, other = alike(then.value, otherwise.value)
    return Quantity(z3.If(when, value, other), z3.If(when, then.known, otherwise.known))


def alike(one: z3.ArithRef, other: z3.ArithRef) -> tuple[z3.ArithRef, z3.ArithRef]:
    """Two numbers as terms of one sort."""
    if z3.is_int(one) == z3.is_int(other):
        return one, other
    return real(one), real(other)


def real(term: z3.ArithRef) -> z3.ArithRef:
    """The same number as a real one."""
    return z3.ToReal(term) if z3.is_int(term) else term
