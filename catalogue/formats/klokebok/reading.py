"""A klokebok to a catalogue: one row per list value to variables with codes. Pure.

Nothing that a cell says is lost: what the language has no word for stands under `extras: {klokebok: …}`, under the
column's own name. What has to be modelled, because the table does not say it, is a finding.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogue.findings import Finding, Location
from catalogue.formats.decoding import decoded
from catalogue.formats.klokebok.choices import choices_of, code_entry
from catalogue.formats.klokebok.columns import (
    ADMINISTRATIVE,
    ALWAYS,
    COLUMNS,
    HEADINGS,
    KNOWN_TYPES,
    LIST,
    PHYSICAL,
    REPORTING,
    SHAPES,
    SYSTEM,
    YES,
    Style,
)
from catalogue.formats.klokebok.limits import limits_of
from catalogue.formats.klokebok.question import NO_LABEL, Choice, Question, cells
from catalogue.formats.klokebok.types import decimals_of, length_of, type_of
from catalogue.formats.naming import name_for
from catalogue.formats.pages import Pages, catalogue_files
from catalogue.formats.records import Read, ReadOptions, note
from catalogue.formats.tables import Row, folded, read_table
from catalogue.formats.values import day_of

NOT_A_NAME = frozenset({"ikke overført", "nullmangler", "null"})
"""What stands where a name would, when there is none."""
RECORD = {"id": {PHYSICAL: "MCEID"}, "person_id": {PHYSICAL: "PATIENT_ID"}, "centre_number": {PHYSICAL: "CENTREID"}}
"""What every dump calls the episode, the person and the centre."""
UNENFORCED = ("lovlige_tegn", "kommentar")


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows of one question."""

    rows: tuple[Row, ...]

    @property
    def first(self) -> Mapping[str, str]:
        """The row that speaks for the question itself."""
        return self.rows[0].cells


@dataclass(slots=True)
class Taken:
    """The names of a form that are given away already: ours, and those of each outside system, folded."""

    ours: set[str]
    outside: set[tuple[str, str]]


def read(data: bytes, options: ReadOptions) -> Read:
    """The catalogue of a klokebok."""
    text = decoded(data, options.file)
    if text.text is None:
        return Read({}, text.findings)
    table = read_table(text.text, options.file, HEADINGS)
    findings = [*text.findings, *table.findings]
    if not table.rows:
        return Read({}, tuple(findings))
    style = style_of(table.rows)
    names: set[str] = set()
    spellings: dict[tuple[str, str], str] = {}
    forms = []
    for title, rows in _by_form(table.rows).items():
        document, found = _form(title, rows, style, names, spellings, options)
        forms.append(document)
        findings += found
    findings += _of_the_whole(table.rows, options)
    pages = Pages(tuple(forms), source="Klokeboken", extras=_style_extras(style), record=RECORD)
    return Read(catalogue_files(pages, options), tuple(sorted(findings)))


def style_of(rows: Iterable[Row]) -> Style:
    """How most days of the table are written."""
    rows = list(rows)
    return Style(
        _most(row.cells[column] for row in rows for column in ("innfoert_dato", "utfaset_dato")),
        _most(row.cells[column] for row in rows for column in COLUMNS if column.endswith("intervall_start_dato")),
    )


def _most(cells_: Iterable[str]) -> str:
    found = Counter(name for cell in cells_ for name, shape in SHAPES.items() if shape.fullmatch(cell))
    return found.most_common(1)[0][0] if found else "iso"


def _style_extras(style: Style) -> Mapping[str, Any]:
    other = {key: value for key, value in (("days", style.days), ("bounds", style.bounds)) if value != "iso"}
    return {SYSTEM: other} if other else {}


def _by_form(rows: Iterable[Row]) -> dict[str, list[Row]]:
    forms: dict[str, list[Row]] = {}
    for row in rows:
        forms.setdefault(" ".join(row.cells["skjemanavn"].split()), []).append(row)
    return forms


