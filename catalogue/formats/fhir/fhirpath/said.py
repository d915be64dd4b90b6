"""Our expressions in FHIRPath. Pure; what has no words there raises `CannotSay`.

The empty collection is there what NULL is here, and `and`, `or` and `not` treat it alike; so each part becomes a path
with exactly its value, and is empty exactly when it is NULL. Every function of ours stands in one of the tables here.
"""

from collections.abc import Mapping
from datetime import date, time
from functools import cached_property

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.coding import coding_path
from catalogue.formats.fhir.fhirpath.grammar import LEVEL
from catalogue.formats.fhir.fhirpath.idioms import IDIOMS, TEXT_LENGTH_OF_MINUTES, WHOLE
from catalogue.formats.fhir.fhirpath.records import LONGEST, Item
from catalogue.formats.fhir.fhirpath.said_functions import OTHERS
from catalogue.formats.fhir.fhirpath.written import Said, answers_of, literal, text_constant, why_unknown

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
                return literal(node)
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
            raise CannotSay(why_unknown(name))
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


def _between(node: Call) -> Call:
    asked, low, high = node.arguments
    return Call("and", (Call("ge", (asked, low)), Call("le", (asked, high))))
