"""How answers of two dates compare: for every variable of a module how its series runs between them, and when it was
not collected. Pure.

Each line is about one variable of the later date, or one that the period had and no longer has at its end.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from catalogue.model import CodeValue, Form, Variable
from catalogue.texts import Text
from migrations_gen.carrying.records import split
from migrations_gen.diff.matching import variable_of
from migrations_gen.intents.records import Derive, Recode
from migrations_gen.series.absences import Period, introduced, is_covered, outside, removed, retired
from migrations_gen.series.chain import Chain
from migrations_gen.series.passages import passage, reason
from migrations_gen.series.records import Absence, Change, Comparability, Line, Offer, Side, Standing
from migrations_gen.series.tracing import Tracer, Turn


def undated(chain: Chain) -> tuple[str, ...]:
    """The versions of which nobody can tell since when they have been in use; the first one needs no date."""
    return tuple(stage.version for stage in chain.stages[1:] if stage.in_use_from is None)


def comparability(chain: Chain, start: date, end: date) -> Comparability:
    """The report for a period; every stage but the first must have its date."""
    first, last = _at(chain, start), _at(chain, end)
    period = Period(chain, start, end, first, last, Tracer(chain, first))
    return Comparability(start, end, chain.stages[first : last + 1], tuple(_lines(period)))


def _at(chain: Chain, day: date) -> int:
    """The place of the release in use on a day; before the first, the first."""
    dated = enumerate(stage.in_use_from for stage in chain.stages)
    return max((place for place, since in dated if since is not None and since <= day), default=0)


def _lines(period: Period) -> Iterator[Line]:
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


def _line(period: Period, form: Form, variable: Variable, place: int, gone: tuple[Absence, ...] = ()) -> Line:
    address = f"{form.address}.{variable.name}"
    found = period.tracer.trace(address, place)
    absences = tuple(
        sorted(
            (*introduced(period, found, address), *retired(period, variable), *outside(period, variable), *gone),
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
        Standing.ABSENT if is_covered(period, absences) else Standing(found.comparable),
    )


# ---- what is gone at the end ----


def _gone(period: Period) -> Iterator[Line]:
    """The variables that some stage of the period had, and the next no longer."""
    for place in range(period.first, period.last):
        step = period.chain.steps[place]
        catalogue = period.chain.stages[place].state.catalogue
        for form in (form for form in catalogue.forms if form is not catalogue.person):
            for variable in form.variables:
                address = f"{form.address}.{variable.name}"
                later = step.lineage.after("variable", address)
                if later is None or not period.chain.has(place + 1, later):
                    yield _line(period, form, variable, place, (removed(period, place + 1, address),))


def _goes_on(period: Period, address: str, place: int) -> tuple[str, ...]:
    """What is worked out from it in the next stage."""
    forward = period.chain.steps[place].forward.carries
    form, name = split(address)
    return tuple(sorted(new for new, carry in forward.items() if carry.form == form and name in carry.reads))


# ---- what changed ----


def _change(period: Period, turn: Turn) -> Change:
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


def _offers(period: Period, address: str, place: int) -> Iterator[Offer]:
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
