"""What the analysis views must know of the releases before: the history of each variable, and the answers whose meaning
has ended, which lie beside. Pure.

The person's form has no releases: its data come from a register and are replaced, not answered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.dependencies import stored_variables
from catalogue.model import Form, Variable
from engine.tables.analysis.series import NO_SERIES, UNCHANGED, EndedForm, History, Original, Series, Since
from engine.tables.names import reason_column
from engine.tables.storage import Storage
from migrations_gen.carrying.records import split
from migrations_gen.diff.matching import variable_of
from migrations_gen.intents.records import Comparable
from migrations_gen.series.chain import Chain
from migrations_gen.series.passages import passage
from migrations_gen.series.tracing import Trace, Tracer


def series_of(chain: Chain, storage: Storage) -> Series:
    """The record that the views of the last release are made with; `storage` says where answers lie in its database."""
    if not chain.steps:
        return NO_SERIES
    tracer = Tracer(chain)
    histories = {address: _history(chain, tracer.trace(address, chain.last)) for address in _asked(chain, chain.last)}
    ends = tuple(_ends(chain))
    return Series(
        {address: history for address, history in histories.items() if history != UNCHANGED},
        tuple(_original(chain, end, storage) for end in ends),
        dict(_apart(chain)),
        tuple(_ended_forms(chain, ends, storage)),
    )


def _history(chain: Chain, trace: Trace) -> History:
    return History(
        since=_number(chain, trace.since),
        broken=_since(chain, trace.broken),
        finer=_since(chain, trace.finer),
        carried=_number(chain, trace.carried),
    )


def _number(chain: Chain, place: int) -> int:
    """Nothing was before the first stage, whatever its number."""
    return chain.stages[place].number if place else UNCHANGED.since


def _since(chain: Chain, place: int) -> Since | None:
    stage = chain.stages[place]
    return Since(stage.number, stage.version) if place else None


def _asked(chain: Chain, place: int) -> Iterator[str]:
    """The variables of a stage that are answered under it."""
    for form in _forms(chain, place):
        yield from (f"{form.address}.{variable.name}" for variable in form.variables)


def _forms(chain: Chain, place: int) -> Iterator[Form]:
    catalogue = chain.stages[place].state.catalogue
    return (form for form in catalogue.forms if form is not catalogue.person)


# ---- where meanings end ----


@dataclass(frozen=True, slots=True)
class _End:
    """A variable whose answers do not lie on as they are after the stage at `place`."""

    place: int
    form: Form
    variable: Variable

    @property
    def address(self) -> str:
        """The variable's address then."""
        return f"{self.form.address}.{self.variable.name}"


def _ends(chain: Chain) -> Iterator[_End]:
    for place in range(chain.last):
        for form in _forms(chain, place):
            for variable in stored_variables(form).values():
                end = _End(place, form, variable)
                if not _lies_on(chain, place, end.address) and not _is_purged(chain, place, end.address):
                    yield end


def _lies_on(chain: Chain, place: int, address: str) -> bool:
    """Whether the answers to a variable of this stage are those to one of the next."""
    later = chain.steps[place].lineage.after("variable", address)
    found = passage(chain, place + 1, later) if later and chain.has(place + 1, later) else None
    return found is not None and found.is_same


def _original(chain: Chain, end: _End, storage: Storage) -> Original:
    release = chain.stages[end.place].number
    home = _home(chain, end.place, end.form.address)
    successor = _followed(chain, end.place, end.address)
    form, of = split(successor) if successor else (home.address, None)
    reason = None if end.variable.is_calculated else reason_column(end.variable.reason_name)
    return Original(
        form=home.address,
        column=storage.column(release, end.form.address, end.variable.name),
        reason=storage.column(release, end.form.address, reason) if reason else None,
        variable=end.variable,
        first=_number(chain, _first(chain, end.place, end.address)),
        last=release,
        version=chain.stages[end.place].version,
        of=of if form == home.address else None,
    )


def _first(chain: Chain, place: int, address: str) -> int:
    """The stage from which on the answers to a variable of this one are of one kind."""
    while place:
        found = passage(chain, place, address)
        if found is None or not found.is_same:
            break
        (address,) = found.sources
        place -= 1
    return place


def _followed(chain: Chain, place: int, address: str) -> str | None:
    """What a variable of this stage is called in the last one, if it is there."""
    names = list(_names_after(chain, place, address))
    return names[-1] if len(names) == chain.last - place + 1 else None


def _is_purged(chain: Chain, place: int, address: str) -> bool:
    """Whether the answers to a variable of this stage, or to what went on with it, were erased in any later step."""
    names = _names_after(chain, place, address)
    return any(name in step.purged for name, step in zip(names, chain.steps[place:], strict=False))


def _names_after(chain: Chain, place: int, address: str) -> Iterator[str]:
    """What a variable of this stage is called in it and in each later one, as long as it is there."""
    yield address
    for later, step in enumerate(chain.steps[place:], place + 1):
        now = step.lineage.after("variable", address)
        if now is None or not chain.has(later, now):
            return
        address = now
        yield address


# ---- forms ----


@dataclass(frozen=True, slots=True)
class _Home:
    """The form in whose table answers lie: as it is in the last stage, or was in the last that had it."""

    place: int
    form: Form
    ended: bool
    number: int

    @property
    def address(self) -> str:
        """What `Original.form` says."""
        return EndedForm(self.form, "", self.number).address if self.ended else self.form.address


def _home(chain: Chain, place: int, address: str) -> _Home:
    for later, step in enumerate(chain.steps[place:], place + 1):
        now = step.lineage.after("form", address)
        if now is None or now not in chain.stages[later].state.catalogue.form:
            return _at_home(chain, later - 1, address, ended=True)
        address = now
    return _at_home(chain, chain.last, address, ended=False)


def _at_home(chain: Chain, place: int, address: str, *, ended: bool) -> _Home:
    stage = chain.stages[place]
    return _Home(place, stage.state.catalogue.form[address], ended, stage.number)


def _ended_forms(chain: Chain, ends: Iterable[_End], storage: Storage) -> Iterator[EndedForm]:
    """Each form that was once answered and is no longer in the catalogue."""
    homes = (_home(chain, end.place, end.form.address) for end in ends)
    for home in {home.address: home for home in homes if home.ended}.values():
        yield EndedForm(home.form, storage.table(home.number, home.form.address), home.number)


# ---- replaced instruments ----


def _apart(chain: Chain) -> Iterator[tuple[str, str]]:
    """The retired variables of instruments that another took the place of, when the two do not compare."""
    for place, step in enumerate(chain.steps):
        for earlier, comparable in step.replaced.values():
            for address in _of_group(chain, place, earlier) if comparable is Comparable.NONE else ():
                now = _followed(chain, place, address)
                if now and variable_of(chain.stages[chain.last].state.catalogue, now).retired:
                    yield now, chain.stages[place].version


def _of_group(chain: Chain, place: int, address: str) -> Iterator[str]:
    form, group = split(address)
    found = chain.stages[place].state.catalogue.form.get(form)
    for variable in found.variables if found else ():
        if variable.group == group:
            yield f"{form}.{variable.name}"
