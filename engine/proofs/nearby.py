"""A quick look at one demand, with only the facts about the unknowns it speaks of: most are settled so."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import z3

QUICK = 200
"""Milliseconds; what needs longer is left to the whole problem."""


@dataclass
class Nearby:
    """Facts by the unknowns they speak of. Fewer facts allow more, so what is impossible here is impossible."""

    facts: Iterable[z3.BoolRef]
    _unknowns: dict[int, frozenset[str]] = field(default_factory=dict)
    _kept: list[z3.ExprRef] = field(default_factory=list)

    def __post_init__(self) -> None:
        looked_at = ((fact, self._of(fact)) for fact in self.facts)
        self._by_unknowns = [(fact, unknowns) for fact, unknowns in looked_at if unknowns]

    def is_impossible(self, condition: z3.BoolRef) -> bool:
        """Whether the condition can be ruled out by the facts about its own unknowns alone."""
        unknowns = self._of(condition)
        solver = z3.Solver()
        solver.set("timeout", QUICK)
        solver.add(condition, *(fact for fact, others in self._by_unknowns if others <= unknowns))
        return bool(solver.check() == z3.unsat)

    def _of(self, term: z3.ExprRef) -> frozenset[str]:
        """The names of the unknowns in a term; terms are shared, so each is looked at once."""
        known = self._unknowns.get(term.get_id())
        if known is None:
            is_unknown = z3.is_const(term) and term.decl().kind() == z3.Z3_OP_UNINTERPRETED
            own = frozenset({term.decl().name()}) if is_unknown else frozenset[str]()
            known = own.union(*map(self._of, term.children()))
            self._unknowns[term.get_id()] = known
            self._kept.append(term)
        return known
