"""What is recalculated in one form: the variables, a digest of each one's formula, and what rests on them.

Pure. A digest changes when anything does that the formula's value rests on: its text, those of the calculations and
conditions behind it, what its questions admit, a value set. It does not change with a label.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from catalogue.expressions.nodes import Call, Literal, Node, references, walk
from catalogue.expressions.printer import to_text
from catalogue.model import Catalogue, Expression, Form, Variable
from engine.tables import FormTable


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One form's table, and for each variable that is recalculated the digest of its formula, in form order."""

    table: FormTable
    digests: Mapping[str, str]

    @property
    def form(self) -> Form:
        """The form."""
        return self.table.form

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables that are recalculated."""
        return tuple(self.form.variable[name] for name in self.digests)


def calculations(table: FormTable) -> tuple[str, ...]:
    """The calculations that the form's rows hold, in form order."""
    return tuple(name for name, variable in table.row.variables.items() if variable.is_calculated)


def plan_of(catalogue: Catalogue, table: FormTable, chosen: Iterable[str] = ()) -> Plan:
    """The plan for the chosen calculations, and those they rest on or that rest on them; for all if none is chosen."""
    stored = calculations(table)
    wanted = set(chosen) or set(stored)
    while True:
        more = {name for name in stored if _touches(table.form, name, wanted)}
        if more <= wanted:
            break
        wanted |= more
    return Plan(table, {name: _digest(catalogue, table.form, name) for name in stored if name in wanted})


def behind(form: Form, names: Iterable[str]) -> frozenset[str]:
    """The variables these rest on, themselves included: what computes them, and what decides if they are asked."""
    found: set[str] = set()
    waiting = [name for name in names if name in form.variable]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            nodes = (part.node for part in _expressions(form.variable[name]))
            waiting += [read for node in nodes for read in references(node) if read in form.variable]
    return frozenset(found)


def resting_on(form: Form, names: Iterable[str]) -> frozenset[str]:
    """These variables, and the calculations that are computed from them by any way."""
    wanted = frozenset(names)
    computed = {variable.name for variable in form.variables if variable.is_calculated}
    return wanted | {name for name in computed if behind(form, (name,)) & wanted}


def _touches(form: Form, name: str, wanted: set[str]) -> bool:
    """Whether a calculation is read by, or reads, one of those wanted."""
    reads = behind(form, (name,))
    return bool(reads & wanted) or any(name in behind(form, (other,)) for other in wanted)


def _expressions(variable: Variable) -> tuple[Expression, ...]:
    return tuple(part for part in (variable.enable_when, variable.calculate) if part)


def _digest(catalogue: Catalogue, form: Form, name: str) -> str:
    parts = [_facts(form.variable[other]) for other in sorted(behind(form, (name,)))]
    nodes = (part.node for other in behind(form, (name,)) for part in _expressions(form.variable[other]))
    for value_set in sorted({used for node in nodes for used in _looked_up(node)}):
        parts.append(repr((value_set, sorted(catalogue.value_sets[value_set].values.items()))))
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _facts(variable: Variable) -> str:
    """Everything about one variable that has a say in a value computed from it."""
    limits = (part for part in (variable.limits.min, variable.limits.max) if not isinstance(part, Expression))
    return repr(
        (
            variable.name,
            variable.type,
            variable.decimals,
            tuple(to_text(part.node) for part in _expressions(variable)),
            variable.otherwise,
            tuple(limits) if not variable.is_calculated else (),
            tuple(code.value for code in variable.codes),
            variable.system.version if variable.system else None,
            variable.collected,
            variable.retired is not None,
        )
    )


def _looked_up(node: Node) -> Iterable[str]:
    for part in walk(node):
        if isinstance(part, Call) and part.function == "lookup" and isinstance(part.arguments[0], Literal):
            yield str(part.arguments[0].value)
