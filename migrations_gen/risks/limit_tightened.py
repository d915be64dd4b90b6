"""A limit is tighter than before: a number that was accepted is not any more, or is asked about.

An old answer outside the new limit stands, but nobody can correct the form it is in without changing it. If the prover
shows that no earlier answer can be outside, the change is safe; if it finds one, the answer is shown. Keep the limit
hard only where what lies beyond it is impossible; else make it soft (`soft_min`, `soft_max`), which may be confirmed.
"""

from collections.abc import Iterator
from datetime import date

from catalogue.model import Expression, Variable
from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import (
    LengthChanged,
    MaximumChanged,
    MinimumChanged,
    SoftMaximumChanged,
    SoftMinimumChanged,
)
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import stricter
from migrations_gen.risks.records import Judgement, Part, breaking, review, safe

judges = (MinimumChanged, MaximumChanged, SoftMinimumChanged, SoftMaximumChanged, LengthChanged)

KEYS = {
    MinimumChanged: "min",
    MaximumChanged: "max",
    SoftMinimumChanged: "soft_min",
    SoftMaximumChanged: "soft_max",
    LengthChanged: "max_length",
}
LOWEST = (MinimumChanged, SoftMinimumChanged)
SOFT = (SoftMinimumChanged, SoftMaximumChanged)

WIDER = translatable("“{title}” takes everything it took before, and more ({key}: {before} → {after}).")
TIGHTER = translatable(
    "“{title}” takes less than before ({key}: {before} → {after}). An old answer beyond it must be changed before"
    " its form can be corrected."
)
SOFTER = translatable(
    "Count the rows beyond it with 'skjemaverk impact'. If what lies beyond is possible, write {soft} instead: it"
    " may be confirmed."
)
KEEP_LENGTH = translatable(
    "Count the rows beyond it with 'skjemaverk impact'. If people need the room, keep the length as it was."
)
ASKED = translatable("“{title}” asks more often whether an answer is right ({key}: {before} → {after}).")
CHECK_ASKED = translatable("Check that the people who answer will not be asked about what is quite usual.")
UNCLEAR = translatable(
    "The limit of “{title}” depends on other answers ({key}: {before} → {after}), and may be tighter than before."
)
PROVE = translatable("Prove it ('skjemaverk diff'), or count the rows beyond it with 'skjemaverk impact'.")
OTHER_MEASURE = translatable(
    "“{title}” has other limits ({key}: {before} → {after}) because its answers are converted."
)
CHECK_MEASURE = translatable("Check that the converted old answers lie within them.")
RETIRED = translatable("“{title}” is retired; its limits meet no new answer.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every limit that is another."""
    later, key = evidence.later(change.subject), KEYS[type(change)]
    title = evidence.title(change.subject)
    parts: dict[str, Part] = {
        "title": title,
        "key": key,
        "before": _shown(change.before),
        "after": _shown(change.after),
    }
    if later is not None and later.retired is not None:
        yield safe(RETIRED, title=title)
    elif _is_converted(change, evidence, later):
        yield stricter(change, evidence, review(OTHER_MEASURE, CHECK_MEASURE, **parts))
    elif change.after is None:
        yield safe(WIDER, **parts)
    elif isinstance(change.before, Expression) or isinstance(change.after, Expression):
        yield stricter(change, evidence, review(UNCLEAR, PROVE, **parts))
    elif _is_wider(change):
        yield safe(WIDER, **parts)
    elif isinstance(change, SOFT):
        yield review(ASKED, CHECK_ASKED, **parts)
    elif isinstance(change, LengthChanged):
        yield stricter(change, evidence, breaking(TIGHTER, KEEP_LENGTH, **parts))
    else:
        soft = f"soft_{key}"
        tighter = breaking(TIGHTER, SOFTER, f"{soft}: {parts['after']}\n", soft=soft, **parts)
        yield stricter(change, evidence, tighter)


def _is_converted(change: Change, evidence: Evidence, later: Variable | None) -> bool:
    """Old answers become others, so old and new limits are not of the same numbers."""
    return later is not None and evidence.carried(change) is not None


def _is_wider(change: Change) -> bool:
    match change.before, change.after:
        case ((float() | int() as before), (float() | int() as after)):
            distance = after - before
        case (date() as earlier, date() as later):
            distance = (later - earlier).days
        case _:
            return False
    return distance <= 0 if isinstance(change, LOWEST) else distance >= 0


def _shown(limit: object) -> Part:
    match limit:
        case Expression():
            return limit.text
        case float():
            return int(limit) if limit.is_integer() else limit
        case None:
            return "–"
        case int():
            return limit
        case _:
            return str(limit)
