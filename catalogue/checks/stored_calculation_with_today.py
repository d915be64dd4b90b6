"""A stored calculation uses `today()`.

What is stored would be right on the day it was stored and wrong the day after. Count to a date of the form instead,
such as the day it was filled in.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, place_in
from catalogue.dependencies import stored_variables
from catalogue.expressions.nodes import Call, walk


def check(examined: Examined) -> Iterator[Remark]:
    """Every today() in a calculation that stays inside its row; one that looks outside is computed when it is read."""
    for form in examined.catalogue.forms:
        stored = stored_variables(form)
        for use in form.uses:
            if use.key != "calculate" or use.owner not in stored:
                continue
            for part in walk(use.expression.node):
                if isinstance(part, Call) and part.function == "today":
                    message = (
                        f"'{use.owner}' is stored, and with 'today()' it would be wrong tomorrow."
                        " Use a date of this form instead."
                    )
                    yield Remark(place_in(use.expression, part.at), message)
