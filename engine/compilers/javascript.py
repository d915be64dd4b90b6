"""Nodes to the text of one JavaScript expression, which calls the runtime `renderers/static/rules.js` as `S`.

The text reads answers from `a`, missing reasons from `r`, today from `c` and value sets from `t`, and gives what
the Python compiler gives: unknowns are null, dates whole days, times and datetimes whole minutes. The file it
becomes part of is served as it is; nothing is evaluated from text in the browser.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import count, product

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, Value
from catalogue.model import ValueSet

PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
MINUTES_A_DAY = 24 * 60
LARGEST_EXACT = 2.0**53


def javascript(node: Node) -> str:
    """The expression's text."""
    return _text(lower(node))


def constant(value: Value) -> str:
    """A value as the runtime keeps it."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case int() | float():
            return repr(int(value)) if float(value).is_integer() and abs(value) < LARGEST_EXACT else repr(value)
        case str():
            return json.dumps(value)
        case datetime():
            return str(value.toordinal() * MINUTES_A_DAY + value.hour * 60 + value.minute)
        case date():
            return str(value.toordinal())
        case time():
            return str(value.hour * 60 + value.minute)


def value_set(table: ValueSet) -> str:
    """A value set for `S.lookup`: the codes of each key, and a value for every combination of them."""
    keys = [sorted(set(codes)) for codes in zip(*table.values, strict=True)]
    values = ", ".join(constant(table.values.get(combination)) for combination in product(*keys))
    return f"{{keys: {json.dumps(keys)}, values: [{values}]}}"


def member(holder: str, name: str) -> str:
    """A name's place in an object of the runtime: `a.hoyde`, `a["person.fodselsdato"]`."""
    return f"{holder}.{name}" if PLAIN_NAME.fullmatch(name) else f"{holder}[{json.dumps(name)}]"


def _text(node: Node) -> str:
    match node:
        case Literal(value):
            return constant(value)
        case Reference(name):
            return member("a", name)
        case Case(branches, otherwise):
            chosen = "".join(f"{_text(when)} === true ? {_text(then)} : " for when, then in branches)
            return f"({chosen}{_text(otherwise)})"
        case Call(function, arguments):
            kinds = map(FUNCTIONS[function].parameter, count())
            texts = [_argument(part, kind) for part, kind in zip(arguments, kinds, strict=False)]
            return CALLS[function].format(*texts, all=", ".join(texts))


def _argument(node: Node, kind: str) -> str:
    """An argument's text: a value's, unless its place asks for the name of a variable or of a value set."""
    match kind, node:
        case "variable", Reference(name):
            return member("r", name)
        case "name", Literal(str(name)):
            return member("t", name)
        case _:
            return _text(node)


CALLS: Mapping[str, str] = {
    "and": "S.and({all})",
    "or": "S.or({all})",
    "not": "S.not({0})",
    "is_null": "({0} == null)",
    "is_true": "({0} === true)",
    "is_false": "({0} === false)",
    "missing_reason": "{0}",
    "eq": "S.eq({0}, {1})",
    "ne": "S.ne({0}, {1})",
    "lt": "S.lt({0}, {1})",
    "le": "S.le({0}, {1})",
    "gt": "S.gt({0}, {1})",
    "ge": "S.ge({0}, {1})",
    "in": "S.isIn({all})",
    "add": "S.add({0}, {1})",
    "subtract": "S.subtract({0}, {1})",
    "multiply": "S.multiply({0}, {1})",
    "divide": "S.divide({0}, {1})",
    "negate": "S.negate({0})",
    "abs": "S.abs({0})",
    "floor": "S.floor({0})",
    "round": "S.round({0}, {1})",
    "least": "S.least({all})",
    "greatest": "S.greatest({all})",
    "coalesce": "S.coalesce({all})",
    "lookup": "S.lookup({all})",
    "days_between": "S.daysBetween({0}, {1})",
    "months_between": "S.monthsBetween({0}, {1})",
    "years_between": "S.yearsBetween({0}, {1})",
    "add_days": "S.addDays({0}, {1})",
    "year": "S.year({0})",
    "month": "S.month({0})",
    "today": "c.today",
    "minutes_between": "S.minutesBetween({0}, {1})",
    "duration_minutes": "S.durationMinutes({0}, {1})",
    "hour": "S.hour({0})",
    "minute": "S.minute({0})",
    "length": "S.length({0})",
    "starts_with": "S.startsWith({0}, {1})",
    "left": "S.left({0}, {1})",
    "answered": "S.answered({all})",
    "sum_answered": "S.sumAnswered({all})",
    "min_answered": "S.minAnswered({all})",
    "max_answered": "S.maxAnswered({all})",
}
"""Each function as it stands in the generated file."""
