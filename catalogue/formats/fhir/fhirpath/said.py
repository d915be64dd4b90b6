"""Our expressions in FHIRPath. Pure; what has no words there raises `CannotSay`.

The empty collection is there what NULL is here, and `and`, `or` and `not` treat it alike; so each part becomes a path
with exactly its value, and is empty exactly when it is NULL. Every function of ours stands in one of the tables here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.formats.fhir.fhirpath.coding import coding_path
from catalogue.formats.fhir.fhirpath.grammar import LEVEL, SIGNED
from catalogue.formats.fhir.fhirpath.idioms import FOLDS, IDIOMS, ROUNDED, TEXT_LENGTH_OF_MINUTES, WHOLE
from catalogue.formats.fhir.fhirpath.records import LONGEST, CannotSay, Item

UNSAID: Mapping[str, str] = {
    "lookup": "lookup(): a response does not carry the tables of the catalogue",
    "missing_reason": "missing_reason(): why there is no answer is no answer",
}
"""Functions that FHIRPath has no words for, and why."""

INFIX: Mapping[str, str] = {
    "or": "or",
    "and": "and",
    "eq": "=",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
}
CALLS: Mapping[str, str] = {
    "not": "not()",
    "is_null": "empty()",
    "abs": "abs()",
    "floor": "floor()",
    "length": "length()",
    "power": "power({1})",
    "starts_with": "startsWith({1})",
}
"""Functions that are one of FHIRPath's own, of the first argument."""

OF_KIND: Mapping[str, str] = {"code": ".code.toInteger()", "code-text": ".code", "quantity": ".value"}
"""What is taken of an answer to have our value, where it is not the answer itself."""
COUNTED: Mapping[str, str] = {
    "boolean": ".select($this.toInteger())",
    "code": ".code.select($this.toInteger())",
    "quantity": ".value",
}
"""What is taken of several answers at once to count them, where it is not the answers themselves."""
CODE_OF_TICK: Mapping[str, str] = {"text": ""}
"""What is taken of a checklist's answer to have its code; an answer may be that text itself."""
EXPRESSION_KIND: Mapping[str, str] = {
    **dict.fromkeys(("code", "integer", "decimal", "quantity"), "number"),
    **dict.fromkeys(("code-text", "longtext"), "text"),
    **{kind: kind for kind in ("boolean", "text", "date", "time", "datetime")},
}
"""The type in an expression of each kind of item."""
INTEGER_BOUND = 2**31
"""Where FHIRPath's whole numbers end; larger ones are written as decimals."""
ESCAPED = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"})


@dataclass(frozen=True, slots=True)
class Said:
    """A FHIRPath, and how tightly it holds together."""

    text: str
    hold: int = WHOLE

    def within(self, hold: int) -> str:
        """The text as a part of something that asks for so much hold."""
        return self.text if self.hold >= hold else f"({self.text})"


def said(node: Node, items: Mapping[str, Item], answering: Item | None = None) -> str:
    """An expression as FHIRPath, the items by our name; lists are written out, but for a checklist's own name."""
    value = _Writer(items).value(node)
    text = value.text if answering is None else _answer(value, answering)
    if len(text) > LONGEST:
        raise CannotSay(f"it would have {len(text):,} characters; divide it")
    return text


def _answer(value: Said, item: Item) -> str:
    """A value as the answer to a question: of one with codes the coding that has it."""
    if item.kind not in {"code", "code-text"}:
        return value.text
    code = value.within(WHOLE) + ".toString()" if item.kind == "code" else value.within(LEVEL["="] + 1)
    return coding_path(text_constant(item.link_id), code)


def answers_of(link_ids: Iterable[str]) -> str:
    """The path to the answers of some questions."""
    known = [text_constant(link_id) for link_id in link_ids]
    which = f"= {known[0]}" if len(known) == 1 else f"in ({' | '.join(known)})"
    return f"%resource.descendants().where(linkId {which}).answer.value"


