"""The cells of logic of one row, as keys of the language: a condition, what is required, limits, a calculation. Pure.

The same for reading a form and for looking, while writing one, whether a cell says again what the catalogue says.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from catalogue.expressions.inference import problems
from catalogue.expressions.intervals import overflow
from catalogue.expressions.nodes import Call, Literal, Node, references, walk
from catalogue.expressions.parser import ExpressionError
from catalogue.expressions.printer import to_text
from catalogue.expressions.scope import Binding
from catalogue.formats.expressing import EXACT, CannotSay, bounded, checked, digits_of, is_whole, joined, unrounded
from catalogue.formats.markup import plain
from catalogue.formats.naming import LONGEST, shortened
from catalogue.formats.values import plain_number
from catalogue.formats.xlsform import computing
from catalogue.formats.xlsform.columns import Line
from catalogue.formats.xlsform.computing import Around
from catalogue.formats.xlsform.constraints import Asked, Constrained, constrained
from catalogue.formats.xlsform.fields import MATRIX, Named
from catalogue.formats.xlsform.meaning import condition, is_condition
from catalogue.formats.xlsform.meant import Fields, Meant
from catalogue.formats.xlsform.shapes import shape_of
from catalogue.formats.xlsform.types import CHECKLIST
from catalogue.formats.xlsform.xpath import XPath, XPathError, parse
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND

Keys = dict[str, Any]
"""Keys of the language with what they say; those that say nothing are left out."""
Remark = tuple[Line, str, str, str]
"""A row, a column, a slug and a sentence."""
TRUTHS: Mapping[str, bool] = MappingProxyType(
    {"yes": True, "true": True, "true()": True, "no": False, "false": False, "false()": False}
)
TRIED = (XPathError, CannotSay, ExpressionError, IndexError, ValueError, OverflowError)
"""What reading a cell that has no meaning here raises."""
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "relevant": "condition",
        "required": "condition of what is required",
        "constraint": "constraint",
        "calculation": "calculation",
        "default": "value filled in beforehand",
    }
)
"""What the columns of logic are called."""
COLUMN_OF: Mapping[str, str] = MappingProxyType(
    {
        "enable_when": "relevant",
        **dict.fromkeys(("required", "required_when"), "required"),
        "calculate": "calculation",
        "prefill": "default",
        **dict.fromkeys(("min", "max", "max_length", "rule"), "constraint"),
    }
)
"""In which column each key is said."""
MAX_SHAPES = 1_000
"""Of so many shapes it is remembered that they are sound; a form has some dozens."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the expressions of a form may look at, what values its variables can have, and which shapes are sound."""

    fields: dict[str, Meant] = field(default_factory=dict)
    scope: dict[str, Binding] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    sound: set[Hashable] = field(default_factory=set)

    @classmethod
    def of(cls, fields: Fields) -> "Seen":
        """All of it for these questions."""
        seen = cls()
        for written, meant in fields.items():
            seen.add(written, meant)
        return seen

    def add(self, written: str, meant: Meant) -> None:
        """One question more, as when a calculation has been understood."""
        self.fields[written] = meant
        if meant.kind == "ticks":
            self.scope.update(dict.fromkeys(meant.ticks.values(), Binding("boolean")))
        elif meant.kind not in {"nothing", "today"}:
            self.scope[meant.name] = _binding(meant)
        if meant.whole:
            self.whole.add(meant.name)

    def around(self, written: str) -> Around:
        """What the expressions of a question may look at."""
        return Around(self.fields, written, condition)


def _binding(meant: Meant) -> Binding:
    """The values that a question can have, whatever its limits."""
    codes = sorted(meant.codes - {*meant.missing})
    match meant.kind:
        case "code" if codes:
            numbers, missing = tuple(map(int, codes)), tuple(map(int, meant.missing))
            return Binding("number", float(min(numbers)), float(max(numbers)), 0, numbers, missing)
        case "number" | "code":
            return Binding("number", -NUMBER_BOUND, NUMBER_BOUND, 0 if meant.whole else EXACT)
        case "date":
            return Binding("date", EARLIEST, LATEST)
        case "code-text":
            return Binding("text", codes=tuple(codes), missing_codes=meant.missing)
        case _:
            return Binding("boolean" if meant.kind == "acknowledge" else meant.kind)


def sound(node: Node, expects: str, seen: Seen) -> Node:
    """The expression, when the catalogue's own checks have nothing against it; one look does for all of a shape."""
    numbers = {name: number for number, name in enumerate(references(node))}
    shape = shape_of(node, numbers), expects, *map(seen.scope.get, numbers)
    if shape in seen.sound:
        return bounded(node)
    checked(node)
    found = next(iter(problems(node, seen.scope, expects)), None) or overflow(node, seen.scope)
    if found is not None:
        raise CannotSay(found.message)
    if len(seen.sound) < MAX_SHAPES:
        seen.sound.add(shape)
    return node


