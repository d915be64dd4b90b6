"""A later version, looking at rows that an earlier one left: what they become, and what the engine then finds.

Nothing is taken on trust from the prover: a demand is broken when the engine says so.
"""

from dataclasses import dataclass, replace

from catalogue.model import Catalogue, Form
from engine.answers import Answers, Context, Issue, IssueSeverity, Outcome
from engine.evaluation import evaluator
from engine.proofs.passages import Passage
from engine.proofs.records import Replayed
from engine.proofs.world import Demand

Version = tuple[Catalogue, Form]


@dataclass(frozen=True, slots=True)
class Seen:
    """A final row of the old version as the new one sees it: what its answers become, and what is found in them.

    `issue` is what was to be shown; an answer that would no longer be asked for has none.
    """

    witness: Replayed
    answers: Answers
    context: Context
    outcome: Outcome
    issue: Issue | None = None


def lost(seen: Seen) -> frozenset[str]:
    """The answers that could be stored, were they asked for, and are not."""
    refused = {issue.variable for issue in seen.outcome.of(IssueSeverity.REFUSED)}
    given = ((name, seen.answers.values.get(name)) for name in seen.outcome.not_asked.keys() - refused)
    return frozenset(name for name, value in given if value is not None and seen.outcome.not_asked[name] != value)


class Eyes:
    """The new version, looking at rows that the old one left."""

    def __init__(self, new: Version, passage: Passage) -> None:
        self.catalogue, self.form = new
        self.passage = passage
        self._last: tuple[Replayed, Seen] | None = None

    def see(self, witness: Replayed) -> Seen:
        """What a final row becomes, evaluated."""
        if self._last is None or self._last[0] is not witness:
            answers, context = self.passage.later_row(self.form, witness)
            outcome = evaluator(self.catalogue, self.form).evaluate(answers, context)
            self._last = witness, Seen(witness, answers, context, outcome)
        return self._last[1]

    def breaks(self, witness: Replayed, demand: Demand) -> Seen | None:
        """The row with what is broken, if it breaks the demand."""
        seen = self.see(witness)
        if demand.kind == "enable_when":
            return seen if demand.owner in lost(seen) else None
        severity = IssueSeverity.REFUSED if demand.refuses else IssueSeverity.HARD
        found = (issue for issue in seen.outcome.of(severity) if self._is_of(issue, demand, seen.answers))
        issue = next(found, None)
        return replace(seen, issue=issue) if issue is not None else None

    def _is_of(self, issue: Issue, demand: Demand, answers: Answers) -> bool:
        """Whether the issue is that this demand is broken. A group of which something is refused has been answered."""
        if demand.kind == "rule":
            return issue.rule == demand.owner
        slugs = {demand.kind, "code-replaced"} if demand.kind == "code-not-valid" else {demand.kind}
        if issue.rule not in slugs or issue.variable != demand.owner:
            return False
        if demand.kind == "required":
            return all(answers.values.get(name) is None for name in issue.variables)
        value = answers.values.get(demand.owner)
        return demand.code == value if demand.code is not None else value not in demand.other_than
