"""Comparisons that have a type and still cannot be meant: with NULL, with a code that is not there or means missing.

Pure. One table says which comparisons look for which of these.
"""

from collections.abc import Iterator, Sequence

from catalogue.expressions.nodes import Call, Literal, Node, Reference
from catalogue.expressions.printer import literal_text
from catalogue.expressions.problems import MISSING_CODE, UNKNOWN_CODE, WITH_NULL, Problem, code_text, shortly
from catalogue.expressions.scope import TIMEPOINT, Binding, Scope
from catalogue.findings import did_you_mean
from catalogue.model import MISSING_REASONS, CodeValue

EQUALITIES = ("eq", "ne", "in")
COMPARISONS = (*EQUALITIES, "lt", "le", "gt", "ge", "between")


def about_comparison(node: Call, scope: Scope) -> Iterator[Problem]:
    """The problems of one comparison; none for other calls."""
    if node.function not in COMPARISONS:
        return
    subjects = [part for part in node.arguments if not isinstance(part, Literal)]
    constants = [part for part in node.arguments if isinstance(part, Literal)]
    for constant in constants:
        if constant.value is None:
            yield Problem(_about_null(node), constant.at, WITH_NULL)
        elif len(subjects) == 1:
            yield from _about_constant(node.function, subjects[0], constant, scope)


def _about_null(node: Call) -> str:
    subject = next((part for part in node.arguments if part != Literal(None)), node.arguments[0])
    test = f"{shortly(subject)} is {'not ' if node.function == 'ne' else ''}null"
    return f"A comparison with null is never true. To test for a missing answer write {test}."


def _about_constant(function: str, subject: Node, constant: Literal, scope: Scope) -> Iterator[Problem]:
    if isinstance(subject, Call) and subject.function == "missing_reason" and constant.value not in MISSING_REASONS:
        reasons = ", ".join(MISSING_REASONS)
        message = f"{literal_text(constant.value)} is no missing reason. The reasons are {reasons}."
        yield Problem(message, constant.at, UNKNOWN_CODE)
    if isinstance(subject, Reference) and subject.name in scope:
        known = scope[subject.name]
        kind = {float: "number", str: "text"}.get(type(constant.value))
        if kind == known.type and (function in EQUALITIES or _is_outside(constant, known)):
            yield from _about_code(subject, constant, known, is_equality=function in EQUALITIES)


def _is_outside(constant: Literal, known: Binding) -> bool:
    """Whether the number is no possible value, so that `roker < 9` can only have meant a code."""
    if (
        not isinstance(constant.value, float)
        or not isinstance(known.low, float | int)
        or not isinstance(known.high, float | int)
    ):
        return False
    return not known.low <= constant.value <= known.high


def _about_code(subject: Reference, constant: Literal, known: Binding, *, is_equality: bool) -> Iterator[Problem]:
    written = literal_text(constant.value)
    if constant.value in known.missing_codes:
        message = (
            f"{written} means that {subject.name} has no answer, and is never its value."
            f" Write {subject.name} is null, or ask for missing_reason({subject.name})."
        )
        yield Problem(message, constant.at, MISSING_CODE)
    elif is_equality and known.codes and constant.value not in known.codes:
        yield Problem(_about_unknown_code(subject, written, known.codes), constant.at, UNKNOWN_CODE)


def _about_unknown_code(subject: Reference, written: str, codes: Sequence[CodeValue]) -> str:
    listed = ", ".join(map(code_text, codes))
    near = did_you_mean(written.strip("'"), [code for code in codes if isinstance(code, str)])
    if subject.name == TIMEPOINT:
        return f"This form is not filled in at {written}; its timepoints are {listed}.{near}"
    return f"{subject.name} has no code {written}; its codes are {listed}.{near}"
