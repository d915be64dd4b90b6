"""Expressions in words, for those who read no formulas: questions by their words, codes by their labels. Pure.

Order and brackets are the expression's own. A function without a row here fails loudly (`tests/review`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, Value
from catalogue.expressions.printer import INFIX, SUM, WHOLE
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form, Group, Variable
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import Naming
from renderers.html.values import SYSTEM_REASONS
from renderers.html.widgets import REASONS
from renderers.html.wording import Wording
from renderers.review.formula_words import (
    CUBED,
    ELSE,
    ELSEWHERE,
    IF,
    IN,
    LOOKUP,
    NOTHING,
    OCCASION,
    OF_COUNT,
    OF_DAYS,
    OF_MANY,
    OPPOSITE,
    OR_LAST,
    QUOTED,
    SAID,
    SQUARED,
    TICKED,
    UNTICKED,
    WHEN,
    WHOLE_GROUP,
)

DATES = frozenset({"date", "datetime"})
LOGIC = frozenset({"and", "or", "not"})
TRUTHS = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "between", "is_null", "is_true", "is_false", *LOGIC})


@dataclass(frozen=True)
class Formulas:
    """What the expressions of one form of one state are told with."""

    catalogue: Catalogue
    form: Form
    wording: Wording
    named: Naming
    has_groups: bool = True
    """Whether a whole group is called by its name; otherwise each of its parts is named."""

    def words(self, node: Node) -> str:
        """The expression as part of a sentence."""
        return self._said(node, is_truth=False)

    def truth(self, node: Node) -> str:
        """A condition or demand as part of a sentence."""
        return self._said(node, is_truth=True)

    def _said(self, node: Node, *, is_truth: bool) -> str:
        match node:
            case Literal(value):
                return self._constant(value, None)
            case Reference(name):
                return self._ticked(name, TICKED) if is_truth else self.called(name)
            case Case():
                return "; ".join(self._branches(node, is_truth=is_truth))
            case Call():
                return self._call(node)

    def _ticked(self, name: str, sentences: tuple[str, str]) -> str:
        """A yes-or-no that stands alone as a condition."""
        known, place = self.variable(name), self._form_of(name)
        group = place.groups.get(known.group or "") if place is not None and known is not None else None
        is_tick = group is not None and group.kind != "instrument"
        return self._told(sentences[not is_tick], first=self.called(name))

    # ---- calls ----

    def _call(self, node: Call) -> str:
        special = SPECIAL.get(node.function)
        found = special(self, node) if special is not None else None
        return self._plain(node) if found is None else found

    def _plain(self, node: Call) -> str:
        function, arguments = node.function, node.arguments
        if function in OF_MANY:
            return self._told(OF_MANY[function], parts=self._parts(arguments))
        if function in ("and", "or", "add", "multiply") and len(arguments) > 2:
            return self._chain(node)
        shown = [self._part(node, number) for number in range(len(arguments))]
        return self._told(SAID[function], **dict(zip(("first", "second", "third"), shown, strict=False)))

    def _chain(self, node: Call) -> str:
        said, *others = (self._part(node, number) for number in range(len(node.arguments)))
        for other in others:
            said = self._told(SAID[node.function], first=said, second=other)
        return said

    def _compared(self, node: Call) -> str | None:
        """A comparison: with a code its label, of days in words for days, of a count what it is asked for."""
        left, right = node.arguments
        if isinstance(left, Call) and left.function == "answered" and isinstance(right, Literal):
            asked = OF_COUNT.get((node.function, right.value)) if isinstance(right.value, float) else None
            if asked is not None:
                return self._told(asked, parts=self._parts(left.arguments))
        if isinstance(right, Literal) and isinstance(left, Reference):
            return self._told(self._comparison(node), first=self.called(left.name), second=self._answer(left, right))
        first, second = self._part(node, 0), self._part(node, 1)
        return self._told(self._comparison(node), first=first, second=second)

    def _comparison(self, node: Call) -> str:
        of_days = any(self._is_day(part) for part in node.arguments)
        return OF_DAYS[node.function] if of_days and node.function in OF_DAYS else SAID[node.function]

    def _is_day(self, node: Node) -> bool:
        match node:
            case Literal(value):
                return isinstance(value, date)
            case Reference(name):
                known = self.variable(name)
                return known is not None and known.type in DATES
            case Call(function, _):
                return function in ("today", "add_days")
            case _:
                return False

    def _among(self, node: Call, sentence: str = IN) -> str:
        subject, *others = node.arguments
        parts = [self._answer(subject, other) for other in others]
        return self._told(sentence, first=self._said(subject, is_truth=False), parts=self._either(parts))

    def _not(self, node: Call) -> str | None:
        (part,) = node.arguments
        if isinstance(part, Reference):
            return self._ticked(part.name, UNTICKED)
        if not isinstance(part, Call) or part.function not in OPPOSITE:
            return None
        if part.function == "in":
            return self._among(part, OPPOSITE["in"])
        shown = [self._part(part, number) for number in range(len(part.arguments))]
        return self._told(OPPOSITE[part.function], **dict(zip(("first", "second", "third"), shown, strict=False)))

    def _if(self, node: Call) -> str | None:
        """`not a or b` is how a rule says that b must hold whenever a does."""
        first, *others = node.arguments
        denied = _denied(first)
        if denied is None:
            return None
        then = [self._said(part, is_truth=True) for part in others]
        return self._told(IF, when=self.truth(denied), then=self._either(then))

    def _power(self, node: Call) -> str | None:
        base, exponent = node.arguments
        named = {2.0: SQUARED, 3.0: CUBED}
        value = exponent.value if isinstance(exponent, Literal) else None
        return (
            self._told(named[value], first=self._whole(base)) if isinstance(value, float) and value in named else None
        )

    def _lookup(self, node: Call) -> str:
        name, *keys = node.arguments
        table = self.catalogue.value_sets.get(str(getattr(name, "value", "")))
        return self._told(LOOKUP, name=table.title if table else "", parts=self._parts(tuple(keys)))

    # ---- parts ----

    def _part(self, node: Call, number: int) -> str:
        """An argument, bracketed where its place asks for it."""
        argument = node.arguments[number]
        is_truth = node.function in LOGIC
        said = self._said(argument, is_truth=is_truth)
        if node.function in INFIX and isinstance(argument, Call | Case):
            _, first, other = INFIX[node.function]
            place = other if number else first
            return f"({said})" if _hold(argument) < place else said
        return f"({said})" if node.function == "not" and isinstance(argument, Call) else said

    def _whole(self, node: Node) -> str:
        said = self._said(node, is_truth=False)
        return said if isinstance(node, Literal | Reference) else f"({said})"

    def _branches(self, node: Case, *, is_truth: bool) -> Iterator[str]:
        for when, then in node.branches:
            yield self._told(WHEN, then=self._said(then, is_truth=is_truth), when=self.truth(when))
        if node.otherwise != NULL:
            yield self._told(ELSE, then=self._said(node.otherwise, is_truth=is_truth))

    def _parts(self, arguments: tuple[Node, ...]) -> str:
        """Several parts; the whole of a group by its name."""
        names = tuple(part.name for part in arguments if isinstance(part, Reference))
        is_whole = self.has_groups and len(names) == len(arguments)
        group = self._groups.get(frozenset(names)) if is_whole else None
        if group is not None:
            return self._told(WHOLE_GROUP, words=self.wording.words(group.label))
        return self.wording.language.listed([self._said(part, is_truth=False) for part in arguments])

    def _either(self, parts: list[str]) -> str:
        return ", ".join(parts[:-1]) + (f" {self._told(OR_LAST)} " if len(parts) > 1 else "") + parts[-1]

    @cached_property
    def _groups(self) -> Mapping[frozenset[str], Group]:
        return {frozenset(part.name for part in group.variables): group for group in self.form.groups.values()}

    def _answer(self, subject: Node, value: Node) -> str:
        """A constant as an answer to what it is compared with."""
        known = self.variable(subject.name) if isinstance(subject, Reference) else None
        return self._constant(value.value, known) if isinstance(value, Literal) else self._said(value, is_truth=False)

    def _constant(self, value: Value, known: Variable | None) -> str:
        language = self.wording.language
        label = next((code.label for code in known.codes if _same(code.value, value)), None) if known else None
        if label is not None:
            return self._told(QUOTED, words=self.wording.words(label))
        match value:
            case None:
                return self._told(NOTHING)
            case bool():
                return language.show(value).lower()
            case str() if value in REASONS or value in SYSTEM_REASONS:
                return self._told(QUOTED, words=language.gettext({**REASONS, **SYSTEM_REASONS}[value]))
            case str():
                return self._told(QUOTED, words=value)
            case float() if value.is_integer():
                return language.show(int(value))
            case datetime():
                return language.show(value)
            case _:
                return language.show(value)

    def called(self, name: str) -> str:
        """What people call the variable that an expression means by a name."""
        known = self.variable(name)
        if known is None:
            return self._told(OCCASION) if name == TIMEPOINT else name
        place = self._form_of(name)
        own = name.rpartition(".")[2]
        words = self.named(Subject("variable", f"{place.address}.{own}")).label if place is not None else name
        if place is None or place is self.form:
            return self._told(QUOTED, words=words)
        return self._told(ELSEWHERE, words=words, form=self._told(QUOTED, words=self.wording.words(place.title)))

    def variable(self, name: str) -> Variable | None:
        """The variable that an expression of the form means by a name."""
        place = self._form_of(name)
        return place.variable.get(name.rpartition(".")[2]) if place is not None else None

    def _form_of(self, name: str) -> Form | None:
        occasion, _, own = name.rpartition(".")
        if not occasion:
            return self.form if own in self.form.variable else None
        person = (self.catalogue.person,) if self.catalogue.person is not None else ()
        forms = (*person, *self.catalogue.forms_of(self.form.module), *self.catalogue.forms)
        seen = (form for form in forms if occasion in {form.address, *form.occasion_names()} and own in form.variable)
        return next(seen, None)

    def _told(self, sentence: str, **values: object) -> str:
        return self.wording.language.gettext(sentence, **values)


def _denied(node: Node) -> Node | None:
    """What a part says is not so; None when it says something else."""
    if not isinstance(node, Call) or node.function not in ("not", "ne"):
        return None
    return node.arguments[0] if node.function == "not" else Call("eq", node.arguments)


def _hold(node: Node) -> int:
    """How tightly the words of a part hold together."""
    if isinstance(node, Call) and node.function in INFIX:
        return INFIX[node.function][0]
    return SUM if isinstance(node, Case) else WHOLE


def _same(code: int | str, value: Value) -> bool:
    return not isinstance(value, bool) and code == value


SPECIAL: Mapping[str, Callable[[Formulas, Call], str | None]] = MappingProxyType(
    {
        **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), Formulas._compared),
        "in": lambda formulas, node: formulas._among(node),
        "not": Formulas._not,
        "or": Formulas._if,
        "power": Formulas._power,
        "lookup": Formulas._lookup,
    }
)
"""What is said otherwise when its parts allow it."""
