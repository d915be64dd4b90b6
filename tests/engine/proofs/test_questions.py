"""The prover finds what was planted in small forms, and nothing in sound ones."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.proofs.questions import form_findings
from tests.catalogues import catalogue_of, form_of

CASES = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_what_is_found(case: dict[str, Any]) -> None:
    rules = yaml.safe_dump(case.get("rules", []), allow_unicode=True, sort_keys=False) if "rules" in case else ""
    catalogue = catalogue_of(form_of(yaml.safe_dump(case["variables"], allow_unicode=True, sort_keys=False), rules))
    found = {f"{finding.slug} {finding.message}" for finding in form_findings(catalogue, catalogue.form["test.skjema"])}
    for expected in case["finds"]:
        slug, *parts = re.findall(r"'([^']*)'|([\w-]+)", expected)
        fragments = [quoted or bare for quoted, bare in (slug, *parts)]
        assert any(all(part in finding for part in fragments) for finding in found), f"{expected} is not in {found}"
    assert len(found) == len(case["finds"]), found
