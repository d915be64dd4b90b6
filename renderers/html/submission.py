"""Between a form's fields and its answers, both ways: what is sent becomes answers, answers become what is shown.

`typed` is always what stands in the fields, name by name, exactly as written; nothing is lost by reading it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from catalogue.model import Variable
from engine.answers import Answers, AnswerValue, Issue
from engine.coercion import Style, format_value, parse_value, with_label
from renderers.html.questions import Question, Questionnaire
from renderers.html.widgets import REASON, Widget

Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent: the answers that could be read, and an issue for each that could not."""

    answers: Answers
    refused: tuple[Issue, ...]


def read(asked: Questionnaire, typed: Typed) -> Submission:
    """The answers in these fields."""
    values: dict[str, AnswerValue] = {}
    reasons: dict[str, str] = {}
    refused: list[Issue] = []
    for question in asked.questions.values():
        for variable in question.variables:
            widget = question.widgets.get(variable.name)
            text = "" if widget is None else text_of(variable, widget, typed)
            if widget is not None and text in (option.value for option in widget.instead):
                reasons[variable.reason_name] = text.removeprefix(REASON)
            elif text:
                _put(values, refused, variable, parse_value(variable, text))
        reasons |= _ticked_reasons(question, typed)
        values |= _unticked(question, values)
    return Submission(Answers(values, reasons), tuple(refused))


def typed_answers(asked: Questionnaire, answers: Answers, style: Style) -> dict[str, str]:
    """What the fields show for these answers."""
    typed: dict[str, str] = {}
    for question in asked.questions.values():
        for variable in question.variables:
            widget = question.widgets.get(variable.name)
            value = answers.values.get(variable.name)
            reason = answers.reasons.get(variable.reason_name)
            if widget is None:
                continue
            if value is not None:
                typed |= _fields_of(variable, widget, value, style)
            elif reason is not None:
                typed |= _reason_field(widget, question, reason)
    return typed


def text_of(variable: Variable, widget: Widget, typed: Typed) -> str:
    """What stands in a variable's fields, parts put together; a date or time in ISO form when it has several."""
    if widget.kind != "parts":
        return typed.get(variable.name, "").strip()
    parts = [typed.get(box.field, "").strip() for box in widget.boxes]
    if not any(parts):
        return ""
    if not any(parts[1:]):
        return parts[0]
    if variable.type == "time":
        return _time(*parts)
    day = _date(*parts[:3])
    return day if variable.type == "date" else f"{day}T{_time(*parts[3:])}"


def _date(day: str, month: str, year: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


def _time(hour: str, minute: str) -> str:
    return f"{hour:0>2}:{minute:0>2}"


def _put(values: dict[str, AnswerValue], refused: list[Issue], variable: Variable, found: AnswerValue | Issue) -> None:
    if isinstance(found, Issue):
        refused.append(found)
    elif found is not None:
        values[variable.name] = found


def _ticked_reasons(question: Question, typed: Typed) -> dict[str, str]:
    """The reason ticked below a question; several are kept together, and no variable allows that."""
    ticked = [option.field.rpartition(".")[2] for option in question.reasons if typed.get(option.field)]
    name = question.variables[0].reason_name
    return {name: ",".join(ticked)} if ticked else {}


def _unticked(question: Question, values: Mapping[str, AnswerValue]) -> dict[str, AnswerValue]:
    """With one box of a question ticked, the others say no; with none, nothing is said."""
    ticks = [name for name, widget in question.widgets.items() if widget.kind == "tick"]
    ticked = [name for name in ticks if name in values]
    return dict.fromkeys((name for name in ticks if name not in ticked), False) if ticked else {}


def _fields_of(variable: Variable, widget: Widget, value: AnswerValue, style: Style) -> dict[str, str]:
    if widget.kind == "tick":
        return {variable.name: "1"} if value else {}
    if isinstance(value, bool):
        return {variable.name: "1" if value else "0"}
    if widget.kind == "parts":
        return dict(zip((box.field for box in widget.boxes), _parts(value), strict=True))
    if variable.system is not None and isinstance(value, str) and value in variable.system.code:
        return {variable.name: with_label(variable.system.code[value])}
    return {variable.name: str(value) if widget.options else format_value(variable, value, style)}


def _parts(value: AnswerValue) -> list[str]:
    parts: list[str] = []
    if isinstance(value, date):
        parts += [str(value.day), str(value.month), str(value.year)]
    if isinstance(value, datetime | time):
        parts += [f"{value.hour:02}", f"{value.minute:02}"]
    return parts


def _reason_field(widget: Widget, question: Question, reason: str) -> dict[str, str]:
    for option in widget.instead:
        if option.value == REASON + reason:
            return {option.field: option.value}
    return {option.field: "1" for option in question.reasons if option.field.endswith(f".{reason}")}
