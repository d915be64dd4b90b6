"""The risks of going from one state to another, one file per risk; the file's name is the slug.

A new risk is a file with a docstring (the problem, why it matters, what to do), the changes it `judges`, a function
`judge`, its line in `RISKS`, and a case in `tests/migrations/risks/`. Every meaning of a change is judged by one of
them, or stands among the `HARMLESS` with the reason. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from catalogue.model import Form
from migrations_gen.changes.base import Change
from migrations_gen.compatibility.records import Verdict
from migrations_gen.diff.records import Difference
from migrations_gen.grades import Grade, gravest
from migrations_gen.risks import (
    alias_changed,
    answers_lost,
    answers_purged,
    calculation_altered,
    code_added,
    code_removed,
    code_retired_in_use,
    code_reused,
    coding_system_changed,
    database_name_shortened,
    group_changed,
    identification_changed,
    instrument_touched,
    limit_tightened,
    missing_reason_removed,
    name_changed,
    newly_required,
    prefill_changed,
    presentation_changed,
    purpose_changed,
    question_added,
    responsibility_changed,
    rule_tightened,
    skip_condition_altered,
    time_series_broken,
    timepoint_window_narrowed,
    translation_left_behind,
    type_narrowed,
    unit_changed,
    variable_moved,
    wording_changed,
)
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.harmless import HARMLESS, OTHERWISE
from migrations_gen.risks.records import Judgement, Risk


class RiskFile(Protocol):
    """A file with one risk."""

    @property
    def __name__(self) -> str: ...
    @property
    def judges(self) -> tuple[type[Change], ...]: ...

    def judge(self, change: Change, evidence: Evidence) -> Iterator[Judgement]:
        """What it says of a change that it judges."""


RISKS: tuple[RiskFile, ...] = (
    answers_lost,
    answers_purged,
    code_reused,
    code_removed,
    code_retired_in_use,
    type_narrowed,
    unit_changed,
    limit_tightened,
    newly_required,
    rule_tightened,
    missing_reason_removed,
    skip_condition_altered,
    instrument_touched,
    time_series_broken,
    variable_moved,
    calculation_altered,
    alias_changed,
    wording_changed,
    identification_changed,
    purpose_changed,
    responsibility_changed,
    coding_system_changed,
    timepoint_window_narrowed,
    group_changed,
    prefill_changed,
    presentation_changed,
    translation_left_behind,
    database_name_shortened,
    name_changed,
    question_added,
    code_added,
)
"""Every risk; those of equal grade on one thing are told in this order."""

HARMLESS_SLUG = "harmless"


def slug(risk: RiskFile) -> str:
    """The name of a risk: that of its file."""
    return risk.__name__.rpartition(".")[2].replace("_", "-")


def assess(difference: Difference, verdicts: Iterable[Verdict] = ()) -> tuple[Risk, ...]:
    """At least one risk for each change, the gravest first, those of one grade in the order of the forms."""
    return assess_by(Evidence(difference, tuple(verdicts)))


def assess_by(evidence: Evidence) -> tuple[Risk, ...]:
    """The same, with what is known of the difference already."""
    difference = evidence.difference
    found = [risk for change in difference.changes for risk in _of_change(change, evidence)]
    places = _places(difference)
    last = len(places)
    return tuple(
        sorted(found, key=lambda risk: (-risk.grade.rank, places.get(risk.change.subject.address, last), _order(risk)))
    )


def grades(risks: Iterable[Risk]) -> Mapping[Change, Grade]:
    """The grade of each change: that of the gravest of its risks."""
    found: dict[Change, list[Grade]] = defaultdict(list)
    for risk in risks:
        found[risk.change].append(risk.grade)
    return {change: gravest(some) for change, some in found.items()}


def _of_change(change: Change, evidence: Evidence) -> Iterator[Risk]:
    found = [
        Risk(slug(risk), one.grade, change, one.problem, one.advice, one.parts, one.lines)
        for risk in _JUDGING.get(type(change), ())
        for one in risk.judge(change, evidence)
    ]
    if found:
        yield from found
    else:
        parts = (("title", evidence.title(change.subject)),)
        yield Risk(HARMLESS_SLUG, Grade.SAFE, change, HARMLESS.get(type(change), OTHERWISE), "", parts)


def _judging() -> Mapping[type[Change], tuple[RiskFile, ...]]:
    found: dict[type[Change], list[RiskFile]] = defaultdict(list)
    for risk in RISKS:
        for meaning in risk.judges:
            found[meaning].append(risk)
    return {meaning: tuple(risks) for meaning, risks in found.items()}


_JUDGING = _judging()
"""By the meaning of a change, the risks that judge it."""


def _places(difference: Difference) -> Mapping[str, int]:
    """Where what is changed stands, as the forms are read; what is gone stands where it stood."""
    changed = {change.subject.address for change in difference.changes}
    places: dict[str, int] = {}
    for catalogue in (difference.after.catalogue, difference.before.catalogue):
        for form in catalogue.forms:
            for address in _addresses(form):
                if address in changed:
                    places.setdefault(address, len(places))
    return places


def _addresses(form: Form) -> Iterator[str]:
    """The form and everything in it, in reading order."""
    yield form.address
    for section in form.sections:
        yield f"{form.address}.{section.name}"
        for item in section.items:
            yield f"{form.address}.{item.name}"
            yield from (f"{form.address}.{variable.name}" for variable in getattr(item, "variables", ()))


def _order(risk: Risk) -> tuple[object, ...]:
    return risk.change.order, _SLUGS.get(risk.slug, len(RISKS))


_SLUGS = {slug(risk): place for place, risk in enumerate(RISKS)}

__all__ = [
    "HARMLESS",
    "RISKS",
    "Evidence",
    "Grade",
    "Judgement",
    "Risk",
    "Verdict",
    "assess",
    "assess_by",
    "grades",
    "slug",
]
