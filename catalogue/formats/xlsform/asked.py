"""A form's questions as an XLSForm asks them: names, lists of choices, and what each is in logic, both ways. Pure.

A checklist is one question with several choices; a matrix of ticks is a table of such questions; all other variables
are questions of their own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from catalogue.expressions.scope import form_bindings
from catalogue.findings import Finding
from catalogue.formats.records import note
from catalogue.formats.selecting import extras_of
from catalogue.formats.xlsform import kept
from catalogue.formats.xlsform.fields import are_whole
from catalogue.formats.xlsform.meant import SYSTEM, Fields, Meant
from catalogue.formats.xlsform.spelling import Names, Spelt
from catalogue.formats.xlsform.types import CHECKLIST, TODAY
from catalogue.model import Code, Form, Group, Section, Variable

Question = Variable | Group
_NAME = re.compile(r"[^\W\d][\w.\-]*")
RESERVED = frozenset({"meta", "instanceid", "instancename", "audit", "data"})
"""Names that ODK gives itself."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question, or a matrix of them; `group` is what it belongs to, if that is not itself."""

    name: str
    question: Question
    group: Group | None = None


def items(section: Section) -> Iterator[Item]:
    """What a section asks, in order."""
    for item in section.items:
        if isinstance(item, Variable) or is_one(item):
            yield Item(item.name, item)
        else:
            yield from (Item(variable.name, variable, item) for variable in item.variables)


def is_one(group: Group) -> bool:
    """Whether a group is asked as choices of several."""
    return group.kind == CHECKLIST or is_table(group)


def is_table(group: Group) -> bool:
    """Whether a group is a matrix of ticks."""
    return group.kind == "matrix" and group.variables[0].type == "boolean"


@dataclass(frozen=True, slots=True)
class Naming:
    """What each question, row of a matrix, and section is called there."""

    questions: Mapping[str, str]
    rows: Mapping[tuple[str, str], str]
    sections: Mapping[str, str]
    findings: tuple[Finding, ...]
    others: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """Every name that an expression may refer to; `others` are of rows that are kept as they were."""
        return frozenset((*self.questions.values(), *self.rows.values(), *self.sections.values())) | self.others


def naming(form: Form) -> Naming:
    """Names for all of a form: their own there, or ours; none twice, whatever its capitals."""
    taken: set[str] = set(RESERVED)
    findings: list[Finding] = []

    def free(wanted: str) -> str:
        numbered = (f"{wanted}_{number}" for number in count(2))
        found = next(name for name in chain((wanted,), numbered) if name.casefold() not in taken)
        taken.add(found.casefold())
        return found

    every = [item for section in form.sections for item in items(section)]
    questions = {}
    for item in every:
        wanted = own_name(item.question)
        questions[item.name] = free(wanted)
        if questions[item.name] != wanted:
            message = f"'{form.address}.{item.name}' is called '{questions[item.name]}': the other name is taken there."
            findings.append(note(item.question.at, "renamed", message))
    rows = {
        (item.name, key): free(f"{questions[item.name]}_{key}")
        for item in every
        if isinstance(item.question, Group)
        for key, _ in item.question.rows
    }
    sections = {section.name: free(extras_of(section, SYSTEM).get("name", section.name)) for section in form.sections}
    others = {name: kind for name, kind in _kept_names(form) if name.casefold() not in taken}
    days = frozenset(name for name, kind in others.items() if kind.lower() in TODAY)
    return Naming(questions, rows, sections, tuple(findings), frozenset(others), days)


def _kept_names(form: Form) -> Iterator[tuple[str, str]]:
    """The names and types of rows that a form once had and that hold no answer here."""
    things: list[Form | Section | Question] = [form, *form.sections]
    things += (item.question for section in form.sections for item in items(section))
    for thing in things:
        said = extras_of(thing, SYSTEM)
        for key in (kept.BEFORE, kept.AFTER):
            for row in kept.rows_of(said.get(key, "")):
                yield row.get(("name", ""), ""), row.get(("type", ""), "")


def own_name(question: Question) -> str:
    """The name it has there, or ours."""
    aliases = question.aliases if isinstance(question, Variable) else ()
    wanted = [alias.name for alias in aliases if alias.system == SYSTEM]
    wanted.append(extras_of(question, SYSTEM).get("name", ""))
    return next((name for name in wanted if _NAME.fullmatch(name)), question.name)


