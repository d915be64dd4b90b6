"""The earlier version's final row as the expressions of a passage read it, and what surrounds it.

What reads the stored reasons, not those of an evaluation: a group's is there when nothing in the group is answered.
"""

from collections.abc import Iterator

import z3

from catalogue.expressions.inference import type_of
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Literal, Node, references, walk
from catalogue.expressions.scope import Scope, binding
from catalogue.model import CodeValue, Variable
from engine.constraints import SYSTEM_REASONS
from engine.proofs.building import add_outside
from engine.proofs.passages import Carried, Passage
from engine.proofs.storing import storing_demands
from engine.proofs.terms import Prover
from engine.proofs.truth import Quantity, Term, both, either
from engine.proofs.world import Demand, World


def surround(world: World, passage: Passage) -> None:
    """The names of other forms that the passage reads, and of which the form itself knows nothing."""
    world.scope = {**world.scope, **{name: known.binding for name, known in passage.beside.items()}}
    add_outside(world, (name for name in passage.reads_outside if name in world.scope))
    for name, known in passage.beside.items():
        if name in world.outside:
            world.beside[name] = _unknown_reason(name, known.reasons, world)


def _unknown_reason(name: str, offered: tuple[str, ...], world: World) -> Quantity:
    said = z3.Int(f"{name} reason")
    reasons = (*offered, *sorted(SYSTEM_REASONS))
    world.facts.append(either(said == world.prover.number(reason) for reason in reasons))
    return Quantity(said, z3.Not(world.outside[name].known))


class EarlierRow:
    """The earlier version's final row, as the expressions of a passage read it."""

    def __init__(self, before: World, passage: Passage) -> None:
        self.before, self.passage = before, passage
        earlier = before.prover
        self.prover = Prover(
            names=earlier.names,
            reasons=dict(_stored_reasons(before)),
            value_sets=passage.value_sets,
            today=earlier.today,
            words=earlier.words,
            calendar=earlier.calendar,
            facts=earlier.facts,
            lookups=earlier.lookups,
            inexact_names=earlier.inexact_names,
        )
        self._storing: dict[str, tuple[Demand, ...]] = {}
        self.scope: Scope = {**before.scope, **{name: binding(part) for name, part in before.form.variable.items()}}

    def term(self, node: Node) -> Term:
        """What an expression gives; `is_exact` tells of the last one."""
        self.prover.exact = True
        return self.prover.term(lower(node))

    @property
    def is_exact(self) -> bool:
        return self.prover.exact

    def storing(self, variable: Variable, world: World) -> tuple[Demand, ...]:
        """That the value may be stored."""
        if variable.name not in self._storing:
            stored, carried = world.stored[variable.name], self.passage.answers[variable.name]
            self._storing[variable.name] = tuple(
                storing_demands(
                    variable,
                    stored,
                    world.prover,
                    is_of_type=self.is_of_type(variable),
                    codes=self.codes(carried),
                )
            )
        return self._storing[variable.name]

    def refused(self, variable: Variable, world: World) -> z3.BoolRef:
        """When it may not."""
        return either(demand.broken for demand in self.storing(variable, world))

    def reason(self, carried: Carried) -> Quantity:
        """Why there is no value."""
        return self.prover.quantity(lower(carried.reason))

    def is_of_type(self, variable: Variable) -> bool:
        """Whether what becomes of the row is of the variable's type."""
        found = type_of(self.passage.answers[variable.name].value, self.scope)
        return found is None or found == binding(variable).type

    def codes(self, carried: Carried) -> tuple[CodeValue, ...]:
        """Codes that the value may be: those written, and those of the variables it may be."""
        written = (_code(part.value) for part in walk(carried.value) if isinstance(part, Literal))
        read = (self.before.form.variable.get(name) for name in references(carried.value))
        listed = (code.value for variable in read if variable and not variable.system for code in variable.codes)
        return tuple(dict.fromkeys(code for code in (*listed, *written) if code is not None))


def _code(value: object) -> CodeValue | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str) else None


def _stored_reasons(before: World) -> Iterator[tuple[str, Quantity]]:
    """The reasons that a final row keeps: a group's when nothing in it is answered, for each of its variables."""
    yield from before.beside.items()
    reasons, names = before.prover.reasons, before.prover.names
    for variables in before.form.reason_names.values():
        first = reasons[variables[0].name]
        kept = Quantity(first.value, both(z3.Not(names[variable.name].known) for variable in variables))
        yield from ((variable.name, kept) for variable in variables)
