"""The forms in which others read a catalogue and that are not read back. One is a row in `EXPORTS`.

The formats that go both ways are in `catalogue/formats/`; both kinds say of every construct what becomes of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.formats.records import Fate, WriteOptions, Written
from catalogue.model import Catalogue
from renderers import common_codebook, json_schema, table_schema
from renderers.export_fates import CODEBOOK, DCAT, JSON_SCHEMA, SKOS, TABLE_SCHEMA
from renderers.linked_data.dcat import dcat_json_ld, dcat_turtle
from renderers.linked_data.skos import skos_json_ld, skos_turtle


@dataclass(frozen=True, slots=True)
class Export:
    """One output: what it is called in documents, how it is written, and what becomes of each construct."""

    title: str
    write: Callable[[Catalogue, WriteOptions], Written]
    fates: Mapping[str, Fate]


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "codebook": Export("the registries' codebook", common_codebook.codebook_csv, CODEBOOK),
        "codebook-xlsx": Export("the same as a workbook", common_codebook.codebook_xlsx, CODEBOOK),
        "dcat": Export("DCAT", dcat_turtle, DCAT),
        "dcat-jsonld": Export("DCAT as JSON-LD", dcat_json_ld, DCAT),
        "json-schema": Export("JSON Schema", json_schema.json_schemas, JSON_SCHEMA),
        "skos": Export("SKOS", skos_turtle, SKOS),
        "skos-jsonld": Export("SKOS as JSON-LD", skos_json_ld, SKOS),
        "table-schema": Export("Table Schema", table_schema.data_package, TABLE_SCHEMA),
    }
)
"""Every output by its name on the command line."""
