"""All final answers of a form at once, as terms: what is known of each answer, and what must hold.

Made by `building.py`, from a form whose answers are unknown or for a row that another version of the form left.
"""

from dataclasses import dataclass, field

import z3

from catalogue.expressions.scope import Scope
from catalogue.model import CodeValue, Era, Form
from engine.proofs.terms import Prover
from engine.proofs.truth import TRUE, Quantity, Term, both


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must hold before the form is final: what it is called, what asks for it, and when it is broken.

    It is `exact` when it rests on no arithmetic of numbers that are not whole. `met` is when a rule is TRUE. `code` is
    the one code that it is about, `other_than` are those that others are about. What breaks one that `refuses` is not
    stored, in a draft either.
    """

    name: str
    owner: str
    kind: str
    broken: z3.BoolRef
    exact: bool = True
    met: z3.BoolRef = TRUE
    code: CodeValue | None = None
    other_than: tuple[CodeValue, ...] = ()
    refuses: bool = False


@dataclass
class World:
    """The terms of one form. `answers` are as given, `names` in the prover as expressions read them. `said` are the
    reasons given, under the names they are kept under, `beside` those of other forms' variables. Of a row that another
    version left, `stored` is what is in it, before what cannot be so is refused.

    `facts` hold of every answer that can be stored; `demands` of every final form; `remarks` are the soft ones.
    """

    form: Form
    prover: Prover
    anchor: z3.ArithRef
    scope: Scope = field(default_factory=dict)
    answers: dict[str, Term] = field(default_factory=dict)
    said: dict[str, Quantity] = field(default_factory=dict)
    stored: dict[str, Term] = field(default_factory=dict)
    beside: dict[str, Quantity] = field(default_factory=dict)
    asked: dict[str, z3.BoolRef] = field(default_factory=dict)
    outside: dict[str, Term] = field(default_factory=dict)
    facts: list[z3.BoolRef] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    remarks: list[Demand] = field(default_factory=list)

    @property
    def all_facts(self) -> list[z3.BoolRef]:
        """What holds in every case, the facts that came with the terms included."""
        return [*self.own_facts, *self.prover.word_facts, *self.prover.calendar.facts]

    @property
    def own_facts(self) -> list[z3.BoolRef]:
        """The same without those about words and the calendar, which two worlds may share."""
        return [*self.facts, *self.prover.facts]


def collected(era: Era | None, world: World) -> z3.BoolRef:
    """Whether something of this era is collected at the anchor date."""
    return TRUE if era is None else within_era(era, world.anchor)


def within_era(era: Era, day: z3.ArithRef) -> z3.BoolRef:
    """Whether a day lies within from and to, and in no gap."""
    parts = [day >= era.start.toordinal()] if era.start else []
    parts += [day <= era.end.toordinal()] if era.end else []
    parts += [z3.Or(day < start.toordinal(), day > end.toordinal()) for start, end in era.gaps]
    return both(parts)
