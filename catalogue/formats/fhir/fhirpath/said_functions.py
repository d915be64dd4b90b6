"""Our functions in FHIRPath that are neither an operator nor one idiom: each depends on its arguments. Pure."""

from collections.abc import Callable, Mapping
from typing import Protocol

from catalogue.expressions.nodes import Call, Literal, Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.grammar import LEVEL
from catalogue.formats.fhir.fhirpath.idioms import FOLDS, IDIOMS, ROUNDED
from catalogue.formats.fhir.fhirpath.written import Said


class Writing(Protocol):
    """An expression being written."""

    def value(self, node: Node) -> Said:
        """A path with the value of the node."""

    def whole(self, node: Node) -> str:
        """The value as the beginning of a path."""

    def kind(self, node: Node) -> str | None:
        """The type of a node in an expression; None for NULL."""

    def comparable(self, parts: tuple[Node, ...], *, is_equality: bool) -> list[Said]:
        """The sides of a comparison."""

    def listed(self, arguments: tuple[Node, ...]) -> str:
        """A collection of those that are answered."""


Arguments = tuple[Node, ...]


def _in(writer: Writing, arguments: Arguments) -> Said:
    asked, *values = arguments
    is_plain = all(isinstance(value, Literal) and isinstance(value.value, float | str) for value in values)
    if not is_plain or any(isinstance(value, Literal) and value.value == "" for value in values):
        equal = tuple(Call("eq", (asked, value)) for value in values)
        return writer.value(Call("or", equal) if len(equal) > 1 else equal[0])
    subject, *members = writer.comparable(arguments, is_equality=True)
    listed = " | ".join(member.within(LEVEL["|"] + 1) for member in members)
    return Said(f"{subject.within(LEVEL['in'] + 1)} in ({listed})", LEVEL["in"])


def _round(writer: Writing, arguments: Arguments) -> Said:
    return Said(ROUNDED[_whole(arguments[1])].text.format(writer.whole(arguments[0])))


def _whole(node: Node) -> int:
    if not isinstance(node, Literal) or not isinstance(node.value, float):
        raise CannotSay("a number of digits that is computed")
    return int(node.value)


def _left(writer: Writing, arguments: Arguments) -> Said:
    letters = _whole(arguments[1])
    return Said(f"{writer.whole(arguments[0])}.substring(0, {letters})") if letters else Said("{}")


def _coalesce(writer: Writing, arguments: Arguments) -> Said:
    *first, last = arguments
    text = writer.value(last).text
    for argument in reversed(first):
        text = f"iif({writer.whole(argument)}.exists(), {writer.value(argument).text}, {text})"
    return Said(text)


def _extreme(fold: str) -> Callable[[Writing, Arguments], Said]:
    """`least` and `greatest` are those of the list when all are there."""

    def write(writer: Writing, arguments: Arguments) -> Said:
        if "datetime" in map(writer.kind, arguments):
            raise CannotSay("the least or greatest of moments: they have a zone there, and none here")
        there = " and ".join(f"{writer.whole(argument)}.exists()" for argument in arguments)
        listed = writer.whole(arguments[0]) + "".join(f".combine({writer.value(part).text})" for part in arguments[1:])
        return Said(f"iif({there}, {listed}.aggregate({FOLDS[fold]}))")

    return write


def _add_days(writer: Writing, arguments: Arguments) -> Said:
    day, days = arguments
    match days:
        case Literal(float() as number):
            sign = "-" if number < 0 else "+"
            return Said(f"{writer.whole(day)} {sign} {abs(int(number))} days", IDIOMS["add_days"].hold)
        case _:
            return Said(IDIOMS["add_days"].text.format(*map(writer.whole, arguments)), IDIOMS["add_days"].hold)


def _today(writer: Writing, arguments: Arguments) -> Said:
    return Said("today()")


def _answered(writer: Writing, arguments: Arguments) -> Said:
    return Said(writer.listed(arguments) + ".count()")


def _folded(fold: str) -> Callable[[Writing, Arguments], Said]:
    def write(writer: Writing, arguments: Arguments) -> Said:
        return Said(f"{writer.listed(arguments)}.aggregate({FOLDS[fold]})")

    return write


def _mean(writer: Writing, arguments: Arguments) -> Said:
    listed = writer.listed(arguments)
    return Said(f"{listed}.aggregate({FOLDS['sum_answered']}) / {listed}.count()", LEVEL["+"])


OTHERS: Mapping[str, Callable[[Writing, Arguments], Said]] = {
    "in": _in,
    "round": _round,
    "left": _left,
    "coalesce": _coalesce,
    "least": _extreme("min_answered"),
    "greatest": _extreme("max_answered"),
    "add_days": _add_days,
    "today": _today,
    "answered": _answered,
    **{name: _folded(name) for name in FOLDS},
    "mean_answered": _mean,
}
"""Functions that depend on what their arguments are."""
