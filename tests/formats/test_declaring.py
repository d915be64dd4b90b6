"""A catalogue can be declared again: its documents are built to the same catalogue, each in its canonical look."""

import pytest

from catalogue.formats.constructs import CONSTRUCTS
from catalogue.formats.declaring import declared, declared_files
from catalogue.formats.records import Read
from catalogue.model import Catalogue
from tests.catalogues import FIRST_PAGE, catalogue_of, form_of
from tests.formats.reading import assert_canonical, catalogue_of_files
from tests.formats.test_fates import SAMPLES, sample

AGAIN = """
    - name: a
      label: "{Ja}: nei"
      type: code
      codes:
        1: {label: En, retired: {version: 1.0.0, reason: Sjelden}}
        2: {label: To, collected: {from: 2020-01-01, gaps: [{from: 2021-01-01, to: 2021-12-31}]}}
        9: {label: Ukjent, missing: unknown}
      only: [2]
      aliases: {openqreg: [A, B], rapporteket: {preop: C}}
      extras: {redcap: {field_note: "", x: 1}}
    - {name: b, label: B, type: decimal, decimals: 5, min: 0.00001, max: 1, missing: {unknown: {flag: {openqreg: BM}}}}
    - checklist: c
      label: Har du?
      enable_when: b > 0
      otherwise: false
      none: n
      ticks: {x: {label: Ikks, source: annen, retired: {version: 1.0.0, reason: Nei}}, n: Ingen}
      aliases: {x: {openqreg: CX}}
      purpose: Et annet
    - {matrix: m, label: Hvor?, type: code, codes: {a: A, b: B}, only: [a], rows: {r: Rad}, columns: {h: H}}
    - instrument: ski
      without: [to]
      enable_when: b is not null
      aliases: {en: {openqreg: E}, en_missing: {openqreg: EM}}
"""
PUBLICATION = """
publication:
  base: https://register.example.org/
  keywords: [rygg, nakke]
  contact: {name: Kontoret, email: post@example.org}
  access: RESTRICTED
  legal_basis: [A6-1-e]
  purpose: Bedre behandling
  coding_systems: {prove: https://example.org/prove}
  retention: {from: 2007-01-01}
  ages: {from: 0, to: 99}
  records: 0
  modules: {test: {population: Alle, individuals: 10, collected: {from: 2007-01-01, to: 2020-12-31}}}
"""
SKI = SAMPLES["ski"].replace("max: 10\nitems", "max: 10\nmissing: {unknown: {}}\nitems")


def again(catalogue: Catalogue) -> Catalogue:
    documents, _ = declared(catalogue, catalogue.forms)
    return catalogue_of_files(Read(declared_files(documents, {}), ()))


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_is_declared_again(construct: str) -> None:
    catalogue = sample(construct)
    assert again(catalogue) == catalogue


def test_what_is_said_in_groups_is_said_there_again() -> None:
    catalogue = catalogue_of(form_of(AGAIN), SKI)
    built = again(catalogue)
    assert built.forms == catalogue.forms
    assert built.forms[0].variable["a"].extras == catalogue.forms[0].variable["a"].extras


def test_what_outsiders_are_told_is_told_again() -> None:
    catalogue = catalogue_of(form_of(SAMPLES["text"]), first_page=FIRST_PAGE + PUBLICATION)
    built = again(catalogue)
    assert built.publication is not None
    assert built.publication == catalogue.publication


def test_the_files_look_as_format_writes_them() -> None:
    documents, _ = declared(catalogue_of(form_of(AGAIN), SKI), catalogue_of(form_of(AGAIN), SKI).forms)
    assert_canonical(declared_files(documents, {}))


@pytest.mark.parametrize(("form", "told"), [(SAMPLES["text"], ["'ski'"]), (AGAIN, ["'to'", "'skaar'"])])
def test_what_no_form_opens_is_told(form: str, told: list[str]) -> None:
    catalogue = catalogue_of(form_of(form), SKI)
    _, findings = declared(catalogue, catalogue.forms)
    assert [name in found.message for name, found in zip(told, findings, strict=True)] == [True] * len(told)
