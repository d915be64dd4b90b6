"""One variable followed through the releases, from today backwards: since when it is asked, where its series breaks.

Pure. Over several releases the worst comparison wins, and the break is the last one that breaks. A variable that is
worked out from several is as old as the oldest of them and as broken as the worst.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalogue.expressions.nodes import references
from migrations_gen.carrying.composing import ORDER
from migrations_gen.carrying.records import split
from migrations_gen.intents.records import Comparable
from migrations_gen.series.chain import Chain
from migrations_gen.series.passages import Cause, Passage, passage


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that did not leave a variable as it was: the stage it led to, and what it was called there."""

    place: int
    address: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Trace:
    """A variable's way through the stages, all of which are given by their places.

    It is asked from `since` on. What was answered before `broken` does not compare with today's answers, what was
    answered before `finer` does when today's are made coarser, and the value of what was answered before `carried` is
    worked out from what was answered then. Where nothing of the kind happened it is the first place.
    """

    since: int
    broken: int
    finer: int
    carried: int
    comparable: Comparable = Comparable.EXACT
    turns: tuple[Turn, ...] = ()


class Tracer:
    """Follows variables back to the stage at `first`, each step of each once."""

    def __init__(self, chain: Chain, first: int = 0) -> None:
        self.chain = chain
        self.first = first
        self._known: dict[tuple[str, int], Trace] = {}

    def trace(self, address: str, place: int) -> Trace:
        """The way to the variable as it is at this place."""
        key = (address, place)
        if key not in self._known:
            self._known[key] = self._of_inputs(address, place, self._traced(address, place))
        return self._known[key]

    def _traced(self, address: str, place: int) -> Trace:
        first = self.first
        if place <= first:
            return Trace(first, first, first, first)
        found = passage(self.chain, place, address)
        if found is None:
            return Trace(place, first, first, first)
        parts = [self.trace(source, place - 1) for source in found.sources]
        is_new = found.cause is Cause.REPLACED and not parts
        own = Trace(
            since=place if is_new else min((part.since for part in parts), default=first),
            broken=place if found.comparable is Comparable.NONE else first,
            finer=place if found.comparable is Comparable.FINER else first,
            carried=first if found.is_same else place,
            comparable=found.comparable,
            turns=() if found.cause is Cause.SAME else (Turn(place, address, found),),
        )
        return _joined(own, parts)

    def _of_inputs(self, address: str, place: int, own: Trace) -> Trace:
        """What is calculated compares no better than what it is calculated from, in the same form."""
        form, name = split(address)
        variables = self.chain.stages[place].state.catalogue.form[form].variable
        calculate = variables[name].calculate
        if calculate is None:
            return own
        inputs = [part for part in references(calculate.node) if part in variables]
        parts = [self.trace(f"{form}.{part}", place) for part in inputs]
        return replace(_joined(own, parts), carried=own.carried)


def trace(chain: Chain, address: str) -> Trace:
    """A variable of the last stage, followed back to the first."""
    return Tracer(chain).trace(address, chain.last)


def _joined(own: Trace, parts: Iterable[Trace]) -> Trace:
    """The variable's own way, and the worst of what it rests on."""
    traces = (own, *parts)
    turns = {(turn.place, turn.address): turn for part in traces for turn in part.turns}
    return Trace(
        since=own.since,
        broken=max(part.broken for part in traces),
        finer=max(part.finer for part in traces),
        carried=max(part.carried for part in traces),
        comparable=max((part.comparable for part in traces), key=ORDER.index),
        turns=tuple(turns[key] for key in sorted(turns, key=lambda key: (-key[0], key[1]))),
    )
