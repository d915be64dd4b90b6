"""Types of expressions, found from the types of names; what does not fit is a problem with a place and a sentence.

Pure. All problems of an expression are found in one walk; a part with a problem of its own has no type, so that it
makes no further problem around it. NULL fits everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from types import MappingProxyType

from catalogue.expressions.comparisons import about_comparison
from catalogue.expressions.functions import FUNCTIONS, LIST_FUNCTIONS, Function
from catalogue.expressions.lowering import MAX_SIZE, size
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.expressions.printer import to_text
from catalogue.expressions.problems import MISMATCH, UNKNOWN, Problem, code_text, shortly, unknown_reference
from catalogue.expressions.refusals import TOO_LARGE
from catalogue.expressions.scope import TIMEPOINT, Scope, expand_lists
from catalogue.findings import did_you_mean
from catalogue.model import ValueSet

__all__ = ["Problem", "problems", "type_of"]

VALUES = ("boolean", "number", "text", "date", "time", "datetime")
ORDERED = ("number", "date", "time", "datetime")
COUNTED = ("number", "boolean", "list")

IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "boolean": "true or false",
        "number": "a number",
        "text": "a text",
        "date": "a date",
        "time": "a time of day",
        "datetime": "a date with a time",
        "list": "a list of variables",
    }
)


LITERALS: Mapping[type, str | None] = MappingProxyType(
    {bool: "boolean", float: "number", str: "text", date: "date", time: "time", type(None): None}
)


def type_of(node: Node, scope: Scope) -> str | None:
    """The type of an expression; None for NULL and for what has none."""
    return _Checker(scope).check(node)


def problems(
    node: Node, scope: Scope, expected: str | None = None, value_sets: Mapping[str, ValueSet] | None = None
) -> tuple[Problem, ...]:
    """All that is wrong with an expression, in reading order; `expected` is the type it must have.

    Without `value_sets` it is not asked whether those that `lookup` names are there.
    """
    checker = _Checker(scope, value_sets)
    checker.expect(node, (expected,) if expected else VALUES, "The whole expression")
    if not checker.problems and size(expand_lists(node, scope)) > MAX_SIZE:
        message = "The expression becomes too large when it is written out. Divide it into calculated variables."
        checker.problem(node, message, TOO_LARGE)
    return tuple(sorted(checker.problems, key=lambda problem: problem.at))


@dataclass(slots=True)
class _Checker:
    """One walk through an expression."""

    scope: Scope
    value_sets: Mapping[str, ValueSet] | None = None
    problems: list[Problem] = field(default_factory=list)

    def problem(self, node: Node, message: str, slug: str = MISMATCH) -> None:
        self.problems.append(Problem(message, node.at, slug))

    def check(self, node: Node) -> str | None:
        """The type of a node; problems in it are noted."""
        match node:
            case Literal(value):
                return LITERALS[type(value)]
            case Reference(name):
                if name in self.scope:
                    return self.scope[name].type
                self.problem(node, unknown_reference(name, self.scope), UNKNOWN)
                return None
            case Case():
                for when, _ in node.branches:
                    self.expect(when, ("boolean",), "'when'")
                return self.alike([*(then for _, then in node.branches), node.otherwise], VALUES, "'case'")
            case Call():
                return self.call(node)

    def call(self, node: Call) -> str | None:
        """The type of a call, its arguments checked against the function's row."""
        row = FUNCTIONS[node.function]
        if not row.accepts(len(node.arguments)):
            self.problem(node, _about_number(row, len(node.arguments)))
            return None if row.result == "same" else row.result
        shared: str | None = None
        if row.parameters and row.parameters[0] in ("same", "ordered"):
            kinds = ORDERED if row.parameters[0] == "ordered" else VALUES
            shared = self.alike(node.arguments, kinds, f"'{row.written}'")
        else:
            for index, argument in enumerate(node.arguments):
                ARGUMENTS[row.parameter(index)](self, row, argument)
        self.problems.extend(about_comparison(node, self.scope))
        if node.function == "lookup":
            self.lookup(node)
        return shared if row.result == "same" else row.result

    def expect(self, node: Node, kinds: Sequence[str], who: str) -> None:
        """A node that must have one of these types."""
        self.fits(node, self.check(node), kinds, who)

    def fits(self, node: Node, found: str | None, kinds: Sequence[str], who: str) -> bool:
        """Whether the type found is one of these; otherwise it is a problem."""
        if found is None or found in kinds:
            return True
        wanted = "a value" if len(kinds) > 1 else IN_WORDS[kinds[0]]
        if kinds is ORDERED:
            wanted = "values that have an order, such as numbers or dates"
        message = f"{who} needs {wanted}, and {shortly(node)} is {IN_WORDS[found]}."
        self.problem(node, message + self.advice(node, found, kinds))
        return False

    def alike(self, nodes: Sequence[Node], kinds: Sequence[str], who: str) -> str | None:
        """The type these nodes have in common."""
        found = [(node, kind) for node in nodes if (kind := self.check(node)) is not None]
        if not found or not all(self.fits(node, kind, kinds, who) for node, kind in found):
            return None
        first, common = found[0]
        for node, kind in found[1:]:
            if kind != common:
                told = f"{shortly(first)} is {IN_WORDS[common]} and {shortly(node)} is {IN_WORDS[kind]}"
                self.problem(node, f"{who} needs values of one type: {told}.{self.codes(first)}{self.codes(node)}")
        return common

    def advice(self, node: Node, found: str, kinds: Sequence[str]) -> str:
        """What to write instead of a value of the wrong type."""
        if found == "list":
            return f" A list stands only in {', '.join(sorted(LIST_FUNCTIONS))}."
        if "boolean" in kinds and isinstance(node, Reference):
            codes = self.scope[node.name].codes
            example = code_text(codes[0]) if codes else "…"
            return f" Write {node.name} = {example} or {node.name} is not null."
        return ""

    def codes(self, node: Node) -> str:
        """The codes of a coded variable, where somebody took them for another type."""
        codes = self.scope[node.name].codes if isinstance(node, Reference) and node.name in self.scope else ()
        return f" The codes of {to_text(node)} are {', '.join(map(code_text, codes))}." if codes else ""

    def lookup(self, node: Call) -> None:
        """Whether the value set is there and has as many keys, of the same types."""
        name, *keys = node.arguments
        if self.value_sets is None or not isinstance(name, Literal) or not isinstance(name.value, str):
            return
        found = self.value_sets.get(name.value)
        if found is None:
            message = f"There is no value set '{name.value}'.{did_you_mean(name.value, self.value_sets)}"
            self.problem(name, message, UNKNOWN)
        elif len(keys) != len(found.keys):
            message = f"The value set '{found.name}' is looked up with {len(found.keys)} values"
            self.problem(node, f"{message} ({', '.join(found.keys)}), not {len(keys)}.")
        else:
            for key, example in zip(keys, next(iter(found.values), ()), strict=False):
                kind = "number" if isinstance(example, int) else "text"
                self.expect(key, (kind,), f"The value set '{found.name}'")


