"""The rows of one form: groups, questions, choices, settings and rules, cell by cell. Pure."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.expressions.printer import to_text
from catalogue.findings import Finding
from catalogue.formats.losses import SLUG
from catalogue.formats.markup import plain
from catalogue.formats.records import note
from catalogue.formats.selecting import extras_of
from catalogue.formats.xlsform import kept, own
from catalogue.formats.xlsform.asked import Item, Naming, choice_of, codes_of, items, names_of, tick_keys
from catalogue.formats.xlsform.columns import OWN, TRANSLATED, Place
from catalogue.formats.xlsform.fields import yes_or_no
from catalogue.formats.xlsform.logic import Logic, Row, scale_text
from catalogue.formats.xlsform.meant import NO, SYSTEM, YES
from catalogue.formats.xlsform.types import BOUND, GROUP_BEGIN, GROUP_END, WRITTEN, kind_of
from catalogue.formats.xlsform.wording import Wording
from catalogue.model import Catalogue, Code, Form, Group, Section, Variable
from catalogue.texts import Text

YES_NO_LIST = "yes_no"
OF_FORMS = ("category", "purpose", "source")
"""What a form says for all its questions."""


def cell(column: str) -> Place:
    """A column without a language."""
    return column, ""


def ours(said: Mapping[str, str]) -> Row:
    """Columns that only we read."""
    return {cell(f"{OWN}{key}"): text for key, text in said.items()}


@dataclass(slots=True)
class FormWriter:
    """The rows of one form; collects lists of choices and findings as it goes."""

    catalogue: Catalogue
    form: Form
    called: Naming
    words: Wording
    findings: list[Finding]
    logic: Logic
    lists: dict[str, list[Row]] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, catalogue: Catalogue, form: Form, called: Naming, words: Wording, findings: list[Finding]
    ) -> "FormWriter":
        """The writer of a form."""
        logic = Logic.of(form, called, names_of(form, called), findings)
        return cls(catalogue, form, called, words, findings, logic, shared=_said_of_all(form))

    def survey(self) -> Iterator[Row]:
        """All rows of questions."""
        said = extras_of(self.form, SYSTEM)
        if self.form.help:
            yield self._note(self.form.help, said.get(kept.NOTE) or f"{self.form.name}_help")
        for section in self.form.sections:
            yield from self._section(section)
        yield from self._kept_rows(said.get(kept.AFTER, ""))

    def _note(self, text: Text, name: str) -> Row:
        while name in self.called.known:
            name += "_"
        return {cell("type"): "note", cell("name"): name, **self.words.cells("label", text)}

    def _section(self, section: Section) -> Iterator[Row]:
        said = extras_of(section, SYSTEM)
        yield from self._kept_rows(said.get(kept.BEFORE, ""))
        is_group = kept.LOOSE not in said or section.enable_when is not None
        if is_group:
            yield self._with_kept(self._group(section, said), said)
        if section.help:
            yield self._note(section.help, said.get(kept.NOTE) or f"{section.name}_help")
        asked = False
        for item in items(section):
            yield from self._item(item)
            asked = asked or isinstance(item.question, Group) or not item.question.is_calculated
        if is_group and not asked and not section.help:
            yield self._filler(section)
        if is_group:
            yield {cell("type"): GROUP_END}

    def _filler(self, section: Section) -> Row:
        """A text that is never shown: a group in which nothing is asked is none for ODK."""
        row = self._note(section.title, f"{section.name}_empty")
        return {**row, cell("relevant"): "false()", **ours({"note": "filler"})}

    def _group(self, section: Section, said: Mapping[str, str]) -> Row:
        name = self.called.sections[section.name]
        row = {cell("type"): GROUP_BEGIN, cell("name"): name, **self.words.cells("label", section.title)}
        relevant = said.get("relevant", "")
        if section.enable_when is not None:
            relevant = self.logic.condition(section.enable_when.node, section.name, "")
        if relevant and self.logic.is_known(relevant):
            row[cell("relevant")] = relevant
        if name != section.name and "name" not in said:
            row |= ours({"section": section.name})
        return row

    def _item(self, item: Item) -> Iterator[Row]:
        question = item.question
        said = extras_of(question, SYSTEM)
        yield from self._kept_rows(said.get(kept.BEFORE, ""))
        if isinstance(question, Variable):
            row = self._variable(item, question)
        elif question.rows:
            yield from self._matrix(item, question, said)
            return
        else:
            row = self._checklist(item, question)
        yield self._with_kept({**row, **self.logic.cells(item)}, said)

    def _kept_rows(self, text: str) -> Iterator[Row]:
        """Rows that were kept as they were, as long as what they refer to is there."""
        for row in kept.rows_of(text):
            name = row.get(cell("name"), "")
            if all(kept.referred(written) <= self.called.known for written in row.values()):
                yield self._with_kept({}, {kept.key_of(place): written for place, written in row.items()})
            else:
                message = f"The row '{name}' of the form that was read refers to a question that is no longer there."
                self.findings.append(note(self.form.at, SLUG, f"'{self.form.address}': {message}"))

    def _with_kept(self, row: Row, said: Mapping[str, str]) -> Row:
        """A row with the cells that a form once had beside what the variable says."""
        is_question = bool(row)
        for key, text in said.items():
            place = kept.place_of(key)
            if (
                key in kept.WHOLE_ROWS
                or key == "save_to"
                or (is_question and place[0] in {"type", "name", *kept.LOGIC})
            ):
                continue
            for found in self._places(place):
                is_ours = is_question and place[0] in {*kept.WORDED, "constraint_message"}
                if is_ours and (found in row or place[0] in kept.WORDED) and plain(text) != row.get(found):
                    continue
                if kept.referred(text) <= self.called.known:
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
        kind = self._type(item, variable)
        row: Row = {
            cell("type"): kind,
            cell("name"): self.called.questions[item.name],
            **self._label(item, variable),
            **self.words.cells("hint", self._help(item, variable)),
            **self._constraint_message(variable),
            **self.words.cells(f"{OWN}unit", variable.unit),
            **ours({**own.said_of_variable(variable), **self._purpose(variable)}),
        }
        if variable.is_calculated:
            return row | self._computed(item, variable, kind)
        if variable.type == "longtext":
            row[cell("appearance")] = "multiline"
        if variable.display == "select" and variable.type in {"code", "boolean"}:
            row[cell("appearance")] = "minimal"
        if kind == "range":
            row[cell("parameters")] = self._range(item, variable)
        return row

    def _computed(self, item: Item, variable: Variable, kind: str) -> Row:
        """What a calculation is kept as; a type that is not to be seen from that is said in our own column."""
        said = variable.type
        if variable.codelist is not None:
            said = f"select_one {self._list(variable, self.called.questions[item.name], '')}"
        is_number = variable.codelist is not None and variable.codelist.numeric
        bound = BOUND.get("integer" if is_number else variable.type, "")
        is_seen = kind == "calculate" and variable.type in BOUND
        return {**({cell("bind::type"): bound} if bound else {}), **ours({} if is_seen else {"type": said})}

    def _purpose(self, variable: Variable) -> dict[str, str]:
        return {key: said for key, said in _purpose_of(variable).items() if said != self.shared[key]}

    def _constraint_message(self, variable: Variable) -> Row:
        rules = self.logic.rules.get(variable.name, ())
        if len(rules) == 1:
            return self.words.cells("constraint_message", rules[0].message)
        found: Row = {}
        for rule in rules:
            for place, text in self.words.cells("constraint_message", rule.message).items():
                found[place] = f"{found[place]} {text}" if place in found else text
        return found

    def _label(self, item: Item, variable: Variable) -> Row:
        group = item.group
        if group is None or group.kind == "instrument":
            return self.words.cells("label", variable.label)
        both = [self.words.cells("label", text) for text in (group.label, variable.label, variable.help) if text]
        return {place: " – ".join(part.get(place, next(iter(part.values()))) for part in both) for place in both[0]}

    def _help(self, item: Item, variable: Variable) -> Text | None:
        is_cell = item.group is not None and item.group.kind == "matrix"
        return item.group.help if is_cell and item.group else variable.help

    def _type(self, item: Item, variable: Variable) -> str:
        said = extras_of(variable, SYSTEM).get("type", "")
        if variable.is_calculated:
            return "calculate" if variable.name in self.logic.names.spelt else "hidden"
        if variable.type == "boolean":
            return said if said.lower() in {"acknowledge", "trigger"} else f"select_one {self._yes_no(said)}"
        if variable.type == "code":
            return f"select_one {self._list(variable, self.called.questions[item.name], said)}"
        if variable.display == "scale":
            return "range"
        meant = kind_of(said) if said else None
        is_same = meant is not None and not meant.choices and meant.type == variable.type.replace("long", "")
        return said if is_same and said.lower() != "range" else WRITTEN[variable.type]

    def _range(self, item: Item, variable: Variable) -> str:
        written = scale_text(variable)
        if variable.ends is None:
            return written
        name = f"{self.called.questions[item.name]}_ends"
        values = (own.limit_text(variable.limits.min), own.limit_text(variable.limits.max))
        self.lists[name] = [self._choice(name, *end) for end in zip(values, variable.ends, strict=True)]
        return f"{written} tick_labelset={name}"

    def _checklist(self, item: Item, group: Group) -> Row:
        name = self.called.questions[item.name]
        return {
            cell("type"): f"select_multiple {self._ticks(name, group)}",
            cell("name"): name,
            **self.words.cells("label", group.label),
            **self.words.cells("hint", group.help),
            **ours({**own.said_of_group(group), **self._purpose(group.variables[0])}),
        }

    def _ticks(self, name: str, group: Group) -> str:
        """The list of a checklist: under the name it had, where another has not taken it."""
        kept_list = extras_of(group, SYSTEM).get("type", "").split()[1:2]
        for found in (*kept_list, name, f"{name}_choices"):
            rows = [
                {**self._choice(found, choice_of(group, key, tick), tick.label), **ours(own.said_of_tick(tick, group))}
                for key, tick in tick_keys(group).items()
            ]
            if found != YES_NO_LIST and self.lists.setdefault(found, rows) == rows:
                return found
        return name

    def _matrix(self, item: Item, group: Group, said: Mapping[str, str]) -> Iterator[Row]:
        name = self.called.questions[item.name]
        self.lists[name] = [self._choice(name, key, label) for key, label in group.columns]
        row: Row = {
            cell("type"): GROUP_BEGIN,
            cell("name"): name,
            **self.words.cells("label", group.label),
            **self.words.cells("hint", group.help),
            cell("appearance"): "table-list",
            **ours({**own.said_of_group(group), **self._purpose(group.variables[0])}),
            **self.logic.cells(item),
        }
        if group.required:
            del row[cell("required")]
            row |= ours({"required": "true", own.CHECK: own.check_of({"relevant": row.get(cell("relevant"), "")})})
        yield self._with_kept(row, said)
        for key, label in group.rows:
            called = self.called.rows[item.name, key]
            yield {
                cell("type"): f"select_multiple {name}",
                cell("name"): called,
                **self.words.cells("label", label),
                **ours({} if called == f"{name}_{key}" else {"row": key}),
            }
        yield {cell("type"): GROUP_END}

    # ---- choices ----

    def _yes_no(self, said: str) -> str:
        """The list of a yes or no: under the name it had, where another has not taken it."""
        languages = {self.words.source: self.catalogue.languages.source}
        languages |= {heading: code for code, heading in self.words.others.items()}
        words = {("label", heading): yes_or_no(code) for heading, code in languages.items()}
        candidates: list[str] = [*said.split()[1:2], YES_NO_LIST]
        for found in candidates:
            rows: list[Row] = [
                {cell("list_name"): found, cell("name"): name, **{place: both[at] for place, both in words.items()}}
                for at, name in enumerate((YES, NO))
            ]
            if self.lists.setdefault(found, rows) == rows:
                return found
        return YES_NO_LIST

    def _list(self, variable: Variable, name: str, said: str) -> str:
        """The list of a question: one that several have is written once."""
        codes = codes_of(variable)
        codelist = variable.codelist
        shared = (codelist.name,) if codelist and codelist.shared else ()
        candidates: list[str] = [*said.split()[1:2], *shared, name, f"{name}_choices"]
        for found in candidates:
            rows = [self._code(found, code) for code in codes]
            if found != YES_NO_LIST and self.lists.setdefault(found, rows) == rows:
                return found
        return name

    def _code(self, name: str, code: Code) -> Row:
        return {**self._choice(name, str(code.value), code.label), **ours(own.said_of_code(code))}

    def _choice(self, name: str, code: str, label: Text) -> Row:
        return {cell("list_name"): name, cell("name"): code, **self.words.cells("label", label)}

    def choices(self) -> Iterator[Row]:
        """All lists, after the questions."""
        for rows in self.lists.values():
            yield from rows
        for row in kept.rows_of(extras_of(self.form, SYSTEM).get(kept.UNUSED, "")):
            if row.get(cell("list_name")) not in self.lists:
                yield self._with_kept({}, {kept.key_of(place): text for place, text in row.items()})

    # ---- settings and rules ----

    def settings(self) -> Row:
        """The one row of settings."""
        said = {
            kept.place_of(key.removeprefix("settings ")): text
            for key, text in extras_of(self.form, SYSTEM).items()
            if key.startswith("settings ") and kept.referred(text) <= self.called.known
        }
        row: Row = {
            cell("form_title"): self.words.told(self.form.title.source),
            cell("form_id"): self.form.name,
            cell("version"): self.catalogue.version,
            **said,
            **ours({key: text for key, text in self.shared.items() if text}),
            **ours({"respondent": self.form.respondent}),
        }
        respondents = {self.form.respondent: self.catalogue.respondents.get(self.form.respondent)}
        used = dict.fromkeys(variable.category for variable in self.form.variables if variable.category)
        categories = {name: self.catalogue.categories.get(name) for name in used}
        for key, texts in (("respondents", respondents), ("categories", categories)):
            titles = {name: text.source for name, text in texts.items() if text}
            row |= ours({key: json.dumps(titles, ensure_ascii=False)}) if titles else {}
        if self.words.source:
            row[cell("default_language")] = self.words.source
        return row

    def rules(self) -> Iterator[Row]:
        """Rules that the constraints do not say, or not wholly."""
        told = [(rule, "") for rule in self.logic.other_rules()]
        for rule, question in (*self.logic.written_rules, *told):
            if not question:
                message = f"'{self.form.address}.{rule.name}' has no word there; it stands where only we read it."
                self.findings.append(note(rule.at, "ours-alone", message))
            yield {
                cell("rule"): rule.name,
                cell("require"): to_text(rule.require.node),
                cell("severity"): rule.severity,
                **self.words.cells("message", rule.message),
                **({cell("question"): question} if question else {}),
                **ours(own.said_of_rule(rule.collected, rule.retired)),
            }


def _purpose_of(variable: Variable) -> dict[str, str]:
    return {"category": variable.category, "purpose": variable.purpose, "source": variable.source or ""}


def _said_of_all(form: Form) -> dict[str, str]:
    """What most questions of a form have in common."""
    said = Counter(tuple(_purpose_of(variable).values()) for variable in form.variables)
    return dict(zip(OF_FORMS, said.most_common(1)[0][0], strict=True))
