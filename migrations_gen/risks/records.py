"""What a risk is: a judgement on one change, in a sentence that says the problem and one that says the safe way.

Pure values. Sentences are English with `{name}` for what the author calls things; the interface's languages are in
`renderers/locale`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from migrations_gen.changes.base import Change
from migrations_gen.grades import Grade

Part = str | int | float | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one file says of a change: a risk without its slug, which is the name of the file."""

    grade: Grade
    problem: str
    advice: str
    parts: tuple[tuple[str, Part], ...] = ()
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk: its slug, how grave, of which change, in two sentences, and lines ready to paste for the safe way."""

    slug: str
    grade: Grade
    change: Change
    problem: str
    advice: str = ""
    parts: tuple[tuple[str, Part], ...] = ()
    lines: str = ""

    @property
    def values(self) -> Mapping[str, Part]:
        """What fills both sentences."""
        return dict(self.parts)


def safe(problem: str, advice: str = "", /, **parts: Part) -> Judgement:
    """Nothing is hurt, and why."""
    return Judgement(Grade.SAFE, problem, advice, tuple(sorted(parts.items())))


def review(problem: str, advice: str, lines: str = "", /, **parts: Part) -> Judgement:
    """Somebody must look at it."""
    return Judgement(Grade.REVIEW, problem, advice, tuple(sorted(parts.items())), lines)


def breaking(problem: str, advice: str, lines: str = "", /, **parts: Part) -> Judgement:
    """Something is hurt unless the safe way is taken."""
    return Judgement(Grade.BREAKING, problem, advice, tuple(sorted(parts.items())), lines)
