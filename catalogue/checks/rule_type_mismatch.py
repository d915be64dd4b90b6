"""An expression puts together what does not belong together: a date plus a text, a number where yes or no is needed.

Databases and browsers guess in such cases, each in its own way. Compare like with like, or convert with a function.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every operand and result of the wrong type."""
    return examined.problems_called("rule-type-mismatch")
