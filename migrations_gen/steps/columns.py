"""The columns of one form: where each comes from in the other release's row, and which go out of use.

Pure. A column is the same when it is the other's value as it is, there and back, and both are kept alike; each is the
same as one other at most. Order is that of the form.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.expressions.scope import TIMEPOINT as OCCASION
from catalogue.model import Form, Variable
from catalogue.reserved import PERSON
from catalogue.value_types import VALUE_TYPES
from engine.tables.ddl import dialect_named
from engine.tables.names import edition_column, reason_column
from engine.tables.row import Row, row_of
from engine.tables.storage import kept_name
from engine.tables.types import column_type
from migrations_gen.carrying import Carry, Way
from migrations_gen.steps.records import (
    EDITION,
    REASON,
    TIMEPOINT,
    VALUE,
    Agrees,
    ColumnStep,
    Computed,
    Empty,
    Same,
    Side,
    Source,
)

NO_ROW = Row({}, {})
NOT_COLLECTED = Literal("not_collected")
_DIALECT = dialect_named("postgresql")


@dataclass(frozen=True, slots=True)
class Ways:
    """How rows come there, and how they come back; and what the timepoints are called then."""

    there: Way
    back: Way
    timepoints: tuple[tuple[str, str], ...] = ()
    is_back: bool = False


@dataclass(slots=True)
class Columns:
    """One form's columns while they are planned. Either form may be lacking, where it is about the person."""

    before: Side
    ways: Ways
    old: Form | None
    new: Form | None
    claimed: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def steps(self) -> tuple[ColumnStep, ...]:
        """Every column of the form that comes."""
        row = row_of(self.new) if self.new else NO_ROW
        values = {name: self._value(variable) for name, variable in row.variables.items()}
        steps: list[ColumnStep] = []
        for name, variable in row.variables.items():
            steps.append(ColumnStep(name, VALUE, name, values[name]))
            if variable.system:
                steps.append(ColumnStep(edition_column(name), EDITION, name, self._edition(values[name])))
        for name, variables in row.reasons.items():
            steps.append(ColumnStep(reason_column(name), REASON, name, self._reason(name, variables)))
        return (*self._timepoint(), *steps)

    def kept(self) -> tuple[tuple[str, str], ...]:
        """The columns of the other release that no column claims, and what they are called out of use."""
        row = row_of(self.old) if self.old else NO_ROW
        names = [
            *row.variables,
            *(edition_column(name) for name in row.editions),
            *(reason_column(name) for name in row.reasons),
            *([OCCASION] if self._renamed_timepoints() else []),
        ]
        return tuple((name, kept_name(name, self.before.number)) for name in names if name not in self.claimed)

    # ---- values ----

    def _value(self, variable: Variable) -> Source:
        carry = self._carry(variable)
        if carry is None:
            return Empty()
        if not isinstance(carry.value, Reference):
            return self._computed(carry, carry.value, (variable,))
        other = self._row(carry.form).variables[carry.value.name]
        node = _alike(carry.value, other, variable)
        if node is None:
            self.notes.append(
                f"{self._address(variable.name)} is another kind of value than before ({other.type}, {variable.type}):"
                " earlier answers are kept and not carried over."
            )
            return Empty()
        back = self.ways.back.carry(f"{carry.form}.{other.name}")
        is_mutual = back is not None and back.form == self._new_address and back.value == Reference(variable.name)
        is_alike = node is carry.value is _alike(carry.value, variable, other) and _storage(other) == _storage(variable)
        if is_mutual and is_alike and self._is_here(carry) and other.name not in self.claimed:
            return self._claim(other.name)
        return self._computed(carry, node, (variable,))

    def _claim(self, column: str) -> Source:
        self.claimed.add(column)
        return Same(column)

    def _edition(self, value: Source) -> Source:
        match value:
            case Same(name) if self._row(self._old_address).variables[name].system:
                return self._claim(edition_column(name))
            case Computed(form, Reference(name)) if self._row(form).variables[name].system:
                return value
            case _:
                return Empty()

    # ---- reasons ----

    def _reason(self, name: str, variables: tuple[Variable, ...]) -> Source:
        """The reason of a variable, or the one that a group's variables share."""
        found = [(variable, self._carry(variable)) for variable in variables]
        carries = [(variable, carry) for variable, carry in found if carry is not None and self._is_carried(variable)]
        if not carries:
            return self._not_asked_then(variables)
        columns = {self._reason_column(carry) for _, carry in carries}
        only = columns.pop() if len(columns) == 1 else None
        mutual = all(self._leads_back(name, carry) for _, carry in carries) and self._is_led_to(name, only)
        if only is not None and only not in self.claimed and mutual:
            return self._claim(only)
        first = carries[0][1]
        together = [carry for _, carry in carries if carry.form == first.form]
        return self._computed(first, _shared(together), variables)

    def _is_carried(self, variable: Variable) -> bool:
        """Whether its value comes over at all."""
        carry = self._carry(variable)
        if carry is None or not isinstance(carry.value, Reference):
            return carry is not None
        return _alike(carry.value, self._row(carry.form).variables[carry.value.name], variable) is not None

    def _is_led_to(self, name: str, column: str | None) -> bool:
        """Whether every variable that shares the other column's reason has its reason from the column of this name."""
        if self.new is None:
            return False
        row, there = self._row(self._old_address), row_of(self.new)
        for other, variables in row.reasons.items():
            if reason_column(other) != column:
                continue
            for variable in variables:
                back = self.ways.back.carry(f"{self._old_address}.{variable.name}")
                comes = back is not None and self._value_back(back, there, variable) is not None
                if comes and back is not None and back.reason not in self._reasons_of(name):
                    return False
        return True

    def _reasons_of(self, name: str) -> tuple[Node, ...]:
        """How a reason of this name is written, by any of the variables that share it."""
        variables = row_of(self.new).reasons.get(name, ()) if self.new else ()
        return tuple(Call("missing_reason", (Reference(variable.name),)) for variable in variables)

    def _leads_back(self, name: str, carry: Carry) -> bool:
        """Whether the reason there would be had back from the column of this name as it is."""
        match carry.reason:
            case Call("missing_reason", (Reference(other),)):
                back = self.ways.back.carry(f"{carry.form}.{other}")
            case _:
                return False
        match back:
            case Carry(form, _, Call("missing_reason", (Reference(now),))) if self.new is not None:
                variable = self.new.variable.get(now)
                return form == self._new_address and variable is not None and variable.reason_name == name
            case _:
                return False

    def _reason_column(self, carry: Carry) -> str | None:
        """The column that holds just this reason in this form, if one does."""
        match carry.reason:
            case Call("missing_reason", (Reference(name),)) if self._is_here(carry):
                variable = self._row(carry.form).variables[name]
                return None if variable.is_calculated else reason_column(variable.reason_name)
            case _:
                return None

    def _not_asked_then(self, variables: tuple[Variable, ...]) -> Source:
        """On the way back a row of the later release was never asked, which is a reason; on the way there it is none,
        for the row's own release says it.
        """
        if not self.ways.is_back or self.old is None:
            return Empty()
        return Computed(self._old_address, NOT_COLLECTED, self._ready(variables))

    # ---- what is computed ----

    def _computed(self, carry: Carry, node: Node, variables: tuple[Variable, ...]) -> Source:
        agrees = dict.fromkeys(part for variable in variables for part in self._agrees(carry, variable.name))
        return Computed(carry.form, node, self._ready(variables), tuple(agrees))

    def _ready(self, variables: tuple[Variable, ...]) -> tuple[str, ...]:
        reasons = (reason_column(variable.reason_name) for variable in variables if not variable.is_calculated)
        return tuple(dict.fromkeys((*(variable.name for variable in variables), *reasons)))

    def _agrees(self, carry: Carry, name: str) -> Iterator[Agrees]:
        """What must be as it would be if what is ready had led to it."""
        if not self._is_here(carry) or self.new is None:
            return
        there = row_of(self.new)
        for other, variable in self._row(self._old_address).variables.items():
            back = self.ways.back.carry(f"{self._old_address}.{other}")
            value = self._value_back(back, there, variable) if back is not None else None
            if back is not None and value is not None:
                if name in back.reads:
                    yield from self._agree(variable, value, back.reason)
            elif other in carry.reads:
                yield from self._agree(variable, NULL, NULL if self.ways.is_back else NOT_COLLECTED)

    def _value_back(self, back: Carry, there: Row, variable: Variable) -> Node | None:
        """How the other row's variable would come of this form's row, if it would."""
        if self.new is None or back.form != self.new.address or not _reads(back) <= there.variables.keys():
            return None
        if isinstance(back.value, Reference):
            return _alike(back.value, there.variables[back.value.name], variable)
        return back.value

    def _agree(self, variable: Variable, value: Node, reason: Node) -> Iterator[Agrees]:
        yield Agrees(variable.name, value)
        if not variable.is_calculated and variable.reason_name == variable.name:
            yield Agrees(reason_column(variable.reason_name), reason)

    # ---- timepoints ----

    def _timepoint(self) -> Iterator[ColumnStep]:
        renamed = self._renamed_timepoints()
        if renamed and self.old is not None:
            now = Reference(OCCASION)
            branches = tuple((Call("eq", (now, Literal(old))), Literal(new)) for old, new in renamed)
            yield ColumnStep(OCCASION, TIMEPOINT, OCCASION, Computed(self.old.address, Case(branches, now)))

    def _renamed_timepoints(self) -> list[tuple[str, str]]:
        if self.old is None or self.new is None:
            return []
        return [
            (old.rpartition(".")[2], new.rpartition(".")[2])
            for old, new in self.ways.timepoints
            if old.rpartition(".")[0] == self.old.module and old.rpartition(".")[2] in self.old.timepoints
        ]

    # ---- looking up ----

    def _carry(self, variable: Variable) -> Carry | None:
        """How the variable comes about, when the other release's rows hold what that takes."""
        carry = self.ways.there.carry(self._address(variable.name))
        if carry is None or carry.form not in self.before.catalogue.form:
            return None
        if PERSON in (carry.form, self._new_address) and carry.form != self._new_address:
            self.notes.append(f"{self._address(variable.name)} goes between a form and the person, and is not carried.")
            return None
        form = self.before.catalogue.form[carry.form]
        lacking = _reads(carry) - row_of(form).variables.keys()
        if lacking & form.variable.keys():
            names = ", ".join(sorted(lacking & form.variable.keys()))
            self.notes.append(f"{self._address(variable.name)} rests on {names}, which no table holds.")
        return None if lacking else carry

    def _address(self, name: str) -> str:
        return f"{self._new_address}.{name}"

    @property
    def _new_address(self) -> str:
        return self.new.address if self.new else ""

    @property
    def _old_address(self) -> str:
        return self.old.address if self.old else ""

    def _is_here(self, carry: Carry) -> bool:
        return carry.form == self._old_address

    def _row(self, address: str) -> Row:
        return row_of(self.before.catalogue.form[address]) if address else NO_ROW


def _reads(carry: Carry) -> set[str]:
    return set(carry.reads) - {OCCASION}


def _storage(variable: Variable) -> str:
    return str(column_type(variable).compile(_DIALECT))


def _alike(node: Node, old: Variable, new: Variable) -> Node | None:
    """The other's value as this variable may have it; None when it is another kind of value altogether."""
    if _kind(old) != _kind(new):
        return None
    if old.type == "decimal" and new.type in ("integer", "code"):
        return Case(((Call("eq", (Call("floor", (node,)), node)), node),), NULL)
    return node


def _kind(variable: Variable) -> str:
    kind = VALUE_TYPES[variable.type].expression_type
    if kind != "code":
        return kind
    return "number" if variable.codelist is not None and variable.codelist.numeric else "text"


def _shared(carries: Iterable[Carry]) -> Node:
    """One variable's reason; of several the first that has one, when none has a value."""
    listed = tuple(carries)
    if len(listed) == 1:
        return listed[0].reason
    reasons = tuple(dict.fromkeys(carry.reason for carry in listed))
    first = reasons[0] if len(reasons) == 1 else Call("coalesce", reasons)
    empty = tuple(Call("is_null", (carry.value,)) for carry in listed)
    return Case(((Call("and", empty), first),), NULL)
