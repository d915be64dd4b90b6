"""A catalogue to ODM's metadata: one study with one version, for all modules. Pure; the same bytes each time.

What ODM has a word for is said in it, so that others understand it. What it has none for stands in aliases of our own
context, so that nothing is lost on the way back.
"""

import json
from collections.abc import Iterator, Mapping

from catalogue.formats.declaring import Declared, declared
from catalogue.formats.declaring.values import Entry, without
from catalogue.formats.losses import lost_of_catalogue, lost_of_variable
from catalogue.formats.odm.checks import rule_checks
from catalogue.formats.odm.elements import Choice, CodeList, Event, Item, Ref, Study, Timing
from catalogue.formats.odm.fates import FATES
from catalogue.formats.odm.formal import Formulas
from catalogue.formats.odm.forms import write_form
from catalogue.formats.odm.items import ItemWriter
from catalogue.formats.odm.kept import mapping_of
from catalogue.formats.odm.lists import flag_lists, shared_list, system_lists, value_set_list
from catalogue.formats.odm.members import Members
from catalogue.formats.odm.ours import CONTEXT, PREFIX, encoded, own_aliases, own_name
from catalogue.formats.odm.printing import printed
from catalogue.formats.odm.registry import Registry
from catalogue.formats.odm.timings import timings_of
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.wording import Wording
from catalogue.formats.records import WriteOptions, Written
from catalogue.formats.selecting import extras_of, written_forms
from catalogue.model import Catalogue, Form, Variable

OURS = "1"
"""How we say things in aliases; a later way gets another number."""


def write(version: Version, catalogue: Catalogue, options: WriteOptions) -> Written:
    """The file of the forms asked for."""
    forms = written_forms(catalogue, options)
    documents, findings = declared(catalogue, forms)
    study = study_of(catalogue, forms, documents, version, options)
    lost = (found for form in forms for variable in form.variables for found in lost_of_variable(form, variable, FATES))
    return Written(printed(study, version), (*findings, *lost_of_catalogue(catalogue, forms, FATES), *lost))


def study_of(
    catalogue: Catalogue, forms: tuple[Form, ...], documents: Declared, version: Version, options: WriteOptions
) -> Study:
    """The metadata of these forms, whatever they will look like."""
    return _StudyWriter(catalogue, forms, documents, version, options).study()


