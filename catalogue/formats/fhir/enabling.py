"""When a question is asked, in FHIR's words: `enableWhen` where it means exactly the same, else an expression. Pure.

An `enableWhen` looks at one answer and is false when there is none, as our conditions are when they are not TRUE. What
is not equal is only so where something is answered, so *answered* is said beside it; and who chose a code that means no
answer has not answered. All conditions must be met, or one of them: what is nested otherwise is an expression.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from catalogue.expressions.nodes import NULL, Call, Literal, Node, Reference
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.own import Json
from catalogue.formats.fhir.questions import Question, Questions, without_words
from catalogue.formats.fhir.urls import ENABLED, FHIRPATH

ALL, ANY = "all", "any"
SIGNS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
FLIPPED = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}


@dataclass(frozen=True, slots=True)
class Enabling:
    """Conditions of which all must be met, or any."""

    behavior: str
    conditions: tuple[Json, ...]


class _Nested(Exception):
    """More than one level of conditions, or a comparison that `enableWhen` has not."""


def enabling(node: Node, questions: Questions, say: Callable[[Node], str]) -> Json:
    """The part of an item that says when it is asked; what `enableWhen` has no words for is said in FHIRPath."""
    try:
        found = _enabling(node, questions)
    except _Nested:
        return {"extension": [expression(ENABLED, say(node))]}
    conditions = _unique(found.conditions)
    behavior = {"enableBehavior": found.behavior} if len(conditions) > 1 else {}
    return {"enableWhen": conditions, **behavior}


def expression(url: str, text: str) -> Json:
    """An extension with an expression of FHIRPath."""
    return {"url": url, "valueExpression": {"language": FHIRPATH, "expression": text}}


def _unique(conditions: Sequence[Json]) -> list[Json]:
    return [condition for place, condition in enumerate(conditions) if condition not in conditions[:place]]


def _enabling(node: Node, questions: Questions) -> Enabling:
    match node:
        case Call("and", parts):
            return _joined(ALL, [_enabling(part, questions) for part in parts])
        case Call("or", parts):
            return _joined(ANY, [_enabling(part, questions) for part in parts])
        case Call("between", (what, low, high)):
            return _joined(ALL, [_compared("ge", what, low, questions), _compared("le", what, high, questions)])
        case Call("in", (what, *values)):
            return _joined(ANY, [_compared("eq", what, value, questions) for value in values])
        case Call(sign, (Literal() as value, what)) if sign in FLIPPED:
            return _compared(FLIPPED[sign], what, value, questions)
        case Call(sign, (what, value)) if sign in SIGNS:
            return _compared(sign, what, value, questions)
        case _:
            return _of_one(node, questions)


def _of_one(node: Node, questions: Questions) -> Enabling:
    """A condition about one question by itself: whether it is answered, or what is answered."""
    match node:
        case Call("is_answered", (Reference(name),)) | Call("not", (Call("is_null", (Reference(name),)),)):
            return Enabling(ALL, tuple(_answered(_unasked(name, questions))))
        case Call("is_null", (Reference(name),)):
            return _unanswered(_unasked(name, questions))
        case Call("not", (Reference(name),)) | Call("is_false", (Reference(name),)):
            return _boolean(name, False, questions)
        case Reference(name):
            return _boolean(name, True, questions)
        case Call("is_true", (inner,)):
            return _enabling(inner, questions)
        case _:
            raise _Nested


def _joined(behavior: str, parts: Sequence[Enabling]) -> Enabling:
    if any(part.behavior != behavior and len(part.conditions) > 1 for part in parts):
        raise _Nested
    return Enabling(behavior, tuple(condition for part in parts for condition in part.conditions))


def _boolean(name: str, value: bool, questions: Questions) -> Enabling:
    question = _question(name, questions)
    if question.ticks:
        if not value or question.otherwise is True:
            raise _Nested
        code = next(code for code, tick in question.ticks.items() if tick == name)
        return _one(question, "=", _chosen(question, code))
    if question.type != "boolean" or question.otherwise is value or (question.is_cell and not value):
        raise _Nested
    return _one(question, "=", {"answerBoolean": value})


def _compared(sign: str, what: Node, value: Node, questions: Questions) -> Enabling:
    match what, value:
        case Call("missing_reason", (Reference(name),)), Literal(str() as reason) if sign == "eq":
            return _of_reason(_single(name, questions), reason)
        case Reference(name), Literal(constant) if value != NULL:
            question = _single(name, questions)
        case _:
            raise _Nested
    if question.type == "boolean" and isinstance(constant, bool) and sign in {"eq", "ne"}:
        return _boolean(name, constant is (sign == "eq"), questions)
    if question.otherwise is not None and not (sign == "eq" and question.otherwise != constant):
        raise _Nested
    if question.type == "code":
        return _of_code(question, sign, constant)
    answer = _answer(question, constant)
    if sign == "ne":
        return Enabling(ALL, (*_answered(question), {"question": question.link, "operator": "!=", **answer}))
    return _one(question, SIGNS[sign], answer)


def _of_code(question: Question, sign: str, constant: Any) -> Enabling:
    """A code is equal or not; those above or below another are counted up."""
    code = str(int(constant)) if isinstance(constant, float) and constant.is_integer() else str(constant)
    if sign == "eq":
        return _one(question, "=", _chosen(question, code))
    if sign == "ne":
        other = {"question": question.link, "operator": "!=", **_chosen(question, code)}
        return Enabling(ALL, (*_answered(question), other))
    if not question.numeric or not isinstance(constant, float):
        raise _Nested
    chosen = [other for other in question.answers if other not in question.missing and _holds(sign, other, constant)]
    if not chosen:
        raise _Nested
    return _joined(ANY, [_one(question, "=", _chosen(question, other)) for other in chosen])


def _holds(sign: str, code: str, constant: float) -> bool:
    value = float(code)
    return {"lt": value < constant, "le": value <= constant, "gt": value > constant, "ge": value >= constant}[sign]


def _of_reason(question: Question, reason: str) -> Enabling:
    """A missing reason is an answer where a code of the list stands for it."""
    codes = [code for code, found in question.missing.items() if found == reason]
    if not codes:
        raise CannotSay(f"'{question.name}' has no code for the reason '{reason}'")
    return _joined(ANY, [_one(question, "=", _chosen(question, code)) for code in codes])


def _answered(question: Question) -> Iterator[Json]:
    """Conditions that all hold when there is a value, and no code that means that there is none."""
    yield {"question": question.link, "operator": "exists", "answerBoolean": True}
    for code in question.missing:
        yield {"question": question.link, "operator": "!=", **_chosen(question, code)}


def _unanswered(question: Question) -> Enabling:
    none = Enabling(ANY, ({"question": question.link, "operator": "exists", "answerBoolean": False},))
    codes = [_one(question, "=", _chosen(question, code)) for code in question.missing]
    return _joined(ANY, [none, *codes])


def _one(question: Question, operator: str, answer: Json) -> Enabling:
    return Enabling(ALL, ({"question": question.link, "operator": operator, **answer},))


def _chosen(question: Question, code: str) -> Json:
    """One of a question's codes as the answer to compare with."""
    found = question.answers.get(code)
    if found is None:
        raise CannotSay(f"'{question.name}' has no answer '{code}'")
    kind, value = without_words(found)
    return {f"answer{kind}": value}


