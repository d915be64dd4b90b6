"""Data quality rules to the rules of a form and back. Pure.

There a rule's logic is true of what is wrong; here a rule is broken when it is FALSE. What is wrong there never stops
anybody, so such a rule is soft. A rule that looks at several forms, or has no expression, is kept as it was.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.expressions.nodes import Call, Node, Reference, references
from catalogue.expressions.parser import ExpressionError
from catalogue.expressions.parser import parse as parsed_expression
from catalogue.expressions.printer import to_text
from catalogue.findings import Finding
from catalogue.formats.expressing import CannotSay, checked
from catalogue.formats.losses import SLUG
from catalogue.formats.naming import name_for
from catalogue.formats.records import note
from catalogue.formats.redcap.entries import spelt
from catalogue.formats.redcap.logic import LogicError, parse
from catalogue.formats.redcap.meaning import Fields, condition
from catalogue.formats.redcap.project.also import table_said
from catalogue.formats.redcap.said import Names, condition_text
from catalogue.model import Form, Rule

NAME, LOGIC, AT_ONCE, OURS = "rule_name", "rule_logic", "real_time_execute", "also"
COLUMNS = (NAME, LOGIC, AT_ONCE)
OPPOSITE: Mapping[str, str] = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadRules:
    """The rules of each form as it declares them, and those that are kept."""

    of_form: Mapping[str, Sequence[Mapping[str, Any]]]
    kept: tuple[Said, ...]


def read_rules(rules: Iterable[Said], forms: Mapping[str, Fields]) -> ReadRules:
    """A project's rules; `forms` are what fields mean in each of ours."""
    of_form: dict[str, list[dict[str, Any]]] = {}
    taken: dict[str, set[str]] = {}
    kept: list[Said] = []
    for rule in rules:
        place = next(_places(rule, forms), None)
        if place is None:
            kept.append(rule)
            continue
        form, require = place
        names = taken.setdefault(form, _names(forms[form]))
        of_form.setdefault(form, []).append(_declared(rule, require, forms[form], names))
    return ReadRules(of_form, tuple(kept))


def _names(fields: Fields) -> set[str]:
    """The names that a rule may not have: those of the form's variables."""
    return {name for meant in fields.values() for name in (meant.name, *meant.ticks.values())}


def _places(rule: Said, forms: Mapping[str, Fields]) -> Iterator[tuple[str, Node]]:
    """The forms that know all fields of a rule, and what it requires there."""
    for form, fields in forms.items():
        try:
            wrong = condition(parse(rule.get(LOGIC, "")), fields)
            if references(wrong):
                yield form, checked(_negated(wrong))
        except (LogicError, CannotSay, IndexError, ValueError):
            continue


def _negated(wrong: Node) -> Node:
    match wrong:
        case Call("not", (right,)):
            return right
        case _:
            return Call("not", (wrong,))


def _declared(rule: Said, require: Node, fields: Fields, taken: set[str]) -> dict[str, Any]:
    title = " ".join(rule.get(NAME, "").split()) or "Rule"
    own = table_said(rule.get(OURS, ""))
    again = own.get("require")
    severity = own.get("severity") if own.get("severity") in {"hard", "soft"} else "soft"
    is_ours = isinstance(again, str) and _is_said_by(again, rule.get(LOGIC, ""), fields)
    return {
        "rule": name_for(str(own.get("rule") or title), taken),
        "require": again if is_ours else to_text(require),
        "severity": severity,
        "message": title,
    }


def _is_said_by(require: str, logic: str, fields: Fields) -> bool:
    """Whether our own words for a rule are still what its logic says."""
    try:
        return condition_text(broken(parsed_expression(require)), spelt(fields)) == logic
    except (ExpressionError, CannotSay):
        return False


# ---- and back ----


def written_rules(forms: Iterable[Form], names: Mapping[str, Names], findings: list[Finding]) -> Iterator[Said]:
    """The rules of the forms; what has no words there is told."""
    for form in forms:
        for rule in form.rules:
            try:
                logic = condition_text(broken(rule.require.node), names[form.address])
            except CannotSay as problem:
                message = f"'{form.address}.{rule.name}': '{to_text(rule.require.node)}' cannot be written: {problem}."
                findings.append(note(rule.at, SLUG, message))
                continue
            said = {"rule": rule.name, "require": rule.require.text, "severity": str(rule.severity)}
            yield {NAME: rule.message.source, LOGIC: logic, AT_ONCE: "1", OURS: json.dumps(said, ensure_ascii=False)}
            findings += _of_eras(form, rule)


def _of_eras(form: Form, rule: Rule) -> Iterator[Finding]:
    if rule.collected is not None or rule.retired is not None:
        yield note(rule.at, SLUG, f"'{form.address}.{rule.name}': when a rule holds is not in a project.")


def broken(node: Node) -> Node:
    """An expression that is TRUE just when a condition is FALSE."""
    match node:
        case Call("not", (part,)):
            return part
        case Call("and" | "or" as name, parts):
            return Call("or" if name == "and" else "and", tuple(map(broken, parts)))
        case Call(name, (left, right)) if name in OPPOSITE:
            return Call(OPPOSITE[name], (left, right))
        case Call("in", (asked, *values)):
            return Call("and", tuple(Call("ne", (asked, value)) for value in values))
        case Call("between", (asked, low, high)):
            return Call("or", (Call("lt", (asked, low)), Call("gt", (asked, high))))
        case Call("is_null" | "is_true" | "is_false"):
            return Call("not", (node,))
        case Reference():
            return Call("is_false", (node,))
        case _:
            raise CannotSay("whether it is FALSE")