def choice_of(group: Group, key: str, tick: Variable) -> str:
    """The choice that a tick is there."""
    return extras_of(tick, SYSTEM).get("name", key)


def tick_keys(group: Group) -> dict[str, Variable]:
    """A checklist's ticks by key."""
    return {tick.name.removeprefix(f"{group.name}_"): tick for tick in group.variables}


def codes_of(variable: Variable) -> tuple[Code, ...]:
    """The codes that may be chosen, those that mean no answer among them."""
    if variable.codelist is None:
        return ()
    chosen = {code.value for code in variable.codes}
    return tuple(code for code in variable.codelist.codes if code.missing or code.value in chosen)


# ---- logic, both ways ----


def names_of(form: Form, called: Naming) -> Names:
    """How each variable of a form is written in XPath; those of other forms have no words there."""
    spelt = {name: found for item in _items(form) for name, found in _spelt(item, called)}
    return Names(spelt, form_bindings(form))


def _items(form: Form) -> Iterator[Item]:
    return (item for section in form.sections for item in items(section))


def _spelt(item: Item, called: Naming) -> Iterator[tuple[str, Spelt]]:
    question = item.question
    if isinstance(question, Variable):
        yield question.name, _spelt_variable(question, f"${{{called.questions[item.name]}}}")
        return
    if not question.rows:
        own = f"${{{called.questions[item.name]}}}"
        for key, tick in tick_keys(question).items():
            yield tick.name, _tick(tick, own, choice_of(question, key, tick), (own,))
        return
    beside = tuple(f"${{{called.rows[item.name, row]}}}" for row, _ in question.rows)
    cells = iter(question.variables)
    for row, _ in question.rows:
        for column, _ in question.columns:
            cell = next(cells)
            yield cell.name, _tick(cell, f"${{{called.rows[item.name, row]}}}", column, beside)


def _tick(tick: Variable, text: str, choice: str, beside: tuple[str, ...]) -> Spelt:
    asked = tick.enable_when.node if tick.enable_when else None
    return Spelt(text, "tick", choice, beside, otherwise=tick.otherwise, asked=asked)


def _spelt_variable(variable: Variable, text: str) -> Spelt:
    missing = tuple(str(code.value) for code in codes_of(variable) if code.missing)
    asked = variable.enable_when.node if variable.enable_when else None
    return Spelt(text, kind_of_variable(variable), missing=missing, otherwise=variable.otherwise, asked=asked)


def kind_of_variable(variable: Variable) -> str:
    """The kind of value that a variable has in an expression."""
    if variable.type == "code":
        return "code" if variable.codelist is not None and variable.codelist.numeric else "code-text"
    return {"integer": "number", "decimal": "number", "longtext": "text", "coding": "text"}.get(
        variable.type, variable.type
    )


def fields_of(form: Form, called: Naming) -> Fields:
    """What each question is when XPath is read; the other way round than `names_of`."""
    return dict(found for item in _items(form) for found in _meant(item, called))


def _meant(item: Item, called: Naming) -> Iterator[tuple[str, Meant]]:
    question = item.question
    if isinstance(question, Variable):
        yield called.questions[item.name], _meant_variable(question)
    elif not question.rows:
        ticks = {choice_of(question, key, tick): tick.name for key, tick in tick_keys(question).items()}
        yield called.questions[item.name], Meant(question.name, "ticks", ticks=ticks)
    else:
        for row, _ in question.rows:
            ticks = {column: f"{question.name}_{row}_{column}" for column, _ in question.columns}
            yield called.rows[item.name, row], Meant(f"{question.name}_{row}", "ticks", ticks=ticks)


def _meant_variable(variable: Variable) -> Meant:
    kind = kind_of_variable(variable)
    kept = extras_of(variable, SYSTEM).get("type", "").lower()
    if kind == "boolean" and kept in {"acknowledge", "trigger"}:
        kind = "acknowledge"
    codes = frozenset(str(code.value) for code in codes_of(variable))
    missing = tuple(str(code.value) for code in codes_of(variable) if code.missing)
    is_whole = variable.type == "integer" or (kind == "code" and are_whole(codes))
    return Meant(variable.name, kind, codes, missing=missing, whole=is_whole)
