"""A catalogue to ODM's metadata: one study with one version, for all modules. Pure; the same bytes each time.

What ODM has a word for is said in it, so that others understand it. What it has none for stands in aliases of our own
context, so that nothing is lost on the way back.
"""

import json
from collections.abc import Iterator

from catalogue.formats.declaring import Declared, declared
from catalogue.formats.declaring.values import Entry, without
from catalogue.formats.losses import lost_of_catalogue, lost_of_variable
from catalogue.formats.odm.elements import (
    Aliases,
    Choice,
    CodeList,
    Definition,
    Event,
    Item,
    Ref,
    Study,
)
from catalogue.formats.odm.fates import FATES
from catalogue.formats.odm.forms import FormParts, form_parts
from catalogue.formats.odm.lists import shared_list, system_lists, value_set_list
from catalogue.formats.odm.ours import CONTEXT, PREFIX, encoded, own_aliases
from catalogue.formats.odm.printing import printed
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.wording import Wording
from catalogue.formats.records import WriteOptions, Written
from catalogue.formats.selecting import written_forms
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
    """The metadata, whatever it will look like."""
    wording = Wording(catalogue.languages.source, options.translations)
    parts = [
        form_parts(form, document, version, wording) for form, document in zip(forms, documents.forms, strict=True)
    ]
    events = tuple(_events(forms, documents, wording))
    units = [variable for form in forms for variable in form.variables if variable.unit]
    lists = (*_lists(catalogue, documents, wording), *(found for part in parts for found in part.codelists.values()))
    unit_items, unit_lists = ((), ()) if version.has_symbols else _unit_items(units, wording)
    return Study(
        oid=catalogue.name,
        name=catalogue.title.source,
        protocol=catalogue.name,
        description=catalogue.title.source,
        version=catalogue.version,
        version_name=catalogue.version,
        schedule=tuple(Ref(event.oid) for event in events),
        units={f"MU.{variable.unit}": wording.words(variable.unit) for variable in units},
        events=events,
        groups=tuple(group for part in parts for group in part.groups),
        items=(*(item for part in parts for item in part.items), *unit_items),
        codelists=(*lists, *unit_lists),
        conditions=tuple(_conditions(parts)),
        methods=tuple(method for part in parts for method in part.formulas.methods),
        aliases=tuple(_whole(catalogue, documents, wording)),
    )


def _conditions(parts: list[FormParts]) -> Iterator[Definition]:
    return (condition for part in parts for condition in part.formulas.conditions.values())


def _whole(catalogue: Catalogue, documents: Declared, wording: Wording) -> Iterator[tuple[str, str]]:
    """What is said of the catalogue, its modules and its instruments; the texts that have no element of their own."""
    yield CONTEXT, OURS
    yield f"{PREFIX}catalogue", encoded(without(documents.first_page, "title"))
    for module in documents.modules:
        yield f"{PREFIX}module:{module['module']}", encoded(without(module, "timepoints"))
    for instrument in documents.instruments:
        yield f"{PREFIX}instrument:{instrument['instrument']}", encoded(instrument)
    for language, left in wording.ungiven(catalogue).items():
        yield f"{PREFIX}translations:{language}", json.dumps(left, ensure_ascii=False)


def _events(forms: tuple[Form, ...], documents: Declared, wording: Wording) -> Iterator[Event]:
    """A visit for each timepoint of each module, and one for what is asked of a person once."""
    for module in documents.modules:
        for name, entry in module["timepoints"].items():
            address = f"{module['module']}.{name}"
            asked = tuple(
                Ref(f"F.{form.address}")
                for form in forms
                if form.module == module["module"] and name in form.timepoints
            )
            yield _event(address, entry, asked, wording)
    for form in forms:
        if not form.module:
            words = wording.words(form.title)
            yield Event(f"SE.{form.address}", form.title.source, "Common", False, words, (Ref(f"F.{form.address}"),))


def _event(address: str, entry: Entry, refs: tuple[Ref, ...], wording: Wording) -> Event:
    words = wording.words(entry["title"])
    aliases: Aliases = own_aliases(address, without(entry, "title"))
    return Event(f"SE.{address}", str(entry["title"]), "Scheduled", False, words, refs, aliases)


def _lists(catalogue: Catalogue, documents: Declared, wording: Wording) -> Iterator[CodeList]:
    yield from (shared_list(name, entry, wording) for name, entry in documents.codelists.items())
    for document in documents.systems:
        yield from system_lists(catalogue.systems[document["system"]], document)
    for document in documents.value_sets:
        value_set = catalogue.value_sets[document["value_set"]]
        yield value_set_list(value_set, document, documents.tables[document["table"]])


def _unit_items(measured: list[Variable], wording: Wording) -> tuple[tuple[Item, ...], tuple[CodeList, ...]]:
    """A unit as an item with one value."""
    units = {f"MU.{variable.unit}": variable.unit for variable in measured}
    items = tuple(
        Item(oid, str(unit), "text", str(len(str(unit))), codelist=f"CL.{oid}", aliases=((f"{PREFIX}unit", str(unit)),))
        for oid, unit in units.items()
    )
    lists = tuple(
        CodeList(f"CL.{oid}", str(unit), "text", (Choice(str(unit), wording.words(unit)),))
        for oid, unit in units.items()
    )
    return items, lists
