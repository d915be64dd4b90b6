"""XPath as ODK evaluates it, by a library that knows nothing of ours: elementpath, with the functions of OpenRosa.

Answers are texts, as they are in a form; a day is the number of its days since 1970, which is what ODK compares and
computes with. What is unanswered is the empty text.
"""

import operator
import re
from collections.abc import Mapping
from datetime import date
from math import isnan
from typing import Any
from xml.etree import ElementTree

from elementpath import XPath1Parser, XPathContext
from elementpath.xpath_nodes import XPathNode

EPOCH = date(1970, 1, 1).toordinal()


class OpenRosa(XPath1Parser):
    """XPath 1.0 and what ODK adds to it."""


method, function = OpenRosa.method, OpenRosa.function


def _text(value: Any) -> str:
    """A value as a text."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, XPathNode):
        return str(value.string_value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "NaN" if isnan(value) else str(int(value)) if value == int(value) else repr(float(value))
    return "" if value is None else str(value)


def _number(value: Any) -> float:
    """A value as a number; NaN when it is none."""
    if isinstance(value, bool | int | float):
        return float(value)
    try:
        return float(_text(value))
    except ValueError:
        return float("nan")


def _truth(value: Any) -> bool:
    """Whether a value counts as true: a number that is not 0, a text that is not empty."""
    if isinstance(value, list | XPathNode):
        found = _number(value)
        value = _text(value) if isnan(found) else found
    if isinstance(value, float | int) and not isinstance(value, bool):
        return not isnan(value) and value != 0
    return bool(value)


def _is_nothing(value: Any) -> bool:
    return _text(value) in {"", "NaN"}


def _arguments(token: Any, context: Any) -> list[Any]:
    return [part.evaluate(context) for part in token]


def _compare(sign: str) -> Any:
    """A comparison: of truths when a side is one, of numbers when a side is one or there is an order, else of texts."""

    def compare(self: Any, context: Any = None) -> bool:
        left, right = _arguments(self, context)
        if isinstance(left, bool) or isinstance(right, bool):
            return bool(OPERATORS[sign](_truth(left), _truth(right)))
        is_number = any(isinstance(side, int | float) for side in (left, right))
        if is_number or sign not in {"=", "!="}:
            return bool(OPERATORS[sign](_number(left), _number(right)))
        return bool(OPERATORS[sign](_text(left), _text(right)))

    compare.__name__ = "evaluate_compared"
    return compare


OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
for _sign in OPERATORS:
    OpenRosa.symbol_table[_sign].evaluate = _compare(_sign)


@method(function("selected", nargs=2))
def evaluate_selected(self: Any, context: Any = None) -> bool:
    asked, choice = map(_text, _arguments(self, context))
    return choice in asked.split()


@method(function("count-selected", nargs=1))
def evaluate_count_selected(self: Any, context: Any = None) -> float:
    return float(len(_text(self[0].evaluate(context)).split()))


@method(function("if", nargs=3))
def evaluate_if(self: Any, context: Any = None) -> Any:
    return self[1 if _truth(self[0].evaluate(context)) else 2].evaluate(context)


@method(function("coalesce", nargs=(2, None)))
def evaluate_coalesce(self: Any, context: Any = None) -> Any:
    values = _arguments(self, context)
    return next((value for value in values if not _is_nothing(value)), "")


@method(function("int", nargs=1))
def evaluate_int(self: Any, context: Any = None) -> float:
    value = _number(self[0].evaluate(context))
    return value if isnan(value) else float(int(value))


@method(function("abs", nargs=1))
def evaluate_abs(self: Any, context: Any = None) -> float:
    return abs(_number(self[0].evaluate(context)))


def _extreme(self: Any, context: Any, choose: Any) -> float:
    values = [_number(value) for value in _arguments(self, context)]
    there = [value for value in values if not isnan(value)]
    return float(choose(there)) if there else float("nan")


@method(function("pow", nargs=2))
def evaluate_pow(self: Any, context: Any = None) -> float:
    base, exponent = map(_number, _arguments(self, context))
    return float(base**exponent)


@method(function("min", nargs=(1, None)))
def evaluate_min(self: Any, context: Any = None) -> float:
    return _extreme(self, context, min)


@method(function("max", nargs=(1, None)))
def evaluate_max(self: Any, context: Any = None) -> float:
    return _extreme(self, context, max)


@method(function("date", nargs=1))
def evaluate_date(self: Any, context: Any = None) -> Any:
    value = self[0].evaluate(context)
    text = _text(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return float(days_of(date.fromisoformat(text)))
    return _number(value) if text else ""


@method(function("format-date", nargs=2))
def evaluate_format_date(self: Any, context: Any = None) -> str:
    value, letters = _arguments(self, context)
    if _is_nothing(value):
        return ""
    return date.fromordinal(int(_number(value)) + EPOCH).strftime(letters)


@method(function("substr", nargs=3))
def evaluate_substr(self: Any, context: Any = None) -> str:
    text, start, end = _arguments(self, context)
    return _text(text)[int(_number(start)) : int(_number(end))]


def days_of(day: date) -> int:
    """A day as a number."""
    return day.toordinal() - EPOCH


def evaluated(xpath: str, answers: Mapping[str, str], today: date, own: str = "") -> Any:
    """What an expression of an XLSForm gives for these answers; `own` is the question that `.` is."""
    root = ElementTree.Element("data")
    for name, answer in answers.items():
        ElementTree.SubElement(root, name).text = answer
    paths = re.sub(r"\$\{([^}]+)\}", r"/data/\1", xpath).replace("today()", str(days_of(today)))
    context = XPathContext(root, item=root.find(own) if own else None)
    return OpenRosa().parse(paths).evaluate(context)


def is_true(xpath: str, answers: Mapping[str, str], today: date, own: str = "") -> bool:
    """Whether a condition is true."""
    return _truth(evaluated(xpath, answers, today, own))


def number_of(xpath: str, answers: Mapping[str, str], today: date) -> float | None:
    """The number an expression gives, None when it gives none."""
    found = _number(evaluated(xpath, answers, today))
    return None if isnan(found) else found


def text_of(xpath: str, answers: Mapping[str, str], today: date) -> str | None:
    """The text an expression gives, None when it gives none."""
    return _text(evaluated(xpath, answers, today)) or None