def why(problem: Exception) -> str:
    """Why a cell has no meaning here, and what becomes of it."""
    if isinstance(problem, XPathError):
        reason = f"cannot be read: {problem.message} (character {problem.at + 1})"
    elif isinstance(problem, CannotSay):
        reason = f"has no expression that means the same: {problem}"
    else:
        reason = "cannot be read"
    return f"{reason.rstrip('.')}. It is kept under 'extras'; write it by hand."


def expected(named: Named) -> str:
    """The type of expression that gives a value of the question."""
    if named.type in {"integer", "decimal"}:
        return "number"
    if named.type == "code":
        return "number" if all(choice.code.lstrip("-").isdigit() for choice in named.choices) else "text"
    return "text" if named.type in {"longtext", "coding"} else named.type


def rule_name(name: str) -> str:
    """What the rule of a constraint is called."""
    return shortened(f"{name}_constraint", LONGEST, name)


@dataclass(slots=True)
class Cells:
    """The logic of one question; a cell without a meaning here is a remark."""

    named: Named
    seen: Seen
    remarks: list[Remark] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)

    def read(self, column: str) -> Keys:
        """What one column says."""
        if not self._speaks(column):
            return {}
        return {key: value for key, value in READ[column](self).items() if value}

    def _speaks(self, column: str) -> bool:
        """Whether a column says anything: itself, by the groups around, or by the ends of a range."""
        question = self.named.question
        if question.line.cell(column):
            return True
        is_range = column == "constraint" and question.line.cell("type").lower() == "range"
        return is_range or (column == "relevant" and bool(question.conditions))

    def tried(self, line: Line, column: str, read: Callable[[XPath], Node], expects: str) -> Node | None:
        """The expression of a cell, or None."""
        written = line.cell(column)
        if not written:
            return None
        try:
            node = sound(read(parse(written)), expects, self.seen)
        except TRIED as problem:
            self.remarks.append((line, column, "logic-kept", f"The {NAMES[column]} {why(problem)}"))
            return None
        self.reads |= set(references(node))
        return node

    def condition(self, line: Line, column: str) -> Node | None:
        """A condition, TRUE just when the cell's is true."""
        around = self.seen.around(self.named.written)
        return self.tried(line, column, lambda logic: condition(logic, around), "boolean")

    @property
    def is_group(self) -> bool:
        """Whether the question has several variables."""
        return self.named.type in {CHECKLIST, MATRIX}


def _asked_when(cells: Cells) -> Keys:
    """The question's own condition and those of groups that are no parts."""
    lines = (*cells.named.question.conditions, cells.named.line)
    nodes = [node for line in lines if (node := cells.condition(line, "relevant")) is not None]
    return {"enable_when": to_text(joined("and", nodes)) if nodes else ""}


def _required(cells: Cells) -> Keys:
    line = cells.named.line
    written = line.cell("required")
    truth = TRUTHS.get(written.lower())
    if truth is not None or not written:
        return {"required": truth}
    if cells.is_group:
        message = "Whether any of these must be ticked cannot depend on something here. It is kept under 'extras'."
        cells.remarks.append((line, "required", "logic-kept", message))
        return {}
    node = cells.condition(line, "required")
    return {"required_when": to_text(node) if node is not None else ""}


# ---- calculations and values beforehand ----


def _calculated(cells: Cells) -> Keys:
    named, line = cells.named, cells.named.line
    if line.cell("calculation") and line.cell("trigger"):
        message = "The calculation happens only when another question changes. It is kept under 'extras'."
        cells.remarks.append((line, "calculation", "logic-kept", message))
        return {}
    if line.cell("calculation") and cells.is_group:
        message = "Ticks that are computed are no ticks here. The calculation is kept under 'extras'."
        cells.remarks.append((line, "calculation", "logic-kept", message))
        return {}
    node = cells.tried(line, "calculation", lambda logic: calculation(logic, cells), expected(named))
    if node is None:
        return {}
    if named.type == "decimal":
        return {"calculate": to_text(unrounded(node)), "decimals": str(digits_of(node))}
    return {"calculate": to_text(unrounded(node) if named.type == "integer" else node)}


def calculation(logic: XPath, cells: Cells) -> Node:
    """A calculated value of the question's type."""
    around, kind = cells.seen.around(cells.named.written), cells.named.type
    if kind in {"integer", "decimal"}:
        return _calculated_number(logic, kind, cells.seen, around)
    if kind == "date":
        return computing.day(logic, around)
    if kind == "boolean" and is_condition(logic):
        return Call("is_true", (condition(logic, around),))
    if expected(cells.named) == "number":
        return computing.number(logic, around)
    return computing.text(logic, around)


