"""Under which names the answers given before and the marks of a series stand: those that analysts can guess."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.tables.analysis.columns import chapters
from engine.tables.analysis.series import until
from migrations_gen.series import series_of
from tests.migrations.series.releases import chain_in, storage_of

LONG = "X" * 63

VERSIONS = [("3.0.0", "_til_3"), ("3", "_til_3"), ("3.1.0", "_til_3_1"), ("3.0.2", "_til_3_0_2"), ("10.0.0", "_til_10")]
"""The version that ended, and how its columns end."""

CASES = [
    ("{ut: Roker}", ["Roker", "Roker_brudd", "Roker_til_3"]),
    ("{annet: Roker}", ["skjema_royk", "skjema_royk_brudd", "skjema_royk_til_3"]),
    ("{ut: [Roker, Royk]}", ["Roker", "Royk", "Roker_brudd", "Roker_til_3"]),
    ('{ut: "RØYK *"}', ["RØYK Pre", "RØYK Pre_brudd", "RØYK Pre_til_3"]),
]
"""The names of a question that was recoded after version 3.0.0, and its columns."""

OTHERS = [
    (["Roker_til_3"], ["Roker", "Roker_brudd", "Roker_til_3_"]),
    (["roker_TIL_3", "Roker_brudd"], ["Roker", "Roker_brudd_", "Roker_til_3_"]),
]
"""Names that other questions have, and the columns of the one that was recoded."""


def columns(aliases: str, *, others: tuple[str, ...] = ()) -> list[str]:
    """The columns of a question that is another one since version 4.0.0, without those of other questions."""
    more = "".join(
        f"- {{name: annen{number}, label: Annen, type: integer, aliases: {{ut: {name}}}}}\n"
        for number, name in enumerate(others)
    )
    release = "- name: royk\n  label: Røyk\n  type: code\n  codes: CODES\n  aliases: ALIASES\n"
    before, after = (release.replace("ALIASES", aliases).replace("CODES", codes) for codes in ("{1: A}", "{1: B}"))
    recode = "- {recode: test.skjema.royk, map: {1: 1}, comparable: none}"
    case: Mapping[str, Any] = {
        "releases": [
            {"version": "3.0.0", "variables": before + more},
            {"version": "4.0.0", "variables": after + more, "changes": recode},
        ]
    }
    chain = chain_in(case)
    catalogue = chain.stages[-1].state.catalogue
    series = series_of(chain, storage_of(chain, ["royk@1"]))
    _, form = chapters(catalogue, catalogue.modules["test"], series)
    return [column.name for column in form.columns if column.name not in (*others, "skjema_status")]


@pytest.mark.parametrize(("version", "ending"), VERSIONS)
def test_a_version_is_said_as_shortly_as_it_can_be(version: str, ending: str) -> None:
    assert until(version) == ending


@pytest.mark.parametrize(("aliases", "named"), CASES)
def test_what_stands_beside_a_column_is_called_after_it(aliases: str, named: list[str]) -> None:
    assert columns(aliases) == named


@pytest.mark.parametrize(("others", "named"), OTHERS)
def test_every_other_name_goes_first(others: list[str], named: list[str]) -> None:
    """Also where only capitals tell them apart, which SQLite does not see."""
    assert columns("{ut: Roker}", others=tuple(others)) == named


def test_a_long_name_is_cut_before_its_ending() -> None:
    name, broken, kept = columns(f"{{ut: {LONG}}}")
    assert name == LONG
    assert broken.endswith("_brudd")
    assert kept.endswith("_til_3")
    assert max(len(broken), len(kept)) <= 63


def test_a_long_name_is_cut_where_a_letter_ends() -> None:
    _, broken, _ = columns(f"{{ut: {'Ø' * 31}}}")
    assert len(broken.encode()) <= 63
    assert broken.startswith("ØØØ")
