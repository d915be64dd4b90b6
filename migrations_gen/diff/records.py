"""What a comparison gives: changes, questions that only a person can answer, and what was declared. Pure values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.findings import Finding
from migrations_gen.carrying.records import Carrying
from migrations_gen.changes.base import Change, Subject
from migrations_gen.intents.records import Intent
from migrations_gen.states import State


@dataclass(frozen=True, slots=True)
class Question:
    """Something two states cannot tell, and that stops a release until an intent says it.

    `slug` is a key of `asking.QUESTIONS`. `other` is the second thing it is about, where there are two. `evidence` are
    kinds (`similarity.EVIDENCE` and those of `asking.py`) with what they are about. `suggestion` are lines to paste
    into the changes file.
    """

    slug: str
    subject: Subject
    other: Subject | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""

    @property
    def order(self) -> tuple[str, str, str]:
        """Where it stands in a report."""
        return self.subject.address, self.slug, self.other.address if self.other else ""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Everything between two states: facts, questions, and what the changes files say.

    `findings` are what is wrong in the changes files. `intents` has them by the address they are about, as written and
    as it was called before.
    """

    before: State
    after: State
    carrying: Carrying
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    intents: Mapping[str, tuple[Intent, ...]] = field(default_factory=dict)

    def intents_of(self, change: Change) -> Iterator[Intent]:
        """What an author said of this change, or of the list or form that it lies in when it said nothing else."""
        addresses = [change.subject.address]
        if change.is_renaming:
            addresses.append(str(change.before))
        if change.subject.kind == "code":
            addresses.append(change.subject.owner)
        seen: set[int] = set()
        for address in addresses:
            for intent in self.intents.get(address, ()):
                if id(intent) not in seen:
                    seen.add(id(intent))
                    yield intent

    def reason_of(self, change: Change) -> str:
        """Why, in the author's words; empty when nobody said."""
        return next((intent.reason for intent in self.intents_of(change) if intent.reason), "")
