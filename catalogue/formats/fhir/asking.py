"""`enableWhen` as a condition of ours that is TRUE just when it is. Pure.

No answer makes every comparison false there and NULL here, which both mean *not asked*. Of several answers one must do.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from catalogue.expressions.nodes import Call, Literal, Node, Reference
from catalogue.expressions.parser import parse
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.own import Json, words
from catalogue.formats.fhir.questions import Question
from catalogue.formats.fhir.walking import items_of

SIGNS: Mapping[str, str] = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
ANY = "any"


def condition_of(item: Json, by_link: Mapping[str, Question]) -> Node:
    """The condition of an item that has `enableWhen`; raises CannotSay."""
    nodes = [_condition(condition, by_link) for condition in items_of(item.get("enableWhen"))]
    if not nodes:
        raise CannotSay("it is empty")
    return joined("or" if item.get("enableBehavior", ANY) == ANY else "and", nodes)


def joined(function: str, nodes: Sequence[Node]) -> Node:
    """Several conditions as one; the same question with one of several values is said at once."""
    if len(nodes) == 1:
        return nodes[0]
    values = tuple(node.arguments[1] for node in nodes if isinstance(node, Call) and node.function == "eq")
    asked = {node.arguments[0] for node in nodes if isinstance(node, Call) and node.function == "eq"}
    if function == "or" and len(values) == len(nodes) and len(asked) == 1:
        return Call("in", (*asked, *values))
    return Call(function, tuple(nodes))


def _condition(condition: Json, by_link: Mapping[str, Question]) -> Node:
    link, operator = words(condition.get("question")), words(condition.get("operator"))
    question = by_link.get(link)
    if question is None:
        raise CannotSay(f"it looks at '{link}', which is no question of the form")
    kind, answer = next(((key[6:], value) for key, value in condition.items() if key.startswith("answer")), ("", None))
    if operator == "exists":
        return _exists(question, is_there=answer is True)
    if operator not in SIGNS or answer is None:
        raise CannotSay(f"it has no operator '{operator}' with an answer")
    if question.ticks:
        return _ticked(question, operator, kind, answer)
    if question.answers:
        return _chosen(question, operator, kind, answer)
    return _compared(question, operator, kind, answer)


def _exists(question: Question, *, is_there: bool) -> Node:
    if question.ticks:
        ticked = joined("or", [Reference(name) for name in question.ticks.values()])
        return ticked if is_there else _not(Call("is_true", (ticked,)))
    reference = Reference(question.name)
    absent: Node = Call("is_null", (reference,))
    if question.missing:
        absent = joined("and", [absent, *(_not(_is_true(_reason(question, code))) for code in question.missing)])
    return _not(absent) if is_there else absent


def _not(node: Node) -> Node:
    return Call("not", (node,))


def _is_true(node: Node) -> Node:
    return Call("is_true", (node,))


def _reason(question: Question, code: str) -> Node:
    return Call("eq", (Call("missing_reason", (Reference(question.name),)), Literal(question.missing[code])))


def _code(question: Question, kind: str, answer: Any) -> str:
    """Our code of an answer; one is known by its system and code, or by its words alone."""
    if kind == "Coding" and isinstance(answer, dict):
        found = [
            code
            for code, (_, coding) in question.answers.items()
            if isinstance(coding, dict)
            and coding.get("code", coding.get("display")) == answer.get("code", answer.get("display"))
            and (not answer.get("system") or not coding.get("system") or answer["system"] == coding["system"])
        ]
    else:
        found = [code for code, (_, value) in question.answers.items() if _spoken(value) == answer]
    if not found:
        shown = answer.get("code", answer.get("display")) if isinstance(answer, dict) else answer
        raise CannotSay(f"'{question.link}' has no answer '{shown}'")
    return found[0]


def _spoken(value: Any) -> Any:
    return value.get("display") if isinstance(value, dict) else value


def _ticked(question: Question, operator: str, kind: str, answer: Any) -> Node:
    code = _code(question, kind, answer)
    if operator == "=":
        return Reference(question.ticks[code])
    others = [Reference(name) for other, name in question.ticks.items() if other != code]
    if operator != "!=" or not others:
        raise CannotSay(f"a choice cannot be compared with '{operator}'")
    return joined("or", others)


def _chosen(question: Question, operator: str, kind: str, answer: Any) -> Node:
    reference = Reference(question.name)
    if kind in {"Integer", "Decimal"} and operator not in {"=", "!="} and question.numeric:
        return Call(SIGNS[operator], (reference, Literal(float(answer))))
    code = _code(question, kind, answer)
    if operator not in {"=", "!="}:
        raise CannotSay(f"a choice cannot be compared with '{operator}'")
    is_missing = code in question.missing
    if operator == "=" and is_missing:
        return _reason(question, code)
    constant = Literal(float(code)) if question.numeric else Literal(code)
    compared = _not(Call("is_null", (reference,))) if is_missing else Call(SIGNS[operator], (reference, constant))
    others = [_is_true(_reason(question, other)) for other in question.missing if other != code]
    return joined("or", [compared, *others]) if operator == "!=" else compared


def _compared(question: Question, operator: str, kind: str, answer: Any) -> Node:
    reference = Reference(question.name)
    if question.type == "boolean" and isinstance(answer, bool) and operator in {"=", "!="}:
        return reference if answer is (operator == "=") else _not(reference)
    constant = _constant(question.type, kind, answer)
    if constant is None:
        raise CannotSay(f"'{question.link}' cannot be compared with '{operator}' and a {kind or 'value'}")
    if question.type in {"text", "longtext"} and operator not in {"=", "!="}:
        raise CannotSay("texts have no order")
    return Call(SIGNS[operator], (reference, Literal(constant)))


def _constant(ours: str, kind: str, answer: Any) -> float | str | date | time | None:
    if kind == "Quantity" and isinstance(answer, dict):
        answer = answer.get("value")
    is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
    try:
        match ours:
            case "integer" | "decimal" if is_number:
                return float(answer)
            case "text" | "longtext" if isinstance(answer, str) and answer.strip():
                return " ".join(answer.split())
            case "date" if isinstance(answer, str):
                return date.fromisoformat(answer)
            case "time" if isinstance(answer, str):
                return time.fromisoformat(answer).replace(second=0, microsecond=0, tzinfo=None)
            case _:
                return None
    except (ValueError, OverflowError):
        return None


def all_of(conditions: Sequence[str]) -> str:
    """Several conditions as an author would write them: all must hold."""
    return to_text(joined("and", [parse(condition) for condition in conditions]))
