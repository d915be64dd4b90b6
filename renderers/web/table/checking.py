"""What the writer of a draft is told: findings, what differs so far, what is asked, and what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.findings import Finding
from catalogue.texts import translatable
from migrations_gen.comparison import Comparison
from migrations_gen.proposals.checking import Checked
from migrations_gen.proposals.records import Proposal
from migrations_gen.proposals.tabling import Obstacle, obstacles, untold
from migrations_gen.states import StateRefused
from renderers.comparison import Report, report_of
from renderers.i18n import NAMES
from renderers.web.context import language
from renderers.web.table.comparing import compared
from renderers.web.table.looking import checked

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no-title": (translatable("The case has no title."),) * 2,
        "no-reason": (translatable("The case does not say why."),) * 2,
        "findings": (
            translatable("1 error in the files must be mended."),
            translatable("{number} errors in the files must be mended."),
        ),
        "same-version": (translatable("The first page still has version {about}. Give it the next one."),) * 2,
        "no-change": (translatable("Nothing that means anything is different from the release in use."),) * 2,
        "questions": (
            translatable("1 question about what was meant must be answered."),
            translatable("{number} questions about what was meant must be answered."),
        ),
        "intents": (
            translatable("1 thing in the changes file or in what depends on the changes must be mended."),
            translatable("{number} things in the changes file or in what depends on the changes must be mended."),
        ),
        "unread-files": (translatable("The catalogue does not read these files: {about}. Include or remove them."),)
        * 2,
        "translations": (
            translatable("1 text is not translated to {about}."),
            translatable("{number} texts are not translated to {about}."),
        ),
    }
)
"""What stands in the way, for one and for several."""


ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "rename": translatable("It is the same, under another name."),
        "move": translatable("It is the same, in another form."),
        "replace": translatable("The new one takes the place of the old one."),
        "about": translatable("They are not the same."),
        "reworded": translatable("Other words, but the same meaning."),
        "recode": translatable("Old answers become other codes, like this:"),
        "derive": translatable("Old answers become new ones, worked out like this:"),
        "purge": translatable("The old answers are to be erased."),
    }
)
"""What each kind of intent answers."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the author knows: what is asked, what speaks for it, and the answers as lines to choose from."""

    sentence: str
    evidence: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft as it now is."""

    checked: Checked
    comparison: Comparison | None
    report: Report | None
    questions: tuple[Question, ...]
    obstacles: tuple[str, ...]

    @property
    def of_changes(self) -> tuple[Finding, ...]:
        """What is wrong with the changes; what is not translated is told once."""
        return untold(self.comparison) if self.comparison else ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong in the files, the errors first."""
        return tuple(sorted(self.checked.findings, key=lambda finding: finding.severity))


def comparison_of(proposal: Proposal) -> Comparison | None:
    """What a draft changes; None while it cannot be read."""
    try:
        return compared(proposal.before, proposal.after)
    except StateRefused:
        return None


def seen(proposal: Proposal) -> Seen:
    """Look a draft over. Call it when no transaction is open."""
    found, comparison = checked(proposal.after), comparison_of(proposal)
    report = report_of(comparison, language()) if comparison else None
    asked = tuple(
        Question(question.sentence, question.evidence, answers_of(question.suggestion))
        for question in (report.questions if report else ())
    )
    stands = obstacles(proposal.title, proposal.reason, found, comparison)
    return Seen(found, comparison, report, asked, tuple(map(_sentence, stands)))


def answers_of(suggestion: str) -> tuple[tuple[str, str], ...]:
    """The items that a suggestion holds, each of which is an answer of its own, with what it says."""
    items: list[str] = []
    for line in suggestion.splitlines(keepends=True):
        if line.startswith("  - ") or not items:
            items.append(line)
        else:
            items[-1] += line
    return tuple((ANSWERS[item.removeprefix("  - ").partition(":")[0]], item) for item in items)


def _sentence(obstacle: Obstacle) -> str:
    one, many = SENTENCES[obstacle.slug]
    about = NAMES.get(obstacle.about, obstacle.about)
    return language().gettext(one if obstacle.number == 1 else many, number=obstacle.number, about=about)
