"""How much a form asks of the one who fills it in: questions, and minutes.

Pure. The seconds are an estimate, the same for every registry, to tell a change's size and not its length to the
second: everything that can be asked is counted, also what is asked of few.
"""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.model import Form, Group, Variable

SECONDS: Mapping[str, int] = MappingProxyType(
    {
        "boolean": 5,
        "code": 8,
        "integer": 8,
        "decimal": 10,
        "date": 10,
        "time": 8,
        "datetime": 15,
        "coding": 20,
        "text": 15,
        "longtext": 40,
    }
)
"""How long it takes to read and answer a question of each type."""

TICK = 2
"""How long it takes to read and tick one of a list."""


def asks(form: Form) -> tuple[int, float]:
    """How many questions a form has at most, and how many minutes they take."""
    found = [_asks(item) for section in form.sections for item in section.items]
    return sum(number for number, _ in found), sum(seconds for _, seconds in found) / 60


def _asks(item: Variable | Group) -> tuple[int, int]:
    asked = [variable for variable in _variables(item) if _is_asked(variable)]
    if isinstance(item, Group) and item.kind == "checklist":
        return (1, SECONDS["boolean"] + TICK * len(asked)) if asked else (0, 0)
    if isinstance(item, Group) and item.kind == "matrix" and asked and asked[0].type == "boolean":
        return len(item.rows) or 1, SECONDS["boolean"] + TICK * len(asked)
    return len(asked), sum(SECONDS[variable.type] for variable in asked)


def _variables(item: Variable | Group) -> tuple[Variable, ...]:
    return item.variables if isinstance(item, Group) else (item,)


def _is_asked(variable: Variable) -> bool:
    return not variable.is_calculated and variable.retired is None
