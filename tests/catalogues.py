"""Small catalogues for tests, written as the YAML an author would write."""

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalogue.findings import is_broken
from catalogue.model import Catalogue
from catalogue.source.builder import build
from catalogue.source.documents import parse_document
from catalogue.source.structure import structure_findings

FIRST_PAGE = """
catalogue: test
title: Testregister
controller: Testsykehuset
version: 1.0.0
languages: {source: nb}
categories: {bakgrunn: Bakgrunn}
respondents: {patient: Pasient}
include: [data]
"""

MODULE = """
module: test
title: Testmodul
episode: {name: forlop, title: Forløp}
timepoints: {preop: {title: Før}, m3: {title: Etter 3 måneder}}
"""


TABLES = Path(__file__).parent / "data"
"""Where a document's table (`table: x.csv`) is found."""


def catalogue_of(*documents: str, module: str = MODULE, first_page: str = FIRST_PAGE) -> Catalogue:
    """The catalogue made of these documents (forms, codelists …); every one must be right."""
    texts = (module, *map(textwrap.dedent, documents))
    parsed = [parse_document(text, TABLES / f"{number}.yaml", f"{number}.yaml") for number, text in enumerate(texts)]
    root = parse_document(first_page, Path("variables.yaml"), "variables.yaml")
    built = build(root, parsed)
    findings = [finding for document in (root, *parsed) for finding in document.findings]
    findings += [finding for document in (root, *parsed) for finding in structure_findings(document)]
    findings += built.findings
    assert not is_broken(findings), "\n".join(map(str, findings))
    return built.catalogue


def catalogue_in(table: Mapping[str, Any]) -> Catalogue:
    """The catalogue of a file of cases: its form `test.skjema`, and the person and the coding system if it has them."""
    others = (table[key] for key in ("person", "system") if key in table)
    return catalogue_of(form_of(table["variables"], table.get("rules", "")), *others)


def form_of(variables: str, rules: str = "") -> str:
    """A form `test.skjema` with one section of these variables (a YAML list, any indentation)."""
    parts = [
        "form: skjema",
        "module: test",
        "title: Skjema",
        "respondent: patient",
        "timepoints: [preop]",
        "category: bakgrunn",
        "purpose: Test",
        "source: test",
        "sections:",
        "  - section: del",
        "    title: Del",
        "    variables:",
        textwrap.indent(textwrap.dedent(variables).strip(), "      "),
    ]
    if rules.strip():
        parts += ["rules:", textwrap.indent(textwrap.dedent(rules).strip(), "  ")]
    return "\n".join(parts) + "\n"
