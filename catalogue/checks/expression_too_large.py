"""An expression becomes very large when its lists and functions are written out.

Databases refuse such expressions, and nobody can review them. Divide it into calculated variables with names of their
own.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every expression above the bound. What is too large as written is named where it is parsed."""
    return examined.problems_called("expression-too-large")
