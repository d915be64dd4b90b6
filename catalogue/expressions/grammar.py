"""The grammar of an expression: its checked words to nodes.

Words are taken in order, each once, by one method per level of precedence, the loosest first: or, and, not,
comparison, sum, product, sign, and what holds together by itself. What databases read differently is refused
and not guessed at. Pure; only brackets lead deeper, and `words.py` has bounded those.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from types import MappingProxyType

from catalogue.expressions.lowering import MAX_STACK, stack
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, children
from catalogue.expressions.refusals import TOO_LARGE, ExpressionError, too_deep
from catalogue.expressions.words import AFTER, Word, number

MAX_DEPTH = 60
"""The levels of a tree: what a chain of sums may need, and every compiler can bear."""

CONSTANTS: Mapping[str, bool | None] = MappingProxyType({"null": None, "true": True, "false": False})
FORMS: Mapping[str, tuple[str, Callable[[str], date | time], str]] = MappingProxyType(
    {
        "date": (r"\d{4}-\d\d-\d\d", date.fromisoformat, "2019-01-31"),
        "time": (r"\d\d:\d\d", time.fromisoformat, "08:30"),
    }
)
COMPARISONS = MappingProxyType({"=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"})
SUM = MappingProxyType({"+": "add", "-": "subtract"})
PRODUCT = MappingProxyType({"*": "multiply", "/": "divide"})

# Which of two comparisons beside each other databases would read first: the higher, else the one to the left.
TIGHTNESS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("=", "<>"), 0),
        **dict.fromkeys(("<", "<=", ">", ">="), 1),
        **dict.fromkeys(("is", "in", "between"), 2),
        **dict.fromkeys((*SUM, *PRODUCT), 3),
    }
)


def nodes(words: Sequence[Word]) -> Node:
    """The nodes of one expression, whose words have been checked; raises ExpressionError when it is none."""
    reader = _Reader(words)
    node = reader.condition()
    reader.take("")
    _check_depth(node)
    return node


def _check_depth(node: Node) -> None:
    level: list[Node] = [node]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in children(parent)]
    if level or stack(node) > MAX_STACK:
        raise ExpressionError(too_deep(), (level or [node])[0].at, TOO_LARGE)


def _ambiguous(at: int) -> ExpressionError:
    message = (
        "One comparison stands directly inside another, which databases read differently: put parentheses"
        " around the inner one, or join two comparisons with and."
    )
    return ExpressionError(message, at)


class _Reader:
    """Takes one word after the other. What vocabulary, neighbours and brackets can be is known by then."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = (*words, Word("", "", words[-1].at))
        self.index = 0

    @property
    def word(self) -> Word:
        """The word to be taken next; after the last one a word of no kind."""
        return self.words[self.index]

    def take(self, *kinds: str) -> Word:
        """The next word, which must be of one of these kinds."""
        word = self.word
        if word.kind not in kinds:
            raise self.unreadable()
        self.index += 1
        return word

    def unreadable(self) -> ExpressionError:
        """What to raise when nothing better is known than where the understanding ends."""
        word = self.word if self.word.kind else self.words[-2]
        message = f"The expression cannot be understood from '{word}' on."
        joining = [before.kind for before in self.words[: self.index] if before.kind in ("between", "and", "or")]
        if joining and joining[-1] == "between":
            message += " After between come two values joined by and."
        return ExpressionError(message, word.at)

    def condition(self) -> Node:
        """Any expression."""
        return self._joined("or", self._conjunction)

    def _conjunction(self) -> Node:
        return self._joined("and", self._negation)

    def _joined(self, connector: str, part: Callable[[], Node]) -> Node:
        """`a and b and c` is one call."""
        parts, first = [part()], self.word
        while self._skipped(connector):
            parts.append(part())
        return Call(connector, tuple(parts), first.at) if len(parts) > 1 else parts[0]

    def _negation(self) -> Node:
        places = self._prefixes("not")
        return _wrapped("not", places, self._comparison())

    def _prefixes(self, kind: str) -> list[int]:
        start = self.index
        while self._skipped(kind):
            pass
        return [word.at for word in self.words[start : self.index]]

    @property
    def sign(self) -> str:
        """The kind of the word to be taken next, or of the one that `not` stands before."""
        return self.words[self.index + 1].kind if self.word.kind == "not" else self.word.kind

    def _comparison(self) -> Node:
        left, node, sign = self.word, self._sum(), self.sign
        if sign not in TIGHTNESS:
            return node
        right = self.words[self.index + 1] if sign in COMPARISONS else left
        node = self._compared(node) if sign in COMPARISONS else self._test(node)
        if self.sign in TIGHTNESS:
            raise _ambiguous(right.at if TIGHTNESS[self.sign] > TIGHTNESS[sign] else left.at)
        return node

    def _compared(self, left: Node) -> Node:
        word = self.take(*COMPARISONS)
        return Call(COMPARISONS[word.kind], (left, self._sum()), word.at)

    def _test(self, subject: Node) -> Node:
        """`is`, `in` and `between` with what follows, negated or not."""
        is_negated = self._skipped("not")
        word = self.take("is", "in", "between")
        match word.kind:
            case "is":
                is_negated = self._skipped("not")
                if self.word.kind not in CONSTANTS:
                    raise ExpressionError(AFTER["is"], self.word.at)
                node = Call(f"is_{self.take(*CONSTANTS).kind}", (subject,), word.at)
            case "in":
                node = Call("in", (subject, *self._listed()), word.at)
                if len(node.arguments) == 1:
                    raise ExpressionError("The list after 'in' is empty. Write in (1, 2).", word.at)
            case _:
                low = self._sum()
                self.take("and")
                node = Call("between", (subject, low, self._sum()), word.at)
        return Call("not", (node,), word.at) if is_negated else node

    def _skipped(self, kind: str) -> bool:
        """Whether the next word was of this kind; if so it has been taken."""
        is_there = self.word.kind == kind
        self.index += is_there
        return is_there

    def _sum(self) -> Node:
        return self._row(SUM, lambda: self._row(PRODUCT, self._signed))

    def _row(self, signs: Mapping[str, str], part: Callable[[], Node]) -> Node:
        """`a - b - c` is `(a - b) - c`."""
        node = part()
        while (sign := self.word).kind in signs:
            self.index += 1
            node = Call(signs[sign.kind], (node, part()), sign.at)
        return node

    def _signed(self) -> Node:
        """A minus directly before a number is part of it."""
        places = self._prefixes("-")
        if places and self.word.kind == "number":
            value = number(self.take("number"))
            return _wrapped("negate", places[:-1], Literal(-value if value else value, places[-1]))
        return _wrapped("negate", places, self._whole())

    def _whole(self) -> Node:
        """What holds together by itself."""
        word = self.word
        self.index += 1
        match word.kind:
            case "name":
                return self._call(word) if self.word.kind == "(" else self._reference(word)
            case "number":
                return Literal(number(word), word.at)
            case "text":
                return Literal(word.text, word.at)
            case "null" | "true" | "false":
                return Literal(CONSTANTS[word.kind], word.at)
            case "date" | "time":
                return _day_or_time(word, self.take("text"))
            case "case":
                return self._case(word)
            case "(" if self.word.kind != ")":
                node = self.condition()
                self.take(")")
                return node
            case "not":
                raise _ambiguous(word.at)
        self.index -= 1
        raise self.unreadable()

    def _reference(self, word: Word) -> Node:
        if not self._skipped("."):
            return Reference(word.text, word.at)
        name = f"{word.text}.{self.take('name').text}"
        if self.word.kind == ".":
            raise ExpressionError("A name has at most two parts: form.variable.", self.word.at)
        return Reference(name, word.at)

    def _call(self, word: Word) -> Node:
        return Call(word.text.lower(), self._listed(), word.at)

    def _listed(self) -> tuple[Node, ...]:
        """Expressions between parentheses, with a comma between."""
        self.take("(")
        found = [] if self.word.kind == ")" else [self.condition()]
        while self.take(",", ")").kind == ",":
            found.append(self.condition())
        return tuple(found)

    def _case(self, word: Word) -> Node:
        subject = None if self.word.kind == "when" else self._subject(word)
        branches = []
        while self.word.kind == "when":
            when, condition = self.take("when"), self.condition()
            if subject is not None:
                condition = Call("eq", (subject, condition), when.at)
            self.take("then")
            branches.append((condition, self.condition()))
        otherwise = self.condition() if self._skipped("else") else NULL
        self.take("end")
        return Case(tuple(branches), otherwise, word.at)

    def _subject(self, word: Word) -> Node:
        """It stands in every branch, so cases within it would multiply."""
        start, subject = self.index, self.condition()
        if any(part.kind == "case" for part in self.words[start : self.index]):
            message = "The value after case is a case itself. Write case when … then …, or give it a name of its own."
            raise ExpressionError(message, word.at)
        return subject


def _wrapped(function: str, places: Sequence[int], node: Node) -> Node:
    """`not not a`: one call inside the other, the last written the innermost."""
    for at in reversed(places):
        node = Call(function, (node,), at)
    return node


def _day_or_time(kind: Word, word: Word) -> Literal:
    form, make, example = FORMS[kind.kind]
    try:
        if re.fullmatch(form, word.text, re.ASCII):
            return Literal(make(word.text), kind.at)
    except ValueError:
        pass
    raise ExpressionError(f"{word} is no {kind.kind}. Write {kind.kind} '{example}'.", word.at)
