"""An expression compares a coded variable with a code that is not in its codelist.

The comparison could never be true, and nobody would notice. Use a code of the list.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every constant that its variable can never be."""
    return examined.problems_called("unknown-code-in-rule")
