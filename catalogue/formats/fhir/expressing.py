"""Expressions of a questionnaire as expressions of ours, each looked at as `check` would: names, types and size.

Pure. One that has no expression of the same meaning is told with the reason, and stays where it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalogue.expressions.inference import problems
from catalogue.expressions.intervals import overflow
from catalogue.expressions.nodes import Call, Node, references, walk
from catalogue.expressions.parser import ExpressionError, parse
from catalogue.expressions.printer import to_text
from catalogue.expressions.scope import Binding, Scope
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.asking import condition_of
from catalogue.formats.fhir.fhirpath import FhirPathError, Item, expression_text
from catalogue.formats.fhir.own import Json, extensions_of, mapping, said_of, unsealed, value_of, words
from catalogue.formats.fhir.questions import Question
from catalogue.formats.fhir.urls import ENABLED, VARIABLE
from catalogue.value_types import VALUE_TYPES

MOST_VARIABLES = 50


@dataclass(frozen=True, slots=True)
class Understood:
    """An expression of ours; or why there is none. `is_own` when the file says it in our own words."""

    text: str = ""
    problem: str = ""
    is_own: bool = False


NOTHING = Understood()


@dataclass(frozen=True)
class Reading:
    """The questions of a form by their links, the names they have here, and the expressions that have names there."""

    by_link: Mapping[str, Question]
    scope: Scope
    variables: Mapping[str, str] = field(default_factory=dict)
    known: dict[int, Understood] = field(default_factory=dict)
    paths: dict[tuple[str, str, str | None, int], Understood] = field(default_factory=dict)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The questions as FHIRPath sees them."""
        return {link: question.read for link, question in self.by_link.items()}

    def asked_when(self, item: Json) -> Understood:
        """When an item is asked; found once for each."""
        if id(item) not in self.known:
            self.known[id(item)] = self._asked_when(item)
        return self.known[id(item)]

    def _asked_when(self, item: Json) -> Understood:
        if "enableWhen" not in item and "extension" not in item:
            return NOTHING
        own = unsealed(said_of(item).get("enable_when"), standard_of(item))
        if own:
            return Understood(own, is_own=True)
        written = path_of(item, ENABLED)
        if written:
            return self.path(written, "condition", "boolean", item)
        if item.get("enableWhen"):
            return self._understood(lambda: to_text(condition_of(item, self.by_link)), "boolean")
        return NOTHING

    def path(self, written: str, wanted: str, expected: str | None, item: Json | None = None) -> Understood:
        """FHIRPath as an expression of ours; an item may have names for parts of it too."""
        key = (written, wanted, expected, id(item))
        if key not in self.paths:
            self.paths[key] = self._path(written, wanted, expected, variables_of(item or {}))
        return self.paths[key]

    def _path(self, written: str, wanted: str, expected: str | None, own: Mapping[str, str]) -> Understood:
        variables = {**self.variables, **own}
        return self._understood(
            lambda: expression_text(written, self.items, wanted=wanted, variables=variables), expected
        )

    def _understood(self, read: Callable[[], str], expected: str | None) -> Understood:
        try:
            text = read()
            node = parse(text)
        except CannotSay as problem:
            return Understood(problem=f"it has no expression that means the same: {problem}")
        except FhirPathError as problem:
            return Understood(problem=f"it cannot be read: {problem.message} (character {problem.at + 1})")
        except ExpressionError as problem:
            return Understood(problem=f"it has no expression that means the same: {problem.message}")
        wrong = problem_of(node, self.scope, expected)
        return Understood(problem=wrong) if wrong else Understood(text)


def problem_of(node: Node, scope: Scope, expected: str | None) -> str:
    """What `check` would say of an expression; nothing when all is well."""
    found = problems(node, scope, expected)
    if found:
        return found[0].message
    too_large = overflow(node, scope)
    return too_large.message if too_large else ""


def uses_today(text: str) -> bool:
    """Whether an expression counts to the day it is evaluated on."""
    return any(isinstance(part, Call) and part.function == "today" for part in walk(parse(text)))


def names_in(text: str) -> tuple[str, ...]:
    """The names an expression reads; none for a text that is no expression."""
    try:
        return references(parse(text))
    except ExpressionError:
        return ()


def standard_of(item: Json) -> Json:
    """The part of an item that says in the standard's words when it is asked."""
    part: Json = {key: item[key] for key in ("enableWhen", "enableBehavior") if key in item}
    extensions = [extension for url, extension in extensions_of(item) if url == ENABLED]
    return {**part, **({"extension": extensions} if extensions else {})}


def path_of(element: Json, url: str) -> str:
    """The FHIRPath in an extension; nothing for another language."""
    return next((_path(value_of(extension)) for found, extension in extensions_of(element) if found == url), "")


def _path(value: Any) -> str:
    said = mapping(value)
    is_path = said.get("language", "text/fhirpath") == "text/fhirpath"
    return words(said.get("expression")) if is_path else ""


def variables_of(*elements: Json) -> dict[str, str]:
    """The expressions that have names, of a questionnaire and its groups."""
    found: dict[str, str] = {}
    for element in elements:
        for url, extension in extensions_of(element):
            said = mapping(value_of(extension)) if url == VARIABLE else {}
            name, text = words(said.get("name")), _path(said)
            if name and text and len(found) < MOST_VARIABLES:
                found[name] = text
    return found


def binding_of(question: Question, declaration: Mapping[str, Any]) -> Binding:
    """What a question's name means in an expression."""
    if question.type != "code":
        kind = VALUE_TYPES[question.type].expression_type
        decimals = {"integer": 0, "decimal": int(declaration.get("decimals") or 0)}.get(question.type)
        if kind == "number":
            low, high = (_number(declaration.get(key), bound) for key, bound in (("min", -1e12), ("max", 1e12)))
            return Binding(kind, low, high, decimals)
        return Binding(kind)
    answers = [code for code in question.answers if code not in question.missing]
    if not question.numeric:
        return Binding("text", codes=tuple(answers), missing_codes=tuple(question.missing))
    numbers, missing = tuple(map(int, answers)), tuple(map(int, question.missing))
    return Binding("number", float(min(numbers)), float(max(numbers)), 0, numbers, missing)


def _number(written: Any, otherwise: float) -> float:
    try:
        return float(written)
    except (TypeError, ValueError):
        return otherwise
