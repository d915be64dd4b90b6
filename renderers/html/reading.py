"""A form's answers to be read, not written: question and answer, part by part, what was not asked left out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from catalogue.texts import Text
from engine.answers import Answers
from renderers.html.questions import Question, Questionnaire
from renderers.html.values import reason_in_words, shown
from renderers.html.wording import Wording

LINES = Markup("\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what was answered; `answered` is False when the text is the reason why not."""

    question: Question
    text: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the form with its lines."""

    title: Text
    lines: tuple[Line, ...]


def passages(asked: Questionnaire, answers: Answers, wording: Wording) -> tuple[Passage, ...]:
    """The answers of a whole form; a part in which nothing was asked is left out."""
    found = (Passage(part.title, tuple(_lines(part.questions, answers, wording))) for part in asked.parts)
    return tuple(passage for passage in found if passage.lines)


def line(question: Question, answers: Answers, wording: Wording) -> Line:
    """One question's answer in words."""
    text = _answer(question, answers, wording)
    if text:
        return Line(question, text, True)
    variable = question.variables[0]
    reason = answers.reasons.get(variable.reason_name)
    return Line(question, reason_in_words(variable, reason or "not_answered", wording), False)


def _lines(questions: tuple[Question, ...], answers: Answers, wording: Wording) -> Iterator[Line]:
    for question in questions:
        asked = answers.reasons.get(question.variables[0].reason_name) != "not_asked"
        found = line(question, answers, wording)
        if found.answered or (asked and question.kind != "calculated"):
            yield found


def _answer(question: Question, answers: Answers, wording: Wording) -> str:
    if question.kind == "checklist":
        ticked = (variable for variable in question.variables if answers.values.get(variable.name))
        return LINES.join(wording.marked(variable.label) for variable in ticked)
    if question.kind == "matrix":
        return LINES.join(_rows(question, answers, wording))
    variable = question.variables[0]
    return shown(variable, answers.values.get(variable.name), wording)


def _rows(question: Question, answers: Answers, wording: Wording) -> Iterator[Markup]:
    """A line for each row that has something: `C1: Høyre`, or `Arm: Høyre 12 cm, Venstre 14 cm`."""
    variables = {variable.name: variable for variable in question.variables}
    for row, title in question.rows:
        cells = []
        for column, heading in question.columns:
            variable = variables.get(f"{question.name}_{row}_{column}")
            value = answers.values.get(variable.name) if variable else None
            if variable and value is not None and value is not False:
                words = wording.marked(heading)
                shows = words if value is True else Markup("{} {}").format(words, shown(variable, value, wording))
                cells.append(shows)
        if cells:
            yield Markup("{}: {}").format(wording.marked(title), Markup(", ").join(cells))
