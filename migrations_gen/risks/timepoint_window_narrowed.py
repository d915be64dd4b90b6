"""A form is open for a shorter time, or due at another.

Those who answer late are shut out, and they are not like those who answer in time; answers at another distance from
surgery are not the same measure. A wider window hurts nobody. Narrow it only for episodes that begin after the release.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.registry import TimepointWindowChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Part, review, safe

judges = (TimepointWindowChanged,)

NARROWER = translatable(
    "“{title}” is open for a shorter time than before (days {before} → {after}). Some who would have answered are"
    " shut out."
)
COMPARE = translatable(
    "Count how many of the earlier answers came in the days that are cut off, and keep the window if they are many."
)
DUE = translatable(
    "“{title}” is due at another time than before (day {before} → {after}), so answers are given at another"
    " distance from the treatment."
)
TELL = translatable("Say in reports from when it is so.")
WIDER = translatable("“{title}” is open at every time when it was open before (days {before} → {after}).")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every window and day that is another."""
    before, after = (_days(side) for side in (change.before, change.after))
    title = evidence.title(change.subject)
    parts: dict[str, Part] = {"before": _shown(before[1:]), "after": _shown(after[1:])}
    if _is_narrower(before[1:], after[1:]):
        yield review(NARROWER, COMPARE, title=title, **parts)
    elif before[0] != after[0]:
        yield review(DUE, TELL, title=title, before=_shown(before[:1]), after=_shown(after[:1]))
    else:
        yield safe(WIDER, title=title, **parts)


Days = tuple[int | None, ...]


def _days(side: object) -> Days:
    return side if isinstance(side, tuple) else (None, None, None)


def _is_narrower(before: Days, after: Days) -> bool:
    (opened, closed), (opens, closes) = before, after
    later = opens is not None and (opened is None or opens > opened)
    sooner = closes is not None and (closed is None or closes < closed)
    return later or sooner


def _shown(days: Days) -> str:
    return "–".join("…" if day is None else str(day) for day in days)
