"""A data dictionary to a catalogue: an instrument is a form, a section header a section, a checkbox a checklist. Pure.

Logic is translated where there is an expression that means the same, and kept as it was where there is none. What holds
no answer (texts, files) stays as a row under `extras` of the question after it, and goes out again in its place.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.findings import Finding, Location
from catalogue.formats.decoding import decoded
from catalogue.formats.markup import plain
from catalogue.formats.naming import name_for
from catalogue.formats.pages import Pages, catalogue_files
from catalogue.formats.records import Read, ReadOptions, note
from catalogue.formats.redcap.columns import COLUMNS, HEADINGS, SYSTEM, VALIDATION
from catalogue.formats.redcap.entries import Entry, Seen, entry_of, kept_cells
from catalogue.formats.redcap.fields import Found, found_fields, holds_answer, meanings_elsewhere, own_meanings
from catalogue.formats.redcap.types import CHECKLIST, OF_FIELDS, OF_VALIDATION
from catalogue.formats.settling import Key, in_circles
from catalogue.formats.tables import Row, read_table

BEFORE, AFTER = "before", "after"
"""Under which word the rows without answer are kept, with the question they stand before; the last ones at the end."""
UNENFORCED = ("field_annotation", "matrix_group_name", "custom_alignment", "question_number")


def read(data: bytes, options: ReadOptions) -> Read:
    """The catalogue of a data dictionary."""
    text = decoded(data, options.file)
    if text.text is None:
        return Read({}, text.findings)
    table = read_table(text.text, options.file, HEADINGS)
    findings = [*text.findings, *table.findings]
    if not table.rows:
        return Read({}, tuple(findings))
    found = found_pages(table.rows, options)
    findings += found.findings
    if found.pages is None:
        return Read({}, tuple(findings))
    return Read(catalogue_files(found.pages, options), tuple(sorted([*findings, _of_the_whole(options)])))


@dataclass(frozen=True, slots=True)
class FoundPages:
    """The forms of some rows as pages, None when no row holds an answer; and what to say of them."""

    pages: Pages | None
    findings: tuple[Finding, ...]


def found_pages(rows: Sequence[Row], options: ReadOptions, titles: Mapping[str, str] | None = None) -> FoundPages:
    """The pages of a dictionary's rows, wherever they were read; `titles` are those of forms whose name is not all."""
    reader = _Reader(options, titles or {})
    forms = reader.forms(rows)
    circles = in_circles(reader.reads())
    if circles:
        reader = _Reader(options, titles or {}, circles)
        forms = reader.forms(rows)
    if not forms:
        message = "No field of the dictionary holds an answer, so there is no form to make."
        nothing = Finding(Location(options.file, 1, 1), "not-readable", message)
        return FoundPages(None, (*reader.findings, nothing))
    kept = {AFTER: rows_text(reader.waiting)} if reader.waiting else {}
    pages = Pages(
        tuple(forms),
        source="REDCap",
        purpose="Not described in the source",
        language="en",
        controller="Not given",
        extras={SYSTEM: kept} if kept else {},
    )
    return FoundPages(pages, (*reader.findings, *_without_effect(rows, options)))


def rows_text(rows: Iterable[Row]) -> str:
    """Rows as a dictionary writes them."""
    return table_text([row.cells[column] for column in COLUMNS] for row in rows)


