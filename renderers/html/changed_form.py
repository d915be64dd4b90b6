"""What a reader is told whose form has become another while they were away: which questions are new or changed, and
which of their answers have no place any more. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from engine.answers import Answers
from engine.tables.carried import Carrier
from renderers.html.questions import Question, Questionnaire
from renderers.html.reading import line
from renderers.html.widgets import Widget
from renderers.html.wording import Wording


@dataclass(frozen=True, slots=True)
class Version:
    """A form as its reader meets it, in the words of its own release, and their answers."""

    asked: Questionnaire
    wording: Wording
    answers: Answers


@dataclass(frozen=True, slots=True)
class ChangedForm:
    """Questions of today's form that are new, or are not asked as they were; earlier questions whose answer is left
    out, with the answer in words.
    """

    new: tuple[Question, ...]
    changed: tuple[Question, ...]
    left_out: tuple[tuple[Markup, str], ...]


def changed_form(then: Version, now: Version, way: Carrier) -> ChangedForm:
    """What is to be told of the way from one version of a form to the next."""
    asked = [question for question in now.asked.questions.values() if question.kind != "calculated"]
    new = tuple(question for question in asked if not any(part.name in way.parts for part in question.variables))
    kept = (question for question in asked if question not in new)
    return ChangedForm(
        new,
        tuple(question for question in kept if not _is_as_it_was(question, then, now, way)),
        tuple(_left_out(then, now, way)),
    )


def _is_as_it_was(question: Question, then: Version, now: Version, way: Carrier) -> bool:
    """Whether it looks as it did, and every answer is what it was."""
    parts = [way.parts.get(variable.name) for variable in question.variables]
    origins = {name for part in parts if part is not None for name in part.reads}
    homes = {home.name: home for name in origins if (home := then.asked.home.get(name)) is not None}
    if len(homes) != 1 or not all(part is not None and part.is_plain for part in parts):
        return False
    return _looks(question, now.wording) == _looks(next(iter(homes.values())), then.wording)


def _looks(question: Question, wording: Wording) -> tuple[object, ...]:
    texts = [question.label, *([question.help] if question.help else [])]
    texts += [title for _, title in (*question.rows, *question.columns)]
    widgets = tuple(_widget(widget, wording) for widget in question.widgets.values())
    return question.kind, tuple(map(wording.words, texts)), widgets


def _widget(widget: Widget, wording: Wording) -> tuple[object, ...]:
    choices = (*widget.options, *widget.instead, *widget.reasons)
    around = (*([widget.unit] if widget.unit else []), *(widget.ends or ()))
    return (
        widget.kind,
        tuple(tuple(sorted(box.attributes.items())) for box in widget.boxes),
        tuple((choice.value, wording.words(choice.label)) for choice in choices),
        tuple(map(wording.words, around)),
    )


def _left_out(then: Version, now: Version, way: Carrier) -> Iterator[tuple[Markup, str]]:
    """What was answered, and neither is an answer today nor has become a reason for having none."""
    held = {
        name
        for part in way.parts.values()
        if now.answers.values.get(part.variable.name) is not None or part.variable.reason_name in now.answers.reasons
        for name in part.reads
    }
    for question in then.asked.questions.values():
        if question.kind != "calculated" and any(name not in held for name in _answered(question, then.answers)):
            yield then.wording.marked(question.label), line(question, then.answers, then.wording).text


def _answered(question: Question, answers: Answers) -> Iterator[str]:
    """The variables of a question that say something: of several ticks those that are set."""
    for variable in question.variables:
        value = answers.values.get(variable.name)
        if value is not None and not (value is False and len(question.variables) > 1):
            yield variable.name