def text_constant(text: str) -> str:
    """A text as FHIRPath writes it."""
    return f"'{text.translate(ESCAPED)}'"


class _Writer:
    """One walk through an expression, with the questions at hand."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self.items = items

    @cached_property
    def ticks(self) -> Mapping[str, tuple[Item, str]]:
        """The ticks of checklists, each with its list and code."""
        return {tick: (item, code) for item in self.items.values() for code, tick in item.choices.items()}

    def is_tick(self, name: str) -> bool:
        """Whether a name is of a tick; a tick may lead to its list, or have no entry of its own."""
        item = self.items.get(name)
        return name in self.ticks if item is None else name != item.name and bool(item.choices)

    def value(self, node: Node) -> Said:
        """A path with the value of the node."""
        match node:
            case Literal():
                return _literal(node)
            case Reference():
                return self.reference(node)
            case Case():
                return self.case(node)
            case Call(function, arguments):
                if function in UNSAID:
                    raise CannotSay(UNSAID[function])
                if function in INFIX:
                    return self.infix(node)
                return OTHERS[function](self, arguments) if function in OTHERS else self.call(node)

    def whole(self, node: Node) -> str:
        """The value as the beginning of a path."""
        return self.value(node).within(WHOLE)

    def kind(self, node: Node) -> str | None:
        """The type of a node in an expression; None for NULL."""
        match node:
            case Literal(value):
                return {bool: "boolean", float: "number", str: "text", date: "date", time: "time"}.get(type(value))
            case Reference(name):
                return "boolean" if self.is_tick(name) else EXPRESSION_KIND[self.item(name).kind]
            case Case(branches, otherwise):
                kinds = [self.kind(then) for then in (*(then for _, then in branches), otherwise)]
            case Call(function, arguments):
                if FUNCTIONS[function].result != "same":
                    return FUNCTIONS[function].result
                kinds = [self.kind(argument) for argument in arguments]
        return next((kind for kind in kinds if kind), None)

    def item(self, name: str) -> Item:
        """The question with this name."""
        found = self.items.get(name)
        if found is None:
            raise CannotSay(_about_unknown(name))
        if found.choices:
            raise CannotSay(f"'{name}', a list, where one value is expected")
        if found.kind not in EXPRESSION_KIND:
            raise CannotSay(f"'{name}', which is a {found.kind}")
        return found

    # ---- single values ----

    def reference(self, node: Reference) -> Said:
        if self.is_tick(node.name):
            answers, code = self.tick(node.name)
            return Said(f"iif({answers}.exists(), {code} in {answers})")
        item = self.item(node.name)
        return Said(answers_of([item.link_id]) + OF_KIND.get(item.kind, ""))

    def tick(self, name: str) -> tuple[str, str]:
        """The codes that are ticked, and the code of this tick."""
        item, code = self.ticks[name]
        return answers_of([item.link_id]) + CODE_OF_TICK.get(item.kind, ".code"), text_constant(code)

    def case(self, node: Case) -> Said:
        text = self.value(node.otherwise).text if node.otherwise != Literal(None) else ""
        for when, then in reversed(node.branches):
            otherwise = f", {text}" if text else ""
            text = f"iif({self.value(when).text}, {self.value(then).text}{otherwise})"
        return Said(text)

    # ---- operators and functions ----

    def infix(self, node: Call) -> Said:
        symbol, parts = INFIX[node.function], node.arguments
        level = LEVEL[symbol]
        left_associative = node.function in {"add", "subtract", "multiply", "divide"}
        if symbol in {"=", "!=", "<", "<=", ">", ">="}:
            written = self.comparable(parts, is_equality=level == LEVEL["="])
        else:
            written = [self.value(part) for part in parts]
        texts = [
            part.within(level if left_associative and not index else level + 1) for index, part in enumerate(written)
        ]
        return Said(f" {symbol} ".join(texts), level)

    def comparable(self, parts: tuple[Node, ...], *, is_equality: bool) -> list[Said]:
        """The sides of a comparison: codes as they are written there, moments as the clock shows them."""
        if is_equality and any(map(self.is_code, parts)) and all(map(self.code_text, parts)):
            return [Said(str(self.code_text(part))) for part in parts]
        if "datetime" in map(self.kind, parts):
            return [Said(self.whole(part) + f".toString().substring(0, {TEXT_LENGTH_OF_MINUTES})") for part in parts]
        return [self.value(part) for part in parts]

    def is_code(self, node: Node) -> bool:
        return isinstance(node, Reference) and not self.is_tick(node.name) and self.item(node.name).kind == "code"

    def code_text(self, node: Node) -> str | None:
        """A code as the text it is there; None for other numbers."""
        match node:
            case Reference(name) if self.is_code(node):
                return answers_of([self.item(name).link_id]) + ".code"
            case Literal(float() as number) if number.is_integer():
                return f"'{int(number)}'"
            case _:
                return None

    def call(self, node: Call) -> Said:
        """A function with words of its own there, or said with other ones."""
        arguments = node.arguments
        if node.function == "not" and isinstance(arguments[0], Call) and arguments[0].function == "is_null":
            return Said(self.whole(arguments[0].arguments[0]) + ".exists()")
        if node.function == "is_true" and isinstance(arguments[0], Reference) and self.is_tick(arguments[0].name):
            answers, code = self.tick(arguments[0].name)
            return Said(f"{code} in {answers}", LEVEL["in"])
        if node.function in CALLS:
            others = [self.value(argument).text for argument in arguments]
            return Said(f"{self.whole(arguments[0])}.{CALLS[node.function].format(*others)}")
        idiom = IDIOMS[node.function]
        if node.function == "between" and self.kind(node.arguments[0]) == "datetime":
            return self.value(_between(node))
        return Said(idiom.text.format(*map(self.whole, arguments)), idiom.hold)

    # ---- lists ----

    def listed(self, arguments: tuple[Node, ...]) -> str:
        """A collection of those that are answered; a TRUE counts as 1."""
        spread = self.spread(arguments)
        taken = {self.plainly_counted(part) for part in spread}
        names = dict.fromkeys(part.name for part in spread if isinstance(part, Reference))
        if len(names) == len(spread) > 1 and len(taken) == 1 and None not in taken:
            return answers_of(self.items[name].link_id for name in names) + str(taken.pop())
        first, *others = (self.counted(part) for part in spread)
        return first.within(WHOLE) + "".join(f".combine({other.text})" for other in others)

    def spread(self, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
        """With the ticks in the place of a checklist's name."""
        found: list[Node] = []
        for argument in arguments:
            known = self.items.get(argument.name) if isinstance(argument, Reference) else None
            is_list = known is not None and bool(known.choices) and Reference(known.name) == argument
            found += map(Reference, known.choices.values()) if known and is_list else (argument,)
        return tuple(found)

    def plainly_counted(self, node: Node) -> str | None:
        """What is taken of the answers of a question to count them; None for what is no question."""
        if not isinstance(node, Reference) or self.is_tick(node.name):
            return None
        return COUNTED.get(self.item(node.name).kind, "")

    def counted(self, node: Node) -> Said:
        value = self.value(node)
        return Said(value.within(WHOLE) + ".toInteger()") if self.kind(node) == "boolean" else value


