"""The small catalogue as a registry publishes it: everything in the block `publication`, and a graph to ask."""

import warnings

from rdflib import Graph

from catalogue.extraction import texts_of
from catalogue.formats.records import WriteOptions, Written
from catalogue.model import Catalogue
from catalogue.texts import Translation, Translations
from tests.catalogues import catalogue_of, form_of
from tests.renderers.small_catalogue import INSTRUMENT, LISTS, RULES, SYSTEM, VARIABLES

FIRST_PAGE = """
catalogue: test
title: Testregister
controller: Testsykehuset
version: 1.0.0
languages: {source: nb, required: [nb, nn]}
categories: {bakgrunn: Bakgrunn}
respondents: {patient: Pasient}
publication:
  base: https://register.example.org/
  files: https://register.example.org/filer/
  homepage: https://register.example.org/om
  access_url: https://register.example.org/sok
  description: Svar fra dem som opereres
  keywords: [rygg, nakke]
  organisation: "123456785"
  publisher_type: quality-registry
  contact: {name: Registeret, email: post@register.example.org}
  data_access_body: {name: Helsedata, email: post@helsedata.example.org, url: https://helsedata.example.org/}
  legislation: [https://lov.example.org/register]
  legal_basis: [A6-1-e, A9-2-i]
  purpose: Bedre behandling
  provenance: Pasient og kirurg svarer
  health_categories: [MRMR]
  health_themes: [LIFECOURSE_HEALTH]
  personal_data: [MedicalHealth]
  coding_systems: {prosedyre: https://systemer.example.org/prosedyre}
  countries: [NOR]
  frequency: CONT
  retention: {to: 2040-12-31}
  population: Alle sykehus
  ages: {from: 10, to: 95}
  records: 1000
  individuals: 900
  collected: {from: 2007-01-01}
  modules:
    test: {records: 250, description: Om testen}
include: [data]
"""
PUBLISHED = catalogue_of(LISTS, INSTRUMENT, SYSTEM, form_of(VARIABLES, RULES), first_page=FIRST_PAGE)


def options(catalogue: Catalogue) -> WriteOptions:
    """Every text in every language of the catalogue, as `<text> <language>`."""
    return WriteOptions((), {code: _translated(catalogue, code) for code in catalogue.languages.all})


def _translated(catalogue: Catalogue, code: str) -> Translations:
    if code == catalogue.languages.source:
        return Translations(code)
    texts = texts_of(catalogue)
    return Translations(code, {text.address: Translation(text.source, f"{text.source} {code}") for text in texts})


def graph_of(written: Written, form: str = "turtle") -> Graph:
    """What a reader makes of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's reader of JSON-LD uses a graph of its own past
        return Graph().parse(data=written.content, format=form)
