"""ODM of any version to a catalogue. Pure; any bytes at all give findings, never a crash.

What we wrote ourselves comes back as it was. What others wrote is read as far as there is a word for it; what there is
none for is kept under `extras`, goes out again with the same format, and is told.
"""

import json

from catalogue.findings import Finding, Location
from catalogue.formats.declaring import Declared, declared_files
from catalogue.formats.declaring.values import Entry, present
from catalogue.formats.naming import name_for
from catalogue.formats.odm.elements import FORM, Event, Group, Study
from catalogue.formats.odm.ours import own_entry
from catalogue.formats.odm.own_study import own_address, own_study
from catalogue.formats.odm.parsing import Parsed, parsed
from catalogue.formats.odm.reading_forms import FormReader
from catalogue.formats.odm.reading_groups import GroupReader
from catalogue.formats.odm.reading_items import Items
from catalogue.formats.odm.reading_lists import Lists
from catalogue.formats.odm.said import Said, source_language
from catalogue.formats.pages import CATEGORY, RESPONDENT, TIMEPOINT
from catalogue.formats.records import Read, ReadOptions, note

VERSION = "0.1.0"
SCALE = ("Uspesifisert", "Helsepersonell", "Forløp", "Tidspunkt", "Ikke beskrevet i kilden", "Ikke oppgitt")
ENGLISH = ("Unspecified", "Health personnel", "Episode", "Timepoint", "Not described in the source", "Not given")
NORWEGIAN = frozenset({"nb", "nn"})


def read(data: bytes, options: ReadOptions) -> Read:
    """The catalogue of a file."""
    found = parsed(data, options.file)
    if found.study is None:
        return Read({}, found.findings)
    return _Whole(found, options).read(found.study)


