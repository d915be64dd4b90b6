"""A project's XML to a catalogue: what the dictionary says by its reader; events, reasons and settings here. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogue.findings import Finding, Location
from catalogue.formats.pages import Pages, catalogue_files
from catalogue.formats.records import Read, ReadOptions, note
from catalogue.formats.redcap.columns import SYSTEM
from catalogue.formats.redcap.fields import found_fields, holds_answer, own_meanings
from catalogue.formats.redcap.project.also import with_also
from catalogue.formats.redcap.project.events import planned
from catalogue.formats.redcap.project.missing import (
    Answers,
    applies,
    declared,
    reasons_of,
    text_of_codes,
    unknown_codes,
)
from catalogue.formats.redcap.project.parsing import parsed_project
from catalogue.formats.redcap.project.records import Project
from catalogue.formats.redcap.project.rules import COLUMNS as RULE_COLUMNS
from catalogue.formats.redcap.project.rules import LOGIC, NAME, read_rules
from catalogue.formats.redcap.reading import AFTER, found_pages, table_text
from catalogue.formats.tables import Row
from catalogue.formats.xml_files import parsed_xml

EVENTS, CODES, TITLE = "events", "missing_data_codes", "StudyName"
EMPTY, RULES = "empty_forms", "data_quality_rules"
RESERVED = frozenset({EVENTS, CODES, TITLE, EMPTY, RULES, AFTER})
"""Under which words the catalogue keeps what a project says of the whole; settings stand under their own."""
PART = "xml:"
"""What stands before the name of a setting that is XML."""


def read(data: bytes, options: ReadOptions) -> Read:
    """The catalogue of a project."""
    parsed = parsed_project(parsed_xml(data, options.file), options.file)
    if parsed.project is None:
        return Read({}, parsed.findings)
    found = found_pages(parsed.project.rows, options, parsed.project.titles)
    findings = [*parsed.findings, *(replace(told, at=replace(told.at, column=1)) for told in found.findings)]
    if found.pages is None:
        return Read({}, tuple(findings))
    pages = _with_beside(found.pages, parsed.project)
    pages = _with_events(pages, parsed.project)
    pages = _with_empty_forms(pages, parsed.project)
    pages, kept = _with_rules(pages, parsed.project)
    findings += (note(Location(options.file, 1, 1), "logic-kept", _no_rule(rule)) for rule in kept)
    pages = _with_settings(pages, parsed.project, options)
    findings += _of_the_whole(parsed.project, Location(options.file, 1, 1))
    return Read(catalogue_files(pages, options), tuple(sorted(findings)))


# ---- what stands beside the columns ----


def _with_beside(pages: Pages, project: Project) -> Pages:
    """Missing reasons, attributes without a column, and what our own writer has said."""
    reasons = reasons_of(project.missing)[0]
    annotations = {row.cells["field_name"]: row.cells["field_annotation"] for row in project.rows}
    beside = _Beside(project, reasons, annotations)
    return replace(pages, forms=tuple(_mapped(form, beside.entry) for form in pages.forms))


def _mapped(form: Mapping[str, Any], change: Any) -> dict[str, Any]:
    sections = [{**part, "variables": [change(entry) for entry in part["variables"]]} for part in form["sections"]]
    return {**form, "sections": sections}


@dataclass(frozen=True, slots=True)
class _Beside:
    """One entry at a time."""

    project: Project
    reasons: Mapping[str, str]
    annotations: Mapping[str, str]

    def entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        field = field_of(entry)
        said = self.project.also.get(field)
        changed = with_also(entry, said) if said else dict(entry)
        if "missing" not in changed and self._may_be_missing(changed, field):
            changed["missing"] = declared(self.reasons, Answers.of_entry(changed))
        others = self.project.others.get(field)
        if others:
            kept = (entry.get("extras") or {}).get(SYSTEM) or {}
            changed["extras"] = {SYSTEM: {**kept, **others}}
        return changed

    def _may_be_missing(self, entry: Mapping[str, Any], field: str) -> bool:
        is_asked = entry.get("calculate") is None
        return bool(self.reasons) and is_asked and applies(self.annotations.get(field, ""))


def field_of(entry: Mapping[str, Any]) -> str:
    """The field that an entry was read from."""
    if "checklist" in entry:
        tick = next(iter(entry["ticks"].values()))
        return str(tick["aliases"][SYSTEM]).partition("___")[0]
    return str((entry.get("aliases") or {}).get(SYSTEM) or entry["name"])


# ---- events ----


def _with_events(pages: Pages, project: Project) -> Pages:
    if not project.events:
        return pages
    by_days = project.settings.get("SchedulingEnabled") == "1"
    plan = planned(project.events, (str(form["form"]) for form in pages.forms), by_days=by_days)
    first = next(iter(plan.timepoints))
    forms = tuple({**form, "timepoints": list(plan.of_form.get(written_form(form), (first,)))} for form in pages.forms)
    kept = {**pages.extras.get(SYSTEM, {}), EVENTS: plan.kept}
    return replace(pages, forms=forms, module={"timepoints": plan.timepoints}, extras={SYSTEM: kept})


def written_form(form: Mapping[str, Any]) -> str:
    """What a form is called there."""
    return str(((form.get("extras") or {}).get(SYSTEM) or {}).get("form_name") or form["form"])


def _with_empty_forms(pages: Pages, project: Project) -> Pages:
    """Forms without an answer are no forms here: their titles and events are kept with the whole."""
    ours = {written_form(form) for form in pages.forms}
    rows = [
        (name, title, " ".join(event.name for event in project.events if name in event.forms))
        for name, title in project.titles.items()
        if name not in ours
    ]
    return replace(pages, extras={SYSTEM: {**pages.extras.get(SYSTEM, {}), EMPTY: table_text(rows)}}) if rows else pages


# ---- rules ----


def _with_rules(pages: Pages, project: Project) -> tuple[Pages, tuple[Mapping[str, str], ...]]:
    """The forms with their rules; and those that no form can have, which are kept with the whole."""
    if not project.rules:
        return pages, ()
    rows: dict[str, list[Row]] = {}
    for row in project.rows:
        if holds_answer(row):
            rows.setdefault(row.cells["form_name"].strip() or "form", []).append(row)
    names = {str(form["form"]): written_form(form) for form in pages.forms}
    meanings = {name: own_meanings(found_fields(rows.get(written, ()), name)) for name, written in names.items()}
    read = read_rules(project.rules, meanings)
    forms = tuple({**form, "rules": list(read.of_form.get(form["form"], ()))} for form in pages.forms)
    kept = table_text([rule.get(column, "") for column in RULE_COLUMNS] for rule in read.kept)
    extras = {SYSTEM: {**pages.extras.get(SYSTEM, {}), RULES: kept}} if kept else pages.extras
    return replace(pages, forms=forms, extras=extras), read.kept


def _no_rule(rule: Mapping[str, str]) -> str:
    logic = rule.get(LOGIC, "")
    return (
        f"The data quality rule '{rule.get(NAME, '')}' ({logic[:60]}) looks at several forms, or has no expression that"
        " means the same. It is kept under 'extras'; write it by hand."
    )


# ---- settings ----


def _with_settings(pages: Pages, project: Project, options: ReadOptions) -> Pages:
    title = {TITLE: project.title} if project.title and project.title != options.title else {}
    codes = {CODES: text_of_codes(project.missing)} if project.missing else {}
    parts = {f"{PART}{name}": text for name, text in project.parts.items()}
    kept = {**pages.extras.get(SYSTEM, {}), **title, **codes, **project.settings, **parts}
    return replace(pages, extras={SYSTEM: kept} if kept else {})


def _of_the_whole(project: Project, at: Location) -> Iterator[Finding]:
    yield note(
        at,
        "not-in-the-source",
        "A project does not say who answers, and for what purpose. Write respondent, category and purpose in each"
        " form.",
    )
    for message in unknown_codes(reasons_of(project.missing)[1]):
        yield note(at, "unknown-code", message)
    without = [name for name in project.titles if all(name not in event.forms for event in project.events)]
    for name in without if project.events else ():
        message = f"The form '{name}' is at no event. It gets the first one; write under 'timepoints' where it belongs."
        yield note(at, "no-event", message)
    if "RepeatingInstrumentsAndEvents" in project.parts:
        message = "Some forms or events repeat. Here a form is filled in once at each timepoint; give it more of them."
        yield note(at, "repeats", message)
    if "SurveysGroup" in project.parts:
        message = "Some forms are surveys, which participants answer. Write 'respondent' in each of them."
        yield note(at, "survey", message)
    if len({event.words.get("ArmNum") for event in project.events}) > 1:
        message = (
            "The project has several arms; each arm's events are timepoints of the one module. Split it if need be."
        )
        yield note(at, "arms", message)
