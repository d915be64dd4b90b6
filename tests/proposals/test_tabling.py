"""What a draft is looked over for, and everything that can keep it from the board's table."""

from collections.abc import Mapping
from typing import Any

import pytest

from migrations_gen.comparison import compare
from migrations_gen.proposals.checking import check, translated_anew
from migrations_gen.proposals.tabling import OBSTACLES, obstacles
from migrations_gen.states import snapshot_of_files

FIRST = """
catalogue: prove
title: Prøve
controller: Prøve
statutes: 2026-01-01
version: {version}
languages: {{source: nb, required: {languages}}}
categories: {{a: A}}
respondents: {{patient: Pasient}}
include: [data]
"""
MODULE = """
module: kne
title: Kne
episode: {name: forlop, title: Forløp, anchor: skjema.dag}
timepoints:
  op: {title: Operasjon, alias: Op}
"""
FORM = """
form: skjema
module: kne
title: Skjema
respondent: patient
timepoints: [op]
category: a
purpose: Prøve
source: prøve
sections:
  - section: s
    title: S
    variables:
      - {name: dag, label: Dag, type: date, required: true}
      - {name: vekt, label: VEKT, type: integer, unit: kg, min: 1, max: 300}
"""


def state(version: str = "1.0.0", label: str = "Hva veier du?", languages: str = "[nb]", **more: str) -> str:
    files = {
        "variables.yaml": FIRST.format(version=version, languages=languages),
        "data/module.yaml": MODULE,
        "data/skjema.yaml": FORM.replace("VEKT", label),
        **{name.replace("__", "/").replace("_yaml", ".yaml"): text for name, text in more.items()},
    }
    return snapshot_of_files(files)


RENAMED = FORM.replace("name: vekt, label: VEKT", "name: kilo, label: Hva veier du?")
MEANT = "version: 1.1.0\nchanges:\n  - rename: kne.skjema.nei\n    to: ja\n"
CASES: Mapping[str, tuple[dict[str, Any], str]] = {
    "no-title": ({"title": " "}, state("1.1.0", "Vekt?")),
    "no-reason": ({"reason": ""}, state("1.1.0", "Vekt?")),
    "findings": ({}, state("1.1.0", "[")),
    "same-version": ({}, state("1.0.0", "Vekt?")),
    "no-change": ({}, state("1.1.0")),
    "questions": ({}, state("1.1.0", data__skjema_yaml=RENAMED)),
    "intents": (
        {},
        state("1.1.0", "Vekt?", changes__x_yaml="version: 1.1.0\nchanges:\n  - rename: kne.skjema.nei\n    to: ja\n"),
    ),
    "unread-files": ({}, state("1.1.0", "Vekt?", other__x_yaml="")),
    "translations": ({}, state("1.1.0", "Vekt?", languages="[nb, nn]")),
}


def found(after: str, **words: Any) -> list[str]:
    before, checked = check(state(), "1.0.0"), check(after, "1.1.0")
    assert before.state is not None
    comparison = compare(before.state, checked.state) if checked.state else None
    known = {"title": "Vekt", "reason": "Derfor", **words}
    return [obstacle.slug for obstacle in obstacles(known["title"], known["reason"], checked, comparison)]


@pytest.mark.parametrize("slug", CASES)
def test_what_stands_in_the_way(slug: str) -> None:
    words, after = CASES[slug]
    assert slug in found(after, **words)


def test_every_obstacle_is_tried() -> None:
    assert set(CASES) == set(OBSTACLES)


def test_nothing_stands_in_the_way_of_a_whole_draft() -> None:
    assert found(state("1.1.0", "Vekt?")) == []


def test_a_state_is_known_by_what_a_catalogue_reads_of_it() -> None:
    whole, more = check(state(), "x"), check(state(other__x_yaml=""), "x")
    assert more.unread == ("other/x.yaml",)
    assert (whole.digest, whole.snapshot) == (more.digest, state())


def test_what_cannot_be_read_is_told_with_its_place() -> None:
    checked = check(state(label="["), "x")
    assert checked.state is None
    assert ("data/skjema.yaml", 15) in {(finding.at.path, finding.at.line) for finding in checked.findings}


def test_an_empty_state_is_one_with_findings() -> None:
    assert check(snapshot_of_files({}), "x").findings


def test_translations_follow_the_texts() -> None:
    files = translated_anew(state("1.1.0", languages="[nb, nn]"), "x")
    assert 'msgid "Hva veier du?"' in files["locale/nn/LC_MESSAGES/catalogue.po"]
    before = check(state("1.1.0", languages="[nb, nn]"), "x").lacking["nn"]
    assert (before.fuzzy, before.missing) == (0, before.missing)
    assert before.missing > 0
