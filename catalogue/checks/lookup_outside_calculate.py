"""`lookup` stands in a condition, a limit or a rule.

A value set can have thousands of rows, which neither a browser nor a CHECK constraint can hold. Calculate a variable
with it, and use that variable.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, place_in
from catalogue.expressions.nodes import Call, walk


def check(examined: Examined) -> Iterator[Remark]:
    """Every lookup that is not in a calculation."""
    for _, use in examined.uses:
        if use.key == "calculate":
            continue
        for part in walk(use.expression.node):
            if isinstance(part, Call) and part.function == "lookup":
                message = (
                    f"'lookup' may only stand in 'calculate', not in '{use.key}' of '{use.owner}'."
                    " Calculate a variable with it, and use that variable here."
                )
                yield Remark(place_in(use.expression, part.at), message)
