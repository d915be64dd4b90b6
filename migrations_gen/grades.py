"""How much a change weighs."""

from collections.abc import Iterable
from enum import StrEnum


class Grade(StrEnum):
    """How much a change weighs, for the answers already given and for those who read them."""

    SAFE = "safe"
    """Everything that was answered means what it meant."""
    REVIEW = "review"
    """Somebody who knows the subject must look at it."""
    BREAKING = "breaking"
    """Answers, series or other people's programs are hurt unless the safe way is taken."""

    @property
    def rank(self) -> int:
        """From the lightest to the gravest."""
        return tuple(Grade).index(self)


def gravest(grades: Iterable[Grade]) -> Grade:
    """The gravest of these; nothing is safe."""
    return max(grades, key=lambda grade: grade.rank, default=Grade.SAFE)
