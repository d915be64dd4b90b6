"""What is said of a change besides the fact: its grade, and remarks. The one place that knows how risks, proofs and
consequences are recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass

from migrations_gen.changes import Change
from renderers.comparison.records import Remark


@dataclass(frozen=True, slots=True)
class Judged:
    """The grade of a change, and what is said of it."""

    grade: str = "review"
    remarks: tuple[Remark, ...] = ()


Judge = Callable[[Change], Judged]


def unjudged(change: Change) -> Judged:
    """What is known of a change that nobody has judged."""
    return Judged()
