"""FHIRPath's grammar: text to a tree of six frozen records. Pure; what is no FHIRPath raises `FhirPathError`.

Operators are read by precedence; a chain of the same operator is one record with many parts, so that only brackets
and steps lead deeper, and how deep is bounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.formats.fhir.fhirpath.records import FhirPathError
from catalogue.formats.fhir.fhirpath.tokens import KEYWORDS, tokens, unescaped
from catalogue.formats.token_walk import Token, TokenWalk

MAX_NESTING = 40
"""Brackets within each other."""
MAX_DEPTH = 70
"""Levels of the tree: steps of a path, and brackets."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal as it is written; `kind` is boolean number text date datetime time, or type in `as` and `is`."""

    kind: str
    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: `5 days`, `5 'mg'`."""

    number: str
    unit: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a path begins: `%resource` and other variables, `$this`, `$total`, or `{}`."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """A member of what comes before, `.answer`, or of the context when nothing does."""

    on: "Path | None"
    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of what comes before; an indexer is the function `[`."""

    on: "Path | None"
    name: str
    arguments: tuple["Path", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator with its parts: two or more of the same, or one with a sign before it."""

    name: str
    parts: tuple["Path", ...]
    at: int = field(default=0, compare=False)


Path = Constant | Quantity | Start | Step | Function | Operator

LEVELS = (
    ("implies",),
    ("or", "xor"),
    ("and",),
    ("in", "contains"),
    ("=", "~", "!=", "!~"),
    ("<=", "<", ">", ">="),
    ("|",),
    ("is", "as"),
    ("+", "-", "&"),
    ("*", "/", "div", "mod"),
)
"""Operators between two parts, the loosest first."""
LEVEL: Mapping[str, int] = {name: level for level, names in enumerate(LEVELS) for name in names}
SIGNED = len(LEVELS)
CHAINS = frozenset({"or", "and", "|", "+", "-", "&", "*", "/"})
"""Operators of which `a x b x c` is one with three parts."""
UNITS: Mapping[str, str] = {
    **{f"{unit}s": unit for unit in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")},
    **{unit: unit for unit in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")},
}
"""Units of time that stand without quotes, each as one."""


def parse(text: str) -> Path:
    """The tree of a FHIRPath."""
    parser = _Parser(tokens(text))
    found = parser.expression(0, 0)
    parser.expect("end")
    _check_depth(found)
    return found


def parts(path: Path) -> tuple[Path, ...]:
    """The records directly below."""
    match path:
        case Step(on):
            return () if on is None else (on,)
        case Function(on, _, arguments):
            return arguments if on is None else (on, *arguments)
        case Operator(_, inside):
            return inside
        case _:
            return ()


def _check_depth(path: Path) -> None:
    level: list[Path] = [path]
    for _ in range(MAX_DEPTH):
        level = [part for above in level for part in parts(above)]
    if level:
        raise FhirPathError(f"it has more than {MAX_DEPTH} levels", level[0].at)


class _Parser(TokenWalk):
    """One level of the grammar after the other."""

    error = FhirPathError

    def expression(self, level: int, depth: int) -> Path:
        """Operators that hold at least as tightly as this level."""
        if depth > MAX_NESTING:
            raise FhirPathError(f"it has more than {MAX_NESTING} brackets within each other", self.now.at)
        found, is_chain = self.signed(depth), False
        while self.now.kind == "sign" and LEVEL.get(self.now.text, -1) >= level:
            sign = self.take()
            if sign.text in {"is", "as"}:
                other: Path = self.type_name(sign)
            else:
                other = self.expression(LEVEL[sign.text] + 1, depth + 1)
            found, is_chain = _joined(sign, found, other, is_chain=is_chain), True
        return found

    def type_name(self, sign: Token) -> Path:
        names = [self.name()]
        while self.skipped("."):
            names.append(self.name())
        return Constant("type", names[-1], sign.at)

    def name(self) -> str:
        token = self.take()
        if token.kind == "quoted":
            return unescaped(token.text)
        if token.kind == "word" or token.text in KEYWORDS:
            return token.text
        raise FhirPathError("a name was expected before " + (f"'{token.text}'" if token.text else "the end"), token.at)

    def signed(self, depth: int) -> Path:
        signs = []
        while self.is_sign("-") or self.is_sign("+"):
            signs.append(self.take())
        found = self.path(depth)
        for sign in reversed(signs):
            found = Operator(sign.text, (found,), sign.at)
        return found

    def path(self, depth: int) -> Path:
        found = self.term(depth)
        while True:
            at = self.now.at
            if self.skipped("."):
                found = self.step(found, depth)
            elif self.skipped("["):
                found = Function(found, "[", (self.expression(0, depth + 1),), at)
                self.expect("sign", "]")
            else:
                return found

    def step(self, on: Path | None, depth: int) -> Path:
        """A member, or a function when a parenthesis follows."""
        token = self.now
        if on is not None and token.kind == "special":
            raise FhirPathError(f"'{token.text}' has no place after a dot", token.at)
        name = self.name()
        if token.kind == "quoted" or not self.skipped("("):
            return Step(on, name, token.at)
        arguments: list[Path] = []
        while not self.skipped(")"):
            if arguments:
                self.expect("sign", ",")
            arguments.append(self.expression(0, depth + 1))
        return Function(on, name, tuple(arguments), token.at)

    def term(self, depth: int) -> Path:
        token = self.now
        match token.kind:
            case "number":
                return self.number()
            case "text" | "date" | "datetime" | "time":
                self.take()
                return Constant(token.kind, unescaped(token.text) if token.kind == "text" else token.text[1:], token.at)
            case "variable":
                self.take()
                quoted = token.text[1:]
                return Start("%" + (unescaped(quoted) if quoted[0] in "`'" else quoted), token.at)
            case "special":
                self.take()
                return Start(token.text, token.at)
            case "word" if token.text in {"true", "false"}:
                self.take()
                return Constant("boolean", token.text, token.at)
        if self.skipped("("):
            found = self.expression(0, depth + 1)
            self.expect("sign", ")")
            return found
        if self.skipped("{"):
            self.expect("sign", "}")
            return Start("{}", token.at)
        if token.kind in {"word", "quoted"} or token.text in KEYWORDS:
            return self.step(None, depth)
        raise FhirPathError(f"'{token.text}' has no place here" if token.text else "it ends too early", token.at)

    def number(self) -> Path:
        token = self.take()
        unit = self.now
        if unit.kind == "word" and unit.text in UNITS:
            self.take()
            return Quantity(token.text, UNITS[unit.text], token.at)
        if unit.kind == "text":
            self.take()
            return Quantity(token.text, unit.text, token.at)
        return Constant("number", token.text, token.at)


def _joined(sign: Token, left: Path, right: Path, *, is_chain: bool) -> Path:
    """What stands in brackets stays a part of its own."""
    if is_chain and isinstance(left, Operator) and left.name == sign.text and sign.text in CHAINS:
        return Operator(sign.text, (*left.parts, right), left.at)
    return Operator(sign.text, (left, right), sign.at)
