"""What an expression comes to on one occasion: the same value, in as few words as a reader of the view needs.

The timepoint is known, so what it decides is decided; and what is a whole number anyway is not rounded to one.
"""

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, transform
from catalogue.expressions.scope import TIMEPOINT, Scope

WHOLE = frozenset(
    {
        *("days_between", "months_between", "years_between", "year", "month"),
        *("minutes_between", "duration_minutes", "hour", "minute", "length", "answered", "floor"),
    }
)
"""Functions that give whole numbers."""
OF_WHOLE = frozenset({"add", "subtract", "multiply", "abs", "least", "greatest", "coalesce"})
"""Functions that give a whole number when all they take are."""
TRUE, FALSE = Literal(True), Literal(False)


def simpler(node: Node, timepoint: str, scope: Scope) -> Node:
    """The expression at a timepoint."""

    def change(part: Node) -> Node:
        match part:
            case Reference(name) if name == TIMEPOINT:
                return Literal(timepoint)
            case Call("round", (whole, Literal(0.0))) if _is_whole(whole, scope):
                return whole
            case Call("eq" | "ne" | "in" as function, (Literal(str(text)), *others)) if all(map(_is_text, others)):
                return TRUE if (Literal(text) in others) is (function != "ne") else FALSE
            case Call("and" | "or", _):
                return _decided(part)
            case Case():
                return _chosen(part)
            case _:
                return part

    return transform(node, change)


def _is_whole(node: Node, scope: Scope) -> bool:
    match node:
        case Literal(float(number)):
            return number.is_integer()
        case Reference(name):
            return scope[name].decimals == 0
        case Call(function, arguments):
            return function in WHOLE or (function in OF_WHOLE and all(_is_whole(part, scope) for part in arguments))
        case _:
            return False


def _is_text(node: Node) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, str)


def _decided(call: Call) -> Node:
    """Without the parts that decide nothing; as soon as one decides everything, that."""
    decisive, idle = (FALSE, TRUE) if call.function == "and" else (TRUE, FALSE)
    left = tuple(part for part in call.arguments if part != idle)
    if decisive in left or not left:
        return decisive if left else idle
    return Call(call.function, left, call.at) if len(left) > 1 else left[0]


def _chosen(case: Case) -> Node:
    """Without the branches that cannot be taken, and what comes after one that always is."""
    branches: list[tuple[Node, Node]] = []
    for when, then in case.branches:
        if when == TRUE:
            return Case(tuple(branches), then, case.at) if branches else then
        if when not in (FALSE, NULL):
            branches.append((when, then))
    return Case(tuple(branches), case.otherwise, case.at) if branches else case.otherwise
