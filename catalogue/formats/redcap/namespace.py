"""A catalogue's questions as fields of one project: what each is called there, and what it means in logic. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from catalogue.findings import Finding
from catalogue.formats.records import note
from catalogue.formats.redcap.columns import SYSTEM
from catalogue.formats.redcap.meaning import Fields, Meant
from catalogue.formats.redcap.types import CHECKLIST
from catalogue.formats.selecting import extras_of
from catalogue.model import Alias, Form, Group, Variable

Question = Variable | Group


@dataclass(frozen=True, slots=True)
class Namespace:
    """The field of each question, by form and our name; and what had to be called otherwise."""

    fields: Mapping[tuple[str, str], str]
    findings: tuple[Finding, ...]


def namespace(forms: tuple[Form, ...]) -> Namespace:
    """Names for all questions: their own, with the form's before them where another form has it already."""
    given: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    findings = []
    for form in forms:
        for name, question in questions(form):
            wanted = own_field(question)
            free = _free(wanted, form.name, taken)
            taken.add(free)
            given[form.address, name] = free
            if free != wanted:
                message = f"'{form.address}.{name}' is called '{free}': another form has a '{wanted}' already."
                findings.append(note(question.at, "renamed", message))
    return Namespace(given, tuple(findings))


def questions(form: Form) -> Iterator[tuple[str, Question]]:
    """What is one field there: a checklist, and every other variable."""
    for section in form.sections:
        for item in section.items:
            if isinstance(item, Group) and item.kind == CHECKLIST:
                yield item.name, item
            else:
                yield from ((part.name, part) for part in (item.variables if isinstance(item, Group) else (item,)))


def own_field(question: Question) -> str:
    """The name it has there, or ours."""
    if isinstance(question, Group):
        return _alias(question.variables[0].aliases).partition("___")[0] or question.name
    return _alias(question.aliases) or question.name


def code_of(group: Group, tick: Variable) -> str:
    """The choice that a tick is there."""
    alias = _alias(tick.aliases).partition("___")[2]
    return extras_of(tick, SYSTEM).get("code", alias or tick.name.removeprefix(f"{group.name}_"))


def _alias(aliases: tuple[Alias, ...]) -> str:
    return next((alias.name for alias in aliases if alias.system == SYSTEM), "")


def _free(wanted: str, form: str, taken: set[str]) -> str:
    numbered = (f"{form}_{wanted}_{number}" for number in count(2))
    return next(name for name in chain((wanted, f"{form}_{wanted}"), numbered) if name not in taken)


def seen_inside(form: Form, names: Namespace) -> Fields:
    """What the fields of a form mean in its own logic."""
    return dict(_meanings(form, names))


def seen_outside(form: Form, own: Fields) -> Fields:
    """What the same fields mean in the calculations of other forms, which see them too."""
    return {written: meant.seen_outside(form.name) for written, meant in own.items()}


def _meanings(form: Form, names: Namespace) -> Iterator[tuple[str, Meant]]:
    for name, question in questions(form):
        written = names.fields[form.address, name]
        if isinstance(question, Group):
            yield (
                written,
                Meant(name, "checkbox", ticks={code_of(question, tick): tick.name for tick in question.variables}),
            )
        else:
            yield written, _meant(question)


def _meant(variable: Variable) -> Meant:
    kind = {"integer": "number", "decimal": "number", "longtext": "text", "coding": "text"}.get(
        variable.type, variable.type
    )
    is_numeric = variable.codelist is not None and variable.codelist.numeric
    if kind == "code":
        kind = "code" if is_numeric else "code-text"
    codes = frozenset(str(code.value) for code in variable.codes)
    return Meant(variable.name, kind, codes, whole=variable.type == "integer" or is_numeric)
