"""A catalogue to a data dictionary: a row for every question. Pure.

UTF-8 without mark, as REDCap writes it. What the columns have no room for is a finding at the place where it is
declared.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogue.expressions.nodes import Call, Literal, Node
from catalogue.expressions.printer import to_text
from catalogue.findings import Finding, Location
from catalogue.formats.expressing import EXACT, CannotSay, is_whole, unrounded
from catalogue.formats.formulas import told_formulas
from catalogue.formats.losses import SLUG, lost_of_catalogue, lost_of_variable
from catalogue.formats.records import Fate, WriteOptions, Written, note
from catalogue.formats.redcap.columns import CHOICES, COLUMNS, HEADED, SYSTEM
from catalogue.formats.redcap.entries import Seen
from catalogue.formats.redcap.fates import FATES
from catalogue.formats.redcap.item import Item, cells, still_holds
from catalogue.formats.redcap.logic import LogicError, parse
from catalogue.formats.redcap.meaning import Fields, Meant, condition, number
from catalogue.formats.redcap.namespace import (
    Namespace,
    Question,
    code_of,
    namespace,
    own_field,
    questions,
    seen_inside,
    seen_outside,
)
from catalogue.formats.redcap.reading import AFTER, BEFORE
from catalogue.formats.redcap.said import Names, condition_text, number_text
from catalogue.formats.redcap.types import CHECKLIST
from catalogue.formats.selecting import extras_of, written_forms
from catalogue.formats.values import plain_number
from catalogue.model import Catalogue, Code, Expression, Form, Group, Section, Variable

ANNOTATION = "field_annotation"
"""A column whose texts begin with @ and are no formulas."""


def write(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The dictionary of the forms asked for."""
    found = written_rows(catalogue, options, FATES)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEADED.values())
    rows.writerows([row.cells[column] for column in COLUMNS] for row in found.rows)
    texts = (cell for row in found.rows for column, cell in row.cells.items() if column != ANNOTATION)
    return Written(text.getvalue().encode(), (*found.findings, *told_formulas(catalogue.at, texts)))


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row and the question it is of; none when the row holds no answer and was kept as it is."""

    cells: Mapping[str, str]
    form: Form | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class WrittenRows:
    """The rows of the forms asked for, what they do not say, and how each form's variables are written there."""

    rows: tuple[WrittenRow, ...]
    findings: tuple[Finding, ...]
    names: Mapping[str, Names]


def written_rows(catalogue: Catalogue, options: WriteOptions, fates: Mapping[str, Fate]) -> WrittenRows:
    """The rows, wherever they will be written; what is only reported is in the table of `fates`."""
    forms = written_forms(catalogue, options)
    names = namespace(forms)
    findings = [*lost_of_catalogue(catalogue, forms, fates), *names.findings]
    rows: list[WrittenRow] = []
    inside = {form.address: seen_inside(form, names) for form in forms}
    around = {module: _around(module, forms, inside) for module in {form.module for form in forms}}
    seen = {address: Seen.of(fields) for address, fields in inside.items()}
    for form in forms:
        own = seen[form.address]
        writer = _Writer(form, names, own, around[form.module].beside(own), findings)
        rows += writer.rows()
        findings += (lost for variable in form.variables for lost in lost_of_variable(form, variable, fates))
    rows += _raw(extras_of(catalogue, SYSTEM).get(AFTER, ""), None)
    return WrittenRows(tuple(rows), tuple(findings), {address: own.names for address, own in seen.items()})


def _around(module: str, forms: tuple[Form, ...], inside: Mapping[str, Fields]) -> Seen:
    """What the calculations of a module's forms see."""
    every: dict[str, Meant] = {}
    for form in forms:
        if form.module == module:
            every |= seen_outside(form, inside[form.address])
    return Seen.of(every)


def _raw(kept: str, form: Form | None) -> Iterator[WrittenRow]:
    """Rows that were kept as they are."""
    for row in csv.reader(io.StringIO(kept, newline="")):
        yield WrittenRow(dict.fromkeys(COLUMNS, "") | dict(zip(COLUMNS, row, strict=False)), form)


