"""`otherwise`, the value of a question that is not asked, is no value of the variable; or the question is always asked.

It would be stored in every row where the question is skipped. Write a value the variable can have, or remove it.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, subject
from catalogue.expressions.scope import binding
from catalogue.model import Group, Variable


def check(examined: Examined) -> Iterator[Remark]:
    """Every `otherwise` without a condition, or of the wrong type."""
    for _, group, variable in examined.variables:
        declared = group.at if group is not None and group.shares_reason else variable.at
        written = examined.written(declared).get("otherwise")
        if written is None:
            continue
        problem = _problem(_name(variable, group), variable, str(written).strip())
        if problem:
            yield Remark(examined.place("otherwise", declared), problem)


def _name(variable: Variable, group: Group | None) -> str:
    return group.name if group is not None and group.kind == "checklist" else subject(variable, group)


def _problem(name: str, variable: Variable, written: str) -> str:
    if variable.enable_when is None:
        return f"'{name}' is always asked, so 'otherwise' is never used. Add 'enable_when', or remove it."
    if _fits(variable, written):
        return ""
    expected = _expected(variable)
    return f"'{written}' cannot be the value of '{name}' when it is not asked. {expected}"


def _fits(variable: Variable, written: str) -> bool:
    if variable.type == "boolean":
        return written in ("true", "false")
    if variable.type == "code":
        return variable.otherwise in {code.value for code in variable.codes}
    if variable.type in ("text", "longtext"):
        return True
    known, value = binding(variable), variable.otherwise
    if known.type != "number" or isinstance(value, str | bool | None):
        return False
    in_range = isinstance(known.low, float) and isinstance(known.high, float) and known.low <= value <= known.high
    return in_range and float(written) == value


def _expected(variable: Variable) -> str:
    match variable.type:
        case "boolean":
            return "Write true or false."
        case "code":
            return f"Write one of its codes: {', '.join(str(code.value) for code in variable.codes)}."
        case "integer" | "decimal":
            return "Write a number within its limits."
        case _:
            return f"A {variable.type} has no value when it is not asked; remove 'otherwise'."
