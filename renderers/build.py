"""What `build` makes of a catalogue, as paths and texts: tables, views, queries, schemas, forms, rules, codebook.

Pure and stable: the same catalogue and translations give the same bytes, and the order is that of `PARTS`.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from catalogue.formats.records import WriteOptions
from catalogue.model import Catalogue
from catalogue.texts import Translations
from engine.tables import build_tables, ddl, queries
from engine.tables.analysis import views_sql
from engine.tables.build import SCHEMAS
from renderers.codebook import codebook, shown_languages
from renderers.html.client_rules import client_rules
from renderers.html.forms import Filling, form_template
from renderers.html.pages import rendered
from renderers.html.wording import Wording
from renderers.i18n import languages
from renderers.json_schema import json_schema
from renderers.linked_data.dcat import dcat_turtle
from renderers.linked_data.skos import skos_turtle
from renderers.table_schema import table_schemas
from renderers.yes_no import yes_no

STATIC = Path(__file__).parent / "static"

Made = Iterator[tuple[str, str]]
ByLanguage = Mapping[str, Translations]


def build(catalogue: Catalogue, translations: ByLanguage) -> Made:
    """Every file, by its path below the folder that is built."""
    for part in PARTS:
        yield from part(catalogue, translations)


def _tables(catalogue: Catalogue, translations: ByLanguage) -> Made:
    return ((f"ddl/{dialect}.sql", ddl(catalogue, dialect)) for dialect in SCHEMAS)


def _views(catalogue: Catalogue, translations: ByLanguage) -> Made:
    """The analysts' views of each module."""
    for dialect in SCHEMAS:
        tables, words = build_tables(catalogue, dialect), yes_no(catalogue)
        for module in catalogue.modules:
            yield f"views/{dialect}/{module}_analyse.sql", views_sql(tables, module, words)


def _queries(catalogue: Catalogue, translations: ByLanguage) -> Made:
    """For each form the queries that find final rows which break a rule that no CHECK can see."""
    heading = f"-- {catalogue.name} {catalogue.version}, generated from the catalogue; :today is a parameter\n\n"
    for dialect in SCHEMAS:
        tables = build_tables(catalogue, dialect)
        for address in tables.forms:
            written = "".join(f"-- {name}\n{query};\n\n" for name, query in queries(tables, address))
            if written:
                yield f"queries/{dialect}/{address}.sql", heading + written


def _schemas(catalogue: Catalogue, translations: ByLanguage) -> Made:
    return ((f"json-schema/{form.address}.json", json_schema(catalogue, form)) for form in catalogue.forms)


def _table_schemas(catalogue: Catalogue, translations: ByLanguage) -> Made:
    return ((f"table-schema/{path}", text) for path, text in table_schemas(catalogue))


def _linked_data(catalogue: Catalogue, translations: ByLanguage) -> Made:
    """The codes and the registry's description, as other catalogues harvest them."""
    options = WriteOptions((), translations)
    yield "linked-data/skos.ttl", skos_turtle(catalogue, options).content.decode()
    yield "linked-data/dcat.ttl", dcat_turtle(catalogue, options).content.decode()


def _forms(catalogue: Catalogue, translations: ByLanguage) -> Made:
    """Each form in each language that both the catalogue and the interface speak."""
    for code in shown_languages(catalogue, translations):
        if code not in languages():
            continue
        wording = Wording(languages()[code], translations[code], catalogue.languages.source)
        for form in catalogue.forms:
            html = form_template(form, wording).fill(Filling())
            yield f"forms/{code}/{form.address}.html", rendered("built_form.html", wording, form=form, html=html)


def _styles(catalogue: Catalogue, translations: ByLanguage) -> Made:
    """What the forms' pages look like, so that a page opened from its folder looks as it does in the application."""
    return iter(_style_sheets().items())


@cache
def _style_sheets() -> Mapping[str, str]:
    files = sorted((STATIC / "skjemaverk.css", *STATIC.glob("vendor/*.css")))
    return {f"forms/styles/{file.name}": file.read_text(encoding="utf-8") for file in files}


def _rules(catalogue: Catalogue, translations: ByLanguage) -> Made:
    return ((f"rules/{form.address}.js", client_rules(catalogue, form)) for form in catalogue.forms)


def _codebook(catalogue: Catalogue, translations: ByLanguage) -> Made:
    return ((f"codebook/{path}", text) for path, text in codebook(catalogue, translations))


PARTS: tuple[Callable[[Catalogue, ByLanguage], Made], ...] = (
    _tables,
    _views,
    _queries,
    _schemas,
    _table_schemas,
    _linked_data,
    _forms,
    _styles,
    _rules,
    _codebook,
)
"""What is built, in this order."""
