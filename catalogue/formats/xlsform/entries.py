"""One question as an entry of a form: its declaration, its rule, and what to say of it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.expressions.inference import problems
from catalogue.expressions.intervals import overflow
from catalogue.expressions.nodes import Call, Literal, Node, references, walk
from catalogue.expressions.printer import to_text
from catalogue.expressions.scope import Binding, Scope
from catalogue.formats.expressing import CannotSay, checked, is_whole, joined
from catalogue.formats.markup import plain
from catalogue.formats.xlsform import computing, own
from catalogue.formats.xlsform.columns import Line
from catalogue.formats.xlsform.computing import Around
from catalogue.formats.xlsform.constraints import Asked, Constrained, constrained
from catalogue.formats.xlsform.fields import MATRIX, Named
from catalogue.formats.xlsform.meaning import condition, is_condition
from catalogue.formats.xlsform.meant import SYSTEM, Fields, Meant
from catalogue.formats.xlsform.types import CHECKLIST
from catalogue.formats.xlsform.xpath import XPath, XPathError, parse
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND

Remark = tuple[Line, str, str, str]
"""A row, a column, a slug and a sentence."""
EXACT = 9
"""Decimals of a calculation that does not round: as many as there are."""
TRUTHS = {"yes": True, "true": True, "true()": True, "no": False, "false": False, "false()": False}
LONGEST_SCALE = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """What the expressions of a form may look at, and what values its variables can have."""

    fields: Fields
    scope: Scope

    def around(self, written: str) -> Around:
        """What the expressions of a question may look at."""
        return Around(self.fields, written, condition)


@dataclass(slots=True)
class Entry:
    """The declaration in the catalogue's own words; a rule; remarks; what the expressions look at."""

    declaration: dict[str, Any]
    rule: dict[str, Any] | None = None
    remarks: list[Remark] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)


def binding_of(meant: Meant, limits: Mapping[str, str] | None = None) -> Binding:
    """The values that a question can have, whatever its limits."""
    kind = {"number": "number", "code": "number", "code-text": "text", "text": "text", "today": "date"}.get(
        meant.kind, meant.kind
    )
    if meant.kind == "code":
        codes = sorted(int(code) for code in meant.codes)
        return Binding("number", float(codes[0]), float(codes[-1]), 0, tuple(codes))
    if kind == "number":
        return Binding("number", -NUMBER_BOUND, NUMBER_BOUND, 0 if meant.whole else EXACT)
    if kind == "date":
        return Binding("date", EARLIEST, LATEST)
    return Binding("boolean" if kind == "acknowledge" else kind, codes=tuple(sorted(meant.codes)))


def scope_of_fields(fields: Fields) -> dict[str, Binding]:
    """The names that expressions may use here."""
    scope: dict[str, Binding] = {}
    for meant in fields.values():
        if meant.kind == "ticks":
            scope |= dict.fromkeys(meant.ticks.values(), Binding("boolean"))
        elif meant.kind not in {"nothing", "today"}:
            scope[meant.name] = binding_of(meant)
    return scope


def sound(node: Node, expects: str, scope: Scope) -> Node:
    """The expression, when the catalogue's own checks have nothing against it."""
    checked(node)
    found = next(iter(problems(node, scope, expects)), None) or overflow(node, scope)
    if found is not None:
        raise CannotSay(found.message)
    return node


TRIED = (XPathError, CannotSay, IndexError, ValueError)


class Reader:
    """The logic of one question, each failure a remark and kept as it was."""

    def __init__(self, named: Named, seen: Seen, *, has_logic: bool) -> None:
        self.named, self.seen, self.has_logic = named, seen, has_logic
        self.entry = Entry({})

    def tried(self, line: Line, column: str, read: Callable[[XPath], Node], expects: str = "boolean") -> Node | None:
        """The expression of a cell, or None."""
        written = line.cell(column)
        if not written or not self.has_logic:
            return None
        try:
            node = sound(read(parse(written)), expects, self.seen.scope)
        except TRIED as problem:
            self.untold(line, column, problem)
            return None
        self.entry.reads |= set(references(node))
        return node

    def untold(self, line: Line, column: str, problem: Exception) -> None:
        """The remark on a cell that has no meaning here."""
        self.entry.remarks.append((line, column, "logic-kept", f"The {NAMES[column]} {why(problem)}"))

    def condition(self, line: Line, column: str) -> Node | None:
        around = self.seen.around(self.named.written)
        return self.tried(line, column, lambda logic: condition(logic, around))

    def asked_when(self) -> Node | None:
        """The question's own condition and those of groups that are no parts."""
        lines = (*self.named.question.conditions, self.named.line)
        nodes = [node for line in lines if (node := self.condition(line, "relevant")) is not None]
        return joined("and", nodes) if nodes else None

    def required(self) -> dict[str, Any]:
        written = self.named.line.cell("required")
        truth = TRUTHS.get(written.lower())
        if truth is not None or not written:
            return {"required": True if truth else None}
        node = self.condition(self.named.line, "required")
        if node is not None and self.named.type in {CHECKLIST, MATRIX}:
            message = "Whether it must be answered depends on others, which a group cannot say here; it is kept."
            self.entry.remarks.append((self.named.line, "required", "logic-kept", message))
            return {}
        return {"required_when": to_text(node) if node is not None else None}


