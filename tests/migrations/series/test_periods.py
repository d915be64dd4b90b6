"""How answers of two days compare, as an analyst reads it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue.texts import Translations
from migrations_gen.series import Chain, comparability
from migrations_gen.series.comparability import undated
from migrations_gen.series.passages import Cause
from migrations_gen.series.records import Standing, Why
from renderers.html.wording import Wording
from renderers.i18n import languages
from renderers.series import as_json, as_markdown, as_text
from renderers.series.sentences import ABSENCES, CAUSES, STANDINGS, Speaker
from tests.golden_files import assert_golden
from tests.migrations.series.releases import chain_in

CASES = yaml.safe_load(Path(__file__).with_name("periods.yaml").read_text(encoding="utf-8"))["cases"]
ALL_KINDS = next(case for case in CASES if case["what"].startswith("A change counts"))


def speaker(chain: Chain, code: str = "en") -> Speaker:
    catalogue = chain.stages[-1].state.catalogue
    return Speaker(catalogue, Wording(languages()[code], Translations(code), "nb"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_how_answers_of_two_days_compare(case: Mapping[str, Any]) -> None:
    chain = chain_in(case)
    for expected in case["expected"]:
        found = comparability(chain, expected["from"], expected["to"])
        told = {
            line.variable.name: {
                "standing": line.standing.value,
                "says": list(speaker(chain).sentences(line)),
            }
            for line in found.lines
        }
        assert told == {name: {"says": []} | wanted for name, wanted in expected["variables"].items()}


def test_there_are_words_for_everything_that_can_have_happened() -> None:
    assert set(CAUSES) == set(Cause) - {Cause.SAME}
    assert set(ABSENCES) == set(Why)
    assert set(STANDINGS) == set(Standing)


def test_a_version_without_a_date_is_named() -> None:
    chain = chain_in(
        {
            "releases": [
                {"version": "1.0.0", "variables": "- {name: vekt, label: Vekt, type: integer}"},
                {"version": "2.0.0", "in_use_from": date(2015, 1, 1)},
                {"version": "3.0.0"},
            ]
        }
    )
    assert undated(chain) == ("3.0.0",)


def test_a_version_that_is_older_than_all_has_its_date_from_its_changes_file() -> None:
    variable = "- {name: vekt, label: Vekt, type: integer%s}"
    retired = ", retired: {version: 2.0.0, reason: Veies ikke}"
    case = {
        "releases": [
            {"version": "2.0.0", "in_use_from": date(2015, 1, 1), "variables": variable % ""},
            {"version": "3.0.0", "in_use_from": date(2020, 1, 1), "variables": variable % retired},
        ]
    }
    chain = chain_in(case)
    only_last = Chain(chain.stages[1:], ())
    (line,) = comparability(only_last, date(2010, 1, 1), date(2021, 12, 31)).lines
    assert [absence.start for absence in line.absences] == [date(2015, 1, 1)]


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_the_report_on_paper(language: str) -> None:
    chain = chain_in(ALL_KINDS)
    found = comparability(chain, date(2008, 1, 1), date(2020, 6, 1))
    assert_golden(f"series/{language}.md", as_markdown(found, speaker(chain, language)))


def test_the_report_on_a_terminal_and_for_programs() -> None:
    chain = chain_in(ALL_KINDS)
    found = comparability(chain, date(2008, 1, 1), date(2020, 6, 1))
    assert_golden("series/terminal.txt", as_text(found, speaker(chain)))
    report = as_json(found, speaker(chain))
    (variable,) = report["variables"]
    assert report["counts"] == {"exact": 0, "finer": 0, "coarser": 0, "none": 1, "absent": 0}
    assert [version["in_use_from"] for version in report["versions"]] == ["2007-01-01", "2015-01-01", "2020-01-01"]
    assert variable["changes"][1]["joined"] == [
        [
            [{"written": "0", "label": "Aldri"}, {"written": "2", "label": "Har sluttet"}],
            {"written": "0", "label": "Nei"},
        ]
    ]


def test_what_can_be_compared_exactly_is_only_counted() -> None:
    chain = chain_in(CASES[0])
    found = comparability(chain, date(2008, 1, 1), date(2020, 6, 1))
    assert "vekt" not in as_text(found, speaker(chain))
    assert "vekt" in as_text(found, speaker(chain), everything=True)
    assert "1 variable: 1 can be compared exactly." in as_markdown(found, speaker(chain))
