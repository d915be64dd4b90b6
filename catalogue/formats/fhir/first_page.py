"""The first page, the modules and the tables of a catalogue that we have written as a library. Pure.

Of a library that somebody has changed, what is a word of ours is read, and the rest is as in the plainest catalogue.
"""

import base64
import binascii
import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.formats.fhir.choices import list_page
from catalogue.formats.fhir.own import Json, mapping, parts, said_of, value_of, words
from catalogue.formats.fhir.resources import Resources
from catalogue.formats.fhir.walking import items_of
from catalogue.source.builder.codelists import SYSTEM_COLUMNS

Words = dict[str, Any]
NAME = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGE = re.compile(r"[a-z]{2,3}")


def first_page_of(library: Json) -> Words:
    """What differs from the plainest first page."""
    said = mapping(said_of(library).get("catalogue"))
    languages = mapping(said.get("languages"))
    page = {
        "catalogue": words(said.get("name")),
        "title": words(library.get("title")),
        "controller": words(library.get("publisher")),
        "version": words(library.get("version")),
        "statutes": words(said.get("statutes")),
        "analysis_names": words(said.get("analysis_names")),
        "languages": {
            "source": words(languages.get("source")),
            **{key: list(map(words, parts(languages.get(key)))) for key in ("required", "optional")},
        },
        "categories": _titles(said.get("categories")),
        "respondents": _titles(said.get("respondents")),
    }
    return {key: value for key, value in page.items() if value}


def _titles(said: Any) -> dict[str, str]:
    return {name: words(title) for name, title in mapping(said).items() if NAME.fullmatch(name) and words(title)}


def modules_of(library: Json) -> dict[str, Words]:
    """The modules by name."""
    modules = mapping(mapping(said_of(library).get("catalogue")).get("modules"))
    return {name: {"module": name, **_plain(said)} for name, said in modules.items() if NAME.fullmatch(name)}


def _plain(said: Any) -> Words:
    """What a module says, its texts in the language of the source."""
    return {key: _text_or(value) for key, value in mapping(said).items()}


def _text_or(value: Any) -> Any:
    if isinstance(value, dict) and not isinstance(value.get("text"), str):
        return {key: _text_or(inside) for key, inside in value.items()}
    return words(value) if isinstance(value, dict) else value


def other_pages(resources: Resources, folder: str) -> tuple[dict[str, Words], dict[str, str]]:
    """The pages of shared lists, systems and tables, and the CSV files beside them."""
    pages: dict[str, Words] = {}
    files: dict[str, str] = {}
    lists = list_page(resources.systems)
    if lists:
        pages[f"{folder}/lists.yaml"] = {"codelists": lists}
    for name, page, table in (*_systems(resources), *_value_sets(resources.library)):
        pages[f"{folder}/{name}.yaml"] = {**page, "table": f"{name}.csv"}
        files[f"{folder}/{name}.csv"] = table
    return pages, files


def _systems(resources: Resources) -> Iterator[tuple[str, Words, str]]:
    for system in resources.systems.values():
        said = mapping(said_of(system).get("system"))
        name = words(said.get("name"))
        if NAME.fullmatch(name):
            page = {
                "system": name,
                "title": words(system.get("title")) or name,
                "version": words(system.get("version")) or "1",
                "source": words(said.get("source")),
            }
            yield f"system_{name}", page, _table(SYSTEM_COLUMNS, map(_dated, items_of(system.get("concept"))))


def _dated(concept: Json) -> tuple[str, ...]:
    said = {words(each.get("code")): words(value_of(each)) for each in items_of(concept.get("property"))}
    code, label = words(concept.get("code")), words(concept.get("display"))
    return (code, label, *(said.get(key, "") for key in ("valid_from", "valid_to", "replaced_by")))


def _table(columns: tuple[str, ...], rows: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _value_sets(library: Json | None) -> Iterator[tuple[str, Words, str]]:
    for content in items_of(library.get("content")) if library else ():
        said = mapping(said_of(content).get("value_set"))
        name = words(said.get("name"))
        if NAME.fullmatch(name):
            page: Mapping[str, Any] = {key: words(said.get(key)) for key in ("title", "origin", "version", "source")}
            keys = [words(key) for key in parts(said.get("keys"))]
            yield f"value_set_{name}", {"value_set": name, **page, "keys": keys}, _decoded(words(content.get("data")))


def _decoded(data: str) -> str:
    try:
        return base64.b64decode(data).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
