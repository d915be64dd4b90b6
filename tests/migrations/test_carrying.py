"""How a row of one version is read as a row of another: a table of versions, rows, and what they become."""

from pathlib import Path

import pytest
import yaml

from migrations_gen.carrying import carrying_of
from migrations_gen.intents.records import ChangesFile
from tests.carried import carried
from tests.states import states_of

CASES = yaml.safe_load(Path(__file__).with_name("carried.yaml").read_text(encoding="utf-8"))


def changes_of(case: dict[str, object]) -> tuple[ChangesFile, ...]:
    """The changes files of a case, one or several."""
    texts = case.get("files", [case.get("changes", "")])
    return tuple(file for text in texts for file in states_of(case["before"], case["after"], text)[1].intents)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_a_row_becomes(case):
    before, after = (state.catalogue for state in states_of(case["before"], case["after"]))
    carrying, findings = carrying_of(before, after, changes_of(case))
    assert [finding.slug for finding in findings] == case.get("finds", [])
    way = carrying.back if case.get("back") else carrying.forward
    earlier, later = (after, before) if case.get("back") else (before, after)
    rows = case.get("rows", [])
    (old,), (new,) = (tuple(form.address for form in catalogue.forms if form.module) for catalogue in (earlier, later))
    given = {old: [row["given"] for row in rows]}
    assert carried(earlier, later, way, given)[new] == [row["gives"] for row in rows]
