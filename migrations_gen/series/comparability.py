"""How answers of two dates compare: for every variable of a module how its series runs between them, and when it was
not collected. Pure.

Each line is about one variable of the later date, or one that the period had and no longer has at its end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from catalogue.model import CodeValue, Era, Form, Variable
from catalogue.texts import Text
from migrations_gen.carrying.records import split
from migrations_gen.diff.matching import variable_of
from migrations_gen.intents.records import Comparable, Derive, Recode
from migrations_gen.series.chain import Chain, Stage
from migrations_gen.series.passages import Cause, passage, reason
from migrations_gen.series.tracing import Trace, Tracer, Turn
from migrations_gen.versions import version_key

ONE_DAY = timedelta(days=1)


class Standing(StrEnum):
    """What an analyst may do with a variable over the whole period, best first."""

    EXACT = "exact"
    FINER = "finer"
    COARSER = "coarser"
    NONE = "none"
    ABSENT = "absent"
    """It was not collected on any day of the period."""


class Why(StrEnum):
    """Why something was not collected for a time."""

    INTRODUCED = "introduced"
    RETIRED = "retired"
    REMOVED = "removed"
    PURGED = "purged"
    NOT_YET = "not-yet"
    """Its era had not begun."""
    NO_LONGER = "no-longer"
    """Its era had ended."""
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Absence:
    """Days of the period, both included, on which a variable was not collected; `start` is None when nobody says since
    when."""

    why: Why
    start: date | None
    end: date
    version: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a map, as written, and the words of the code if it is one."""

    written: str
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A step after which a variable is not simply what it was. `address` is the variable that changed, when it is one
    that this one is worked out from.

    `joined` are the codes that became one, `expression` is what a value is worked out by.
    """

    version: str
    since: date | None
    address: str
    cause: Cause
    comparable: Comparable
    joined: tuple[tuple[tuple[Side, ...], Side], ...] = ()
    expression: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that came or went, so that the others' shares do not mean just the same."""

    value: CodeValue
    label: Text
    is_new: bool
    version: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One variable over the period. `goes_on` are the addresses of those that one which is gone was made into."""

    form: Form
    variable: Variable
    comparable: Comparable
    changes: tuple[Change, ...]
    absences: tuple[Absence, ...]
    offers: tuple[Offer, ...]
    goes_on: tuple[str, ...]
    standing: Standing

    @property
    def address(self) -> str:
        """The variable's address."""
        return f"{self.form.address}.{self.variable.name}"

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to tell."""
        return self.standing is Standing.EXACT and not (self.changes or self.absences or self.offers)


@dataclass(frozen=True, slots=True, eq=False)
class Comparability:
    """All that there is to know of a period: its releases, and a line for each variable."""

    start: date
    end: date
    stages: tuple[Stage, ...]
    lines: tuple[Line, ...]


def undated(chain: Chain) -> tuple[str, ...]:
    """The versions of which nobody can tell since when they have been in use; the first one needs no date."""
    return tuple(stage.version for stage in chain.stages[1:] if stage.in_use_from is None)


def comparability(chain: Chain, start: date, end: date) -> Comparability:
    """The report for a period; every stage but the first must have its date."""
    first, last = _at(chain, start), _at(chain, end)
    period = _Period(chain, start, end, first, last, Tracer(chain, first))
    return Comparability(start, end, chain.stages[first : last + 1], tuple(_lines(period)))


def _at(chain: Chain, day: date) -> int:
    """The place of the release in use on a day; before the first, the first."""
    dated = enumerate(stage.in_use_from for stage in chain.stages)
    return max((place for place, since in dated if since is not None and since <= day), default=0)


@dataclass(frozen=True, slots=True)
class _Period:
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


def _lines(period: _Period) -> Iterator[Line]:
    gone = tuple(_gone(period))
    catalogue = period.chain.stages[period.last].state.catalogue
    told: set[str] = set()
    for form in catalogue.forms:
        if form is catalogue.person:
            continue
        told.add(form.address)
        yield from (_line(period, form, variable, period.last) for variable in form.variables)
        yield from (line for line in gone if line.form.address == form.address)
    yield from (line for line in gone if line.form.address not in told)


def _line(period: _Period, form: Form, variable: Variable, place: int, gone: tuple[Absence, ...] = ()) -> Line:
    address = f"{form.address}.{variable.name}"
    found = period.tracer.trace(address, place)
    absences = tuple(
        sorted(
            (*_introduced(period, found, address), *_retired(period, variable), *_outside(period, variable), *gone),
            key=lambda absence: (absence.start or date.max, absence.end),
        )
    )
    return Line(
        form,
        variable,
        found.comparable,
        tuple(_change(period, turn) for turn in found.turns),
        absences,
        tuple(_offers(period, address, place)),
        _goes_on(period, address, place) if gone else (),
        Standing.ABSENT if _is_covered(period, absences) else Standing(found.comparable),
    )


# ---- what is not collected ----


def _introduced(period: _Period, found: Trace, address: str) -> Iterator[Absence]:
    since = period.since(found.since)
    if found.since == period.first or found.since == found.broken or since is None or since <= period.start:
        return
    why = reason(period.chain, found.since, address)
    yield Absence(Why.INTRODUCED, period.start, since - ONE_DAY, period.version(found.since), why)


def _retired(period: _Period, variable: Variable) -> Iterator[Absence]:
    """A version before the first stage may have its date from its changes file."""
    if variable.retired is None:
        return
    version = variable.retired.version
    since = period.day_of(version)
    start = max(period.start, since) if since else None
    yield Absence(Why.RETIRED, start, period.end, version, variable.retired.reason)


def _outside(period: _Period, variable: Variable) -> Iterator[Absence]:
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


def _is_covered(period: _Period, absences: Iterable[Absence]) -> bool:
    """Whether there is no day left."""
    day = period.start
    for absence in absences:
        if absence.start is None:
            continue
        if absence.start > day:
            return False
        day = max(day, absence.end + ONE_DAY if absence.end < date.max else absence.end)
    return day > period.end


# ---- what is gone at the end ----


def _gone(period: _Period) -> Iterator[Line]:
    """The variables that some stage of the period had, and the next no longer."""
    for place in range(period.first, period.last):
        step = period.chain.steps[place]
        catalogue = period.chain.stages[place].state.catalogue
        for form in (form for form in catalogue.forms if form is not catalogue.person):
            for variable in form.variables:
                address = f"{form.address}.{variable.name}"
                later = step.lineage.after("variable", address)
                if later is None or not period.chain.has(place + 1, later):
                    yield _line(period, form, variable, place, (_removed(period, place + 1, address),))


def _removed(period: _Period, place: int, address: str) -> Absence:
    is_purged = address in period.chain.steps[place - 1].purged
    start = max(period.start, period.since(place) or period.start)
    return Absence(
        Why.PURGED if is_purged else Why.REMOVED,
        period.start if is_purged else start,
        period.end,
        period.version(place),
        reason(period.chain, place, address),
    )


def _goes_on(period: _Period, address: str, place: int) -> tuple[str, ...]:
    """What is worked out from it in the next stage."""
    forward = period.chain.steps[place].forward.carries
    form, name = split(address)
    return tuple(sorted(new for new, carry in forward.items() if carry.form == form and name in carry.reads))


# ---- what changed ----


def _change(period: _Period, turn: Turn) -> Change:
    intent = turn.passage.intent
    said = intent.reason if intent else ""
    return Change(
        period.version(turn.place),
        period.since(turn.place),
        turn.address,
        turn.passage.cause,
        turn.passage.comparable,
        tuple(_joined(period.chain, turn, intent)) if isinstance(intent, Recode) else (),
        intent.expression.text.strip() if isinstance(intent, Derive) else "",
        said or reason(period.chain, turn.place, turn.address),
    )


def _joined(chain: Chain, turn: Turn, intent: Recode) -> Iterator[tuple[tuple[Side, ...], Side]]:
    after = variable_of(chain.stages[turn.place].state.catalogue, turn.address)
    before = [variable_of(chain.stages[turn.place - 1].state.catalogue, source) for source in turn.passage.sources]
    together: dict[str, list[str]] = {}
    for left, right in intent.codes:
        together.setdefault(right, []).append(left)
    for right, lefts in together.items():
        if len(lefts) > 1:
            yield tuple(_side(left, before) for left in lefts), _side(right, [after])


def _side(written: str, variables: Iterable[Variable]) -> Side:
    codes = (code for variable in variables if variable.codelist for code in variable.codelist.codes)
    return Side(written, next((code.label for code in codes if str(code.value) == written), None))


def _offers(period: _Period, address: str, place: int) -> Iterator[Offer]:
    """The codes that came and went while the variable was otherwise the same, the latest first."""
    while place > period.first:
        found = passage(period.chain, place, address)
        if found is None or not found.is_same:
            return
        (source,) = found.sources
        before, after = _offered(period.chain, place - 1, source), _offered(period.chain, place, address)
        for value in dict.fromkeys((*after, *before)) if before and after else ():
            if (value in before) is not (value in after):
                is_new = value in after
                label = after[value] if is_new else before[value]
                yield Offer(value, label, is_new, period.version(place), period.since(place))
        address, place = source, place - 1


def _offered(chain: Chain, place: int, address: str) -> dict[CodeValue, Text]:
    """The codes that may be chosen; none when the variable is not asked."""
    variable = variable_of(chain.stages[place].state.catalogue, address)
    return {code.value: code.label for code in variable.codes if code.retired is None and not variable.retired}
