"""A draft made ready for the board's table, for the web and the command line alike: proofs, counts, and what is shown.

Nothing is written in the database; counting reads it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.database import reading
from engine.releases import current_release
from engine.tables import build_tables
from migrations_gen.comparison import Comparison, compare
from migrations_gen.compatibility.judging import judge
from migrations_gen.compatibility.records import Verdict
from migrations_gen.impact import Impact, impacts
from migrations_gen.proposals.records import Draft
from renderers.i18n import INSTEAD, languages
from renderers.review import About, pack_json, pack_of

PATIENCE = 60
"""So many seconds one count may take on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the pack says of the case itself, and when it was made."""

    number: int
    draft: Draft
    now: datetime


def proved(comparison: Comparison) -> Comparison:
    """The same comparison, with what the prover finds."""
    difference = comparison.difference
    verdicts: tuple[Verdict, ...] = judge(difference.before.catalogue, difference.after.catalogue, difference.carrying)
    return compare(difference.before, difference.after, verdicts=verdicts)


def counts(comparison: Comparison, before: str, url: str) -> tuple[Impact, ...]:
    """What each change touches in the database; nothing when the database is not at the earlier state, whose digest is
    `before`, for then nobody can say.
    """
    catalogue = comparison.difference.before.catalogue
    with reading(url, PATIENCE) as connection:
        release = current_release(connection)
        if release is None or release.digest != before:
            return ()
        tables = build_tables(catalogue, connection.dialect.name, release.storage, release.number)
        return tuple(impacts(comparison.difference, connection, tables))


def packs(case: Case, comparison: Comparison, counted: Iterable[Impact]) -> Mapping[str, str]:
    """What is shown, as text, in every language that the earlier state requires and the interface speaks."""
    found, known = tuple(counted), languages()
    required = comparison.difference.before.catalogue.languages.required
    spoken = [code for code in required if code in known and code not in INSTEAD] or ["nb"]
    draft = case.draft
    about = About(
        number=case.number,
        title=draft.title,
        reason=draft.reason,
        requested_by=draft.requested_by,
        recommendation=draft.recommendation,
    )
    return {
        code: pack_json(pack_of(comparison, known[code], about=about, made_at=case.now, impact=found))
        for code in spoken
    }
