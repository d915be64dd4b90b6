"""From one release to the next, told: the report, and each change under what it is about. Pure."""

from collections import defaultdict

from migrations_gen.change_sets import name_of
from migrations_gen.changes.base import Change
from migrations_gen.changes.sentences import list_of, sentence
from migrations_gen.comparison import Comparison
from migrations_gen.naming import naming
from renderers.comparison import report_of
from renderers.history.records import Event, Passage
from renderers.i18n import NAMES, Language


def passage_of(comparison: Comparison, language: Language) -> Passage:
    """Everything between two releases, in one language."""
    difference = comparison.difference
    named = naming(difference.before, difference.after, language.code, NAMES)
    events: dict[tuple[str, str], list[Event]] = defaultdict(list)
    sentences: dict[str, str] = {}
    for change in difference.changes:
        told = sentence(change, language, named)
        events[about(change)].append(Event(told, difference.reason_of(change)))
        sentences[name_of(change)] = told
    return Passage(
        report=report_of(comparison, language),
        lineage=difference.carrying.lineage,
        events={key: tuple(found) for key, found in events.items()},
        sentences=sentences,
    )


def about(change: Change) -> tuple[str, str]:
    """Whose history a change belongs in: a code in its list's, a list written in place in its variable's."""
    subject = list_of(change.subject) if change.subject.kind == "code" else change.subject
    if subject.kind == "codelist" and "." in subject.address:
        return "variable", subject.address
    return subject.kind, subject.address