def _about_unknown(name: str) -> str:
    if name == "timepoint":
        return "'timepoint': a response does not say on which occasion it was given"
    if "." in name:
        return f"'{name}', which is in another form; a response has its own answers only"
    return f"'{name}', which is no question of the form"


def _literal(node: Literal) -> Said:
    match node.value:
        case None:
            return Said("{}")
        case bool() as truth:
            return Said("true" if truth else "false")
        case float() as number:
            return _number(number)
        case str() as text:
            return Said(text_constant(text))
        case date() as day:
            return Said(f"@{day.isoformat()}")
        case time() as hour:
            return Said(f"@T{hour:%H:%M}:00")


def _number(number: float) -> Said:
    text = f"{Decimal(repr(number)):f}"
    if number.is_integer():
        text = text.removesuffix(".0") + (".0" if abs(number) >= INTEGER_BOUND else "")
    return Said(text, SIGNED if text.startswith("-") else WHOLE)


def _between(node: Call) -> Call:
    asked, low, high = node.arguments
    return Call("and", (Call("ge", (asked, low)), Call("le", (asked, high))))


# ---- functions that are neither an operator nor one idiom ----

Arguments = tuple[Node, ...]


def _in(writer: _Writer, arguments: Arguments) -> Said:
    asked, *values = arguments
    is_plain = all(isinstance(value, Literal) and isinstance(value.value, float | str) for value in values)
    if not is_plain or any(isinstance(value, Literal) and value.value == "" for value in values):
        equal = tuple(Call("eq", (asked, value)) for value in values)
        return writer.value(Call("or", equal) if len(equal) > 1 else equal[0])
    subject, *members = writer.comparable(arguments, is_equality=True)
    listed = " | ".join(member.within(LEVEL["|"] + 1) for member in members)
    return Said(f"{subject.within(LEVEL['in'] + 1)} in ({listed})", LEVEL["in"])


