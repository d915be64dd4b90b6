"""What depends on a change is named, and what was left behind stops a release: `consequences.yaml` has the cases."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from migrations_gen.changes import MEANINGS
from migrations_gen.comparison import compare
from migrations_gen.consequences import KINDS, REACH, consequences_of, left
from migrations_gen.consequences.readers import compared_with
from migrations_gen.diff import diff
from tests.catalogues import catalogue_of, form_of
from tests.states import states_of

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("consequences.yaml").read_text(encoding="utf-8"))


def test_every_meaning_has_its_reach() -> None:
    assert [meaning.__name__ for meaning in MEANINGS if meaning not in REACH] == []
    assert set(REACH) <= set(MEANINGS)


def words_of(case: dict[str, Any], side: str) -> dict[str, dict[str, tuple[str, str]]]:
    return {
        language: {address: (pair[0], pair[1]) for address, pair in entries.items()}
        for language, entries in case.get(side, {}).items()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_depends_on_the_change(case: dict[str, Any]) -> None:
    words = {side: words_of(case, side) for side in ("words_before", "words_after")}
    before, after = states_of(case["before"], case["after"], case.get("changes", ""), **words)
    difference = diff(before, after)
    assert difference.findings == ()
    consequences = consequences_of(difference)
    assert list(consequences) == list(difference.changes)
    for name, expected in case.get("depends", {}).items():
        found = {
            f"{one.kind} {one.subject}"
            for change, some in consequences.items()
            if f"{type(change).__name__} {change.subject}" == name
            for one in some
        }
        assert found >= set(expected), f"{name}: {sorted(found)}"
        assert not found & set(case.get("not", ())), f"{name}: {sorted(found)}"
    findings = left(consequences)
    assert [finding.slug for finding in findings] == case.get("left", []), "\n".join(map(str, findings))
    for part in case.get("says", ()):
        assert any(part in finding.message for finding in findings), "\n".join(map(str, findings))
    assert {one.kind for some in consequences.values() for one in some} <= set(KINDS)


COMPARED = [
    # expression, constants that x is compared with, whether it is used in another way
    ("x = 2", {"2"}, False),
    ("2 = x or x in (3, 4)", {"2", "3", "4"}, False),
    ("case x when 1 then true else false end", {"1"}, False),
    ("x is null", set(), False),
    ("missing_reason(x) = 'unknown'", set(), False),
    ("x > 2", set(), True),
    ("x + 1 = 2", set(), True),
    ("sum_answered(x, y) > 3", set(), True),
    ("y = 2", set(), False),
    ("x = y", set(), False),
]


@pytest.mark.parametrize(("expression", "constants", "is_used"), COMPARED)
def test_how_a_name_is_used(expression: str, constants: set[str], is_used: bool) -> None:
    variables = f"""
    - {{name: x, label: X, type: integer, min: 0, max: 10}}
    - {{name: y, label: Y, type: integer, min: 0, max: 10}}
    - {{name: z, label: Z, type: boolean, calculate: "{expression}"}}
    """
    catalogue = catalogue_of(form_of(variables))
    written = catalogue.form["test.skjema"].variable["z"].calculate
    assert written is not None
    assert compared_with(written.node, "x") == (frozenset(constants), is_used)


def test_a_comparison_stops_at_questions_findings_and_what_was_left_behind() -> None:
    before, after = states_of(
        """
        - {name: royk, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja}}
        - {name: antall, label: Antall, type: integer, min: 0, max: 99, enable_when: royk = 1}
        """,
        """
        - {name: royk, label: Røyker du?, type: code, codes: {1: Nei, 2: Ja}}
        - {name: antall, label: Hvor mange sigaretter?, type: integer, min: 0, max: 99, enable_when: royk = 1}
        """,
        "- {recode: test.skjema.royk, map: {0: 1, 1: 2}}",
    )
    found = compare(before, after)
    assert [finding.slug for finding in found.findings] == ["recode-left-behind"]
    assert found.stops == (*found.questions, *found.findings)
    assert set(found.grades) == set(found.difference.changes) == set(found.needs.of)


def test_nothing_differs_between_equal_states() -> None:
    before, after = states_of("- {name: a, label: A, type: boolean}", "- {name: a, label: A, type: boolean}")
    found = compare(before, before)
    assert (found.risks, found.stops, found.needs.together) == ((), (), ())
    assert {risk.slug for risk in compare(before, after).risks} == {"harmless"}, "only the version number"
