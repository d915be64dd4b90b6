"""One XLSForm to one form of ours. Pure; findings and words in other languages are collected on the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.expressions.nodes import references
from catalogue.expressions.parser import parse as parse_ours
from catalogue.expressions.printer import to_text
from catalogue.findings import Finding, Location
from catalogue.formats.expressing import joined
from catalogue.formats.markup import plain
from catalogue.formats.naming import name_for
from catalogue.formats.records import note
from catalogue.formats.settling import Key, in_circles
from catalogue.formats.xlsform import kept, own
from catalogue.formats.xlsform.books import CHOICES, RULES, SETTINGS, SURVEY, FormBook
from catalogue.formats.xlsform.cells import TRIED, Cells, Remark, Seen, kind_of_calculation, sound
from catalogue.formats.xlsform.columns import Line, language_code
from catalogue.formats.xlsform.entries import Entry, entry_of
from catalogue.formats.xlsform.fields import MATRIX, Lists, Named, meanings, named_questions
from catalogue.formats.xlsform.meant import SYSTEM
from catalogue.formats.xlsform.outline import Outline, Part, Question, outlined, parts_of
from catalogue.formats.xlsform.respelling import names_of_named, written_again
from catalogue.formats.xlsform.spelling import Names
from catalogue.formats.xlsform.types import CHECKLIST, METADATA
from catalogue.formats.xlsform.xpath import parse

PASSES = 12
"""How often calculations are looked at for those that wait for one further down."""
LANGUAGE = "en"
"""The language of a form that names none."""


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of a part, and what it looks at."""

    text: str = ""
    reads: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class FormReader:
    """One form. `names` are those of forms, `aliases` the questions' names that have been seen, by small letters.

    `others` when it has words in other languages than its own.
    """

    book: FormBook
    names: set[str]
    aliases: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    respondents: dict[str, str] = field(default_factory=dict)
    default: str = ""
    language: str = LANGUAGE
    others: bool = False

    def form(self) -> dict[str, Any] | None:
        """The document of the form; None when nothing in it holds an answer."""
        self._settle_language()
        lines = [line.in_language(self.default) for line in self.book.lines(SURVEY)]
        outline, lists = outlined(lines), self._lists()
        named, seen = self._settled(outline, named_questions(outline, lists, self.language))
        if not named:
            return None
        self._of_rows(outline)
        entries, conditions = self._entries(outline, named, seen)
        return self._document(outline, named, entries, conditions, seen)

    # ---- languages and choices ----

    def _settle_language(self) -> None:
        languages = [language for column, language in self.book.tables[SURVEY].headings if column == "label"]
        wanted = self.book.settings.cell("default_language")
        named = [language for language in languages if language]
        if "" not in languages or wanted in named:
            self.default = wanted if wanted in named else next(iter(named), "")
        self.language = language_code(self.default or wanted) or LANGUAGE
        self.others = any(language != self.default for _, language in self.book.headings if language)
        for language in named:
            if language != self.default and not language_code(language):
                message = (
                    f"It is not known which language '{language}' is, so its texts are not read. Write its code after"
                    f" it: '{language} (nb)'."
                )
                self.findings.append(note(self.book.at(SURVEY), "unknown-language", message))

    def _translate(self, line: Line, column: str, source: object) -> None:
        if not self.others:
            return
        for language, text in line.translations(column).items():
            code = language_code(language)
            if code and code != self.language and isinstance(source, str) and source and plain(text):
                self.words.setdefault(code, {}).setdefault(source, plain(text))

    def _lists(self) -> Lists:
        lists = Lists.of(line.in_language(self.default) for line in self.book.lines(CHOICES))
        for line, message in lists.repeated:
            self.findings.append(note(self.book.at(CHOICES, line, "name"), "repeated-code", message))
        return lists

    # ---- calculations ----

    def _settled(self, outline: Outline, named: list[Named]) -> tuple[list[Named], Seen]:
        """The questions, with the type of each calculation; those that mean nothing here become rows that are kept."""
        waiting = {id(each): each for each in named if each.is_computed}
        seen = Seen.of(meanings((each for each in named if id(each) not in waiting), outline))
        settled: dict[int, Named] = {}
        for _ in range(PASSES):
            before = len(waiting)
            for key, each in list(waiting.items()):
                found = _understood(each, seen)
                if found is not None:
                    del waiting[key]
                    settled[key] = found
                    seen.add(*next(iter(meanings([found], Outline()).items())))
            if len(waiting) in {0, before}:
                break
        for each in waiting.values():
            self._keep_calculation(each, outline, seen)
        left = [settled.get(id(each), each) for each in named if id(each) not in waiting]
        return left, Seen.of(meanings(left, outline))

    def _keep_calculation(self, each: Named, outline: Outline, seen: Seen) -> None:
        """A calculation without a meaning here is no question that anybody should be asked."""
        typed = replace(each, type=_computed_type(each, seen) or "decimal")
        self._notes(entry_of(typed, seen).remarks)
        outline.keep(each.question)

    # ---- the logic of all ----

    def _entries(
        self, outline: Outline, named: list[Named], seen: Seen
    ) -> tuple[dict[int, Entry], dict[int, Condition]]:
        """Entries by question and conditions by part, so that no question waits for itself."""
        by_question = {id(each.question): each for each in named}
        entries = {id(each.question): entry_of(each, seen) for each in named}
        conditions = {id(part): _condition(part, seen) for part in outline.parts if part.items}
        for _ in range(2):
            circles = in_circles(_reads(outline, by_question, entries, conditions))
            parts = [
                part
                for part, item in parts_of(outline)
                if ("", by_question[id(item)].name) in circles and conditions[id(part)].reads
            ]
            if not parts:
                break
            for part in {id(part): part for part in parts}.values():
                conditions[id(part)] = Condition()
                if part.line is not None:
                    self._note(part.line, "relevant", "logic-kept", _in_a_circle(part.line.cell("name")))
        for each in named:
            if ("", each.name) in circles:
                entries[id(each.question)] = entry_of(each, seen, has_logic=False)
                self._note(each.line, "relevant", "logic-kept", _in_a_circle(each.written))
        return entries, conditions

    # ---- the document ----

    def _document(
        self,
        outline: Outline,
        named: list[Named],
        entries: Mapping[int, Entry],
        conditions: Mapping[int, Condition],
        seen: Seen,
    ) -> dict[str, Any]:
        settings = self.book.settings
        title = plain(settings.cell("form_title")) or _words(self.book.stem)
        by_question = {id(each.question): each for each in named}
        names: set[str] = set()
        again = names_of_named(seen)
        sections = []
        for part in outline.parts:
            if part.items:
                variables = [self._variable(by_question[id(item)], entries[id(item)], again) for item in part.items]
                sections.append({**self._section(part, title, conditions[id(part)], names), "variables": variables})
        for entry in entries.values():
            self._notes(entry.remarks)
        return {
            "form": name_for(settings.cell("form_id") or self.book.stem, self.names),
            "title": title,
            "help": self._help(outline.help),
            **self._of_the_whole(),
            "extras": _extras(kept.of_form(self.book, outline, self.default)),
            "sections": sections,
            "rules": list(self._rules(named, entries, seen)),
        }

    def _section(self, part: Part, title: str, condition: Condition, names: set[str]) -> dict[str, Any]:
        line = part.line
        own_title = plain(line.cell("label")) or _words(line.cell("name")) if line else title
        if line is not None:
            self._translate(line, "label", own_title)
        self._notes(condition.remarks)
        written = line.cell("name") if line else ""
        wanted = (own.cell(line, "section") or written) if line else ""
        name = name_for(wanted or title, names)
        found = kept.of_part(part)
        if written not in {"", name} and wanted == written:
            found["name"] = written
        if found.get("relevant") and condition.text and not part.around:
            del found["relevant"]
        return {
            "section": name,
            "title": own_title or title,
            "help": self._help(part.help),
            "enable_when": condition.text,
            "extras": _extras(found),
        }

    def _help(self, line: Line | None) -> str | None:
        if line is None:
            return None
        words = plain(line.cell("label"))
        self._translate(line, "label", words)
        return words

    def _variable(self, named: Named, entry: Entry, again: Names) -> dict[str, Any]:
        declaration = dict(entry.declaration)
        self._texts(named, declaration)
        found = kept.of_question(named, written_again(named, entry, again), has_logic=not entry.is_ours)
        if "name" not in declaration and named.written != named.name:
            found["name"] = named.written
        elif named.written != named.name and not self._is_new_alias(named):
            found["name"] = named.written
            declaration["aliases"] = {key: name for key, name in declaration["aliases"].items() if key != SYSTEM}
        if declaration.get("category"):
            self.categories.setdefault(declaration["category"], declaration["category"])
        return {**declaration, "extras": _extras(found)}

    def _is_new_alias(self, named: Named) -> bool:
        """Whether no other question is called so but for its capitals, and none of this form just so."""
        known = self.aliases.setdefault(named.written.casefold(), f"{self.book.file}\0{named.written}\0{named.name}")
        file, written, name = known.split("\0")
        return written == named.written and (file != self.book.file or name == named.name)

    def _texts(self, named: Named, declaration: Mapping[str, Any]) -> None:
        self._translate(named.line, "label", declaration["label"])
        self._translate(named.line, "hint", declaration["help"])
        self._translate(named.line, "skjemaverk_unit", declaration.get("unit"))
        for _, row in named.rows:
            self._translate(row, "label", plain(row.cell("label")))
        for choice in (*named.choices, *named.ends):
            if choice.line is not None:
                self._translate(choice.line, "label", choice.label)

    def _rules(self, named: Iterable[Named], entries: Mapping[int, Entry], seen: Seen) -> Iterator[dict[str, Any]]:
        """Rules that constraints are, and those of our own sheet whose question nobody has changed since."""
        taken = {variable for each in named for variable in (each.name, *_variables(each))}
        for each in named:
            entry = entries[id(each.question)]
            if entry.rule:
                self._translate(each.line, "constraint_message", entry.rule["message"])
                yield {**entry.rule, "rule": name_for(str(entry.rule["rule"]), taken)}
        ours = {each.written for each in named if entries[id(each.question)].is_ours} | {""}
        for line in (line.in_language(self.default) for line in self.book.lines(RULES)):
            rule = _own_rule(line, seen) if line.cell("question") in ours else None
            if rule is None:
                message = "The rule is not read: its question has been changed since, or it is no rule."
                self.findings.append(note(self.book.at(RULES, line, "rule"), "rule-not-read", message))
            else:
                self._translate(line, "message", rule["message"])
                yield {**rule, "rule": name_for(line.cell("rule"), taken)}

    # ---- what is told ----

    def _of_the_whole(self) -> dict[str, Any]:
        """Who answers and what for, which only we say; and what is not read."""
        settings = self.book.settings
        said = own.declared(settings, ("respondent", "category", "purpose", "source"))
        self.respondents |= own.titles(settings, "respondents") if "respondent" in said else {}
        self.categories |= own.titles(settings, "categories")
        if "respondent" in said:
            self.respondents.setdefault(said["respondent"], said["respondent"])
        if "category" in said:
            self.categories.setdefault(said["category"], said["category"])
        if not said:
            message = (
                "An XLSForm does not say who answers, at which timepoints, and for what purpose. Write respondent,"
                " timepoints, category and purpose in each form."
            )
            self.findings.append(note(self.book.at(SETTINGS), "not-in-the-source", message))
        for sheet in self.book.unread:
            message = f"The sheet '{sheet}' is not read: there is no word for it here."
            self.findings.append(note(Location(self.book.file, 1, 1), "sheet-not-read", message))
        return said

    def _of_rows(self, outline: Outline) -> None:
        for line, reason in outline.kept:
            if reason:
                self._note(line, "type", "no-answer", _no_answer(line, reason))
        for line, slug, message in outline.remarks:
            self._note(line, "type", slug, message)

    def _notes(self, remarks: Iterable[Remark]) -> None:
        for line, column, slug, message in remarks:
            self._note(line, column, slug, message)

    def _note(self, line: Line, column: str, slug: str, message: str) -> None:
        self.findings.append(note(self.book.at(SURVEY, line, column), slug, message))


