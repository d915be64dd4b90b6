"""What is known of one demand of the later version. Plain values: they can be kept, compared and written out."""

from dataclasses import dataclass

from catalogue.model import CodeValue
from engine.answers import AnswerValue


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer: a variable's name in its form (dotted: in another form), and its value, or why it has none."""

    name: str
    value: AnswerValue = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Answers that were valid before, as far as they matter, what they become, and what is then broken.

    `form` is where they were given, by its earlier address. `beside` are answers of other forms, under their later
    names, and `timepoint`. `parameters` fill the sentence for what is broken, as those of an issue do.
    """

    form: str
    before: tuple[Shown, ...]
    after: tuple[Shown, ...]
    beside: tuple[Shown, ...] = ()
    parameters: tuple[tuple[str, AnswerValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all answers that were valid before meet one demand, after they have been carried over.

    `form` is its later address, `owner` the variable, group or rule that demands it there. `kind` is a slug of
    `ISSUES` in `engine/answers.py`, or `rule`, or `enable_when` when an answer would no longer be asked for. `grade` is
    `proved`, `refuted` or `undecided`; a proof that is not `exact` rests on arithmetic of numbers that are not whole.
    `sampled` is how many made-up records were looked at in vain. `about` are the addresses of all that the demand is
    written in, `rests_on` those of what lies behind it and is not read as it was.
    """

    form: str
    demand: str
    owner: str
    kind: str
    grade: str
    exact: bool
    code: CodeValue | None = None
    counterexample: Counterexample | None = None
    sampled: int = 0
    about: frozenset[str] = frozenset()
    rests_on: frozenset[str] = frozenset()
