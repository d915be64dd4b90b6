"""How far a condition is from holding: 0 when it does, more the more there is left, so that a search feels its way.

Only what an expression shows counts: numbers and dates that are compared lie near or far, and of `and` and `or` each
part has its share. Everything else either holds or does not.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from catalogue.expressions.nodes import Call, Node
from catalogue.model import ValueSet
from engine.answers import AnswerValue
from engine.compilers.python import Compiled, compile_expression
from engine.synth.goals import Seen

Distance = Callable[[Seen], float]
ValueSets = Mapping[str, ValueSet]

WHOLE = 1.0
ORDER = frozenset({"lt", "le", "gt", "ge", "eq"})
"""Comparisons that are nearer to holding the nearer their sides are."""
OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "ne": "eq"}


def distance(node: Node, truth: bool, value_sets: ValueSets) -> Distance:
    """How far the condition is from being TRUE, or FALSE: from 0 to 1."""
    match node:
        case Call("not", (part,)):
            return distance(part, not truth, value_sets)
        case Call("and" | "or" as function, parts):
            shares = [distance(part, truth, value_sets) for part in parts]
            return _mean(shares) if (function == "and") is truth else _least(shares)
        case Call("between", (subject, low, high)):
            return distance(Call("and", (Call("ge", (subject, low)), Call("le", (subject, high)))), truth, value_sets)
        case Call(function, (left, right)) if (function if truth else OPPOSITE.get(function)) in ORDER:
            sides = (compile_expression(left, value_sets), compile_expression(right, value_sets))
            return _apart(compile_expression(node, value_sets), truth, sides)
        case _:
            compiled = compile_expression(node, value_sets)
            return lambda seen: 0.0 if compiled(seen.values, seen.reasons, seen.today) is truth else WHOLE


def _mean(shares: list[Distance]) -> Distance:
    return lambda seen: sum(share(seen) for share in shares) / len(shares)


def _least(shares: list[Distance]) -> Distance:
    return lambda seen: min(share(seen) for share in shares)


def _apart(whole: Compiled, truth: bool, sides: tuple[Compiled, Compiled]) -> Distance:
    def found(seen: Seen) -> float:
        if whole(seen.values, seen.reasons, seen.today) is truth:
            return 0.0
        left, right = (_number(side(seen.values, seen.reasons, seen.today)) for side in sides)
        if left is None or right is None:
            return WHOLE
        gap = abs(left - right) + 1
        return gap / (gap + 10)

    return found


def _number(value: AnswerValue) -> float | None:
    """Where the value lies on its scale: numbers as they are, days, minutes; None when it has none."""
    match value:
        case datetime():
            return value.timestamp() / 86400
        case date():
            return float(value.toordinal())
        case time():
            return float(value.hour * 60 + value.minute)
        case int() | float():
            return float(value)
        case _:
            return None
