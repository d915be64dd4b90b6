"""Whether answers that were valid stay valid when they are carried over: a table of versions with what is refuted."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from migrations_gen.carrying import carrying_of
from migrations_gen.compatibility.judging import judge
from migrations_gen.compatibility.records import Counterexample, Shown, Verdict
from migrations_gen.states import State, read_state
from tests.states import states_of

ROOT = Path(__file__).resolve().parents[2]
CASES = yaml.safe_load(Path(__file__).with_name("compatibility.yaml").read_text(encoding="utf-8"))
FIRST = "version: 1.5.0\nchanges:\n  - {recode: test.skjema.royk, map: {1: 3, 2: 0}}"
SECOND = "version: 2.0.0\nchanges:\n  - {about: test.skjema.royk, reason: Koden 3 gikk ut}"
OCCASIONS = {"pasient": "preop", "operasjon": "m3", "skjema": "preop"}


def documents(written: str | list[dict[str, Any]]) -> str | list[str]:
    """A list of variables as it is, or forms with variables and rules."""
    return written if isinstance(written, str) else [document(form) for form in written]


def document(written: dict[str, Any]) -> str:
    section = {"section": "del", "title": "Del", "variables": written["variables"]}
    form = {
        "form": written["form"],
        "module": "test",
        "title": "Skjema",
        "respondent": "patient",
        "timepoints": [OCCASIONS[written["form"]]],
        "category": "bakgrunn",
        "purpose": "Test",
        "source": "test",
        "sections": [section],
    } | ({"rules": written["rules"]} if "rules" in written else {})
    return yaml.safe_dump(form, allow_unicode=True, sort_keys=False)


def judged(before: State, after: State) -> tuple[Verdict, ...]:
    carrying, findings = carrying_of(before.catalogue, after.catalogue, after.intents)
    assert findings == ()
    return judge(before.catalogue, after.catalogue, carrying)


def told(example: Counterexample) -> str:
    """A counterexample in few words: old answers → new answers, and what was known beside them."""
    sides = (", ".join(map(answer, side)) for side in (example.before, example.after))
    beside = f", beside {', '.join(map(answer, example.beside))}" if example.beside else ""
    return " → ".join(sides) + beside


def answer(shown: Shown) -> str:
    return f"{shown.name} {shown.value if shown.value is not None else shown.reason or '–'}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_is_refuted(case: dict[str, Any]) -> None:
    states = states_of(documents(case["before"]), documents(case["after"]), case.get("changes", ""))
    verdicts = judged(*states)
    refuted = {verdict.demand: verdict.counterexample for verdict in verdicts if verdict.grade == "refuted"}
    assert {demand: told(example) for demand, example in refuted.items() if example} == case["refuted"]
    assert {verdict.grade for verdict in verdicts} <= {"proved", "refuted"}
    proved = [verdict for verdict in verdicts if verdict.grade == "proved"]
    assert [verdict.demand for verdict in proved if not verdict.exact] == case.get("inexact", [])


def test_the_intents_of_two_versions_are_one_way() -> None:
    """The first made a code out of another, and the second took it away without a word."""
    royk = "- {{name: royk, label: Røyk, type: code, codes: {}}}"
    before, between = states_of(royk.format("{1: Ja, 2: Nei}"), royk.format("{0: Nei, 3: Ja}"), FIRST)
    _, after = states_of(royk.format("{0: Nei, 3: Ja}"), royk.format("{0: Nei, 4: Ja}"), SECOND)
    carrying, _ = carrying_of(before.catalogue, after.catalogue, (*between.intents, *after.intents))
    refuted = [verdict for verdict in judge(before.catalogue, after.catalogue, carrying) if verdict.grade == "refuted"]
    assert [verdict.demand for verdict in refuted] == ["royk unknown-code 3"]
    assert [told(verdict.counterexample) for verdict in refuted if verdict.counterexample] == ["royk 1 → royk 3"]


def test_incompatibilities_planted_in_the_registry_are_found(tmp_path: Path) -> None:
    """In one form of the registry's own catalogue, and nothing else is found in any form."""
    shutil.copytree(ROOT / "catalogue" / "nkr", tmp_path / "catalogue" / "nkr")
    shutil.copy(ROOT / "variables.yaml", tmp_path)
    page = tmp_path / "catalogue" / "nkr" / "rygg" / "pasient.yaml"
    text = page.read_text(encoding="utf-8")
    for old, new in PLANTED:
        assert text.count(old) == 1
        text = text.replace(old, new)
    page.write_text(text, encoding="utf-8")
    verdicts = judged(read_state(ROOT, "before"), read_state(tmp_path, "after"))
    refuted = {f"{verdict.form} {verdict.demand}" for verdict in verdicts if verdict.grade == "refuted"}
    assert refuted == {
        "rygg.pasient hoyde above-max",
        "rygg.pasient morsmal_spesifiser enable_when",
        "rygg.pasient kmi_rimelig",
    }
    assert {verdict.form for verdict in verdicts} == {"rygg.pasient"}


PLANTED = (
    ("        max: 230\n", "        max: 220\n"),
    ("        enable_when: morsmal = 3\n", "        enable_when: morsmal = 2\n"),
    ("require: kmi between 15 and 60\n    severity: soft", "require: kmi between 15 and 60\n    severity: hard"),
)
