"""One question to the prover: can this be, in answers that could be made final? With a record, or why not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import z3

from catalogue.model import Catalogue, ValueSet
from engine.proofs.records import Replayed, record_of, replay
from engine.proofs.world import Demand, World

TIME_LIMIT = 2_000
"""Milliseconds for one question; what takes longer is undecided."""

QUICK = 100
"""Milliseconds to see whether a demand can be left out of an explanation."""

REFINEMENTS = 12
"""How many models are looked at when the engine does not agree with one, before the question is undecided."""


class Verdict(StrEnum):
    """What the prover found."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Reply:
    """The verdict, the record that shows it is possible, or the demands that together make it impossible."""

    verdict: Verdict
    witness: Replayed | None = None
    because: tuple[Demand, ...] = ()


@dataclass
class Solving:
    """The prover with the facts of a form and its demands, each of which may be left out of a question."""

    catalogue: Catalogue
    world: World
    solver: z3.Solver = field(default_factory=z3.Solver)
    held: dict[str, z3.BoolRef] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.solver.set("timeout", TIME_LIMIT)
        self.solver.add(self.world.all_facts)
        for number, demand in enumerate(self.world.demands):
            self.held[demand.name] = z3.Bool(f"demand#{number}")
            self.solver.add(z3.Implies(self.held[demand.name], z3.Not(demand.broken)))

    def ask(
        self,
        condition: z3.BoolRef,
        agrees: Callable[[Replayed], bool],
        without: Iterable[str] = (),
        wishes: Sequence[z3.BoolRef] = (),
    ) -> Reply:
        """Whether the condition can hold while every demand but `without` is met.

        A model is believed only when the engine `agrees` on the record; where the two differ about a value set's
        numbers, these become facts and the question is put again. The witness grants as many `wishes` as are granted
        without much ado, the first before the last.
        """
        left_out = set(without)
        assumed = [held for name, held in self.held.items() if name not in left_out]
        self.solver.push()
        self.solver.add(condition)
        try:
            witness = self._wished(assumed, agrees, wishes)
            return Reply(Verdict.POSSIBLE, witness) if witness else self._asked(assumed, agrees)
        finally:
            self.solver.pop()

    def _wished(
        self, assumed: list[z3.BoolRef], agrees: Callable[[Replayed], bool], wishes: Sequence[z3.BoolRef]
    ) -> Replayed | None:
        """A witness that grants a half, a quarter … of the wishes; None when even the last try fails."""
        count = len(wishes)
        while count:
            if self.solver.check([*assumed, *wishes[:count]]) == z3.sat:
                witness = self._witness(self.solver.model())
                return witness if agrees(witness) else None
            count //= 2
        return None

    def _witness(self, model: z3.ModelRef) -> Replayed:
        return replay(self.catalogue, self.world, record_of(self.world, model))

    def _asked(self, assumed: list[z3.BoolRef], agrees: Callable[[Replayed], bool]) -> Reply:
        for _ in range(REFINEMENTS):
            found = self.solver.check(assumed)
            if found == z3.unsat:
                return Reply(Verdict.IMPOSSIBLE, because=self._because(assumed))
            if found != z3.sat:
                break
            model = self.solver.model()
            witness = self._witness(model)
            if agrees(witness):
                return Reply(Verdict.POSSIBLE, witness)
            learnt = list(self._learnt(model))
            if not learnt:
                break
            self.solver.add(learnt)
        return Reply(Verdict.UNDECIDED)

    def _learnt(self, model: z3.ModelRef) -> Iterable[z3.BoolRef]:
        """What the value sets really say of the combinations in a model."""
        for table, keys, value, present in self.world.prover.lookups:
            numbers = [model.eval(key, model_completion=True) for key in keys]
            known = self._looked_up(table, tuple(number.as_long() for number in numbers))
            here = z3.And([key == number for key, number in zip(keys, numbers, strict=True)])
            yield z3.Implies(here, present if known is not None else z3.Not(present))
            if known is not None:
                yield z3.Implies(here, value == z3.RealVal(str(Fraction(str(known)))))

    def _looked_up(self, table: ValueSet, numbers: tuple[int, ...]) -> float | None:
        words = tuple(self.world.prover.words.text(number) for number in numbers)
        return table.values.get(numbers, table.values.get(words))

    def _because(self, assumed: list[z3.BoolRef]) -> tuple[Demand, ...]:
        """The demands that stand in the way. The prover's first answer holds more than it needs; what can be left out
        without much ado is.
        """
        self.solver.set("timeout", QUICK)
        core = [held for held in assumed if any(held.eq(part) for part in self.solver.unsat_core())]
        for held in list(core):
            fewer = [other for other in core if not other.eq(held)]
            if self.solver.check(fewer) == z3.unsat:
                core = fewer
        self.solver.set("timeout", TIME_LIMIT)
        names = {name for name, held in self.held.items() if any(held.eq(part) for part in core)}
        return tuple(demand for demand in self.world.demands if demand.name in names)