def _form(
    title: str,
    rows: list[Row],
    style: Style,
    names: set[str],
    spellings: dict[tuple[str, str], str],
    options: ReadOptions,
) -> tuple[dict[str, Any], list[Finding]]:
    asked, findings = _questions(rows, options)
    table = Counter(question.first["tabell"] for question in asked).most_common(1)[0][0]
    written = Counter(row.cells["skjemanavn"] for row in rows).most_common(1)[0][0]
    reader = _Reader(written, table, style, options, Taken(set(), set()), spellings, findings)
    variables = [reader.variable(question) for question in asked]
    kept = {"tabell": table} | ({"skjemanavn": written} if written != (title or "Skjema") else {})
    document = {
        "form": name_for(title or "skjema", names),
        "title": title or "Skjema",
        "extras": {SYSTEM: kept},
        "sections": [{"section": "alle", "title": title or "Skjema", "variables": variables}],
    }
    return document, findings


def _questions(rows: Iterable[Row], options: ReadOptions) -> tuple[list[Asked], list[Finding]]:
    """The rows of each question, in the order in which the questions begin."""
    asked: dict[tuple[object, ...], list[Row]] = {}
    findings: list[Finding] = []
    for row in rows:
        key: tuple[object, ...] = _key(row)
        others = asked.get(key, [])
        if any(other.cells == row.cells for other in others):
            at = Location(options.file, row.line, 1)
            findings.append(note(at, "repeated-row", "The row stands twice; the second is not read."))
        elif others and _says_otherwise(row, others):
            asked[(*key, row.line)] = [row]
        else:
            asked.setdefault(key, []).append(row)
    return [Asked(tuple(having)) for having in asked.values()], findings


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row.cells[column].strip().casefold() for column in ("tabell", "fysisk_feltnavn", "variabel_id"))


def _says_otherwise(row: Row, others: Sequence[Row]) -> bool:
    """Whether a row with the same name is no further value of the same list."""
    values = {other.cells["listeverdier"].strip() for other in others}
    value = row.cells["listeverdier"].strip()
    return not value or "" in values or value in values


@dataclass(slots=True)
class _Reader:
    """The variables of one form; collects findings as it goes."""

    form: str
    table: str
    style: Style
    options: ReadOptions
    taken: Taken
    spellings: dict[tuple[str, str], str]
    findings: list[Finding]
    opener: str = ""

    def variable(self, asked: Asked) -> dict[str, Any]:
        first = asked.first
        question = self._question(asked)
        name = name_for(first["fysisk_feltnavn"] or first["variabel_id"] or first["ledetekst"], self.taken.ours)
        if question.is_opened:
            self._note(asked, "underspoersmaal", "show-if-unknown", _show_if(name, self.opener))
        if first["aktiveringsspoersmaal"].strip().casefold() == YES.casefold():
            self.opener = name
        aliases = self._aliases(asked, question)
        column, reporting = aliases.get(PHYSICAL, ""), aliases.get(REPORTING, "")
        question = replace(question, column=column, reporting=reporting, is_opened=False)
        own, of_codes = self._extras(asked, question)
        codes = {
            choice.value: code_entry(choice, extras, SYSTEM)
            for choice, extras in zip(question.choices, of_codes, strict=False)
        }
        return {
            "name": name,
            "label": question.label,
            "help": question.help,
            "type": question.type,
            "decimals": question.decimals if question.type == "decimal" else None,
            "codes": codes or None,
            **question.limits,
            "max_length": question.length,
            "required": True if question.required else None,
            "collected": _era(question.start, question.end),
            "aliases": aliases,
            "extras": {SYSTEM: own} if own else None,
        }

    def _question(self, asked: Asked) -> Question:
        first, at = asked.first, asked.rows[0].line
        choices, found = choices_of([row.cells for row in asked.rows if row.cells["listeverdier"].strip()])
        kind = type_of(first, choices)
        decimals = decimals_of(first, kind)
        limits, odd = limits_of(first, kind, decimals)
        for column, slug, message in (*found, *odd, *_of_type(first, kind)):
            self.findings.append(note(Location(self.options.file, at, _place(column)), slug, message))
        start, end = day_of(first["innfoert_dato"]) or "", day_of(first["utfaset_dato"]) or ""
        return Question(
            form=self.form,
            table=self.table,
            column=first["fysisk_feltnavn"].strip(),
            label=" ".join(first["ledetekst"].split()) or first["fysisk_feltnavn"].strip() or NO_LABEL,
            type=kind,
            help=first["hjelpetekst"].strip(),
            required=first["obligatorisk"].strip().casefold() == YES.casefold(),
            choices=tuple(_dated(choices, asked.rows, start, end)),
            limits=limits,
            length=length_of(first, kind),
            decimals=decimals,
            is_opened=first["underspoersmaal"].strip().casefold() == YES.casefold(),
            start="" if start == ALWAYS else start,
            end=end,
        )

    def _aliases(self, asked: Asked, question: Question) -> dict[str, str]:
        """The outside names that no other variable has; the others stay under `extras`."""
        aliases = {}
        for system, column in ((PHYSICAL, "fysisk_feltnavn"), (REPORTING, "navn_i_rapporteket")):
            name = asked.first[column].strip()
            if not name or name.casefold() in NOT_A_NAME or "*" in name:
                continue
            spelt = self.spellings.setdefault((system, name.casefold()), name)
            if (system, name.casefold()) in self.taken.outside or spelt != name:
                message = f"'{name}' is the name of something else too, so it is kept under 'extras' and no alias."
                self._note(asked, column, "repeated-name", message)
                continue
            self.taken.outside.add((system, name.casefold()))
            aliases[system] = name
        return aliases

    def _extras(self, asked: Asked, question: Question) -> tuple[dict[str, str], list[dict[str, str]]]:
        """What the rows say otherwise than we would write it: for the question, and for each of its choices."""
        choices: Sequence[Choice | None] = question.choices or (None,)
        own: dict[str, str] = {}
        of_codes: list[dict[str, str]] = []
        for row, choice in zip(asked.rows, choices, strict=False):
            shown = cells(question, choice, self.style) | own
            other = {column: row.cells[column] for column in COLUMNS if row.cells[column] != shown[column]}
            if not of_codes:
                own = {column: value for column, value in other.items() if not column.startswith("liste") or not choice}
            of_codes.append({column: value for column, value in other.items() if column not in own or of_codes})
        if not question.column:
            own = {column: asked.first[column] for column in ("fysisk_feltnavn", "variabel_id")} | own
        return own, of_codes if question.choices else []

    def _note(self, asked: Asked, column: str, slug: str, message: str) -> None:
        at = Location(self.options.file, asked.rows[0].line, _place(column))
        self.findings.append(note(at, slug, message))