class _Whole:
    """Reads the whole of one study."""

    def __init__(self, found: Parsed, options: ReadOptions) -> None:
        study = found.study
        assert study is not None
        self.own = own_study(study.aliases)
        self.options = options
        self.said = Said(self.own.source if self.own else source_language(study), self.own is not None)
        for language, words in (self.own.translations if self.own else {}).items():
            self.said.translations[language] = dict(words)
        self.said.learn(study)
        self.lists = Lists(study, self.said, self.own is not None, found.version.name, options.file)
        self.items = Items(study, found.version, options.file, self.said, self.lists)
        self.findings = list(found.findings)
        self.version = found.version
        self.kept_events: dict[str, str] = {}
        self.words = SCALE if self.said.source in NORWEGIAN else ENGLISH

    def read(self, study: Study) -> Read:
        modules, asked = self._events(study)
        forms = self._forms(study, modules, asked)
        at = Location(self.options.file, study.line, 1)
        self.findings += (*self.items.findings, *self.lists.findings)
        if not forms:
            message = "No form of the file has an item that can be answered, so there is no form to make."
            return Read({}, (*self.findings, Finding(at, "not-readable", message)))
        if self.own is None:
            message = "ODM does not say who answers and why. Write respondent, category and purpose in each form."
            self.findings.append(note(at, "not-in-the-source", message))
        documents = Declared(
            self._first_page(study),
            tuple(modules.values()),
            tuple(forms),
            self.lists.codelists,
            tuple(self.own.instruments.values()) if self.own else (),
            tuple(self.lists.systems),
            tuple(self.lists.value_sets),
            self.lists.tables,
        )
        return Read(declared_files(documents, self._translations()), tuple(sorted(set(self.findings))))

    def _translations(self) -> dict[str, dict[str, str]]:
        return {
            language: words
            for language, words in self.said.translations.items()
            if language != self.said.source and (self.own is None or language in self.own.languages)
        }

    def _first_page(self, study: Study) -> Entry:
        if self.own:
            return {"title": study.name, **self.own.first_page}
        unspecified, personnel, *_, not_given = self.words
        others = [language for language in self.said.translations if language != self.said.source]
        return {
            "catalogue": self.options.name,
            "title": self.options.title,
            "controller": not_given,
            "version": VERSION,
            "languages": {"source": self.said.source, **present(optional=others or None)},
            "categories": {CATEGORY: unspecified},
            "respondents": {RESPONDENT: personnel},
            "extras": {self.version.name: self._kept(study)},
        }

    def _kept(self, study: Study) -> dict[str, str]:
        """What another system calls the whole."""
        return {
            "OID": study.oid or self.options.name,
            "ProtocolName": study.protocol or study.name or self.options.name,
            "StudyName": study.name,
            "StudyDescription": study.description,
            "title": self.options.title,
            "MetaDataVersionOID": study.version or VERSION,
            "MetaDataVersionName": study.version_name or study.version or VERSION,
            "version": VERSION,
            **self.kept_events,
            **self.lists.kept,
        }

    def _events(self, study: Study) -> tuple[dict[str, Entry], dict[str, list[str]]]:
        """The modules with their timepoints, and at which of them each form is asked, by the form's OID."""
        modules = dict(self.own.modules) if self.own else {}
        modules = modules or {self.options.name: self._plain_module()}
        asked: dict[str, list[str]] = {}
        taken: set[str] = set()
        for event in _in_order(study):
            address = own_address(event.aliases)
            if address is None and self.own:
                continue
            module, name = address or (next(iter(modules)), "")
            if not name:
                name = name_for(event.name or event.oid, taken)
                self.kept_events[f"event.{name}"] = event_text(event)
            if module in modules:
                modules[module]["timepoints"][name] = self._timepoint(event)
                for ref in event.refs:
                    asked.setdefault(ref.oid, []).append(name)
        for entry in modules.values():
            entry["timepoints"] = entry["timepoints"] or {TIMEPOINT: {"title": self.words[3]}}
        return modules, asked

    def _plain_module(self) -> Entry:
        """The one module of another system's study."""
        episode = {"name": "forlop", "title": self.words[2]}
        return {"module": self.options.name, "title": self.options.title, "episode": episode, "timepoints": {}}

    def _timepoint(self, event: Event) -> Entry:
        if event.repeating:
            message = (
                f"The event '{event.name}' repeats; here a timepoint is one occasion. Give each its own timepoint."
            )
            self.findings.append(note(Location(self.options.file, event.line, 1), "repeats", message))
        return {"title": self.said.text(event.description) or event.name or event.oid, **own_entry(event.aliases)}

    def _forms(self, study: Study, modules: dict[str, Entry], asked: dict[str, list[str]]) -> list[Entry]:
        groups = {group.oid: group for group in study.groups}
        grouped = GroupReader(self.items, self.own.instruments if self.own else {})
        taken: set[str] = set()
        found = []
        for group in _form_groups(study):
            address = own_address(group.aliases)
            module, name = address or (next(iter(modules)), "")
            if not name:
                name = self._free_name(group, taken, modules[module])
            form = FormReader(self.items, groups, name, grouped).read(group)
            if form is None:
                self._tell(
                    group, "no-answer", f"The form '{group.name}' has no item that can be answered; it is left out."
                )
                continue
            if group.repeating:
                self._tell(
                    group, "repeats", f"The form '{group.name}' repeats; here it is filled in once at a timepoint."
                )
            self._tell_repeating(group, groups)
            found.append(self._framed(form, module, group, modules, asked))
        return found

    def _framed(
        self, form: Entry, module: str, group: Group, modules: dict[str, Entry], asked: dict[str, list[str]]
    ) -> Entry:
        """The form with its module and timepoints, and what nobody has said of it."""
        if not module:
            return form
        own = own_entry(group.aliases).get("timepoints")
        timepoints = (
            own or asked.get(group.oid) or list(modules[module]["timepoints"])[:1] if module in modules else own
        )
        if own_address(group.aliases):
            return {**form, "module": module, **present(timepoints=timepoints or None)}
        given = {"respondent": RESPONDENT, "category": CATEGORY, "purpose": self.words[4], "source": "ODM"}
        return {**given, **form, "module": module, "timepoints": list(dict.fromkeys(timepoints or ()))}

    def _free_name(self, group: Group, taken: set[str], module: Entry) -> str:
        name = name_for(group.name or group.oid, taken)
        while any(name.endswith(f"_{timepoint}") for timepoint in module["timepoints"]):
            name = name_for(f"{name}_skjema", taken)
        return name

    def _tell_repeating(self, form: Group, groups: dict[str, Group]) -> None:
        for ref in form.refs:
            inner = groups.get(ref.oid) if ref.is_group else None
            if inner is not None and inner.repeating:
                message = f"The group '{inner.name}' repeats; here it is answered once. Make a form of it."
                self._tell(inner, "repeats", message)

    def _tell(self, group: Group, slug: str, message: str) -> None:
        self.findings.append(note(Location(self.options.file, group.line, 1), slug, message))


def event_text(event: Event) -> str:
    """What another system calls an event."""
    said = present(
        OID=event.oid,
        Name=event.name or None,
        Type=event.kind,
        Repeating="Yes" if event.repeating else None,
        Category=event.category,
    )
    return json.dumps(said, ensure_ascii=False)


def _in_order(study: Study) -> list[Event]:
    """The events as the protocol has them, then those that it does not name."""
    known = {event.oid: event for event in study.events}
    ordered = [known.pop(ref.oid) for ref in study.schedule if ref.oid in known]
    return [*ordered, *known.values()]


def _form_groups(study: Study) -> list[Group]:
    """The forms: those that say so, else what events refer to, else the groups that lie in no other."""
    said = [group for group in study.groups if group.kind == FORM]
    if said:
        return said
    referred = {ref.oid for event in study.events for ref in event.refs}
    inner = {ref.oid for group in study.groups for ref in group.refs if ref.is_group}
    return [group for group in study.groups if group.oid in referred] or [
        group for group in study.groups if group.oid not in inner
    ]
