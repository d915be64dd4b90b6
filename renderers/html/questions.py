"""A form as its reader meets it: parts with questions, each with what it is asked with and which answers it holds.

Pure data, made once per form. A checklist or matrix is one question; an instrument's items are questions of their
own. What is retired is not asked, and what is hidden is worked out without being shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.expressions.nodes import references
from catalogue.model import Form, Group, Section, Variable
from catalogue.texts import Text
from renderers.html.widgets import WIDGETS, Option, Widget, reason_ticks, tick


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `kind` names its macro; `widgets` has one entry per variable that is asked, none if calculated.

    `steers` says that the answer decides what else is asked.
    """

    kind: str
    name: str
    label: Text
    variables: tuple[Variable, ...]
    help: Text | None = None
    required: bool = False
    widgets: Mapping[str, Widget]
    reasons: tuple[Option, ...] = ()
    steers: bool = False
    rows: tuple[tuple[str, Text], ...] = ()
    columns: tuple[tuple[str, Text], ...] = ()

    @property
    def widget(self) -> Widget:
        """The only widget of a question about one variable."""
        return self.widgets[self.name]

    @property
    def anchor(self) -> str:
        """The id a link to the question leads to."""
        return next(iter(self.widgets.values())).first_id if self.widgets else f"q-{self.name}"


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its title, whose instruments it uses, and its questions."""

    name: str
    title: Text
    help: Text | None
    credits: tuple[Text, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A whole form, with look-ups by name."""

    form: Form
    parts: tuple[Part, ...]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by name, in the order they are met."""
        return {question.name: question for part in self.parts for question in part.questions}

    @cached_property
    def home(self) -> Mapping[str, Question]:
        """The question in which something about a variable or group is shown."""
        found = {variable.name: question for question in self.questions.values() for variable in question.variables}
        return {**found, **self.questions}

    @cached_property
    def widgets(self) -> Mapping[str, Widget]:
        """The widgets of all variables that are asked."""
        return {name: widget for question in self.questions.values() for name, widget in question.widgets.items()}

    @cached_property
    def reason_names(self) -> frozenset[str]:
        """Under which names the missing reasons of the questions are kept."""
        return frozenset(
            variable.reason_name for question in self.questions.values() for variable in question.variables
        )

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of all fields a browser may send answers in."""
        ticks = (option.field for question in self.questions.values() for option in question.reasons)
        return frozenset((*(field for widget in self.widgets.values() for field in widget.fields), *ticks))


def questionnaire(form: Form) -> Questionnaire:
    """The form's parts and questions."""
    steering = frozenset(
        name
        for variable in form.variables
        if variable.enable_when is not None
        for name in references(variable.enable_when.node)
    )
    parts = (_part(section, steering) for section in form.sections)
    return Questionnaire(form, tuple(part for part in parts if part.questions))


def is_shown(variable: Variable) -> bool:
    """Whether the variable stands on the form."""
    return variable.retired is None and variable.display != "hidden"


def _part(section: Section, steering: frozenset[str]) -> Part:
    instruments = [item for item in section.items if isinstance(item, Group) and item.kind == "instrument"]
    questions = tuple(question for item in section.items for question in _questions(item, steering))
    return Part(section.name, section.title, section.help, tuple(item.label for item in instruments), questions)


def _questions(item: Variable | Group, steering: frozenset[str]) -> Iterator[Question]:
    if isinstance(item, Group) and item.kind != "instrument":
        live = tuple(filter(is_shown, item.variables))
        if live:
            yield _group_question(item, live, steering)
        return
    for variable in item.variables if isinstance(item, Group) else (item,):
        if is_shown(variable):
            yield _variable_question(variable, steering)


def _variable_question(variable: Variable, steering: frozenset[str]) -> Question:
    widget = None if variable.is_calculated else WIDGETS[variable.type](variable)
    return Question(
        kind=widget.kind if widget else "calculated",
        name=variable.name,
        label=variable.label,
        variables=(variable,),
        help=variable.help,
        required=variable.required and widget is not None,
        widgets={variable.name: widget} if widget else {},
        reasons=widget.reasons if widget else (),
        steers=variable.name in steering,
    )


def _group_question(group: Group, live: tuple[Variable, ...], steering: frozenset[str]) -> Question:
    widgets = {
        variable.name: tick(variable) if variable.type == "boolean" else WIDGETS[variable.type](variable)
        for variable in live
    }
    return Question(
        kind=group.kind,
        name=group.name,
        label=group.label,
        variables=live,
        help=group.help,
        required=group.required,
        widgets=widgets,
        reasons=reason_ticks(group),
        steers=any(variable.name in steering for variable in live),
        rows=group.rows,
        columns=group.columns,
    )