def _round(writer: _Writer, arguments: Arguments) -> Said:
    return Said(ROUNDED[_whole(arguments[1])].text.format(writer.whole(arguments[0])))


def _whole(node: Node) -> int:
    if not isinstance(node, Literal) or not isinstance(node.value, float):
        raise CannotSay("a number of digits that is computed")
    return int(node.value)


def _left(writer: _Writer, arguments: Arguments) -> Said:
    letters = _whole(arguments[1])
    return Said(f"{writer.whole(arguments[0])}.substring(0, {letters})") if letters else Said("{}")


def _coalesce(writer: _Writer, arguments: Arguments) -> Said:
    *first, last = arguments
    text = writer.value(last).text
    for argument in reversed(first):
        text = f"iif({writer.whole(argument)}.exists(), {writer.value(argument).text}, {text})"
    return Said(text)


def _extreme(fold: str) -> Callable[[_Writer, Arguments], Said]:
    """`least` and `greatest` are those of the list when all are there."""

    def write(writer: _Writer, arguments: Arguments) -> Said:
        if "datetime" in map(writer.kind, arguments):
            raise CannotSay("the least or greatest of moments: they have a zone there, and none here")
        there = " and ".join(f"{writer.whole(argument)}.exists()" for argument in arguments)
        listed = writer.whole(arguments[0]) + "".join(f".combine({writer.value(part).text})" for part in arguments[1:])
        return Said(f"iif({there}, {listed}.aggregate({FOLDS[fold]}))")

    return write


def _add_days(writer: _Writer, arguments: Arguments) -> Said:
    day, days = arguments
    match days:
        case Literal(float() as number):
            sign = "-" if number < 0 else "+"
            return Said(f"{writer.whole(day)} {sign} {abs(int(number))} days", IDIOMS["add_days"].hold)
        case _:
            return Said(IDIOMS["add_days"].text.format(*map(writer.whole, arguments)), IDIOMS["add_days"].hold)


def _today(writer: _Writer, arguments: Arguments) -> Said:
    return Said("today()")


def _answered(writer: _Writer, arguments: Arguments) -> Said:
    return Said(writer.listed(arguments) + ".count()")


def _folded(fold: str) -> Callable[[_Writer, Arguments], Said]:
    def write(writer: _Writer, arguments: Arguments) -> Said:
        return Said(f"{writer.listed(arguments)}.aggregate({FOLDS[fold]})")

    return write


def _mean(writer: _Writer, arguments: Arguments) -> Said:
    listed = writer.listed(arguments)
    return Said(f"{listed}.aggregate({FOLDS['sum_answered']}) / {listed}.count()", LEVEL["+"])


OTHERS: Mapping[str, Callable[[_Writer, Arguments], Said]] = {
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