def _any(checker: _Checker, row: Function, argument: Node) -> None:
    checker.expect(argument, VALUES, f"'{row.written}'")


def _item(checker: _Checker, row: Function, argument: Node) -> None:
    found = checker.check(argument)
    if found is not None and found not in COUNTED:
        message = f"'{row.name}' counts numbers and ticks, and {shortly(argument)} is {IN_WORDS[found]}."
        checker.problem(argument, message)


def _whole(checker: _Checker, row: Function, argument: Node) -> None:
    value = argument.value if isinstance(argument, Literal) else None
    if not isinstance(value, float) or not value.is_integer() or not 0 <= value <= row.most:
        message = f"'{row.name}' needs a whole number from 0 to {row.most} here, written as a constant."
        checker.problem(argument, message)


def _constant(checker: _Checker, row: Function, argument: Node) -> None:
    if not isinstance(argument, Literal) or not isinstance(argument.value, str):
        checker.problem(argument, f"'{row.name}' needs a text here, written as a constant: 'ab'.")


def _name(checker: _Checker, row: Function, argument: Node) -> None:
    if not isinstance(argument, Literal) or not isinstance(argument.value, str):
        checker.problem(argument, f"'{row.name}' needs the name of a value set first, as a text.")


def _variable(checker: _Checker, row: Function, argument: Node) -> None:
    if checker.check(argument) is None and not isinstance(argument, Literal):
        return
    found = checker.scope.get(argument.name) if isinstance(argument, Reference) else None
    if found is not None and found.members:
        message = f"'{row.name}' takes one variable of the list, such as {found.members[0]}."
        checker.problem(argument, message)
    elif found is None or not found.own_form or argument == Reference(TIMEPOINT):
        message = f"'{row.name}' takes the name of a variable of this form, and nothing else."
        checker.problem(argument, message)


def _typed(kind: str) -> Callable[[_Checker, Function, Node], None]:
    def check(checker: _Checker, row: Function, argument: Node) -> None:
        checker.expect(argument, (kind,), f"'{row.written}'")

    return check


ARGUMENTS: Mapping[str, Callable[[_Checker, Function, Node], None]] = MappingProxyType(
    {
        **{kind: _typed(kind) for kind in VALUES},
        "any": _any,
        "item": _item,
        "whole": _whole,
        "constant": _constant,
        "name": _name,
        "variable": _variable,
    }
)
"""How an argument is checked, by the kind of its parameter; same and ordered are checked together."""


def _about_number(row: Function, count: int) -> str:
    wanted = len(row.parameters)
    least = f"at least {wanted}" if row.repeats else str(wanted)
    return f"'{row.name}' takes {least} {'value' if wanted == 1 else 'values'}, not {count}."