NAMES = {
    "relevant": "condition",
    "required": "condition of what is required",
    "constraint": "constraint",
    "calculation": "calculation",
    "default": "value filled in beforehand",
}
"""What the columns of logic are called."""


def why(problem: Exception) -> str:
    """Why a cell has no meaning here, and what becomes of it."""
    if isinstance(problem, XPathError):
        reason = f"cannot be read: {problem.message} (character {problem.at + 1})"
    elif isinstance(problem, CannotSay):
        reason = f"has no expression that means the same: {problem}"
    else:
        reason = "cannot be read"
    return f"{reason.rstrip('.')}. It is kept under 'extras'; write it by hand."


def entry_of(named: Named, seen: Seen, *, has_logic: bool = True) -> Entry:
    """The entry of a question; its logic only kept as it is, when it cannot be used."""
    reader = Reader(named, seen, has_logic=has_logic)
    line = named.line
    asked = reader.asked_when()
    common: dict[str, Any] = {
        "label": plain(line.cell("label")) or named.written,
        "help": plain(line.cell("hint")),
        "enable_when": to_text(asked) if asked is not None else None,
    }
    if named.type in {CHECKLIST, MATRIX}:
        reader.entry.declaration = {**_group(named), **common, **reader.required(), **_group_constraint(reader)}
    else:
        reader.entry.declaration = {**_variable(reader), **common, **_rest(reader)}
    return reader.entry


def _group(named: Named) -> dict[str, Any]:
    ticks = {named.ticks[choice.code]: choice.label for choice in named.choices}
    if named.type == MATRIX:
        rows = {key: plain(row.cell("label")) or row.cell("name") for key, row in named.rows}
        return {"matrix": named.name, "type": "boolean", "rows": rows, "columns": ticks}
    return {"checklist": named.name, "ticks": {key: _tick(named, key, label) for key, label in ticks.items()}}


def _tick(named: Named, key: str, label: str) -> Any:
    code = next(code for code, found in named.ticks.items() if found == key)
    return label if code == key else {"label": label, "extras": {SYSTEM: {"name": code}}}


def _group_constraint(reader: Reader) -> dict[str, Any]:
    found = constraint_of(reader, "boolean")
    key = reader.named.ticks.get(found.none)
    return {"none": key} if key else {}


def _variable(reader: Reader) -> dict[str, Any]:
    named = reader.named
    return {
        "name": named.name,
        "type": named.type,
        "decimals": named.decimals if named.type == "decimal" else None,
        "codes": _codes(named) or None,
        "display": "select" if named.type == "code" and "minimal" in named.line.cell("appearance").split() else None,
        "aliases": {SYSTEM: named.written} if named.written != named.name else None,
    }


def _codes(named: Named) -> dict[str, Any]:
    return {choice.code: own.code_of(choice.label, choice.line) for choice in named.choices}


def _rest(reader: Reader) -> dict[str, Any]:
    """Calculation, or what is required, limits, and what is filled in beforehand."""
    calculated = _calculated(reader)
    if calculated:
        return calculated
    return {**reader.required(), **_limits(reader), "prefill": _prefilled(reader)}


# ---- calculations ----


def _calculated(reader: Reader) -> dict[str, Any]:
    line = reader.named.line
    if line.cell("calculation") and line.cell("trigger"):
        reader.untold(line, "calculation", CannotSay("it is computed only when another question changes"))
        return {}
    kind = reader.named.type
    node = reader.tried(line, "calculation", lambda logic: calculation(logic, kind, reader), _expected(reader.named))
    if node is None:
        return {}
    if kind == "decimal":
        digits = _digits(node) if not line.cell("skjemaverk_decimals") else reader.named.decimals
        return {"calculate": to_text(unrounded(node)), "decimals": digits}
    return {"calculate": to_text(unrounded(node) if kind == "integer" else node)}


def _expected(named: Named) -> str:
    if named.type in {"integer", "decimal"}:
        return "number"
    if named.type == "code":
        return "number" if all(choice.code.lstrip("-").isdigit() for choice in named.choices) else "text"
    return "text" if named.type == "longtext" else named.type


