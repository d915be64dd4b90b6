"""The rows of one form: groups, questions, choices and settings, cell by cell. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.findings import Finding
from catalogue.formats.markup import plain
from catalogue.formats.selecting import extras_of
from catalogue.formats.values import plain_number
from catalogue.formats.xlsform import kept
from catalogue.formats.xlsform.asked import (
    Item,
    Naming,
    choice_of,
    codes_of,
    fields_of,
    items,
    names_of,
    tick_keys,
)
from catalogue.formats.xlsform.columns import TRANSLATED, Place
from catalogue.formats.xlsform.fields import YES_NO
from catalogue.formats.xlsform.logic import Logic
from catalogue.formats.xlsform.meant import NO, SYSTEM, YES
from catalogue.formats.xlsform.types import BOUND, GROUP_BEGIN, GROUP_END, WRITTEN, kind_of
from catalogue.formats.xlsform.wording import Wording
from catalogue.model import Catalogue, Code, Form, Group, Section, Variable
from catalogue.texts import Text

Row = dict[Place, str]
YES_NO_LIST = "yes_no"


def cell(column: str) -> Place:
    """A column without a language."""
    return column, ""


@dataclass(slots=True)
class FormWriter:
    """The rows of one form; collects lists of choices and findings as it goes."""

    catalogue: Catalogue
    form: Form
    called: Naming
    words: Wording
    findings: list[Finding]
    lists: dict[str, list[Row]] = field(default_factory=dict)
    by_content: dict[object, str] = field(default_factory=dict)

    def survey(self) -> Iterator[Row]:
        """All rows of questions."""
        logic = Logic.of(
            self.form,
            names_of(self.catalogue, self.form, self.called),
            fields_of(self.form, self.called),
            self.findings,
        )
        if self.form.help:
            yield self._note(self.form.help, extras_of(self.form, SYSTEM).get(kept.NOTE, f"{self.form.name}_help"))
        for section in self.form.sections:
            yield from self._section(section, logic)
        yield from self._kept_rows(extras_of(self.form, SYSTEM).get(kept.AFTER, ""))

    def _note(self, text: Text, name: str) -> Row:
        return {cell("type"): "note", cell("name"): self._free(name), **self.words.cells("label", text)}

    def _free(self, name: str) -> str:
        """A name for a row that is no question of ours."""
        taken = {*self.called.questions.values(), *self.called.rows.values(), *self.called.sections.values()}
        while name in taken:
            name += "_"
        return name

    def _section(self, section: Section, logic: Logic) -> Iterator[Row]:
        said = extras_of(section, SYSTEM)
        yield from self._kept_rows(said.get(kept.BEFORE, ""))
        is_group = kept.LOOSE not in said or section.enable_when is not None
        if is_group:
            row: Row = {
                cell("type"): GROUP_BEGIN,
                cell("name"): self.called.sections[section.name],
                **self.words.cells("label", section.title),
            }
            if section.enable_when is not None:
                row[cell("relevant")] = logic.condition(section.enable_when.node, section.name, section.at)
            yield self._with_kept(row, said)
        if section.help:
            yield self._note(section.help, said.get(kept.NOTE) or f"{section.name}_help")
        for item in items(section):
            yield from self._item(item, logic)
        if is_group:
            yield {cell("type"): GROUP_END}

    def _item(self, item: Item, logic: Logic) -> Iterator[Row]:
        question = item.question
        said = extras_of(question, SYSTEM)
        yield from self._kept_rows(said.get(kept.BEFORE, ""))
        if isinstance(question, Variable):
            row = self._variable(item, question)
        elif question.rows:
            yield from self._matrix(item, question, logic)
            return
        else:
            row = self._checklist(item, question)
        row |= logic.cells(item, said)
        yield self._with_kept(row, said)

    def _kept_rows(self, text: str) -> Iterator[Row]:
        """Rows that were kept as they were."""
        for row in kept.rows_of(text) if text else ():
            yield self._with_kept({}, {kept.key_of(place): written for place, written in row.items()})

    def _with_kept(self, row: Row, said: Mapping[str, str]) -> Row:
        """A row with the cells that a form once had beside what the variable says."""
        for key, text in said.items():
            place = kept.place_of(key)
            if key in kept.WHOLE_ROWS or (place[0] in kept.LOGIC and row) or (key == "type" and row):
                continue
            if key == "name" and row:
                continue
            for found in self._places(place):
                if place[0] in kept.WORDED and row.get(found) is not None and plain(text) != row[found]:
                    continue
                if place[0] in kept.WORDED and row and found not in row:
                    continue
                row[found] = text
        return row

    def _places(self, place: Place) -> tuple[Place, ...]:
        """Where a cell goes: one without language, of a column that has languages, into all of them."""
        column, language = place
        headings = tuple(self.words.headings)
        if column not in TRANSLATED or language in headings:
            return (place,)
        return tuple((column, heading) for heading in headings) if not language else ()

    # ---- questions ----

    def _variable(self, item: Item, variable: Variable) -> Row:
        row: Row = {
            cell("type"): self._type(item, variable),
            cell("name"): self.called.questions[item.name],
            **self._label(item, variable),
            **self.words.cells("hint", self._help(item, variable)),
        }
        if variable.required and not variable.is_calculated:
            row[cell("required")] = "yes"
        if variable.is_calculated and variable.type in BOUND:
            row[cell("bind::type")] = BOUND[variable.type]
        if variable.type == "longtext" and not variable.is_calculated:
            row[cell("appearance")] = "multiline"
        if variable.display == "select" and variable.type in {"code", "boolean"}:
            row[cell("appearance")] = "minimal"
        if row[cell("type")] == "range":
            row[cell("parameters")] = self._range(item, variable)
        return row

    def _label(self, item: Item, variable: Variable) -> Row:
        group = item.group
        if group is None or group.kind == "instrument":
            return self.words.cells("label", variable.label)
        both = [self.words.cells("label", text) for text in (group.label, variable.label, variable.help) if text]
        return {place: " – ".join(part.get(place, part[next(iter(part))]) for part in both) for place in both[0]}

    def _help(self, item: Item, variable: Variable) -> Text | None:
        if item.group is not None and item.group.kind == "matrix":
            return item.group.help
        return variable.help

    def _type(self, item: Item, variable: Variable) -> str:
        kept_type = extras_of(variable, SYSTEM).get("type", "")
        if variable.is_calculated:
            return "calculate"
        if variable.type == "boolean":
            is_other = kept_type.lower() in {"acknowledge", "trigger"}
            return kept_type if is_other else f"select_one {self._yes_no()}"
        if variable.type == "code":
            return f"select_one {self._list(variable, self.called.questions[item.name])}"
        if variable.display == "scale":
            return "range"
        if kept_type and kind_of(kept_type).type == variable.type and not kind_of(kept_type).choices:
            return kept_type
        return WRITTEN[variable.type]

    def _range(self, item: Item, variable: Variable) -> str:
        low, high = variable.limits.min, variable.limits.max
        ends = [plain_number(limit) for limit in (low, high) if isinstance(limit, float)]
        written = f"start={ends[0]} end={ends[-1]} step=1"
        if variable.ends is None:
            return written
        name = f"{self.called.questions[item.name]}_ends"
        self.lists[name] = [
            {cell("list_name"): name, cell("name"): end, **self.words.cells("label", text)}
            for end, text in zip(ends, variable.ends, strict=True)
        ]
        return f"{written} tick_labelset={name}"

    def _checklist(self, item: Item, group: Group) -> Row:
        ticks = {choice_of(group, key, tick): tick.label for key, tick in tick_keys(group).items()}
        name = self.called.questions[item.name]
        self.lists[name] = [self._choice(name, choice, label) for choice, label in ticks.items()]
        return {
            cell("type"): f"select_multiple {name}",
            cell("name"): name,
            **self.words.cells("label", group.label),
            **self.words.cells("hint", group.help),
            **({cell("required"): "yes"} if group.required else {}),
        }

    def _matrix(self, item: Item, group: Group, logic: Logic) -> Iterator[Row]:
        name = self.called.questions[item.name]
        self.lists[name] = [self._choice(name, key, label) for key, label in group.columns]
        said = extras_of(group, SYSTEM)
        row: Row = {
            cell("type"): GROUP_BEGIN,
            cell("name"): name,
            **self.words.cells("label", group.label),
            **self.words.cells("hint", group.help),
            cell("appearance"): "table-list",
            **logic.cells(item, said),
        }
        yield self._with_kept(row, said)
        for key, label in group.rows:
            yield {
                cell("type"): f"select_multiple {name}",
                cell("name"): self.called.rows[item.name, key],
                **self.words.cells("label", label),
            }
        yield {cell("type"): GROUP_END}

    # ---- choices and settings ----

    def _yes_no(self) -> str:
        if YES_NO_LIST not in self.lists:
            words = {self.words.source: self.catalogue.languages.source}
            words |= {heading: code for code, heading in self.words.others.items()}
            self.lists[YES_NO_LIST] = [
                {
                    cell("list_name"): YES_NO_LIST,
                    cell("name"): name,
                    **{("label", heading): YES_NO.get(code, YES_NO["en"])[place] for heading, code in words.items()},
                }
                for place, name in enumerate((YES, NO))
            ]
        return YES_NO_LIST

    def _list(self, variable: Variable, name: str) -> str:
        """The list of a question: one that several have is written once."""
        codes = codes_of(variable)
        shared = variable.codelist is not None and variable.codelist.shared
        key = (variable.codelist.name if shared and variable.codelist else name, tuple(code.value for code in codes))
        if key not in self.by_content:
            wanted = extras_of(variable, SYSTEM).get("type", "").partition(" ")[2].partition(" ")[0] or str(key[0])
            found = wanted if wanted not in self.lists and wanted != YES_NO_LIST else f"{name}_choices"
            self.by_content[key] = found
            self.lists[found] = [self._code(found, code) for code in codes]
        return self.by_content[key]

    def _code(self, name: str, code: Code) -> Row:
        row = self._choice(name, str(code.value), code.label)
        if code.missing:
            row[cell("skjemaverk_missing")] = code.missing
        return row

    def _choice(self, name: str, code: str, label: Text) -> Row:
        return {cell("list_name"): name, cell("name"): code, **self.words.cells("label", label)}

    def choices(self) -> Iterator[Row]:
        """All lists, after the questions."""
        for rows in self.lists.values():
            yield from rows
        for row in kept.rows_of(extras_of(self.form, SYSTEM).get(kept.UNUSED, "")):
            if row.get(cell("list_name")) not in self.lists:
                yield self._with_kept({}, {kept.key_of(place): text for place, text in row.items()})

    def settings(self) -> Row:
        """The one row of settings."""
        said = {
            kept.place_of(key.removeprefix("settings ")): text
            for key, text in extras_of(self.form, SYSTEM).items()
            if key.startswith("settings ")
        }
        row: Row = {
            cell("form_title"): self.form.title.source,
            cell("form_id"): self.form.name,
            cell("version"): self.catalogue.version,
            **said,
        }
        if self.words.source:
            row[cell("default_language")] = self.words.source
        return row
