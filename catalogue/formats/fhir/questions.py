"""A form's questions as FHIR sees them: the link of each, its kind, and the codings of its answers. Pure.

Writer, reader and answers look at questions through this one table, so that they agree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from catalogue.formats.fhir.canonical import SYSTEM, Addresses
from catalogue.formats.fhir.fhirpath import Item
from catalogue.formats.selecting import extras_of
from catalogue.model import Code, Form, Group, Section, Variable

NOTHING: Mapping[str, Any] = MappingProxyType({})
CHECKLIST = "checklist"
TYPES: Mapping[str, str] = {
    "boolean": "boolean",
    "integer": "integer",
    "decimal": "decimal",
    "code": "choice",
    "coding": "choice",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "text": "string",
    "longtext": "text",
    CHECKLIST: "choice",
}
"""The type of an item for each of ours."""
Answer = tuple[str, Any]
"""The type of an answer, as the end of its key (`Coding`, `String`, `Integer`), and its value."""


def code_of(answer: Answer) -> str:
    """What an answer is called in expressions: its code, where it is a coding."""
    kind, value = answer
    return str(value.get("code", value.get("display", ""))) if kind == "Coding" else str(value)


def without_words(answer: Answer) -> Answer:
    """An answer to compare with: a coding is known by its system and code."""
    kind, value = answer
    if kind != "Coding" or "code" not in value:
        return answer
    return kind, {key: part for key, part in value.items() if key in {"system", "code"}}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: an item that can be answered.

    `answers` are by our code, as text, those that are missing reasons among them; `missing` says which reason. `ticks`
    are a checklist's variables by our code. `otherwise` is what it is when it is not asked. `written` is the item's
    type where it is another than ours would be; `weights` is what the code of each answer counts there.
    """

    link: str
    name: str
    type: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, str] = field(default_factory=dict)
    numeric: bool = False
    otherwise: bool | float | str | None = None
    is_cell: bool = False
    written: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def item(self) -> Item:
        """The same, as expressions see it; a tick's code is what stands in the answer."""
        choices = {code_of(self.answers[code]): name for code, name in self.ticks.items()}
        return Item(self.link, self.name, self._kind, choices)

    @property
    def read(self) -> Item:
        """The same, as expressions of others see it: with our code for each of theirs, and what it counts."""
        if self.type != "code" or not (self.renamed or self.weights):
            return self.item
        codes = {code_of(answer): code for code, answer in self.answers.items() if code not in self.missing}
        return replace(
            self.item,
            kind="code" if self.numeric else "code-text",
            codes=codes if self.renamed else {},
            weights=self.weights,
        )

    @property
    def _kind(self) -> str:
        """Our type, and what is to be taken of an answer that is a code."""
        kinds = {kind for kind, _ in self.answers.values()}
        if self.written == "quantity":
            return "quantity"
        if self.type in {"coding", CHECKLIST} or (self.type == "code" and kinds == {"Coding"}):
            return "code" if self.numeric and not self.renamed else "code-text"
        if self.type == "code":
            return "integer" if kinds == {"Integer"} else "text"
        return "text" if self.type == "longtext" else self.type

    @property
    def renamed(self) -> bool:
        """Whether an answer has another code than we have."""
        return any(code_of(answer) != code for code, answer in self.answers.items())


Questions = Mapping[str, Question]
"""Questions by our name; a tick's name leads to its checklist."""


def by_name(found: Iterator[Question]) -> dict[str, Question]:
    """The questions by name, and by the name of each tick."""
    return {name: question for question in found for name in (question.name, *question.ticks.values())}


def items_by_name(questions: Questions) -> dict[str, Item]:
    """What expressions may look at, by our name."""
    return {name: question.item for name, question in questions.items()}


def questions_of(form: Form, addresses: Addresses) -> dict[str, Question]:
    """The questions of a form, as they are written."""
    return by_name(_of_form(form, addresses))


