"""A project as the bytes of its XML, in REDCap's order: settings, events, forms, groups, items, lists. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from catalogue.formats.markup import plain
from catalogue.formats.redcap.columns import CHOICES, VALIDATION
from catalogue.formats.redcap.entries import tick_name
from catalogue.formats.redcap.project.missing import text_of_codes
from catalogue.formats.redcap.project.printing import Tag, lines, tag_of
from catalogue.formats.redcap.project.records import Event, Project
from catalogue.formats.redcap.project.rules import COLUMNS as RULE_COLUMNS
from catalogue.formats.redcap.project.rules import OURS as RULE_OURS
from catalogue.formats.redcap.project.words import (
    ALSO,
    ATTRIBUTES,
    COMPLETE,
    FIELD_TYPES,
    ODM,
    OURS,
    REDCAP,
    RULES,
    STATUS,
    VALIDATIONS,
)
from catalogue.formats.xml_files import parsed_xml

ALWAYS = "2000-01-01T00:00:00"
"""The time of export: the same for the same catalogue."""
ROOT: Mapping[str, str] = {
    "xmlns": ODM,
    "xmlns:ds": "http://www.w3.org/2000/09/xmldsig#",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:redcap": REDCAP,
    "xmlns:skjemaverk": OURS,
    "xsi:schemaLocation": f"{ODM} schema/odm/ODM1-3-1.xsd",
    "ODMVersion": "1.3.1",
    "FileOID": "000-00-0000",
    "FileType": "Snapshot",
    "AsOfDateTime": ALWAYS,
    "CreationDateTime": ALWAYS,
    "SourceSystem": "REDCap",
}
STATUSES = (("0", "Incomplete"), ("1", "Unverified"), ("2", "Complete"))
YES_NO: Mapping[str, tuple[tuple[str, str], ...]] = {
    "yesno": (("1", "Yes"), ("0", "No")),
    "truefalse": (("1", "True"), ("0", "False")),
}
CHECKED = (("1", "Checked"), ("0", "Unchecked"))
LISTS = frozenset({"radio", "dropdown", "select"})
HOLD_CHOICES = LISTS | {"checkbox", "calc", "slider"}
"""Field types whose cell for choices has a place in the project."""
LONGEST = "999"
_DATA_TYPES = (
    (re.compile("date_...|date"), "date"),
    (re.compile("datetime_seconds_..."), "datetime"),
    (re.compile("datetime_..."), "partialDatetime"),
    (re.compile("time"), "partialTime"),
    (re.compile("integer|int"), "integer"),
    (re.compile(r"number|float|number_\ddp"), "float"),
)
_OF_FIELDS = {"calc": "float", "slider": "integer", "checkbox": "boolean", "yesno": "boolean", "truefalse": "boolean"}
_HTML = re.compile(r"<[a-zA-Z/!][^<>]*>")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def document(project: Project) -> bytes:
    """The file: UTF-8, a line for each element."""
    root = Tag(
        "ODM",
        {**ROOT, "Description": project.title},
        (Tag("Study", {"OID": f"Project.{_letters(project.title)}"}, (_settings(project), _version(project))),),
    )
    return "".join(f"{line}\n" for line in ('<?xml version="1.0" encoding="UTF-8" ?>', *lines(root))).encode()


def broken_parts(project: Project) -> list[str]:
    """The names of settings whose XML is none."""
    return [name for name, text in project.parts.items() if _parts(text) is None]


# ---- settings ----


def _settings(project: Project) -> Tag:
    plain_ones = (Tag(f"redcap:{name}", {}, text) for name, text in project.settings.items() if _WORD.fullmatch(name))
    parts = (
        Tag(f"redcap:{name}", {}, inside)
        for name, text in project.parts.items()
        if _WORD.fullmatch(name) and (inside := _parts(text)) is not None
    )
    named = (
        Tag("StudyName", {}, project.title),
        Tag("StudyDescription", {}, f'This file contains the metadata for REDCap project "{project.title}".'),
        Tag("ProtocolName", {}, project.title),
    )
    codes = Tag("redcap:MissingDataCodes", {}, text_of_codes(project.missing))
    return Tag("GlobalVariables", {}, (*named, *plain_ones, codes, *parts, *_rules(project)))


def _rules(project: Project) -> Iterator[Tag]:
    rules = tuple(
        Tag(
            "redcap:DataQualityRules",
            {
                "rule_order": str(number),
                **{column: rule.get(column, "") for column in RULE_COLUMNS},
                **({f"skjemaverk:{ALSO}": rule[RULE_OURS]} if rule.get(RULE_OURS) else {}),
            },
        )
        for number, rule in enumerate(project.rules, 1)
    )
    if rules:
        yield Tag(f"redcap:{RULES}", {}, rules)


def _parts(text: str) -> tuple[Tag, ...] | None:
    around = f'<x xmlns:redcap="{REDCAP}" xmlns="{ODM}">{text}</x>'
    root = parsed_xml(around.encode("utf-8", "replace"), "").root
    return None if root is None else tuple(map(tag_of, root))


def _letters(title: str) -> str:
    return re.sub("[^A-Za-z0-9]", "", title) or "Project"


# ---- definitions ----


def _version(project: Project) -> Tag:
    forms = [_FormOf(name, [*rows], project) for name, rows in _by_form(project)]
    record = forms[0].fields[0].name if forms else ""
    words = {"OID": f"Metadata.{_letters(project.title)}", "Name": project.title, "redcap:RecordIdField": record}
    order = {form.name: place for place, form in enumerate(forms)}
    fields = [field for form in forms for field in form.fields]
    inside = chain(
        _protocol(project.events),
        (_event(event, order) for event in project.events),
        (form.definition() for form in forms),
        (group for form in forms for group in form.groups()),
        (item for field in fields for item in field.items()),
        (codes for field in fields for codes in field.lists()),
    )
    return Tag("MetaDataVersion", words, inside)


def _by_form(project: Project) -> Iterator[tuple[str, list[Mapping[str, str]]]]:
    """The rows of each form, forms in the order of their first rows."""
    forms: dict[str, list[Mapping[str, str]]] = {}
    for row in project.rows:
        forms.setdefault(row.cells["form_name"].strip() or "form", []).append(row.cells)
    yield from (forms | {name: [] for name in project.titles if name not in forms}).items()


def _protocol(events: Iterable[Event]) -> Iterator[Tag]:
    references = tuple(
        Tag("StudyEventRef", {"StudyEventOID": f"Event.{event.name}", "OrderNumber": str(number), "Mandatory": "No"})
        for number, event in enumerate(events, 1)
    )
    if references:
        yield Tag("Protocol", {}, references)


def _event(event: Event, order: Mapping[str, int]) -> Tag:
    forms = sorted((name for name in event.forms if name in order), key=order.__getitem__)
    references = tuple(
        Tag(
            "FormRef",
            {"FormOID": f"Form.{name}", "OrderNumber": str(number), "Mandatory": "No", "redcap:FormName": name},
        )
        for number, name in enumerate(forms, 1)
    )
    words = dict(event.words)
    odm = {"Name": words.pop("Name", event.name), "Type": "Common", "Repeating": words.pop("Repeating", "No")}
    own = {f"redcap:{key}": value for key, value in words.items()}
    return Tag("StudyEventDef", {"OID": f"Event.{event.name}", **odm, **own}, references)


class _FormOf:
    """One form's definition and its groups: one for each section header, and one for how far the form has come."""

    def __init__(self, name: str, rows: Iterable[Mapping[str, str]], project: Project) -> None:
        self.name = name
        self.title = project.titles.get(name) or name
        rows = list(rows)
        own_status = f"{name}{COMPLETE}"
        if all(row["field_name"] != own_status for row in rows):
            rows.append(_status(name))
        self.fields = [_Field(row, project) for row in rows]

    def _groups(self) -> Iterator[tuple[str, list["_Field"]]]:
        """The title of each group and its fields."""
        group: list[_Field] = []
        title = self.title
        for field in self.fields:
            if field.header and group:
                yield title, group
                group = []
            title = plain(field.header) if field.header else title
            group.append(field)
        yield title, group

    def definition(self) -> Tag:
        references = (
            Tag("ItemGroupRef", {"ItemGroupOID": f"{self.name}.{group[0].oids[0]}", "Mandatory": "No"})
            for _, group in self._groups()
        )
        words = {"OID": f"Form.{self.name}", "Name": self.title, "Repeating": "No", "redcap:FormName": self.name}
        return Tag("FormDef", words, references)

    def groups(self) -> Iterator[Tag]:
        for title, group in self._groups():
            words = {"OID": f"{self.name}.{group[0].oids[0]}", "Name": title, "Repeating": "No"}
            yield Tag("ItemGroupDef", words, (item for field in group for item in field.references()))