@dataclass(frozen=True, slots=True)
class _Writer:
    """The rows of one form; collects findings as it goes."""

    form: Form
    names: Namespace
    conditions: Seen
    calculations: Seen
    findings: list[Finding]

    def rows(self) -> Iterator[WrittenRow]:
        grouped = {part.name: item for section in self.form.sections for item in section.items for part in _parts(item)}
        for section in self.form.sections:
            header = self._header(section)
            for name, question in questions(replace(self.form, sections=(section,))):
                item = self._item(name, question, grouped[name])
                row = cells(item, header)
                kept = {
                    key: value
                    for key, value in extras_of(question, SYSTEM).items()
                    if self._holds(key, value, row, question)
                }
                yield from _raw(kept.get(BEFORE, ""), self.form)
                own = {column: text for column, text in kept.items() if column != BEFORE}
                yield WrittenRow(row | own, self.form, question)
                header = ""

    def _header(self, section: Section) -> str:
        is_the_form = len(self.form.sections) == 1 and section.title.source == self.form.title.source
        return extras_of(section, SYSTEM).get("section_header", "" if is_the_form else section.title.source)

    def _item(self, name: str, question: Question, item: Question) -> Item:
        asked = question.variables[0].enable_when if isinstance(question, Group) else question.enable_when
        group = item if isinstance(item, Group) else None
        logic = self._logic(name, asked, lambda node: condition_text(node, self.conditions.names), question.at)
        own = self._of_checklist(question) if isinstance(question, Group) else self._of_variable(question)
        return Item(
            field=self.names.fields[self.form.address, name],
            form=extras_of(self.form, SYSTEM).get("form_name", self.form.name),
            label=_label(question, group),
            help=_help(question, group),
            required=question.required,
            asked_when=logic,
            **own,
        )

    def _of_checklist(self, group: Group) -> dict[str, Any]:
        return {
            "type": CHECKLIST,
            "codes": tuple((code_of(group, tick), tick.label.source) for tick in group.variables),
        }

    def _of_variable(self, variable: Variable) -> dict[str, Any]:
        calculate, ends = variable.calculate, variable.ends
        return {
            "type": "text" if variable.type == "coding" else variable.type,
            "codes": tuple((str(code.value), code.label.source) for code in _codes(variable)),
            "display": variable.display if variable.display in {"select", "scale"} else "",
            "ends": (ends[0].source, ends[1].source) if ends else None,
            "limits": self._limits(variable),
            "decimals": variable.decimals or 0,
            "identifies": variable.identifies is not None,
            "calculation": self._logic(variable.name, calculate, self._formula, variable.at) if calculate else None,
        }

    def _formula(self, node: Node) -> str:
        """A calculation without the rounding that says nothing."""
        match node:
            case Call("round", (value, Literal(digits))) if digits == EXACT or (
                digits == 0 and is_whole(value, self.calculations.whole)
            ):
                return number_text(value, self.calculations.names)
            case _:
                return number_text(node, self.calculations.names)

    def _limits(self, variable: Variable) -> dict[str, str]:
        limits: dict[str, str] = {}
        for key in ("min", "soft_min", "soft_max", "max"):
            limit = getattr(variable.limits, key)
            if isinstance(limit, Expression) and limit.text != "today()":
                message = f"'{self.form.address}.{variable.name}': the {key} '{limit.text}' cannot be written."
                self.findings.append(note(limit.at, SLUG, message))
            elif limit is not None:
                limits[key] = _limit_text(limit)
        return limits

    def _logic(self, name: str, expression: Expression | None, say: Callable[[Node], str], at: Location) -> str:
        """An expression in REDCap's words; what it has none for is told."""
        if expression is None:
            return ""
        try:
            return say(expression.node)
        except CannotSay as problem:
            message = f"'{self.form.address}.{name}': '{to_text(expression.node)}' cannot be written: {problem}."
            self.findings.append(note(at, SLUG, message))
            return ""

    def _holds(self, column: str, kept: str, row: Mapping[str, str], question: Question) -> bool:
        """Whether what a file once said is still true of the question."""
        if column == BEFORE:
            return True
        if column not in COLUMNS:
            return False
        if column == "field_name":
            return kept.strip().lower() == own_field(question) == row["field_name"]
        if column == "branching_logic":
            asked = question.variables[0].enable_when if isinstance(question, Group) else question.enable_when
            return asked is None or self._means(lambda: condition(parse(kept), self.conditions.fields), asked)
        if column == CHOICES and isinstance(question, Variable) and question.calculate is not None:
            return self._means(lambda: self._computed(kept, question), question.calculate)
        return still_holds(column, kept, row)

    def _computed(self, kept: str, variable: Variable) -> Node:
        node = unrounded(number(parse(kept), self.calculations.fields))
        return Call("round", (node, Literal(float(variable.decimals or 0))))

    def _means(self, read: Callable[[], Node], now: Expression) -> bool:
        try:
            return to_text(read()) == to_text(now.node)
        except (LogicError, CannotSay, IndexError, ValueError):
            return False


def _parts(item: Question) -> tuple[Question, ...]:
    return (item, *item.variables) if isinstance(item, Group) else (item,)


def _codes(variable: Variable) -> tuple[Code, ...]:
    """The codes that may be chosen, those that mean no answer among them."""
    if variable.codelist is None:
        return ()
    chosen = {code.value for code in variable.codes}
    return tuple(code for code in variable.codelist.codes if code.missing or code.value in chosen)


def _label(question: Question, group: Group | None) -> str:
    if group is None or group is question or group.kind == "instrument":
        return question.label.source
    column = f" – {question.help}" if group.kind == "matrix" and question.help else ""
    return f"{group.label}: {question.label}{column}"


def _help(question: Question, group: Group | None) -> str:
    if group is not None and group.kind == "matrix":
        return group.help.source if group.help else ""
    return question.help.source if question.help else ""


def _limit_text(limit: object) -> str:
    if isinstance(limit, Expression):
        return "today"
    return plain_number(limit) if isinstance(limit, float | int) else str(limit)
