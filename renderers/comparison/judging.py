"""What is said of a change besides the fact: its grade, its risks with the safe way, and what the prover found.

The one place that knows how these are recorded. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from migrations_gen.carrying.records import split
from migrations_gen.changes import Change
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import Naming
from migrations_gen.risks import Grade, Risk, grades
from migrations_gen.wording import Language
from renderers.comparison.records import Remark

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"


class Shown(Protocol):
    """One answer of a counterexample."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> object: ...
    @property
    def reason(self) -> str | None: ...


class Counterexample(Protocol):
    """Answers that were right before."""

    @property
    def form(self) -> str: ...
    @property
    def before(self) -> tuple[Shown, ...]: ...


class Verdict(Protocol):
    """What the prover found of one demand."""

    @property
    def grade(self) -> str: ...
    @property
    def counterexample(self) -> Counterexample | None: ...


@dataclass(frozen=True)
class Judgements:
    """All that is known of the changes between two states."""

    risks: Mapping[Change, tuple[Risk, ...]]
    verdicts: Mapping[Change, tuple[Verdict, ...]]
    grades: Mapping[Change, Grade]

    def grade(self, change: Change) -> str:
        """How grave a change is; one that nobody has judged must be considered."""
        return self.grades.get(change, Grade.REVIEW).value

    def remarks(self, change: Change, language: Language, named: Naming) -> Iterator[Remark]:
        """Everything that is said of a change."""
        for risk in self.risks.get(change, ()):
            yield from _of_risk(risk, language)
        found = self.verdicts.get(change, ())
        if found:
            yield Remark("proof", language.gettext("Proof"), _of_verdicts(found, language, named))

    def proofs(self, language: Language) -> Iterator[str]:
        """How many changes are proved harmless, how many refuted, and of how many nothing is known."""
        counts = Counter(_worst(found) for found in self.verdicts.values() if found)
        if counts[PROVED]:
            yield language.ngettext(
                "1 change is proved harmless.", "{number} changes are proved harmless.", counts[PROVED]
            )
        if counts[REFUTED]:
            yield language.ngettext(
                "For 1 change there is a form that was right before, and no longer is.",
                "For {number} changes there is a form that was right before, and no longer is.",
                counts[REFUTED],
            )
        if counts[UNDECIDED]:
            yield language.ngettext(
                "1 change could not be decided.", "{number} changes could not be decided.", counts[UNDECIDED]
            )


def judgements(risks: Iterable[Risk], verdicts: Mapping[Change, tuple[Verdict, ...]] | None = None) -> Judgements:
    """What is known of each change."""
    found = tuple(risks)
    by_change: dict[Change, list[Risk]] = defaultdict(list)
    for risk in found:
        by_change[risk.change].append(risk)
    return Judgements({change: tuple(some) for change, some in by_change.items()}, verdicts or {}, grades(found))


def _of_risk(risk: Risk, language: Language) -> Iterator[Remark]:
    title = language.gettext("Consequence")
    yield Remark("risk", title, language.gettext(risk.problem, **risk.values), slug=risk.slug)
    if risk.advice:
        advice = language.gettext(risk.advice, **risk.values)
        yield Remark("advice", language.gettext("Safe way"), advice, lines=risk.lines, slug=risk.slug)


def _worst(verdicts: Iterable[Verdict]) -> str:
    found = {verdict.grade for verdict in verdicts}
    return next((grade for grade in (REFUTED, UNDECIDED) if grade in found), PROVED)


def _of_verdicts(verdicts: tuple[Verdict, ...], language: Language, named: Naming) -> str:
    """What was found, with the first counterexample in words."""
    worst = _worst(verdicts)
    if worst == PROVED:
        return language.gettext("Proved: every form that was right before is right still.")
    examples = (verdict.counterexample for verdict in verdicts if verdict.grade == REFUTED)
    example = next((example for example in examples if example is not None), None)
    if worst == UNDECIDED or example is None:
        return language.gettext("The prover could not decide this. No wrong form was found.")
    answers = [_answer(shown, example.form, language, named) for shown in example.before]
    said = language.listed(answers)
    return language.gettext("A form that was right before, and no longer is: {answers}.", answers=said)


def _answer(shown: Shown, form: str, language: Language, named: Naming) -> str:
    """One answer by the words of its question, and the words of its code."""
    address = shown.name if split(shown.name)[0] else f"{form}.{shown.name}"
    words = named(Subject("variable", address)).label
    name = language.gettext("“{words}”", words=words) if words else shown.name
    value = shown.reason or language.show(shown.value)
    code = named(Subject("code", f"{address}.{_code(shown.value)}")).label
    return language.gettext("{name} = {value}", name=name, value=f"{value} ({code})" if code else value)


def _code(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
