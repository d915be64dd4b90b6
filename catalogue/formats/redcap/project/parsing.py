"""A project's XML to its parts: forms in their order, each field as a row of the dictionary. Pure.

Answers in the file are told of and never looked at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from catalogue.findings import Finding
from catalogue.formats.records import note
from catalogue.formats.redcap.columns import CHOICES, COLUMNS, VALIDATION
from catalogue.formats.redcap.project.missing import codes_of
from catalogue.formats.redcap.project.printing import fragment
from catalogue.formats.redcap.project.records import Event, Project
from catalogue.formats.redcap.project.rules import OURS
from catalogue.formats.redcap.project.words import (
    ALSO,
    ATTRIBUTES,
    COMPLETE,
    FIELD_TYPES,
    RULES,
    STATUS,
    VALIDATIONS,
    attributes,
    child,
    children,
    local,
    text_of,
)
from catalogue.formats.tables import Row
from catalogue.formats.xml_files import Tree

NOT_KEPT: Mapping[str, str] = {
    "UserRolesGroup": "who may do what is decided where the project runs",
    "AlertsGroup": "alerts hold addresses of persons",
    "EconsentFormsGroup": "consent forms are documents, and name those who made them",
    "MultilanguageSettingsGroup": "translations are packed so that only REDCap can read them",
    "OdmAttachmentGroup": "files are no definitions",
}
"""Parts of the settings that are left out, and why."""
RESERVED = frozenset({*COLUMNS, "before", "after", "code", "form_name", "events", "missing_data_codes", "empty_forms"})
"""Words under which something else is kept."""
LONGEST_PART = 50_000
NAMES = frozenset({"StudyName", "StudyDescription", "ProtocolName", "MissingDataCodes"})
"""Of the settings, those that are looked at one by one."""
PLAIN = frozenset({"OID", "Name", "DataType", "Length", "SignificantDigits", "Comment", "Origin", "SASFieldName"})
READ = PLAIN | frozenset({*ATTRIBUTES.values(), "Variable", "FieldType", "Calculation", "SliderLabels", ALSO})
KINDS = {theirs: ours for ours, theirs in FIELD_TYPES.items()}
CHECKED_AS = {theirs: ours for ours, theirs in VALIDATIONS.items()}
"""The dictionary's words for a project's."""
ENDS = {"GE": "text_validation_min", "GT": "text_validation_min", "LE": "text_validation_max"}
ENDS["LT"] = "text_validation_max"


@dataclass(frozen=True, slots=True)
class Parsed:
    """The project, None when a finding says why there is none."""

    project: Project | None
    findings: tuple[Finding, ...]


def parsed_project(tree: Tree, file: str) -> Parsed:
    """The project of a file."""
    root = tree.root
    if root is None:
        return Parsed(None, tree.findings)
    version = child(root, "Study", "MetaDataVersion")
    if local(root.tag) != "ODM" or version is None:
        return _refused(tree, root, file, _not_a_project(root))
    if not any("FieldType" in attributes(item) for item in children(version, "ItemDef")):
        return _refused(
            tree, root, file, "It is ODM without REDCap's own words. Import it as the format of its system."
        )
    return _Parser(tree, file).project(root, version)


def _not_a_project(root: Element) -> str:
    if local(root.tag) != "ODM":
        return f"This is not a project's XML of REDCap: it begins with <{local(root.tag)}>, not with <ODM>."
    if child(root, "ClinicalData") is not None:
        return "The file holds answers and no definitions. Take REDCap's 'Download metadata only (XML)'."
    return "The file defines nothing: there is no <MetaDataVersion>. Take REDCap's 'Download metadata only (XML)'."


def _refused(tree: Tree, root: Element, file: str, message: str) -> Parsed:
    return Parsed(None, (*tree.findings, Finding(tree.at(root, file), "not-readable", message)))


@dataclass(slots=True)
class _Parser:
    """Collects findings as it goes."""

    tree: Tree
    file: str
    findings: list[Finding] = field(default_factory=list)

    def project(self, root: Element, version: Element) -> Parsed:
        self.findings += self.tree.findings
        settings, parts = self._settings(child(root, "Study", "GlobalVariables"))
        forms = {attributes(form).get("OID", ""): form for form in children(version, "FormDef")}
        fields = _Fields(version, self.tree)
        rows = [row for form in forms.values() for row in fields.rows(form)]
        self._of_answers(root)
        self._of_unused(version, {row.cells["field_name"] for row in rows} | {*fields.added})
        if fields.added:
            names = ", ".join(fields.added[:5])
            self._note(version, "not-a-field", f"What REDCap itself adds to an export is not read ({names}).")
        codes = text_of(child(root, "Study", "GlobalVariables", "MissingDataCodes"))
        project = Project(
            title=" ".join(text_of(child(root, "Study", "GlobalVariables", "StudyName")).split()),
            rows=tuple(rows),
            titles={_form_name(form): " ".join(attributes(form).get("Name", "").split()) for form in forms.values()},
            events=tuple(self._events(version, forms)),
            missing=tuple(codes_of(codes)),
            rules=tuple(
                {OURS if name == ALSO else name: value for name, value in attributes(rule).items()}
                for rule in child(root, "Study", "GlobalVariables", RULES) or ()
            ),
            settings=settings,
            parts=parts,
            others=fields.others,
            also=fields.also,
        )
        return Parsed(project, tuple(self.findings))

    def _settings(self, variables: Element | None) -> tuple[dict[str, str], dict[str, str]]:
        """The words with no element in them and those with, what is empty and what is not kept left out."""
        settings: dict[str, str] = {}
        parts: dict[str, str] = {}
        for element in variables if variables is not None else ():
            name = local(element.tag)
            if name in NAMES or name in RESERVED or name == RULES:
                continue
            if not len(element):
                settings |= {name: text_of(element).strip()} if text_of(element).strip() else {}
                continue
            inside = fragment(element)
            if name in NOT_KEPT or len(inside) > LONGEST_PART:
                why = NOT_KEPT.get(name, f"it is longer than {LONGEST_PART:,} letters")
                self._note(element, "not-kept", f"'{name}' is left out: {why}.")
            else:
                parts[name] = inside
        return settings, parts

    def _events(self, version: Element, forms: Mapping[str, Element]) -> Iterator[Event]:
        for event in children(version, "StudyEventDef"):
            words = attributes(event)
            name = words.get("UniqueEventName") or words.get("OID", "").removeprefix("Event.")
            oids = [attributes(form).get("FormOID", "") for form in children(event, "FormRef")]
            for oid in oids:
                if oid not in forms:
                    self._note(event, "unknown-form", f"The event '{name}' has a form '{oid}', which is not defined.")
            names = tuple(_form_name(forms[oid]) for oid in dict.fromkeys(oids) if oid in forms)
            yield Event(name, names, words)

    def _of_answers(self, root: Element) -> None:
        data = child(root, "ClinicalData")
        if data is not None:
            message = (
                "The file holds answers. None of them is read. Keep such a file where the answers belong, and take"
                " REDCap's 'Download metadata only (XML)' for definitions."
            )
            self._note(data, "holds-answers", message)

    def _of_unused(self, version: Element, used: set[str]) -> None:
        for item in children(version, "ItemDef"):
            name = _named(attributes(item))
            if name not in used and not name.endswith(COMPLETE):
                used.add(name)
                self._note(item, "unknown-form", f"The field '{name}' stands in no form, and is not read.")

    def _note(self, element: Element, slug: str, message: str) -> None:
        self.findings.append(note(self.tree.at(element, self.file), slug, message))


def _form_name(form: Element) -> str:
    words = attributes(form)
    return (words.get("FormName") or words.get("OID", "").removeprefix("Form.")).strip() or "form"


def _named(words: Mapping[str, str]) -> str:
    """The field that an item is of."""
    return words.get("Variable") or words.get("OID", "")


class _Defined(NamedTuple):
    """A definition and its attributes."""

    element: Element
    words: Mapping[str, str]


@dataclass(slots=True)
class _Fields:
    """The fields of a version; an item of a checkbox is one choice of its field."""

    version: Element
    tree: Tree
    others: dict[str, dict[str, str]] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    items: dict[str, _Defined] = field(default_factory=dict)
    groups: dict[str, _Defined] = field(default_factory=dict)
    lists: dict[str, _Defined] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = {"ItemDef": self.items, "ItemGroupDef": self.groups, "CodeList": self.lists}
        for element in self.version:
            known = kinds.get(local(element.tag))
            if known is not None:
                words = attributes(element)
                known.setdefault(words.get("OID", ""), _Defined(element, words))

    def rows(self, form: Element) -> Iterator[Row]:
        name, seen = _form_name(form), set[str]()
        for item, words in self._items(form):
            variable = _named(words)
            is_status = variable == f"{name}{COMPLETE}" and words.get("SectionHeader") == STATUS
            if variable in seen or is_status:
                continue
            seen.add(variable)
            if "FieldType" not in words:
                self.added.append(variable)
                continue
            self._beside(variable, words)
            cells = {"field_name": variable, "form_name": name, **self._cells(words, item)}
            yield Row(self.tree.lines.get(item, 1), cells)

    def _items(self, form: Element) -> Iterator[_Defined]:
        for group in _referred(children(form, "ItemGroupRef"), "ItemGroupOID", self.groups):
            yield from _referred(children(group.element, "ItemRef"), "ItemOID", self.items)

    def _beside(self, variable: str, words: Mapping[str, str]) -> None:
        others = {name: value for name, value in words.items() if name not in READ and name not in RESERVED and value}
        self.others |= {variable: others} if others else {}
        self.also |= {variable: words[ALSO]} if words.get(ALSO) else {}

    def _cells(self, words: Mapping[str, str], item: Element) -> dict[str, str]:
        written = words.get("FieldType", "text")
        kind = KINDS.get(written, written)
        question = child(item, "Question")
        label = text_of(child(question, "FormattedTranslatedText")) or text_of(child(question, "TranslatedText"))
        own = {column: words.get(name, "") for column, name in ATTRIBUTES.items()}
        return {
            **own,
            "text_validation_min": "",
            "text_validation_max": "",
            "field_type": kind,
            "field_label": label,
            CHOICES: self._choices(kind, words, item),
            VALIDATION: own[VALIDATION] if kind == "slider" else CHECKED_AS.get(own[VALIDATION], own[VALIDATION]),
            **_limits(item),
        }

    def _choices(self, kind: str, words: Mapping[str, str], item: Element) -> str:
        """The cell for choices; the codes of yes and no are not said there."""
        if kind in {"calc", "slider", "yesno", "truefalse"}:
            return words.get({"calc": "Calculation", "slider": "SliderLabels"}.get(kind, ""), "")
        found = next(_referred(children(item, "CodeListRef"), "CodeListOID", self.lists), None)
        if found is None:
            return ""
        if kind == "checkbox":
            return found.words.get("CheckboxChoices", "")
        return " | ".join(f"{code}, {label}" for code, label in _coded(found.element))


def _referred(references: Iterable[Element], key: str, defined: Mapping[str, _Defined]) -> Iterator[_Defined]:
    oids = (attributes(reference).get(key, "") for reference in references)
    return (defined[oid] for oid in dict.fromkeys(oids) if oid in defined)


def _coded(codes: Element) -> Iterator[tuple[str, str]]:
    for item in children(codes, "CodeListItem"):
        yield attributes(item).get("CodedValue", ""), text_of(child(item, "Decode", "TranslatedText"))


def _limits(item: Element) -> dict[str, str]:
    checks = ((ENDS.get(attributes(check).get("Comparator", "")), check) for check in children(item, "RangeCheck"))
    return {column: text_of(child(check, "CheckValue")).strip() for column, check in checks if column}