def _status(form: str) -> dict[str, str]:
    """The row that REDCap adds to every form."""
    return {
        "field_name": f"{form}{COMPLETE}",
        "form_name": form,
        "field_type": "dropdown",
        "field_label": "Complete?",
        "section_header": STATUS,
        CHOICES: " | ".join(f"{code}, {label}" for code, label in STATUSES),
    }


class _Field:
    """One row as items and lists: one of each, or one for each choice of a checkbox."""

    def __init__(self, row: Mapping[str, str], project: Project) -> None:
        self.row, self.name = row, row["field_name"]
        self.kind = row["field_type"].strip().lower()
        self.header = row.get("section_header", "")
        self.others = project.others.get(self.name, {})
        self.also = project.also.get(self.name, "")
        self.choices = _choices(row.get(CHOICES, ""))
        ticks = [tick_name(self.name, code) for code, _ in self.choices] if self.kind == "checkbox" else []
        self.oids = list(dict.fromkeys(ticks)) or [self.name]

    def _cell(self, column: str) -> str:
        return self.row.get(column, "")

    def references(self) -> Iterator[Tag]:
        mandatory = "Yes" if self._cell("required_field").strip().lower() in {"y", "yes", "1"} else "No"
        for oid in self.oids:
            yield Tag("ItemRef", {"ItemOID": oid, "Mandatory": mandatory, "redcap:Variable": self.name})

    def items(self) -> Iterator[Tag]:
        for place, oid in enumerate(self.oids):
            yield Tag("ItemDef", self._words(oid, is_first=place == 0), self._inside(oid))

    def _words(self, oid: str, *, is_first: bool) -> dict[str, str]:
        """An item's attributes; what opens a section or belongs to the whole checkbox stands at its first."""
        own = {name: self.row.get(column, "") for column, name in ATTRIBUTES.items()}
        if not is_first:
            own["SectionHeader"] = ""
        own["TextValidationType"] = self._validation()
        logic = {"calc": "Calculation", "slider": "SliderLabels"}.get(self.kind)
        own |= {logic: self._cell(CHOICES)} if logic else {}
        own |= {key: value for key, value in self.others.items() if _WORD.fullmatch(key)}
        digits = {"SignificantDigits": "1"} if own["TextValidationType"] == "float" else {}
        return {
            "OID": oid,
            "Name": oid,
            "DataType": self._data_type(),
            "Length": self._length(),
            **digits,
            "redcap:Variable": self.name,
            "redcap:FieldType": FIELD_TYPES.get(self.kind, self._cell("field_type").strip()),
            **{f"redcap:{name}": value for name, value in own.items() if value},
            **({f"skjemaverk:{ALSO}": self.also} if self.also and is_first else {}),
        }

    def _validation(self) -> str:
        written = self._cell(VALIDATION)
        return VALIDATIONS.get(written, written) if self.kind == "text" else written

    def _data_type(self) -> str:
        if self.kind in _OF_FIELDS:
            return _OF_FIELDS[self.kind]
        return _data_type_of(self._cell(VALIDATION).strip().lower()) if self.kind == "text" else "text"

    def _length(self) -> str:
        if self.kind in LISTS and self.choices:
            return str(max(len(code) for code, _ in self.choices))
        return "1" if self._data_type() == "boolean" else LONGEST

    def _inside(self, oid: str) -> Iterator[Tag]:
        label = self._cell("field_label")
        words = (Tag("TranslatedText", {}, _HTML.sub("", label)),)
        formatted = (Tag("redcap:FormattedTranslatedText", {}, label),) if _HTML.search(label) else ()
        yield Tag("Question", {}, (*words, *formatted))
        for column, comparator in (("text_validation_min", "GE"), ("text_validation_max", "LE")):
            if self._cell(column):
                checks = {"Comparator": comparator, "SoftHard": "Soft"}
                message = Tag("ErrorMessage", {}, (Tag("TranslatedText", {}, "Outside the suggested range."),))
                yield Tag("RangeCheck", checks, (Tag("CheckValue", {}, self._cell(column)), message))
        if self._coded() is not None:
            yield Tag("CodeListRef", {"CodeListOID": f"{oid}.choices"})

    def _coded(self) -> tuple[tuple[str, str], ...] | None:
        """The codes of each item, None when it has none."""
        if self.kind == "checkbox":
            return CHECKED if self.choices else None
        if self.kind in LISTS or (self.kind == "sql" and not is_query(self._cell(CHOICES))):
            return tuple(self.choices) or None
        return YES_NO.get(self.kind)

    def lists(self) -> Iterator[Tag]:
        codes = self._coded()
        if codes is None:
            return
        choices = {"redcap:CheckboxChoices": self._cell(CHOICES)} if self.kind == "checkbox" else {}
        kind = "boolean" if self._data_type() == "boolean" else "text"
        for oid in self.oids:
            words = {"OID": f"{oid}.choices", "Name": oid, "DataType": kind, "redcap:Variable": self.name, **choices}
            yield Tag("CodeList", words, (_code(code, label) for code, label in codes))


@lru_cache(maxsize=100)
def _data_type_of(validation: str) -> str:
    return next((kind for known, kind in _DATA_TYPES if known.fullmatch(validation)), "text")


def is_query(cell: str) -> bool:
    """Whether the choices of a list are a query, for which there is no place, and not what it has found."""
    return cell.strip().lower().startswith("select")


def _choices(cell: str) -> list[tuple[str, str]]:
    """The codes and labels of a cell as they stand, HTML and all."""
    parts = cell.split("|") if "|" in cell else cell.split("\n")
    pairs = (part.strip().partition(",") for part in parts if part.strip())
    return [(code.strip(), label.strip() or code.strip()) for code, _, label in pairs if code.strip()]


def _code(code: str, label: str) -> Tag:
    return Tag("CodeListItem", {"CodedValue": code}, (Tag("Decode", {}, (Tag("TranslatedText", {}, label),)),))
