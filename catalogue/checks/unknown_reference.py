"""An expression names something that does not exist.

It could never be evaluated, so the question would never be asked or the rule never applied. Correct the name; another
form's variable is written `form.variable`, the person's `person.variable`.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every unknown name in an expression. Other names are looked up where the catalogue is built."""
    return examined.problems_called("unknown-reference")
