"""Whether a draft can be put on the board's table, and every reason why not. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.findings import Finding, is_broken
from migrations_gen.changes.registry import VersionChanged
from migrations_gen.comparison import Comparison
from migrations_gen.proposals.checking import Checked

OBSTACLES = (
    *("no-title", "no-reason", "findings", "same-version", "no-change", "questions", "intents"),
    *("unread-files", "translations"),
)
"""What can stand in the way, in the order it is told."""


TRANSLATIONS = ".po"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way: its slug, how many there are, and what they are about."""

    slug: str
    number: int = 1
    about: str = ""


def obstacles(title: str, reason: str, checked: Checked, comparison: Comparison | None) -> tuple[Obstacle, ...]:
    """Everything that stands in the way; `comparison` is None when the state cannot be opened."""
    return tuple(_found(title, reason, checked, comparison))


def untold(comparison: Comparison) -> tuple[Finding, ...]:
    """What is wrong with the changes themselves; what is not translated is told for all texts at once."""
    return tuple(finding for finding in comparison.findings if not finding.at.path.endswith(TRANSLATIONS))


def _found(title: str, reason: str, checked: Checked, comparison: Comparison | None) -> Iterator[Obstacle]:
    if not title.strip():
        yield Obstacle("no-title")
    if not reason.strip():
        yield Obstacle("no-reason")
    if checked.state is None or comparison is None:
        yield Obstacle("findings", sum(is_broken([finding]) for finding in checked.findings))
        return
    if all(isinstance(change, VersionChanged) for change in comparison.difference.changes):
        yield Obstacle("no-change")
    elif comparison.difference.before.version == checked.state.version:
        yield Obstacle("same-version", about=checked.state.version)
    if comparison.questions:
        yield Obstacle("questions", len(comparison.questions))
    if untold(comparison):
        yield Obstacle("intents", len(untold(comparison)))
    if checked.unread:
        yield Obstacle("unread-files", len(checked.unread), ", ".join(checked.unread))
    for language, has in checked.lacking.items():
        yield Obstacle("translations", has.fuzzy + has.missing, language)