def _extras(found: Mapping[str, str]) -> dict[str, Any] | None:
    return {SYSTEM: dict(found)} if found else None


def _computed_type(each: Named, seen: Seen) -> str:
    """The type of a calculation: as it says, or as its value is."""
    if each.line.cell("bind::type") or own.cell(each.line, "type"):
        return each.type
    try:
        return kind_of_calculation(parse(each.line.cell("calculation")), seen)
    except TRIED:
        return ""


def _understood(each: Named, seen: Seen) -> Named | None:
    """A calculation with its type, when it has a meaning here."""
    kind = _computed_type(each, seen)
    typed = replace(each, type=kind, decimals=each.decimals or 9 if kind == "decimal" else 0)
    is_there = bool(kind) and "calculate" in entry_of(typed, seen).declaration
    return typed if is_there else None


def _variables(each: Named) -> Iterator[str]:
    """The variables of a question."""
    if each.type == MATRIX:
        yield from (f"{each.name}_{row}_{column}" for row, _ in each.rows for column in each.ticks.values())
    elif each.type == CHECKLIST:
        yield from (f"{each.name}_{key}" for key in each.ticks.values())
    else:
        yield each.name


def _condition(part: Part, seen: Seen) -> Condition:
    """The condition of a group and of those around it."""
    if part.line is None:
        return Condition()
    cells = Cells(Named(Question(part.line, part.items[0].kind), "", "", ""), seen)
    found = [cells.condition(line, "relevant") for line in (*part.around, part.line)]
    nodes = [node for node in found if node is not None]
    if not nodes:
        return Condition(remarks=tuple(cells.remarks))
    together = joined("and", nodes)
    return Condition(to_text(together), frozenset(references(together)), tuple(cells.remarks))


