"""Our conditions in XPath. Pure; what has no words there raises `CannotSay`.

Three-valued logic in a language with two: for each condition there is an XPath that is true just when it is TRUE, and
one that is true just when it is FALSE; where neither is, it is NULL. So `not x` is the second of `x`, and nothing that
is unanswered slips through. Values are written in `said_values.py`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import CannotSay
from catalogue.formats.xlsform import said_values
from catalogue.formats.xlsform.said_values import Sayer
from catalogue.formats.xlsform.spelling import Names, Spelt, has_choice, has_none, has_not, has_some

SIGNS: Mapping[str, str] = MappingProxyType({"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="})
OPPOSITE: Mapping[str, str] = MappingProxyType({"eq": "ne", "ne": "eq", "lt": "ge", "le": "gt", "gt": "le", "ge": "lt"})
LONGEST = 10_000
"""Letters of an XPath that anybody could still look through."""


def condition_text(node: Node, names: Names) -> str:
    """A condition that is true there just when it is TRUE here."""
    return _bounded(_true(lower(node), _sayer(names)))


def broken_text(node: Node, names: Names) -> str:
    """A condition that is true there just when it is FALSE here."""
    return _bounded(_false(lower(node), _sayer(names)))


def truth_text(node: Node, names: Names) -> str:
    """A calculated yes or no."""
    return f"if({condition_text(node, names)}, 'yes', if({broken_text(node, names)}, 'no', ''))"


def value_text(node: Node, kind: str, names: Names) -> str:
    """A value of this type of expression."""
    say = {"number": said_values.number, "date": said_values.day, "text": said_values.text}.get(kind)
    if say is None:
        raise CannotSay(f"a value that is a {kind}")
    return _bounded(say(lower(node), _sayer(names)))


def _sayer(names: Names) -> Sayer:
    return Sayer(names, _true, _none)


def _bounded(text: str) -> str:
    if len(text) > LONGEST:
        raise CannotSay(f"it would have {len(text):,} characters there")
    return text


def all_of(parts: list[str]) -> str:
    """Conditions joined with and."""
    return " and ".join(f"({part})" if _has(part, " or ") else part for part in parts)


def any_of(parts: list[str]) -> str:
    """Conditions joined with or."""
    return " or ".join(f"({part})" if _has(part, " and ") else part for part in parts)


def _has(text: str, word: str) -> bool:
    """Whether a word joins the parts of a text, outside its brackets and quotes."""
    depth, quote = 0, ""
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
        elif depth == 0 and text.startswith(word, at):
            return True
    return False


def _true(node: Node, sayer: Sayer) -> str:
    match node:
        case Literal(value):
            return "true()" if value is True else "false()"
        case Reference(name):
            return _reference(sayer.names.of(name), sayer, is_true=True)
        case Case():
            return _case(node, sayer, _true)
        case Call(name, parts) if name in TRUE:
            return TRUE[name](parts, sayer)
        case _:
            return _test(node, sayer)


def _false(node: Node, sayer: Sayer) -> str:
    match node:
        case Literal(value):
            return "true()" if value is False else "false()"
        case Reference(name):
            return _reference(sayer.names.of(name), sayer, is_true=False)
        case Case():
            return _case(node, sayer, _false)
        case Call(name, parts) if name in FALSE:
            return FALSE[name](parts, sayer)
        case Call(name, parts) if name in OPPOSITE:
            return _test(Call(OPPOSITE[name], parts), sayer)
        case _:
            raise CannotSay(f"the function {node.function}()")


Arguments = tuple[Node, ...]
Part = Callable[[Arguments, Sayer], str]


def _all_true(parts: Arguments, sayer: Sayer) -> str:
    return all_of([_true(part, sayer) for part in parts])


def _any_true(parts: Arguments, sayer: Sayer) -> str:
    return any_of([_true(part, sayer) for part in parts])


def _all_false(parts: Arguments, sayer: Sayer) -> str:
    return all_of([_false(part, sayer) for part in parts])


def _any_false(parts: Arguments, sayer: Sayer) -> str:
    return any_of([_false(part, sayer) for part in parts])


def _none_of(parts: Arguments, sayer: Sayer) -> str:
    asked, *values = parts
    return all_of([_false(Call("eq", (asked, value)), sayer) for value in values])


def _starts_otherwise(parts: Arguments, sayer: Sayer) -> str:
    return all_of([_some(parts[0], sayer), f"not({_test(Call('starts_with', parts), sayer)})"])


TRUE: Mapping[str, Part] = MappingProxyType(
    {
        "and": _all_true,
        "or": _any_true,
        "not": lambda parts, sayer: _false(parts[0], sayer),
        "is_null": lambda parts, sayer: _none(parts[0], sayer),
        "is_true": lambda parts, sayer: _true(parts[0], sayer),
        "is_false": lambda parts, sayer: _false(parts[0], sayer),
    }
)
"""What is true just when the condition is TRUE; all others are tests."""
FALSE: Mapping[str, Part] = MappingProxyType(
    {
        "and": _any_false,
        "or": _all_false,
        "not": lambda parts, sayer: _true(parts[0], sayer),
        "is_null": lambda parts, sayer: _some(parts[0], sayer),
        "is_true": lambda parts, sayer: f"not({_true(parts[0], sayer)})",
        "is_false": lambda parts, sayer: f"not({_false(parts[0], sayer)})",
        "in": _none_of,
        "starts_with": _starts_otherwise,
    }
)
"""What is true just when the condition is FALSE; a comparison is it when its opposite is TRUE."""


def _reference(spelt: Spelt, sayer: Sayer, *, is_true: bool) -> str:
    """A yes or no, or a tick; one that is not asked may have a value all the same."""
    if spelt.kind not in {"boolean", "tick"}:
        raise CannotSay("a question that is no yes or no as a condition")
    text = has_choice(spelt) if is_true else has_not(spelt)
    if spelt.otherwise is is_true and spelt.asked is not None:
        return any_of([text, _false(lower(spelt.asked), sayer)])
    return text


def _case(node: Case, sayer: Sayer, say: Callable[[Node, Sayer], str]) -> str:
    """A choice between conditions, each said in the same way."""
    text = say(node.otherwise, sayer)
    for when, then in reversed(node.branches):
        text = f"if({_true(when, sayer)}, {say(then, sayer)}, {text})"
    return f"boolean({text})" if text.startswith("if(") else text


def _none(node: Node, sayer: Sayer) -> str:
    """True just when a value is NULL."""
    match node:
        case Reference(name) if not sayer.is_filled(name):
            return has_none(sayer.names.of(name))
        case Literal(value):
            return "true()" if value is None else "false()"
    if sayer.kind(node) == "boolean":
        return all_of([f"not({_true(node, sayer)})", f"not({_false(node, sayer)})"])
    if sayer.kind(node) == "number":
        return f"string(number({said_values.number(node, sayer)})) = 'NaN'"
    return f"{said_values.value(node, sayer)} = ''"


def _some(node: Node, sayer: Sayer) -> str:
    """True just when a value is not NULL."""
    match node:
        case Reference(name) if not sayer.is_filled(name):
            return has_some(sayer.names.of(name))
        case _:
            return f"not({_none(node, sayer)})"


# ---- comparisons ----


def _test(node: Call, sayer: Sayer) -> str:
    match node:
        case Call("in", (asked, *values)):
            return any_of([_test(Call("eq", (asked, value)), sayer) for value in values])
        case Call("starts_with", (asked, Literal(str() as beginning))):
            return f"starts-with({said_values.text(asked, sayer)}, {said_values.text(Literal(beginning), sayer)})"
        case Call("eq" | "ne", (left, right)) if sayer.kind(left) == "boolean" or sayer.kind(right) == "boolean":
            return _same_truth(node.function, left, right, sayer)
        case Call(name, (left, right)) if name in SIGNS:
            return _compared(name, left, right, sayer)
    raise CannotSay(f"the function {node.function}()")


def _same_truth(name: str, left: Node, right: Node, sayer: Sayer) -> str:
    other = (_false, _true) if name == "ne" else (_true, _false)
    both = all_of([_true(left, sayer), other[0](right, sayer)])
    neither = all_of([_false(left, sayer), other[1](right, sayer)])
    return any_of([both, neither])


def _compared(name: str, left: Node, right: Node, sayer: Sayer) -> str:
    if NULL in (left, right):
        return "false()"
    sides = [said_values.side(part, other, sayer) for part, other in ((left, right), (right, left))]
    text = f"{sides[0]} {SIGNS[name]} {sides[1]}"
    return all_of([text, *_guards(name, left, right, sayer)])


def _guards(name: str, left: Node, right: Node, sayer: Sayer) -> list[str]:
    """What must be answered for the comparison to count; an order, and being equal to a constant, need no guard."""
    open_parts = [part for part in (left, right) if not isinstance(part, Literal)]
    if name == "eq" and len(open_parts) < 2:
        return []
    if name in {"eq", "ne"}:
        guarded = open_parts[:1] if name == "eq" else open_parts
    else:
        guarded = [part for part in open_parts if isinstance(part, Reference) and sayer.names.of(part.name).missing]
    if name == "eq" and any(isinstance(part, Reference) and sayer.names.of(part.name).missing for part in open_parts):
        guarded = open_parts
    return [_some(part, sayer) for part in guarded]