def table_text(rows: Iterable[Iterable[str]]) -> str:
    """A table as it is kept under `extras`."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().rstrip("\n")


@dataclass(slots=True)
class _Reader:
    """The forms of one dictionary; `waiting` are rows without answer that no question has come after yet."""

    options: ReadOptions
    titles: Mapping[str, str]
    circles: frozenset[Key] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    entries: dict[Key, Entry] = field(default_factory=dict)

    def reads(self) -> dict[Key, frozenset[Key]]:
        """What the logic of each question looks at; a tick is its checklist."""
        owners = {
            (form, f"{entry.declaration['checklist']}_{tick}"): (form, name)
            for (form, name), entry in self.entries.items()
            for tick in entry.declaration.get("ticks", ())
        }
        return {
            key: frozenset(owners.get(other, other) for name in entry.reads for other in (_key(key[0], name),))
            for key, entry in self.entries.items()
        }

    def forms(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        names: set[str] = set()
        named = {written: (name_for(written, names), own) for written, own in self._by_form(rows).items()}
        answering = {
            name: list(found_fields((row for row in own if holds_answer(row)), name)) for name, own in named.values()
        }
        hidden, seen = meanings_elsewhere(each for found in answering.values() for each in found)
        around = (Seen(hidden, {}, frozenset()), Seen.of(seen))
        forms = (self._form(written, *named[written], answering[named[written][0]], around) for written in named)
        return [form for form in forms if form is not None]

    def _by_form(self, rows: Iterable[Row]) -> dict[str, list[Row]]:
        forms: dict[str, list[Row]] = {}
        seen: set[str] = set()
        for row in rows:
            name = row.cells["field_name"].strip().lower()
            if not name or name in seen:
                message = (
                    f"The field '{name}' stands twice; the second is not read." if name else "The row names no field."
                )
                self._note(row, "field_name", "repeated-field", message)
                continue
            seen.add(name)
            forms.setdefault(row.cells["form_name"].strip() or "form", []).append(row)
        return forms

    def _form(
        self, written: str, name: str, rows: list[Row], answering: list[Found], around: tuple[Seen, Seen]
    ) -> dict[str, Any] | None:
        own = Seen.of(own_meanings(answering))
        conditions, calculations = (other.beside(own) for other in around)
        title = self.titles.get(written) or _title(written)
        by_name = {each.field: each for each in answering}
        sections = _Sections(title)
        for row in rows:
            each = by_name.get(row.cells["field_name"].strip().lower())
            if each is None:
                self.waiting.append(row)
                self._note(row, "field_type", "no-answer", _no_answer(row))
                continue
            entry = self._entry(each, conditions, calculations)
            sections.add(entry, row.cells["section_header"], self.waiting)
            self.waiting = []
        if not sections.sections:
            return None
        extras = {"form_name": written} if written != name else {}
        return {
            "form": name,
            "title": title,
            "extras": {SYSTEM: extras} if extras else None,
            "sections": sections.sections,
        }

    def _entry(self, found: Found, conditions: Seen, calculations: Seen) -> dict[str, Any]:
        key = (found.form, found.name)
        entry = entry_of(found, conditions, calculations, has_logic=key not in self.circles)
        self.entries[key] = entry
        if key in self.circles:
            self._note(found.row, "branching_logic", "logic-kept", _in_a_circle(found.name))
        for column, slug, message in (*entry.remarks, *_of_type(found)):
            self._note(found.row, column, slug, message)
        kept = kept_cells(found, entry)
        if self.waiting:
            kept = {BEFORE: rows_text(self.waiting), **kept}
        return {**entry.declaration, "extras": {SYSTEM: kept} if kept else None}

    def _note(self, row: Row, column: str, slug: str, message: str) -> None:
        at = Location(self.options.file, row.line, COLUMNS.index(column) + 1)
        self.findings.append(note(at, slug, message))


@dataclass(slots=True)
class _Sections:
    """The sections of a form as they open."""

    title: str
    sections: list[dict[str, Any]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(self, entry: Mapping[str, Any], header: str, before: list[Row]) -> None:
        """A question, in a new section when a header stands over it or over the texts before it."""
        above = next(
            (row.cells["section_header"] for row in reversed(before) if row.cells["section_header"].strip()), ""
        )
        if not self.sections or header.strip() or above.strip():
            self._open(header, above)
        self.sections[-1]["variables"].append(entry)

    def _open(self, header: str, above: str) -> None:
        title = plain(header) or plain(above) or self.title
        kept = {} if header == title else {"section_header": header}
        self.sections.append(
            {
                "section": name_for(title, self.names),
                "title": title,
                "extras": {SYSTEM: kept} if kept else None,
                "variables": [],
            }
        )


def _key(form: str, name: str) -> Key:
    """The question that an expression of a form means by a name."""
    owner, _, own = name.rpartition(".")
    return (owner or form, own)


def _in_a_circle(name: str) -> str:
    return (
        f"The logic of '{name}' waits for itself, by way of other fields. It is kept under 'extras'; write it by hand."
    )


def _title(written: str) -> str:
    words = " ".join(written.replace("_", " ").split())
    return words[:1].upper() + words[1:] if words else "Form"


def _no_answer(row: Row) -> str:
    kind = row.cells["field_type"].strip() or "field"
    return f"A {kind} ('{row.cells['field_name']}') holds no answer that is kept here. Its row is kept under 'extras'."


def _of_type(found: Found) -> Iterator[tuple[str, str, str]]:
    kind, validation = (found.row.cells[column].strip().lower() for column in ("field_type", VALIDATION))
    if kind not in OF_FIELDS:
        yield "field_type", "unknown-type", f"The field type '{kind}' is not known; it is read as {found.type}."
    elif kind == "sql":
        yield "field_type", "no-codes", "The choices come from a query; it is read as text. Give it its codes."
    elif OF_FIELDS[kind] in {"code", CHECKLIST} and found.type == "text":
        yield (
            "select_choices_or_calculations",
            "no-codes",
            f"A {kind} without choices is read as text. Give it its codes.",
        )
    elif kind == "text" and validation and found.type == "text" and validation not in OF_VALIDATION:
        message = f"The validation '{validation}' is kept under 'extras' and has no effect here."
        yield VALIDATION, "kept-without-effect", message
    elif "seconds" in validation:
        yield VALIDATION, "seconds", "Seconds are not kept; a time is to the minute here."


def _of_the_whole(options: ReadOptions) -> Finding:
    message = (
        "A dictionary does not say who answers, at which events, and for what purpose. Write respondent, timepoints,"
        " category and purpose in each form."
    )
    return note(Location(options.file, 1, 1), "not-in-the-source", message)


def _without_effect(rows: Sequence[Row], options: ReadOptions) -> Iterator[Finding]:
    for column in UNENFORCED:
        said = Counter(word for row in rows if row.cells[column] for word in _words(row.cells[column]))
        if said:
            words = ", ".join(word for word, _ in said.most_common(5))
            message = f"'{column}' of {said.total()} rows ({words} …) is kept under 'extras' and has no effect here."
            yield note(Location(options.file, 1, COLUMNS.index(column) + 1), "kept-without-effect", message)


def _words(cell: str) -> list[str]:
    """The action tags of an annotation, or the beginning of another text."""
    tags = [word.partition("=")[0].strip("\"'") for word in cell.split() if word.startswith("@")]
    return tags or ([cell.strip()[:20]] if cell.strip() else [])