def _calculated_number(logic: XPath, kind: str, seen: Seen, around: Around) -> Node:
    node = computing.number(logic, around)
    if any(part == Call("today", ()) for part in walk(node)):
        raise CannotSay("it counts to today, and would be wrong tomorrow; count to a day of the form")
    return node if kind == "decimal" or is_whole(node, seen.whole) else computing.cut(node)


def kind_of_calculation(logic: XPath, seen: Seen) -> str:
    """The type of a value that is only computed."""
    around = seen.around("")
    if is_condition(logic):
        condition(logic, around)
        return "boolean"
    if computing.is_day(logic, around):
        return "date"
    if computing.is_number(logic, around):
        return "integer" if is_whole(computing.number(logic, around), seen.whole) else "decimal"
    computing.text(logic, around)
    return "text"


def _prefilled(cells: Cells) -> Keys:
    """A default: a constant of the question's type, or an expression."""
    named, line = cells.named, cells.named.line
    written = line.cell("default")
    if written and cells.is_group:
        message = "Ticks that are set beforehand have no word here. The default is kept under 'extras'."
        cells.remarks.append((line, "default", "logic-kept", message))
        return {}
    constant = _constant(written, named)
    if constant is not None:
        return {"prefill": to_text(constant)}
    around = cells.seen.around(named.written)
    node = cells.tried(line, "default", lambda logic: _default(logic, named, around), expected(named))
    return {"prefill": to_text(node) if node is not None else ""}


def _constant(written: str, named: Named) -> Literal | None:
    """A default that is a value as it stands."""
    kind = expected(named)
    if kind == "number":
        found = computing.float_of(written)
        return None if found is None or abs(found) > NUMBER_BOUND else Literal(found)
    if kind == "boolean":
        return Literal(TRUTHS[written]) if written in TRUTHS and "(" not in written else None
    if kind == "text":
        is_plain = bool(written) and not set(written) & set("($'\"")
        is_code = named.type != "code" or written in {choice.code for choice in named.choices}
        return Literal(written) if is_plain and is_code else None
    return None


def _default(logic: XPath, named: Named, around: Around) -> Node:
    kind = expected(named)
    if kind == "number":
        return computing.number(logic, around)
    if kind == "date":
        return computing.iso_day(logic) or computing.day(logic, around)
    if kind == "text" and named.type != "code":
        return computing.text(logic, around)
    raise CannotSay(f"a {named.type} that is filled in so")


# ---- limits and rules ----


def _constrained(cells: Cells) -> Keys:
    named, line = cells.named, cells.named.line
    found = _constraint(cells)
    keys: Keys = {"min": found.min, "max": found.max, "max_length": found.max_length}
    keys["none"] = named.ticks.get(found.none, "")
    if found.require is not None:
        keys["rule"] = rule_of(named, found.require)
    if line.cell("type").lower() == "range":
        scale = range_of(line.cell("parameters"))
        keys["min"], keys["max"] = (plain_number(end) for end in sorted((scale["start"], scale["end"])))
    return keys


def _constraint(cells: Cells) -> Constrained:
    named, line = cells.named, cells.named.line
    written = line.cell("constraint")
    meant = cells.seen.fields.get(named.written)
    if not written or meant is None or meant.kind == "nothing":
        return Constrained()
    try:
        asked = Asked(meant, named.type, named.decimals)
        found = constrained(parse(written), asked, cells.seen.around(named.written))
        if found.require is not None:
            sound(found.require, "boolean", cells.seen)
    except TRIED as problem:
        cells.remarks.append((line, "constraint", "logic-kept", f"The constraint {why(problem)}"))
        return Constrained()
    return found


def rule_of(named: Named, require: Node) -> Keys:
    """The rule that a constraint is."""
    message = plain(named.line.cell("constraint_message")) or plain(named.line.cell("label")) or named.written
    return {"rule": rule_name(named.name), "require": to_text(require), "severity": "hard", "message": message}


def range_of(parameters: str) -> dict[str, float]:
    """The numbers of a range; what it does not say is from 1 to 10 in whole steps."""
    found = {"start": 1.0, "end": 10.0, "step": 1.0}
    for part in parameters.replace(";", " ").replace(",", " ").replace(" =", "=").replace("= ", "=").split():
        name, _, value = part.partition("=")
        number = computing.float_of(value)
        if name.lower() in found and number is not None and abs(number) <= NUMBER_BOUND:
            found[name.lower()] = number
    return found


READ: Mapping[str, Callable[[Cells], Keys]] = MappingProxyType(
    {
        "relevant": _asked_when,
        "required": _required,
        "constraint": _constrained,
        "calculation": _calculated,
        "default": _prefilled,
    }
)
"""How each column of logic is read."""
