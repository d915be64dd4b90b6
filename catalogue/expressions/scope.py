"""What a name in an expression stands for: its type, the values it can have, and, for a list, its variables.

Pure look-ups from the model. The types of expressions: boolean, number, text, date, time, datetime and list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.expressions.functions import LIST_FUNCTIONS
from catalogue.expressions.nodes import Call, Node, Reference, transform, walk
from catalogue.model import Catalogue, CodeValue, Expression, Form, Limit, Variable
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND, VALUE_TYPES

TIMEPOINT = "timepoint"

WIDEST: Mapping[str, tuple[Limit, Limit]] = MappingProxyType(
    {"number": (-NUMBER_BOUND, NUMBER_BOUND), "date": (EARLIEST, LATEST)}
)
"""The bounds of a value whose variable has none that are constant, by type."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The meaning of one name.

    `low` and `high` bound a number or a date. `decimals` is 0 for whole numbers, None when nothing says how
    many. `codes` are the values a coded variable may have, `missing_codes` those that mean a reason instead
    and so can never be equal to it. `members` are the variables a list's name stands for.
    """

    type: str
    low: Limit | None = None
    high: Limit | None = None
    decimals: int | None = None
    codes: tuple[CodeValue, ...] = ()
    missing_codes: tuple[CodeValue, ...] = ()
    members: tuple[str, ...] = ()
    own_form: bool = True


Scope = Mapping[str, Binding]


def scope_of(catalogue: Catalogue, form: Form) -> dict[str, Binding]:
    """All names an expression of this form may use, other forms' and the person's dotted."""
    names = {TIMEPOINT: Binding("text", codes=form.timepoints)}
    names |= form_bindings(form)
    if catalogue.person is not None and form is not catalogue.person:
        names |= _dotted("person", form_bindings(catalogue.person))
    for other in catalogue.forms_of(form.module) if form.module else ():
        for occasion in other.occasion_names():
            if other is not form or occasion != form.name:
                names |= _dotted(occasion, form_bindings(other))
    return names


def form_bindings(form: Form) -> dict[str, Binding]:
    """The names of one form: its variables and its lists."""
    names = {variable.name: binding(variable) for variable in form.variables}
    for group in form.groups.values():
        members = tuple(variable.name for variable in group.variables if not variable.is_calculated)
        names[group.name] = Binding("list", members=members)
    return names


def binding(variable: Variable) -> Binding:
    """What a variable's name means in an expression."""
    kind = VALUE_TYPES[variable.type].expression_type
    if kind == "code":
        return _code_binding(variable)
    missing = tuple(reason.code for reason in variable.missing if reason.code is not None)
    if kind not in WIDEST:
        return Binding(kind, missing_codes=missing)
    lowest, highest = WIDEST[kind]
    low, high = _constant(variable.limits.min, lowest), _constant(variable.limits.max, highest)
    decimals = 0 if variable.type == "integer" else variable.decimals
    return Binding(kind, low, high, decimals, missing_codes=missing)


def expand_lists(node: Node, scope: Scope) -> Node:
    """The expression with each list's name, inside a list function, replaced by its variables."""

    if not any(isinstance(part, Call) and part.function in LIST_FUNCTIONS for part in walk(node)):
        return node

    def expand(part: Node) -> Node:
        if not (isinstance(part, Call) and part.function in LIST_FUNCTIONS):
            return part
        return Call(part.function, tuple(_members(part.arguments, scope)), part.at)

    return transform(node, expand)


def _members(arguments: tuple[Node, ...], scope: Scope) -> Iterator[Node]:
    for argument in arguments:
        known = scope.get(argument.name) if isinstance(argument, Reference) else None
        if known is not None and known.type == "list":
            yield from (Reference(member, argument.at) for member in known.members)
        else:
            yield argument


def _code_binding(variable: Variable) -> Binding:
    codes = tuple(code.value for code in variable.codes)
    missing = tuple(code.value for code in variable.codelist.codes if code.missing) if variable.codelist else ()
    numbers = [code for code in codes if isinstance(code, int)]
    if variable.codelist is None or not variable.codelist.numeric or not numbers:
        return Binding("text", codes=codes, missing_codes=missing)
    return Binding("number", float(min(numbers)), float(max(numbers)), 0, codes, missing)


def _constant(limit: Limit | Expression | None, widest: Limit) -> Limit:
    return widest if limit is None or isinstance(limit, Expression) else limit


def _dotted(prefix: str, names: Mapping[str, Binding]) -> dict[str, Binding]:
    return {
        f"{prefix}.{name}": Binding(
            found.type,
            found.low,
            found.high,
            found.decimals,
            found.codes,
            found.missing_codes,
            tuple(f"{prefix}.{member}" for member in found.members),
            own_form=False,
        )
        for name, found in names.items()
    }
