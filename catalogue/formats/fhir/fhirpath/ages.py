"""Ages, as questionnaires ask for them: `born <= today() - 18 years`. Pure.

There years and months are taken from a day, here they are counted between two. The last day of a shorter month stands
for the days it does not have, so both turn on the same day.
"""

from typing import NamedTuple

from catalogue.expressions.nodes import NULL, Call, Node
from catalogue.formats.fhir.fhirpath.constants import number
from catalogue.formats.fhir.fhirpath.grammar import Operator, Path, Quantity

BETWEEN = {"year": "years_between", "month": "months_between"}


class Age(NamedTuple):
    """A comparison of a day with another so much earlier: whether at least so much lies between, or less."""

    earlier: Path
    later: Path
    quantity: Quantity
    comparison: str

    def counted(self, earlier: Node | None, later: Node | None) -> Node:
        """The comparison with what lies between counted."""
        if earlier is None or later is None:
            return NULL
        between = Call(BETWEEN[self.quantity.unit], (earlier, later))
        return Call(self.comparison, (between, number(self.quantity.number)))


def age_compared(path: Operator) -> Age | None:
    """The age that is asked for; None for another comparison."""
    match path:
        case Operator("<=" | ">" as sign, (earlier, Operator("-", (later, Quantity() as quantity)))):
            comparison = "ge" if sign == "<=" else "lt"
        case Operator(">=" | "<" as sign, (Operator("-", (later, Quantity() as quantity)), earlier)):
            comparison = "ge" if sign == ">=" else "lt"
        case _:
            return None
    is_whole = quantity.number.isdecimal() and int(quantity.number) > 0
    return Age(earlier, later, quantity, comparison) if is_whole and quantity.unit in BETWEEN else None