class _StudyWriter:
    """The metadata of some forms, whatever it will look like."""

    def __init__(
        self,
        catalogue: Catalogue,
        forms: tuple[Form, ...],
        documents: Declared,
        version: Version,
        options: WriteOptions,
    ) -> None:
        self.catalogue, self.forms, self.documents, self.version = catalogue, forms, documents, version
        self.wording = Wording(catalogue.languages.source, options.translations)
        self.registry = Registry()
        self.kept = extras_of(catalogue, version.name)
        self.form_oids: dict[str, str] = {}

    def study(self) -> Study:
        """All that is defined; the order of the calls is that in which OIDs are given."""
        kept, catalogue, registry = self.kept, self.catalogue, self.registry
        lists = {name: self._shared(name, entry) for name, entry in self.documents.codelists.items()}
        items = ItemWriter(self.version, self.wording)
        for form, document in zip(self.forms, self.documents.forms, strict=True):
            formulas, rules = Formulas(form, self.version, registry), rule_checks(form, self.wording)
            members = Members(form, self.version, self.wording, registry, formulas, rules, items, lists)
            self.form_oids[form.address] = write_form(form, document, members)
        self._tables()
        events = tuple(self._events())
        units = self._units()
        version = kept if kept.get("version") == catalogue.version else {}
        return Study(
            oid=kept.get("OID", catalogue.name),
            name=self._name(),
            protocol=kept.get("ProtocolName", catalogue.name),
            description=kept.get("StudyDescription", catalogue.title.source),
            version=version.get("MetaDataVersionOID", catalogue.version),
            version_name=version.get("MetaDataVersionName", catalogue.version),
            schedule=tuple(Ref(event.oid) for event in events),
            timings=tuple(self._timings(events)),
            units=units,
            events=events,
            groups=tuple(registry.groups),
            items=tuple(registry.items),
            codelists=tuple(registry.codelists),
            conditions=tuple(registry.conditions),
            methods=tuple(registry.methods),
            aliases=tuple(self._whole()),
        )

    def _name(self) -> str:
        """What the study is called: as it was read, as long as nobody has given the catalogue another title."""
        title = self.catalogue.title.source
        return self.kept.get("StudyName") or title if self.kept.get("title") == title else title

    def _shared(self, name: str, entry: Entry) -> str:
        """The OID of a list that several variables may have."""
        kept = mapping_of(self.kept, f"codelist.{name}")
        oid = f"CL.{name}"
        return self.registry.codelist(shared_list(name, entry, self.wording, kept), oid)

    def _tables(self) -> None:
        """Coding systems and value sets, and the lists of flags."""
        for codelist in flag_lists():
            self.registry.codelist(codelist, codelist.oid)
        for document in self.documents.systems:
            for codelist in system_lists(self.catalogue.systems[document["system"]], document, self.version):
                self.registry.codelist(codelist, codelist.oid)
        for document in self.documents.value_sets:
            codelist = value_set_list(document, self.documents.tables[document["table"]])
            self.registry.codelist(codelist, codelist.oid)

    def _whole(self) -> Iterator[tuple[str, str]]:
        """What is said of the catalogue, its modules and instruments; the texts that have no element of their own."""
        yield CONTEXT, OURS
        first_page = self.documents.first_page
        is_named = self._name() == self.catalogue.title.source
        yield f"{PREFIX}catalogue", encoded(without(first_page, "title") if is_named else first_page)
        for module in self.documents.modules:
            yield f"{PREFIX}module:{module['module']}", encoded(without(module, "timepoints"))
        for instrument in self.documents.instruments:
            yield f"{PREFIX}instrument:{instrument['instrument']}", encoded(instrument)
        for language, left in self.wording.ungiven(self.catalogue).items():
            yield f"{PREFIX}translations:{language}", json.dumps(left, ensure_ascii=False)

    def _timings(self, events: tuple[Event, ...]) -> Iterator[Timing]:
        """When the events are due."""
        known = {own_name(event.aliases): event.oid for event in events}
        for document in self.documents.modules:
            module = self.catalogue.modules[document["module"]]
            oids = {timepoint.name: known[f"{module.name}.{timepoint.name}"] for timepoint in module.timepoints}
            yield from timings_of(module, self.forms, oids, self.version)

    def _events(self) -> Iterator[Event]:
        """A visit for each timepoint of each module, and one for what is asked of a person once."""
        for module in self.documents.modules:
            for name, entry in module["timepoints"].items():
                yield self._event(module["module"], name, entry)
        for form in self.forms:
            if not form.module:
                words, refs = self.wording.words(form.title), (Ref(self.form_oids[form.address]),)
                oid = self.registry.claim(f"SE.{form.address}")
                yield Event(oid, form.title.source, "Common", description=words, refs=refs)

    def _event(self, module: str, name: str, entry: Entry) -> Event:
        kept = mapping_of(self.kept, f"event.{name}")
        refs = (Ref(self.form_oids[f.address]) for f in self.forms if f.module == module and name in f.timepoints)
        return Event(
            self.registry.claim(kept.get("OID", f"SE.{module}.{name}")),
            kept.get("Name") or str(entry["title"]),
            kept.get("Type", "Scheduled"),
            kept.get("Repeating") == "Yes",
            self.wording.words(entry["title"]),
            tuple(refs),
            own_aliases(f"{module}.{name}", without(entry, "title")),
            kept.get("Category"),
        )

    def _units(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The symbols; in 2.0 each unit becomes an item with one value."""
        measured = [variable for form in self.forms for variable in form.variables if variable.unit]
        units = {f"MU.{variable.unit}": variable for variable in measured}
        if not self.version.has_symbols:
            for oid, variable in units.items():
                self._unit_item(oid, variable)
        return {oid: self.wording.words(variable.unit) for oid, variable in units.items()}

    def _unit_item(self, oid: str, variable: Variable) -> None:
        name = str(variable.unit)
        choice = Choice(name, self.wording.words(variable.unit))
        codelist = self.registry.codelist(CodeList(f"CL.{oid}", name, "text", (choice,)), f"CL.{oid}")
        aliases = ((f"{PREFIX}unit", name),)
        self.registry.item(Item(oid, name, "text", str(len(name)), codelist=codelist, aliases=aliases), oid)
