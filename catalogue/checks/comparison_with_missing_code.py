"""An expression compares with a code that means a missing answer (`royk = 9`).

In an expression a missing answer is NULL, whatever code the outside world writes for it, so the comparison could never
be true. Write `royk is null`, or `missing_reason(royk) = 'not_answered'`.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every comparison with a missing code."""
    return examined.problems_called("comparison-with-missing-code")
