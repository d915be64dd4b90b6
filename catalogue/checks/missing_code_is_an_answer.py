"""The code that the outside world writes for a missing answer is also an answer: 9 on a scale from 0 to 10.

An imported 9 could mean either. Use a code that no answer can be, such as 99, or a flag beside the value.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.expressions.scope import binding
from catalogue.model import CodeValue, Group, MissingValue, Variable


def check(examined: Examined) -> Iterator[Remark]:
    """Every missing code that is an answer, or stands for two reasons."""
    for _, group, variable in examined.variables:
        declared = group if group is not None and group.shares_reason else variable
        seen: dict[CodeValue, str] = {}
        for missing in variable.missing:
            if missing.code is None:
                continue
            problem = _problem(declared, variable, missing, seen)
            if problem:
                yield Remark(examined.place("missing", declared.at), problem)
            seen.setdefault(missing.code, missing.reason)


def _problem(
    declared: Variable | Group, variable: Variable, missing: MissingValue, seen: dict[CodeValue, str]
) -> str | None:
    code = missing.code
    if code in seen:
        return (
            f"'{declared.name}' writes {code} both for {seen[code]} and for {missing.reason}. Give each its own code."
        )
    if _is_answer(variable, code):
        return (
            f"The code {code} for '{missing.reason}' is also an answer to '{declared.name}'."
            " Use a code that no answer can be, or a flag."
        )
    return None


def _is_answer(variable: Variable, code: CodeValue | None) -> bool:
    known = binding(variable)
    if variable.type == "boolean":
        return code in (0, 1)
    if known.codes:
        return code in known.codes
    if known.type != "number" or not isinstance(code, int):
        return False
    return isinstance(known.low, float) and isinstance(known.high, float) and known.low <= code <= known.high
