"""XLSForms to a catalogue: a workbook is a form, a group a section, a choice of several a checklist. Pure.

Logic is translated where there is an expression that means the same, and kept as it was where there is none. What holds
no answer (texts, places, files, repeats) stays as rows under `extras` of the question after it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.expressions.printer import to_text
from catalogue.findings import Finding, Location
from catalogue.formats.markup import plain
from catalogue.formats.naming import name_for
from catalogue.formats.pages import Pages, catalogue_files
from catalogue.formats.records import Read, ReadOptions, note
from catalogue.formats.settling import Key, in_circles
from catalogue.formats.xlsform import kept
from catalogue.formats.xlsform.books import CHOICES, SETTINGS, SURVEY, FormBook, read_books
from catalogue.formats.xlsform.columns import Line, language_code
from catalogue.formats.xlsform.entries import (
    TRIED,
    Entry,
    Reader,
    Seen,
    entry_of,
    kind_of_calculation,
    scope_of_fields,
)
from catalogue.formats.xlsform.fields import CHECKLIST, MATRIX, Lists, Named, meanings, named_questions
from catalogue.formats.xlsform.meant import SYSTEM
from catalogue.formats.xlsform.outline import Outline, Part, outlined
from catalogue.formats.xlsform.types import METADATA
from catalogue.formats.xlsform.xpath import parse

PASSES = 6
"""How often calculations are looked at for those that wait for one further down."""
LANGUAGE = "en"
"""The language of a form that names none."""


def read(data: bytes, options: ReadOptions) -> Read:
    """The catalogue of one form or several."""
    books = read_books(data, options.file)
    findings = list(books.findings)
    names: set[str] = set()
    reads = [_FormReader(book, names, options) for book in books.forms]
    forms = [form for reader in reads if (form := reader.form()) is not None]
    findings += [finding for reader in reads for finding in reader.findings]
    if not forms:
        if books.forms:
            message = "No question of the form holds an answer that is kept here, so there is no form to make."
            findings.append(Finding(Location(options.file, 1, 1), "not-readable", message))
        return Read({}, tuple(findings))
    language, translations = _languages(reads)
    pages = Pages(
        tuple(forms),
        source="XLSForm",
        purpose="Not described in the source",
        language=language,
        controller="Not given",
        first_page={"languages": {"source": language, "optional": list(translations)}},
        translations=translations,
    )
    return Read(catalogue_files(pages, options), tuple(sorted(findings)))


def _languages(reads: Iterable["_FormReader"]) -> tuple[str, dict[str, dict[str, str]]]:
    """The catalogue's language, which is the first form's, and the words in all others."""
    readers = list(reads)
    source = readers[0].language
    words: dict[str, dict[str, str]] = {}
    for reader in readers:
        for language, found in reader.words.items():
            if language != source:
                words.setdefault(language, {}).update(found)
    return source, words


@dataclass(slots=True)
class _FormReader:
    """One form; collects findings and words in other languages as it goes."""

    book: FormBook
    names: set[str]
    options: ReadOptions
    findings: list[Finding] = field(default_factory=list)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    default: str = ""
    language: str = LANGUAGE
    section_names: set[str] = field(default_factory=set)

    def form(self) -> dict[str, Any] | None:
        self._settle_language()
        lines = [replace(line, default=self.default) for line in self.book.lines(SURVEY)]
        outline, lists = outlined(lines), self._lists()
        named, seen = self._settled(outline, named_questions(outline, lists, self.language))
        if not named:
            return None
        for line, why in outline.kept:
            if why:
                self._note(line, "type", "no-answer", _no_answer(line, why))
        for line, slug, message in outline.remarks:
            self._note(line, "type", slug, message)
        entries = self._entries(named, seen)
        return self._document(outline, named, entries, seen)

    def _lists(self) -> Lists:
        lists = Lists.of(replace(line, default=self.default) for line in self.book.lines(CHOICES))
        for line, message in lists.repeated:
            self.findings.append(note(self.book.at(CHOICES, line, "name"), "repeated-code", message))
        for choices in lists.lists.values():
            for choice in choices:
                if choice.line is not None:
                    self._translate(choice.line, "label", choice.label)
        return lists

    def _settle_language(self) -> None:
        table = self.book.tables[SURVEY]
        languages = [language for column, language in table.headings if column == "label"]
        wanted = self.book.settings.cell("default_language")
        named = [language for language in languages if language]
        if "" in languages and wanted not in named:
            self.default = ""
        else:
            self.default = wanted if wanted in named else next(iter(named), "")
        code = language_code(self.default or wanted)
        self.language = code or LANGUAGE
        for language in named:
            if language != self.default and not language_code(language):
                message = f"Which language '{language}' is, is not known, so its texts are not read. Write its code: '{language} (nb)'."
                self.findings.append(note(self.book.at(SURVEY), "unknown-language", message))

    def _translate(self, line: Line, column: str, source: str) -> None:
        for language, text in line.translations(column).items():
            code = language_code(language)
            if code and language != self.default and code != self.language and plain(text) and source:
                self.words.setdefault(code, {}).setdefault(source, plain(text))

    def _settled(self, outline: Outline, named: list[Named]) -> tuple[list[Named], Seen]:
        """The questions, with the type of each calculation; those that have none become rows that are kept."""
        waiting = {each.written for each in named if _is_computed(each) and not each.line.cell("bind::type")}
        types: dict[str, str] = {}
        for _ in range(PASSES):
            fields = dict(meanings([_typed(each, types) for each in named if each.written not in waiting], outline))
            whole = frozenset(meant.name for meant in fields.values() if meant.whole)
            seen = Seen(fields, {})
            found = {
                each.written: kind
                for each in named
                if each.written in waiting and (kind := _calculated_type(each, seen, whole))
            }
            types |= found
            waiting -= found.keys()
            if not found or not waiting:
                break
        for each in named:
            if each.written in waiting:
                self._keep_calculation(each, outline, seen)
        left = [_typed(each, types) for each in named if each.written not in waiting]
        fields = meanings(left, outline)
        return left, Seen(fields, scope_of_fields(fields))

    def _keep_calculation(self, each: Named, outline: Outline, seen: Seen) -> None:
        """A calculation without a meaning here is no question that anybody should be asked."""
        reader = Reader(each, seen, has_logic=True)
        try:
            kind_of_calculation(parse(each.line.cell("calculation")), seen.around(each.written), frozenset())
        except TRIED as problem:
            reader.untold(each.line, "calculation", problem)
        for line, column, slug, message in reader.entry.remarks:
            self._note(line, column, slug, message)
        outline.kept.append((each.line, ""))
        for part in outline.parts:
            if each.question in part.items:
                place = part.items.index(each.question)
                part.items.remove(each.question)
                rows = (*each.question.before, each.line)
                if place < len(part.items):
                    part.items[place].before = (*rows, *part.items[place].before)
                else:
                    outline.after = (*rows, *outline.after)

    def _entries(self, named: list[Named], seen: Seen) -> dict[int, Entry]:
        entries = {id(each.question): entry_of(each, seen) for each in named}
        owners = {variable: each.name for each in named for variable in _variables(each)}
        reads: dict[Key, frozenset[Key]] = {
            ("", each.name): frozenset(
                ("", owners[name]) for name in entries[id(each.question)].reads if owners.get(name, "")
            )
            for each in named
        }
        circles = in_circles(reads)
        for each in named:
            if ("", each.name) in circles:
                entries[id(each.question)] = entry_of(each, seen, has_logic=False)
                message = f"The logic of '{each.written}' waits for itself, by way of other questions. It is kept under 'extras'."
                self._note(each.line, "relevant", "logic-kept", message)
        return entries

    # ---- the document ----

    def _document(
        self, outline: Outline, named: list[Named], entries: dict[int, Entry], seen: Seen
    ) -> dict[str, Any] | None:
        by_question = {id(each.question): each for each in named}
        title = plain(self.book.settings.cell("form_title")) or _words(self.book.stem)
        self._translate(self.book.settings, "form_title", title)
        sections = [
            section
            for part in outline.parts
            if part.items and (section := self._section(part, title, by_question, entries, seen)) is not None
        ]
        if not sections:
            return None
        rules = [entry.rule for entry in entries.values() if entry.rule]
        self._remarks(entries)
        self._of_the_whole()
        return {
            "form": name_for(self.book.settings.cell("form_id") or self.book.stem, self.names),
            "title": title,
            "help": self._help(outline.help),
            "extras": self._extras(kept.of_form(self.book, outline, self.default)),
            "sections": sections,
            "rules": rules,
        }

    def _extras(self, found: Mapping[str, str]) -> dict[str, Any] | None:
        return {SYSTEM: dict(found)} if found else None

    def _help(self, line: Line | None) -> str | None:
        if line is None:
            return None
        words = plain(line.cell("label"))
        self._translate(line, "label", words)
        return words

    def _section(
        self,
        part: Part,
        title: str,
        by_question: Mapping[int, Named],
        entries: Mapping[int, Entry],
        seen: Seen,
    ) -> dict[str, Any] | None:
        written = plain(part.line.cell("label")) or _words(part.line.cell("name")) if part.line else title
        title = written or title
        if part.line is not None:
            self._translate(part.line, "label", title)
        return {
            "section": name_for((part.line.cell("name") if part.line else "") or title, self.section_names),
            "title": title,
            "help": self._help(part.help),
            "enable_when": self._asked(part, seen),
            "extras": self._extras(kept.of_part(part)),
            "variables": [self._variable(by_question[id(item)], entries[id(item)]) for item in part.items],
        }

    def _asked(self, part: Part, seen: Seen) -> str | None:
        """The condition of a group and of those around it."""
        if part.line is None:
            return None
        reader = Reader(Named(part.items[0], "", "", ""), seen, has_logic=True)
        nodes = [reader.condition(line, "relevant") for line in (*part.around, part.line)]
        for line, column, slug, message in reader.entry.remarks:
            self._note(line, column, slug, message)
        found = [to_text(node) for node in nodes if node is not None]
        return " and ".join(f"({text})" for text in found) if len(found) > 1 else next(iter(found), None)

    def _variable(self, named: Named, entry: Entry) -> dict[str, Any]:
        declaration = entry.declaration
        self._translate(named.line, "label", declaration["label"])
        self._translate(named.line, "hint", declaration["help"])
        for _, row in named.rows:
            self._translate(row, "label", plain(row.cell("label")))
        if entry.rule:
            self._translate(named.line, "constraint_message", entry.rule["message"])
        return {**declaration, "extras": self._extras(kept.of_question(named, entry))}

    def _remarks(self, entries: Mapping[int, Entry]) -> None:
        for entry in entries.values():
            for line, column, slug, message in entry.remarks:
                self._note(line, column, slug, message)

    def _of_the_whole(self) -> None:
        message = (
            "An XLSForm does not say who answers, at which timepoints, and for what purpose. Write respondent,"
            " timepoints, category and purpose in each form."
        )
        self.findings.append(note(self.book.at(SETTINGS), "not-in-the-source", message))
        for sheet in self.book.unread:
            message = f"The sheet '{sheet}' is not read: there is no word for it here."
            self.findings.append(note(Location(self.book.file, 1, 1), "sheet-not-read", message))

    def _note(self, line: Line, column: str, slug: str, message: str) -> None:
        self.findings.append(note(self.book.at(SURVEY, line, column), slug, message))


def _variables(each: Named) -> Iterator[str]:
    """The variables of a question."""
    if each.type == MATRIX:
        yield from (f"{each.name}_{row}_{column}" for row, _ in each.rows for column in each.ticks.values())
    elif each.type == CHECKLIST:
        yield from (f"{each.name}_{key}" for key in each.ticks.values())
    else:
        yield each.name


def _is_computed(each: Named) -> bool:
    return each.line.cell("type").lower() == "calculate"


def _typed(each: Named, types: Mapping[str, str]) -> Named:
    kind = types.get(each.written)
    return replace(each, type=kind, decimals=each.decimals or 9) if kind and _is_computed(each) else each


def _calculated_type(each: Named, seen: Seen, whole: frozenset[str]) -> str:
    if each.line.cell("trigger"):
        return ""
    try:
        return kind_of_calculation(parse(each.line.cell("calculation")), seen.around(each.written), whole)
    except TRIED:
        return ""


def _words(written: str) -> str:
    words = " ".join(written.replace("_", " ").split())
    return words[:1].upper() + words[1:] if words else "Form"


def _no_answer(line: Line, why: str) -> str:
    kind = line.cell("type")
    what = "is filled in by the device" if kind.lower() in METADATA else f"is {why}"
    return f"'{line.cell('name') or kind}' ({kind}) {what} and holds no answer here. Its row is kept under 'extras'."
