"""The logic of one question, as the language has it, and the cells that say it in XPath. Pure.

The same for writing a form and for looking, while reading one, whether its cells would be written just so again.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogue.expressions.nodes import Call, Literal, Node, Reference, references
from catalogue.expressions.parser import parse as parse_ours
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay
from catalogue.formats.values import number_of, plain_number
from catalogue.formats.xlsform.said import broken_text, condition_text, truth_text, value_text
from catalogue.formats.xlsform.shapes import Numbers, shape_of
from catalogue.formats.xlsform.spelling import Names, quoted


@dataclass(frozen=True, slots=True)
class Logical:
    """What one question waits for, requires and computes; `kind` is the type of expression of its value.

    Limits are texts of the language; `none` is the choice that excludes the others; `rules` are requirements that are
    decided at this question. A number that is computed is `rounded` to so many decimals.
    """

    name: str
    kind: str
    enable_when: Node | None = None
    required: bool = False
    required_when: Node | None = None
    calculate: Node | None = None
    rounded: int | None = None
    prefill: Node | None = None
    min: str = ""
    max: str = ""
    max_length: str = ""
    none: str = ""
    rules: tuple[Node, ...] = ()

    @classmethod
    def of(cls, name: str, kind: str, keys: Mapping[str, Any], none: str = "", rule: str = "") -> "Logical":
        """The same from the keys of a declaration."""
        nodes = {key: parse_ours(keys[key]) for key in EXPRESSIONS if keys.get(key)}
        return cls(
            name,
            kind,
            nodes.get("enable_when"),
            bool(keys.get("required")),
            nodes.get("required_when"),
            nodes.get("calculate"),
            int(keys.get("decimals") or 0) if kind == "number" else None,
            nodes.get("prefill"),
            min=str(keys.get("min") or ""),
            max=str(keys.get("max") or ""),
            max_length=str(keys.get("max_length") or ""),
            none=none,
            rules=(parse_ours(rule),) if rule else (),
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        nodes = (self.enable_when, self.required_when, self.calculate, self.prefill)
        return not (any(nodes) or self.required or self.rules or self.none or self.min or self.max or self.max_length)

    def shape(self, numbers: Numbers) -> Hashable:
        """What it says in expressions with numbers for names; nothing when it has rules, which have names too."""
        if self.rules:
            return None
        constants = (self.kind, self.required, self.rounded, self.min, self.max, self.max_length)
        return constants, *(shape_of(getattr(self, key), numbers) for key in EXPRESSIONS)

    def keys(self) -> dict[str, str]:
        """What it says, as texts of the language; what says nothing is left out."""
        nodes = {key: to_text(node) for key in EXPRESSIONS if (node := getattr(self, key)) is not None}
        said = {"required": "true" if self.required else "", "min": self.min, "max": self.max}
        return {**nodes, **{key: text for key, text in {**said, "max_length": self.max_length}.items() if text}}


EXPRESSIONS = ("enable_when", "required_when", "calculate", "prefill")
"""Which of its keys are expressions."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """An expression that XPath has no words for, and why."""

    key: str
    node: Node
    why: str


@dataclass(frozen=True, slots=True)
class Written:
    """The cells by column, and what could not be said."""

    cells: Mapping[str, str]
    unsaid: tuple[Unsaid, ...]


def cells_of(logical: Logical, names: Names) -> Written:
    """The cells of a question's logic."""
    sayer = _Sayer(logical, names, {}, [])
    if not logical.is_empty:
        sayer.all()
    return Written({column: text for column, text in sayer.cells.items() if text}, tuple(sayer.unsaid))


@dataclass(frozen=True, slots=True)
class _Sayer:
    """One cell after the other."""

    logical: Logical
    names: Names
    cells: dict[str, str]
    unsaid: list[Unsaid]

    def all(self) -> None:
        own = self.logical
        self.cells["relevant"] = self.said("enable_when", own.enable_when, condition_text)
        required = self.said("required_when", own.required_when, condition_text)
        self.cells["required"] = "yes" if own.required else required
        self.cells["constraint"] = " and ".join(part for part in self.constraint() if part)
        self.cells["calculation"] = self.said("calculate", rounded(own), self.value)
        self.cells["default"] = self.said("prefill", own.prefill, self.default)

    def said(self, key: str, node: Node | None, say: Callable[[Node, Names], str]) -> str:
        if node is None:
            return ""
        try:
            return say(node, self.names)
        except CannotSay as problem:
            self.unsaid.append(Unsaid(key, node, str(problem)))
            return ""

    def value(self, node: Node, names: Names) -> str:
        kind = self.logical.kind
        return truth_text(node, names) if kind == "boolean" else value_text(node, kind, names)

    def default(self, node: Node, names: Names) -> str:
        match node:
            case Literal(bool() as value):
                return "yes" if value else "no"
            case Literal(float() as value):
                return plain_number(value)
            case Literal(str() as value) if not set(value) & set("($'\""):
                return value
            case Literal(value) if value is not None and not isinstance(value, str):
                return str(value)
        if self.logical.kind == "boolean":
            raise CannotSay("a yes or no that is computed beforehand")
        return value_text(node, self.logical.kind, names)

    # ---- the constraint ----

    def constraint(self) -> list[str]:
        own = self.logical
        if own.calculate is not None:
            return []
        if own.none:
            return [f"not(selected(., {quoted(own.none)}) and count-selected(.) > 1)"]
        if own.name not in self.names.spelt:
            return []
        inside = replace(self.names, own=own.name)
        return [
            self.limit("min", own.min, ">=", inside),
            self.limit("max", own.max, "<=", inside),
            f"string-length(.) <= {own.max_length}" if own.max_length else "",
            *(self.said("rule", node, lambda node, _: self.rule(node, inside)) for node in own.rules),
        ]

    def limit(self, key: str, text: str, sign: str, inside: Names) -> str:
        if not text:
            return ""
        if number_of(text) is not None and self.logical.kind == "number":
            return f". {sign} {text}"
        node = _day(text) or parse_ours(text)
        kind = self.logical.kind
        if not references(node):
            return self.said(key, node, lambda node, _: f". {sign} {value_text(node, kind, inside)}")
        name = "ge" if sign == ">=" else "le"
        test = Call(name, (Reference(self.logical.name), node))
        return self.said(key, node, lambda _, __: f"not({broken_text(test, inside)})")

    def rule(self, node: Node, inside: Names) -> str:
        """One that only looks at its own question is said as it is; any other must not be broken."""
        if set(references(node)) == {self.logical.name}:
            text = condition_text(node, inside)
            return f"({text})" if " or " in text else text
        return f"not({broken_text(node, inside)})"


def rounded(logical: Logical) -> Node | None:
    """A calculation as everybody sees its value."""
    node = logical.calculate
    if node is None or logical.rounded is None:
        return node
    return Call("round", (node, Literal(float(logical.rounded))))


def _day(text: str) -> Node | None:
    try:
        return parse_ours(f"date '{text}'") if len(text) == len("2020-01-31") and text[4] == "-" else None
    except ValueError:
        return None
