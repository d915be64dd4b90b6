"""An expression compares with NULL (`x = null`).

The result is never true nor false, in every database. Write `x is null`.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every comparison with NULL."""
    return examined.problems_called("comparison-with-null")
