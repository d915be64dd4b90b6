"""Documents to a catalogue's files, each where a newcomer would look for it. Pure."""

from collections.abc import Iterable, Mapping

from catalogue.formats.declaring.documents import Declared
from catalogue.formats.declaring.values import Entry
from catalogue.formats.naming import name_for
from catalogue.formats.pages import page
from catalogue.formats.translated import with_translations


def declared_files(found: Declared, translations: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """All files by path; `translations` are by language, and by the words of the source."""
    folder = str(found.first_page["catalogue"])
    documents: dict[str, Entry] = {f"{folder}/{module['module']}/module.yaml": module for module in found.modules}
    if found.codelists:
        documents[f"{folder}/codelists.yaml"] = {"codelists": found.codelists}
    for kind, key, those in _tables_and_instruments(found):
        documents |= {f"{folder}/{kind}/{document[key]}.yaml": document for document in those}
    taken: dict[str, set[str]] = {}
    for form in found.forms:
        inside = f"{folder}/{form['module']}" if form.get("module") else folder
        name = name_for(str(form["form"]), taken.setdefault(inside, {"module", "codelists"}))
        documents[f"{inside}/{name}.yaml"] = form
    first = {**found.first_page, "include": list(documents)}
    tables = {f"{folder}/{_folder_of(found, name)}/{name}": text for name, text in found.tables.items()}
    pages = {"variables.yaml": page(first), **{path: page(document) for path, document in documents.items()}}
    return with_translations({**pages, **tables}, translations)


def _tables_and_instruments(found: Declared) -> Iterable[tuple[str, str, tuple[Entry, ...]]]:
    return (
        ("systems", "system", found.systems),
        ("value_sets", "value_set", found.value_sets),
        ("instruments", "instrument", found.instruments),
    )


def _folder_of(found: Declared, table: str) -> str:
    """The folder of the document that names a table."""
    return "systems" if any(system["table"] == table for system in found.systems) else "value_sets"
