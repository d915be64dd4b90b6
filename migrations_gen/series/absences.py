"""The days of a period on which a variable was not collected: its release, its retirement, its own era. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.model import Era, Variable
from migrations_gen.series.chain import Chain
from migrations_gen.series.passages import reason
from migrations_gen.series.records import Absence, Why
from migrations_gen.series.tracing import Trace, Tracer
from migrations_gen.versions import version_key

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days, and the stages in use on them from `first` to `last`."""

    chain: Chain
    start: date
    end: date
    first: int
    last: int
    tracer: Tracer

    def since(self, place: int) -> date | None:
        """The day from which a stage has been in use."""
        return self.chain.stages[place].in_use_from

    def version(self, place: int) -> str:
        """The version of a stage."""
        return self.chain.stages[place].version

    def day_of(self, version: str) -> date | None:
        """The day from which a version has been in use, or the first stage that is not before it."""
        key = version_key(version)
        stages = self.chain.stages
        if key < version_key(stages[0].version):
            files = (file for stage in stages for file in stage.state.intents if version_key(file.version) == key)
            return next((file.in_use_from for file in files if file.in_use_from), None)
        return next((stage.in_use_from for stage in stages if version_key(stage.version) >= key), None)


def introduced(period: Period, found: Trace, address: str) -> Iterator[Absence]:
    """The days before it came; when it came as another instrument's, that is told and not this."""
    since = period.since(found.since)
    if found.since == period.first or found.since == found.broken or since is None or since <= period.start:
        return
    why = reason(period.chain, found.since, address)
    yield Absence(Why.INTRODUCED, period.start, since - ONE_DAY, period.version(found.since), why)


def retired(period: Period, variable: Variable) -> Iterator[Absence]:
    """A version before the first stage may have its date from its changes file."""
    if variable.retired is None:
        return
    version = variable.retired.version
    since = period.day_of(version)
    start = max(period.start, since) if since else None
    yield Absence(Why.RETIRED, start, period.end, version, variable.retired.reason)


def outside(period: Period, variable: Variable) -> Iterator[Absence]:
    """What the variable's own era leaves out."""
    era = variable.collected or Era()
    spans = [(Why.GAP, start, end) for start, end in era.gaps]
    if era.start:
        spans.append((Why.NOT_YET, date.min, era.start - ONE_DAY))
    if era.end:
        spans.append((Why.NO_LONGER, era.end + ONE_DAY, date.max))
    for why, start, end in spans:
        if start <= period.end and end >= period.start:
            yield Absence(why, max(start, period.start), min(end, period.end))


def is_covered(period: Period, absences: Iterable[Absence]) -> bool:
    """Whether there is no day left."""
    day = period.start
    for absence in absences:
        if absence.start is None:
            continue
        if absence.start > day:
            return False
        day = max(day, absence.end + ONE_DAY if absence.end < date.max else absence.end)
    return day > period.end


def removed(period: Period, place: int, address: str) -> Absence:
    """The days after it was taken out; of what was erased there is nothing on any day."""
    is_purged = address in period.chain.steps[place - 1].purged
    start = max(period.start, period.since(place) or period.start)
    return Absence(
        Why.PURGED if is_purged else Why.REMOVED,
        period.start if is_purged else start,
        period.end,
        period.version(place),
        reason(period.chain, place, address),
    )