def _place(column: str) -> int:
    return COLUMNS.index(column) + 1


def _show_if(name: str, opener: str) -> str:
    likely = f" The nearest question before it that opens others is '{opener}'." if opener else ""
    return (
        f"'{name}' is asked only after some answer to another question, and the table does not say which.{likely}"
        " Write 'enable_when'; until then it is always asked."
    )


def _dated(choices: Sequence[Choice], rows: Sequence[Row], start: str, end: str) -> Iterator[Choice]:
    """The choices with their own days, where these are not the question's."""
    having = (row.cells for row in rows if row.cells["listeverdier"].strip())
    for choice, row in zip(choices, having, strict=False):
        first, last = day_of(row["innfoert_dato"]) or "", day_of(row["utfaset_dato"]) or ""
        yield replace(
            choice, start=first if first != start and first != ALWAYS else "", end=last if last != end else ""
        )


def _era(start: str, end: str) -> dict[str, str] | None:
    return {key: day for key, day in (("from", start), ("to", end)) if day} or None


def _of_type(first: Mapping[str, str], kind: str) -> Iterator[tuple[str, str, str]]:
    written = first["type"].strip()
    if written == ADMINISTRATIVE[2] or (written == LIST and kind != "code"):
        message = f"The values of this {written} are not in the table, so it is read as {kind}. Give it its codes."
        yield "type", "no-codes", message
    elif written in ADMINISTRATIVE:
        message = f"A {written} is filled in by the system; it is read as {kind}. Remove it, or calculate it."
        yield "type", "filled-in-by-system", message
    elif folded(written) not in KNOWN_TYPES:
        yield "type", "unknown-type", f"The type '{written}' is not known; it is read as {kind}. Correct it."


def _of_the_whole(rows: Sequence[Row], options: ReadOptions) -> Iterator[Finding]:
    at = Location(options.file, 1, 1)
    message = (
        "A klokebok does not say who answers, at which timepoints, for what purpose, and what identifies a person."
        " Write respondent, timepoints, category, purpose and 'identifies' in each form."
    )
    yield note(at, "not-in-the-source", message)
    for column in UNENFORCED:
        count = sum(bool(row.cells[column].strip()) for row in rows)
        if count:
            message = f"'{column}' of {count} rows is kept under 'extras' and has no effect here."
            yield note(Location(options.file, 1, _place(column)), "kept-without-effect", message)
