"""ODM's clinical data to the rows of one form: of ours and of others, of either version. Pure, and bounded.

What cannot be read is a finding with its line, once for each item; other forms in the file are passed over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element

from catalogue.findings import Finding, Location
from catalogue.formats.answers import AnswerRow, ReadAnswers, Value
from catalogue.formats.odm.answer_values import value_of
from catalogue.formats.odm.layout import Layout, layout_of
from catalogue.formats.odm.lists import COMPLETED_AT, DRAFT, MISSING, STATUS
from catalogue.formats.odm.parsing import NOT_ODM, local_name, version_of
from catalogue.formats.odm.versions import VERSIONS, Version
from catalogue.formats.records import note
from catalogue.formats.xml_files import Tree, parsed_xml
from catalogue.model import MISSING_REASONS, Catalogue, Form

TYPED = "ItemData"
"""How the elements of answers begin: 1.3 has one for each data type too."""


def read(version: Version, data: bytes, catalogue: Catalogue, form: Form, file: str) -> ReadAnswers:
    """The rows of a form; a file says itself which version it has, and `version` is what was asked for."""
    tree = parsed_xml(data, file)
    if tree.root is None:
        return ReadAnswers((), tree.findings)
    own = version_of(tree.root)
    if own is None:
        message = NOT_ODM.format(local_name(tree.root))
        return ReadAnswers((), (Finding(tree.at(tree.root, file), "not-readable", message),))
    reader = _Reader(tree, file, layout_of(catalogue, form, VERSIONS.get(own.name, version)), form)
    rows = tuple(reader.rows(tree.root))
    if not rows and not reader.findings:
        message = f"The file has no data of the form '{form.address}' ({reader.layout.form})."
        reader.findings.append(note(tree.at(tree.root, file), "no-data", message))
    return ReadAnswers(rows, tuple(sorted(reader.findings)))


@dataclass(slots=True)
class _Reader:
    """Rows as they are met; collects findings."""

    tree: Tree
    file: str
    layout: Layout
    form: Form
    findings: list[Finding] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    occasions: set[tuple[str, str, str]] = field(default_factory=set)
    names: Mapping[str, str] = field(default_factory=dict)
    timepoints: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = list(self.layout.everywhere())
        self.names = {oid: name for place in places for oid, name in place.variables.items()}
        self.groups = {place.oid: place.reason_name for place in places if place.reason_name}
        self.timepoints = {oid: timepoint for timepoint, oid in self.layout.events.items()}

    def rows(self, root: Element) -> Iterator[AnswerRow]:
        """A row for each occasion of the form."""
        for data in _named(root, "ClinicalData"):
            for subject in _named(data, "SubjectData"):
                centre = next((ref.get("LocationOID", "") for ref in _named(subject, "SiteRef")), "")
                for event in _named(subject, "StudyEventData"):
                    for form in _named(event, "FormData", "ItemGroupData"):
                        if self.layout.form in (form.get("FormOID"), form.get("ItemGroupOID")):
                            yield from self._row(subject, event, form, centre)

    def _row(self, subject: Element, event: Element, form: Element, centre: str) -> Iterator[AnswerRow]:
        removed = next((part for part in (subject, event, form) if part.get("TransactionType") == "Remove"), None)
        if removed is not None:
            self._tell(removed, "removed", "", "Data that the file takes away are not read. Remove them here by hand.")
            return
        timepoint = self._timepoint(event)
        if timepoint is None:
            return
        key, repeat = subject.get("SubjectKey", ""), event.get("StudyEventRepeatKey", "")
        if self.form.module:
            person, episode = (key, repeat) if repeat else ("", key)
        else:
            person, episode = key, repeat
        if (person, episode, timepoint) in self.occasions:
            message = f"'{key}' has more than one '{self.form.address}' at one event; here there is one at a timepoint."
            self._tell(form, "repeats", "", message)
        self.occasions.add((person, episode, timepoint))
        values: dict[str, Value] = {}
        reasons: dict[str, str] = {}
        self._collect(form, values, reasons)
        flags = _flags(form)
        yield AnswerRow(
            episode=episode,
            timepoint=timepoint,
            values=values,
            reasons=reasons,
            person=person,
            centre=centre,
            is_final=flags.get(STATUS) != DRAFT,
            completed_at=_moment(flags.get(COMPLETED_AT, "")),
        )

    def _timepoint(self, event: Element) -> str | None:
        oid = event.get("StudyEventOID", "")
        if oid in self.timepoints:
            return self.timepoints[oid]
        if len(self.layout.events) == 1:
            return next(iter(self.layout.events))
        message = f"The event '{oid}' is none at which '{self.form.address}' is filled in; its data are not read."
        self._tell(event, "unknown-event", oid, message)
        return None

    def _collect(self, group: Element, values: dict[str, Value], reasons: dict[str, str]) -> None:
        """The answers below a group, however deep."""
        for part in group:
            name = local_name(part)
            if name == "ItemGroupData":
                reason_name = self.groups.get(part.get("ItemGroupOID", ""))
                reason = _flags(part).get(MISSING) if reason_name else None
                if reason_name and reason in MISSING_REASONS:
                    reasons[reason_name] = reason
                self._collect(part, values, reasons)
            elif name.startswith(TYPED):
                self._item(part, values, reasons)

    def _item(self, element: Element, values: dict[str, Value], reasons: dict[str, str]) -> None:
        oid = element.get("ItemOID", "")
        name = self.names.get(oid)
        if name is None:
            self._tell(
                element, "unknown-item", oid, f"The item '{oid}' is none of '{self.form.address}'; it is not read."
            )
            return
        variable = self.form.variable[name]
        written = _written(element)
        if written is None:
            reason = _flags(element).get(MISSING, "")
            if reason in MISSING_REASONS:
                reasons[variable.reason_name or name] = reason
            return
        if name in values:
            message = f"'{name}' is answered twice on one occasion; the first answer is read."
            self._tell(element, "repeats", name, message)
            return
        missing = (
            [code.missing for code in variable.codelist.codes if str(code.value) == written]
            if variable.codelist
            else []
        )
        value = value_of(variable, written)
        if missing and missing[0]:
            reasons[variable.reason_name or name] = missing[0]
        elif value is None:
            message = f"'{written[:40]}' is no {variable.type} that '{name}' may have; it is not read."
            self._tell(element, "wrong-value", name, message)
        else:
            values[name] = value

    def _tell(self, element: Element, slug: str, what: str, message: str) -> None:
        if (slug, what) not in self.told:
            self.told.add((slug, what))
            self.findings.append(note(self._at(element), slug, message))

    def _at(self, element: Element) -> Location:
        return self.tree.at(element, self.file)


def _named(element: Element, *names: str) -> Iterator[Element]:
    return (part for part in element if local_name(part) in names)


def _written(element: Element) -> str | None:
    """What an item says: an attribute, an element of 2.0, or the text of one of the typed elements of 1.3."""
    if element.get("IsNull") == "Yes":
        return None
    if local_name(element) != TYPED:
        return (element.text or "").strip() or None
    written = element.get("Value")
    if written is None:
        written = next((value.text or "" for value in _named(element, "Value")), "")
    return written.strip() or None


def _flags(element: Element) -> dict[str, str]:
    """The flags of an element's annotations, by their type."""
    return {
        (kind.text or "").strip(): (value.text or "").strip()
        for annotation in _named(element, "Annotation")
        for flag in _named(annotation, "Flag")
        for value in _named(flag, "FlagValue")
        for kind in _named(flag, "FlagType")
    }


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
