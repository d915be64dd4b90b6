"""Every risk finds its changes and grades them: `risks/<slug>.yaml` has two states, what is meant, and what is told."""

import inspect
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from migrations_gen.changes import MEANINGS
from migrations_gen.compatibility.judging import judge
from migrations_gen.compatibility.records import Counterexample, Shown, Verdict
from migrations_gen.consequences import consequences_of
from migrations_gen.diff import diff
from migrations_gen.risks import HARMLESS, RISKS, Grade, Risk, assess, grades, slug
from migrations_gen.risks.wordings import looks_like_spelling
from renderers.i18n import languages
from tests.states import states_of

FOLDER = Path(__file__).parent / "risks"


def verdict(form: str, owner: str, kind: str, grade: str, example: dict[str, Any] | None = None) -> Verdict:
    """A verdict as a case writes it."""
    before = tuple(Shown(name, value) for name, value in (example or {}).items())
    counterexample = Counterexample(form, before, ()) if example else None
    about = frozenset({f"{form}.{owner}"})
    return Verdict(form, f"{owner} {kind}", owner, kind, grade, True, counterexample=counterexample, about=about)


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}")


def assessed(case: dict[str, Any]) -> tuple[Risk, ...]:
    words = {
        side: {
            language: {address: tuple(pair) for address, pair in entries.items()}
            for language, entries in case.get(side, {}).items()
        }
        for side in ("words_before", "words_after")
    }
    difference = diff(*states_of(case["before"], case["after"], case.get("changes", ""), **words))
    assert difference.findings == ()
    risks = assess(difference, [verdict(**proof) for proof in case.get("proofs", [])])
    assert {risk.change for risk in risks} == set(difference.changes), "every change is graded"
    return risks


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_the_risk_is_told(name: str, case: dict[str, Any]) -> None:
    risks = assessed(case)
    shown = [f"{risk.grade} {risk.slug} {risk.change.subject}: {said(risk, 'en')}" for risk in risks]
    told = [risk for risk in risks if risk.slug == name]
    assert sorted(f"{risk.grade} {risk.change.subject}" for risk in told) == sorted(case["told"]), "\n".join(shown)
    for words in case.get("says", ()):
        assert any(words in said(risk, "nb") + risk.lines for risk in told), [said(risk, "nb") for risk in told]
    ranks = [risk.grade.rank for risk in risks]
    assert ranks == sorted(ranks, reverse=True), "the gravest first"


def said(risk: Risk, language: str) -> str:
    """Both sentences; every name in them is filled in, in every language."""
    for speaker in languages().values():
        assert "{" not in speaker.gettext(risk.problem, **risk.values)
        assert "{" not in speaker.gettext(risk.advice, **risk.values)
    speaker = languages()[language]
    return f"{speaker.gettext(risk.problem, **risk.values)} {speaker.gettext(risk.advice, **risk.values)}"


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_the_way_back_is_judged_too(name: str, case: dict[str, Any]) -> None:
    before, after = states_of(case["before"], case["after"])
    difference = diff(after, before)
    risks = assess(difference)
    assert {risk.change for risk in risks} == set(difference.changes)
    assert set(consequences_of(difference)) == set(difference.changes)
    for risk in risks:
        assert said(risk, "nn")


def test_every_meaning_is_judged_or_harmless_for_a_reason() -> None:
    judged = {meaning for risk in RISKS for meaning in risk.judges}
    unjudged = [meaning.__name__ for meaning in MEANINGS if meaning not in judged | HARMLESS.keys()]
    assert unjudged == [], "no risk judges these, and they are not in the table of what is harmless"
    assert HARMLESS.keys() <= set(MEANINGS)


@pytest.mark.parametrize("risk", RISKS, ids=slug)
def test_a_risk_has_a_case_and_says_why(risk: Any) -> None:
    assert (FOLDER / f"{slug(risk)}.yaml").is_file()
    what, _, why = (inspect.getdoc(import_module(risk.__name__)) or "").partition("\n\n")
    assert what.endswith(".")
    assert why


def test_a_risk_has_its_line_in_the_table() -> None:
    folder = Path(sys.modules["migrations_gen.risks"].__path__[0])
    files = {path.stem for path in folder.glob("*.py") if "\ndef judge(" in path.read_text(encoding="utf-8")}
    assert {name.replace("_", "-") for name in files} == {slug(risk) for risk in RISKS}
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {slug(risk) for risk in RISKS}


def test_a_change_has_the_grade_of_its_gravest_risk() -> None:
    case = yaml.safe_load((FOLDER / "newly-required.yaml").read_text(encoding="utf-8"))[0]
    found = grades(assessed(case))
    assert set(found.values()) == {Grade.BREAKING, Grade.SAFE}


SPELLINGS = [
    # before, after, looks like another spelling
    ("Hvor høy er du?", "Hvor høy er du ?", True),
    ("Hvor høy er du?", "hvor høy er du", True),
    ("Har du smerter i ryggen?", "Har du smerte i ryggen?", True),
    ("Har du rygg smerter?", "Har du ryggsmerter?", True),
    ("Smerter siste 2 uker", "Smerter siste 4 uker", False),
    ("Smerter siste to uker", "Smerter siste tre uker", False),
    ("Smerter i høyre ben", "Smerter i venstre ben", False),
    ("Jeg kan gå", "Jeg kan ikke gå", False),
    ("Smerter før operasjonen", "Smerter etter operasjonen", False),
    ("Hver dag", "Hver uke", False),
    ("Røyker du?", "Snuser du?", False),
    ("Mer enn før", "Meir enn før", False),
]


@pytest.mark.parametrize(("before", "after", "expected"), SPELLINGS)
def test_looks_like_spelling(before: str, after: str, expected: bool) -> None:
    assert looks_like_spelling(before, after) is expected


def test_what_the_prover_finds_reaches_the_risks() -> None:
    before, after = states_of(
        """
        - {name: hoyde, label: Hvor høy er du?, type: integer, min: 50, max: 230, required: true}
        - {name: vekt, label: Hva veier du?, type: integer, min: 20, max: 300}
        - {name: sum, label: Sum, type: integer, min: 0, max: 600, calculate: hoyde + vekt}
        """,
        """
        - {name: hoyde, label: Hvor høy er du?, type: integer, min: 100, max: 230, required_when: timepoint = 'preop'}
        - {name: vekt, label: Hva veier du?, type: integer, min: 20, max: 300}
        - {name: sum, label: Sum, type: integer, min: 0, max: 530, calculate: hoyde + vekt}
        """,
    )
    difference = diff(before, after)
    risks = assess(difference, judge(before.catalogue, after.catalogue, difference.carrying))
    told = {(risk.slug, risk.change.subject.name): risk for risk in risks}
    assert told["limit-tightened", "hoyde"].grade is Grade.BREAKING
    example = re.search(r"hoyde = (\d+)", said(told["limit-tightened", "hoyde"], "nb"))
    assert example is not None
    assert 50 <= int(example[1]) < 100
    assert told["limit-tightened", "sum"].grade is Grade.SAFE
    assert "bevist" in said(told["limit-tightened", "sum"], "nb")