def _reads(
    outline: Outline,
    by_question: Mapping[int, Named],
    entries: Mapping[int, Entry],
    conditions: Mapping[int, Condition],
) -> dict[Key, frozenset[Key]]:
    """What each question looks at, with the condition of its part."""
    owners = {variable: each.name for each in by_question.values() for variable in _variables(each)}
    found: dict[Key, frozenset[Key]] = {}
    for part, item in parts_of(outline):
        names = entries[id(item)].reads | conditions[id(part)].reads
        found["", by_question[id(item)].name] = frozenset(("", owners[name]) for name in names if name in owners)
    return found


def _own_rule(line: Line, seen: Seen) -> dict[str, Any] | None:
    """A rule of our own sheet."""
    try:
        sound(parse_ours(line.cell("require")), "boolean", seen)
    except TRIED:
        return None
    severity = line.cell("severity")
    if severity not in {"hard", "soft"} or not line.cell("message"):
        return None
    said = own.declared(line, ("collected", "retired"))
    return {"require": line.cell("require"), "severity": severity, "message": plain(line.cell("message")), **said}


def _words(written: str) -> str:
    words = " ".join(written.replace("_", " ").split())
    return words[:1].upper() + words[1:] if words else "Form"


def _in_a_circle(name: str) -> str:
    return f"The logic of '{name}' waits for itself, by way of others. It is kept under 'extras'; write it by hand."


def _no_answer(line: Line, why: str) -> str:
    kind = line.cell("type")
    what = "is filled in by the device" if kind.lower() in METADATA else f"is {why}"
    return f"'{line.cell('name') or kind}' ({kind}) {what} and holds no answer here. Its row is kept under 'extras'."
