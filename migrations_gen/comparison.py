"""Two states compared, in one value: what differs, what was proved, what it risks, what depends on it, whom it needs.

What the command line, the report and the review pack take. Pure but for the time a proof takes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.findings import Finding
from migrations_gen.changes.base import Change
from migrations_gen.consequences import Consequence, consequences_by, left
from migrations_gen.diff import diff
from migrations_gen.diff.records import Difference, Question
from migrations_gen.grades import Grade
from migrations_gen.needs import Needs, needs, unknown_risks
from migrations_gen.risks import Evidence, Risk, Verdict, assess_by, grades
from migrations_gen.states import State


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A difference and every judgement on it."""

    difference: Difference
    verdicts: tuple[Verdict, ...]
    risks: tuple[Risk, ...]
    consequences: Mapping[Change, tuple[Consequence, ...]]
    needs: Needs
    findings: tuple[Finding, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What only a person can say."""
        return self.difference.questions

    @property
    def grades(self) -> Mapping[Change, Grade]:
        """The grade of each change."""
        return grades(self.risks)

    @property
    def stops(self) -> tuple[Question | Finding, ...]:
        """Everything that must be answered or mended before these changes can be released."""
        return (*self.questions, *self.findings)


def compare(before: State, after: State, *, verdicts: Iterable[Verdict] = ()) -> Comparison:
    """Everything between two states. The earlier one's policy holds: no change loosens what it is judged by itself."""
    difference = diff(before, after)
    evidence = Evidence(difference, tuple(verdicts))
    risks = assess_by(evidence)
    consequences = consequences_by(evidence)
    findings = (*difference.findings, *unknown_risks(before.policy), *left(consequences))
    return Comparison(difference, evidence.verdicts, risks, consequences, needs(risks, before.policy), findings)