def _answer(question: Question, constant: Any) -> Json:
    """A constant as the answer to compare with."""
    if question.written == "quantity" and isinstance(constant, float):
        return {"answerQuantity": {"value": number_of(constant)}}
    match question.type, constant:
        case "integer", float() if constant.is_integer():
            return {"answerInteger": int(constant)}
        case "integer" | "decimal", float():
            return {"answerDecimal": number_of(constant)}
        case "text" | "longtext", str():
            return {"answerString": constant}
        case "date", date():
            return {"answerDate": constant.isoformat()}
        case "time", time():
            return {"answerTime": f"{constant:%H:%M:%S}"}
        case _:
            raise _Nested


def number_of(value: float) -> int | float:
    """A number as JSON writes it, without an idle zero."""
    return int(value) if value == int(value) else value


def _single(name: str, questions: Questions) -> Question:
    question = _question(name, questions)
    if question.ticks or question.is_cell or question.type == "coding":
        raise _Nested
    return question


def _unasked(name: str, questions: Questions) -> Question:
    """A question whose answer is NULL, and nothing else, when it is not asked."""
    question = _single(name, questions)
    if question.otherwise is not None:
        raise _Nested
    return question


def _question(name: str, questions: Questions) -> Question:
    question = questions.get(name)
    if question is None:
        where = "another form" if "." in name else "something that is no question"
        raise CannotSay(f"it looks at '{name}', which is {where}")
    return question