def calculation(logic: XPath, kind: str, reader: Reader) -> Node:
    """A calculated value of one of our types."""
    around = reader.seen.around(reader.named.written)
    if kind in {"integer", "decimal"}:
        node = computing.number(logic, around)
        if any(part == Call("today", ()) for part in walk(node)):
            raise CannotSay("it counts to today, and would be wrong tomorrow; count to a day of the form")
        whole = frozenset(meant.name for meant in reader.seen.fields.values() if meant.whole)
        return node if kind == "decimal" or is_whole(node, whole) else computing.cut(node)
    if kind == "date":
        return computing.day(logic, around)
    if kind == "boolean" and is_condition(logic):
        return Call("is_true", (condition(logic, around),))
    return computing.text(logic, around)


def kind_of_calculation(logic: XPath, around: Around, whole: frozenset[str]) -> str:
    """The type of a value that is only computed."""
    if is_condition(logic):
        return "boolean"
    if computing.is_day(logic, around):
        return "date"
    if computing.is_number(logic, around):
        return "integer" if is_whole(computing.number(logic, around), whole) else "decimal"
    computing.text(logic, around)
    return "text"


def _digits(node: Node) -> int:
    match node:
        case Call("round", (_, Literal(float() as digits))):
            return int(digits)
        case _:
            return EXACT


def unrounded(node: Node) -> Node:
    """The number without the rounding that the variable's decimals do."""
    match node:
        case Call("round", (value, Literal())):
            return value
        case _:
            return node


# ---- limits, rules and values beforehand ----


def constraint_of(reader: Reader, kind: str) -> Constrained:
    """What the constraint says; a rule goes to the entry."""
    named, line = reader.named, reader.named.line
    written = line.cell("constraint")
    meant = reader.seen.fields.get(named.written)
    if not written or not reader.has_logic or meant is None or meant.kind == "nothing":
        return Constrained()
    try:
        asked = Asked(meant, kind, named.decimals)
        found = constrained(parse(written), asked, reader.seen.around(named.written))
        if found.require is not None:
            sound(found.require, "boolean", reader.seen.scope)
    except TRIED as problem:
        reader.untold(line, "constraint", problem)
        return Constrained()
    if found.require is not None:
        reader.entry.rule = rule_of(named, found.require)
    return found


def rule_of(named: Named, require: Node) -> dict[str, Any]:
    """The rule that a constraint is."""
    message = plain(named.line.cell("constraint_message")) or plain(named.line.cell("label")) or named.written
    return {"rule": f"{named.name}_constraint", "require": to_text(require), "severity": "hard", "message": message}


def _limits(reader: Reader) -> dict[str, Any]:
    named, line = reader.named, reader.named.line
    found = constraint_of(reader, named.type)
    limits = {"min": found.min or None, "max": found.max or None, "max_length": found.max_length or None}
    if line.cell("type").lower() != "range":
        return limits
    scale = range_of(line.cell("parameters"))
    steps = scale["end"] - scale["start"]
    is_short = named.type == "integer" and scale["step"] == 1 and 0 < steps <= LONGEST_SCALE
    if scale["step"] != 1:
        message = f"Values of a range with steps of {scale['step']:g} may be any between its ends here."
        reader.entry.remarks.append((line, "parameters", "steps", message))
    low, high = sorted((scale["start"], scale["end"]))
    return {
        **limits,
        "min": computing_text(low),
        "max": computing_text(high),
        "display": "scale" if is_short else None,
    }


def computing_text(number: float) -> str:
    """A limit as the language writes it."""
    return str(int(number)) if number == int(number) else repr(number)


def range_of(parameters: str) -> dict[str, float]:
    """The numbers of a range; what it does not say is from 1 to 10 in whole steps."""
    found = {"start": 1.0, "end": 10.0, "step": 1.0}
    for part in parameters.replace(";", " ").replace(",", " ").replace(" =", "=").replace("= ", "=").split():
        name, _, value = part.partition("=")
        number = computing.float_of(value)
        if name.lower() in found and number is not None and abs(number) <= NUMBER_BOUND:
            found[name.lower()] = number
    return found


def _prefilled(reader: Reader) -> str | None:
    """A default: a constant of the question's type, or an expression."""
    named, line = reader.named, reader.named.line
    written = line.cell("default")
    if not written:
        return None
    around = reader.seen.around(named.written)
    node = reader.tried(line, "default", lambda logic: default_of(written, named, logic, around), _expected(named))
    return to_text(node) if node is not None else None


def default_of(written: str, named: Named, logic: XPath, around: Around) -> Node:
    """The value that is filled in beforehand."""
    kind = named.type
    if kind in {"integer", "decimal"} or (kind == "code" and _expected(named) == "number"):
        found = computing.float_of(written)
        return computing.number(logic, around) if found is None else Literal(found)
    if kind == "date":
        return computing.day(logic, around)
    if kind == "boolean":
        if written not in TRUTHS:
            raise CannotSay(f"'{written}' as a yes or no")
        return Literal(TRUTHS[written])
    return (
        computing.text_constant(written) if "(" not in written and "$" not in written else computing.text(logic, around)
    )
