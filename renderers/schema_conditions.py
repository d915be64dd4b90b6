"""An expression → a JSON Schema that answers fulfil just when it is TRUE of them (or FALSE), if there is one.

Neither more nor less than the program would find, so that a schema built on it refuses no answers that the program
accepts. `None` is said of what JSON Schema has no words for: sums, days in order, what is
computed, collected for a time only or no longer asked, and what stands in other forms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from catalogue.expressions.nodes import Call, Literal, Node, Reference
from catalogue.model import Form, Variable
from engine.constraints import tick_groups

Schema = dict[str, Any]
Made = Schema | None
Constant = bool | float | str

NOT = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
TURNED = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
ORDERED: Mapping[str, str] = MappingProxyType(
    {"lt": "exclusiveMaximum", "le": "maximum", "gt": "exclusiveMinimum", "ge": "minimum"}
)


def all_of(*parts: Made) -> Made:
    """What fulfils every part; None when one of them has no words."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else {"allOf": known} if known else {}


def any_of(*parts: Made) -> Made:
    """What fulfils a part; None when one of them has no words."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else {"anyOf": known}


def _not(part: Made) -> Made:
    return None if part is None else {"not": part}


def has(name: str, value: Schema) -> Schema:
    """Answers in which this is answered so."""
    return {"properties": {name: value}, "required": [name]}


@dataclass(frozen=True)
class Conditions:
    """The schemas for the expressions of one form."""

    form: Form

    @cached_property
    def _asked(self) -> dict[str, Made]:
        """What has been found before."""
        return {}

    @cached_property
    def ticks(self) -> frozenset[str]:
        """Those that are FALSE without being answered, as soon as another is ticked."""
        return frozenset(name for names in tick_groups(self.form) for name in names)

    def true(self, node: Node) -> Made:
        """What makes it TRUE."""
        match node:
            case Reference(name):
                return self.value(name, {"const": True})
            case Call(function, arguments) if function in TRUE:
                return TRUE[function](self, arguments)
        return None

    def false(self, node: Node) -> Made:
        """What makes it FALSE."""
        match node:
            case Reference(name):
                return None if name in self.ticks else self.value(name, {"const": False})
            case Call(function, arguments) if function in FALSE:
                return FALSE[function](self, arguments)
        return None

    def asked(self, variable: Variable) -> Made:
        """When it is asked."""
        if variable.enable_when is None:
            return {}
        if variable.name not in self._asked:
            self._asked[variable.name] = self.true(variable.enable_when.node)
        return self._asked[variable.name]

    def value(self, name: str, value: Schema) -> Made:
        """The variable is asked, and answered so."""
        variable = self._plain(name)
        if variable is None or (variable.type == "boolean" and name in self.ticks and value != {"const": True}):
            return None
        asked = self.asked(variable)
        return None if asked is None else all_of(*((asked,) if asked else ()), has(name, value))

    def _plain(self, name: str) -> Variable | None:
        """A variable whose value is what the answers say, when it is asked."""
        variable = self.form.variable.get(name)
        if variable is None or variable.is_calculated or variable.otherwise is not None:
            return None
        return None if variable.retired is not None or variable.collected is not None else variable


Arguments = tuple[Node, ...]


def _compare(function: str, conditions: Conditions, arguments: Arguments) -> Made:
    match arguments:
        case Reference(name), value if (constant := _constant(value)) is not None:
            return conditions.value(name, _compared(function, constant)) if _fits(function, constant) else None
        case value, Reference() as name if _constant(value) is not None:
            return _compare(TURNED[function], conditions, (name, value))
    return None


def _between(conditions: Conditions, arguments: Arguments) -> Made:
    part, low, high = arguments
    return all_of(_compare("ge", conditions, (part, low)), _compare("le", conditions, (part, high)))


def _outside(conditions: Conditions, arguments: Arguments) -> Made:
    part, low, high = arguments
    return any_of(_compare("lt", conditions, (part, low)), _compare("gt", conditions, (part, high)))


def _among(conditions: Conditions, arguments: Arguments) -> Made:
    return _member(conditions, arguments, lambda values: {"enum": values})


def _not_among(conditions: Conditions, arguments: Arguments) -> Made:
    return _member(conditions, arguments, lambda values: {"not": {"enum": [*values, None]}})


def _member(conditions: Conditions, arguments: Arguments, say: Callable[[list[Constant]], Schema]) -> Made:
    part, *members = arguments
    values = [constant for member in members if (constant := _constant(member)) is not None]
    if not isinstance(part, Reference) or len(values) < len(members):
        return None
    return conditions.value(part.name, say(values))


def _answered(conditions: Conditions, arguments: Arguments) -> Made:
    (part,) = arguments
    if not isinstance(part, Reference) or part.name in conditions.ticks:
        return None
    return conditions.value(part.name, {"not": {"type": "null"}})


Said = Callable[[Conditions, Arguments], Made]

TRUE: Mapping[str, Said] = MappingProxyType(
    {
        "and": lambda conditions, parts: all_of(*map(conditions.true, parts)),
        "or": lambda conditions, parts: any_of(*map(conditions.true, parts)),
        "not": lambda conditions, parts: conditions.false(parts[0]),
        "is_true": lambda conditions, parts: conditions.true(parts[0]),
        "is_false": lambda conditions, parts: conditions.false(parts[0]),
        "is_answered": _answered,
        "is_null": lambda conditions, parts: _not(_answered(conditions, parts)),
        "in": _among,
        "between": _between,
        **{function: partial(_compare, function) for function in NOT},
    }
)
"""What makes a function TRUE."""

FALSE: Mapping[str, Said] = MappingProxyType(
    {
        "and": lambda conditions, parts: any_of(*map(conditions.false, parts)),
        "or": lambda conditions, parts: all_of(*map(conditions.false, parts)),
        "not": lambda conditions, parts: conditions.true(parts[0]),
        "is_true": lambda conditions, parts: _not(conditions.true(parts[0])),
        "is_false": lambda conditions, parts: _not(conditions.false(parts[0])),
        "is_answered": lambda conditions, parts: _not(_answered(conditions, parts)),
        "is_null": _answered,
        "in": _not_among,
        "between": _outside,
        **{function: partial(_compare, opposite) for function, opposite in NOT.items()},
    }
)
"""What makes it FALSE."""


def _constant(node: Node) -> Constant | None:
    """The constant that JSON can hold."""
    match node:
        case Literal(bool() | int() | float() | str() as value):
            return int(value) if isinstance(value, float) and value == int(value) else value
        case Call("negate", (Literal(float(value)),)):
            return -int(value) if value == int(value) else -value
    return None


def _fits(function: str, constant: Constant) -> bool:
    """JSON Schema puts only numbers in order."""
    return function in {"eq", "ne"} or (isinstance(constant, int | float) and not isinstance(constant, bool))


def _compared(function: str, constant: Constant) -> Schema:
    if function == "eq":
        return {"const": constant}
    if function == "ne":
        return {"not": {"enum": [constant, None]}}
    return {"type": "number", ORDERED[function]: constant}