def _of_form(form: Form, addresses: Addresses) -> Iterator[Question]:
    for item in (item for section in form.sections for item in section.items):
        if isinstance(item, Group) and item.kind == CHECKLIST:
            yield _of_checklist(form, item, addresses)
        elif isinstance(item, Group):
            yield from (_of_variable(form, variable, addresses, item) for variable in item.variables)
        else:
            yield _of_variable(form, item, addresses)


def _of_checklist(form: Form, group: Group, addresses: Addresses) -> Question:
    system = extras_of(group, SYSTEM).get("system", addresses.of("CodeSystem", f"{form.address}.{group.name}"))
    option = extras_of(group, SYSTEM).get("option", "Coding")
    return Question(
        link=link_of(group),
        name=group.name,
        type=CHECKLIST,
        answers={tick_code(group, tick): _tick_answer(group, tick, system, option) for tick in group.variables},
        ticks={tick_code(group, tick): tick.name for tick in group.variables},
        otherwise=group.variables[0].otherwise,
        written=extras_of(group, SYSTEM).get("type", ""),
    )


def tick_code(group: Group, tick: Variable) -> str:
    """Our code of a tick: its key in the list."""
    return tick.name.removeprefix(f"{group.name}_")


def _tick_answer(group: Group, tick: Variable, system: str, option: str) -> Answer:
    kept = extras_of(tick, SYSTEM)
    return _answer(option, kept.get("system", system), kept.get("code", tick_code(group, tick)), tick.label.source)


def _of_variable(form: Form, variable: Variable, addresses: Addresses, group: Group | None = None) -> Question:
    codelist = variable.codelist
    system = coding_system_of(form, variable, addresses)
    option = extras_of(variable, SYSTEM).get("option", "Coding")
    return Question(
        link=link_of(variable),
        name=variable.name,
        type=variable.type,
        answers={str(code.value): _code_answer(code, system, option) for code in offered(variable)},
        missing={str(code.value): code.missing for code in codelist.codes if code.missing} if codelist else {},
        numeric=codelist is not None and codelist.numeric,
        otherwise=variable.otherwise,
        is_cell=group is not None and group.kind == "matrix",
        written=extras_of(variable, SYSTEM).get("type", ""),
    )


def offered(variable: Variable) -> tuple[Code, ...]:
    """The codes that an answer may have, in the list's order; those that are reasons for no answer among them."""
    if variable.codelist is None:
        return ()
    chosen = {code.value for code in variable.codes}
    return tuple(code for code in variable.codelist.codes if code.missing or code.value in chosen)


def coding_system_of(form: Form, variable: Variable, addresses: Addresses) -> str:
    """The system of a variable's codes."""
    if variable.system is not None:
        return addresses.of_system(variable.system)
    if variable.codelist is None:
        return ""
    kept = extras_of(variable, SYSTEM).get("system")
    if kept is not None:
        return kept
    name = variable.codelist.name if variable.codelist.shared else f"{form.address}.{variable.codelist.name}"
    return addresses.of("CodeSystem", name)


def _code_answer(code: Code, system: str, option: str) -> Answer:
    kept = extras_of(code, SYSTEM)
    return _answer(option, kept.get("system", system), kept.get("code", str(code.value)), code.label.source)


def _answer(option: str, system: str, code: str, display: str) -> Answer:
    """A code as an answer; a coding that came without a system or a code has none there either."""
    if option == "Integer":
        return option, int(code)
    if option != "Coding":
        return option, code
    said = {"system": system, "code": code, "display": display}
    return option, {key: value for key, value in said.items() if value}


def link_of(thing: Variable | Group | Section) -> str:
    """The link of an item: what it was called there, else our name."""
    kept = extras_of(thing, SYSTEM).get("linkId")
    if kept is not None:
        return kept
    if isinstance(thing, Variable):
        return next((alias.name for alias in thing.aliases if alias.system == SYSTEM), thing.name)
    return thing.name
