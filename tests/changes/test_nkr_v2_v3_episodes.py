"""Synthetic episodes of version 2, carried to version 3 in SQL by what the changes file says, are what one computes by
hand from the table of facts; and the tables of version 3 take them.
"""

from collections.abc import Iterator, Mapping

import pytest

from catalogue.model import Variable
from migrations_gen.carrying import Way
from migrations_gen.carrying.records import split
from tests.carried import carried
from tests.changes.nkr_v2_v3 import claims, difference, facts
from tests.changes.v2_episodes import EDGES, Row, episodes
from tests.changes.v3_by_hand import BY_HAND, codes

SEED = 20190101


def test_the_episodes_have_every_code_reason_and_edge() -> None:
    before = difference().before.catalogue
    rows = episodes(before, 600, SEED)
    seen = {
        (address, name, answer) for address, answers in rows.items() for row in answers for name, answer in row.items()
    }
    wanted = {
        (form.address, name, answer)
        for form in before.forms
        if form.module
        for variable in form.variables
        for name, answer in _of(variable)
    }
    assert wanted - seen == set()
    assert {row["status"] for answers in rows.values() for row in answers} == {0, 1}


def _of(variable: Variable) -> Iterator[tuple[str, object]]:
    if variable.is_calculated:
        return
    if variable.type == "boolean":
        yield from ((variable.name, answer) for answer in (False, True))
    yield from ((variable.name, code.value) for code in variable.codes)
    yield from ((variable.name, edge) for edge in EDGES.get(variable.name, ()))
    reasons = (*variable.offered_reasons, "not_answered", "not_asked", "not_collected")
    yield from ((f"{variable.reason_name}_missing", reason) for reason in reasons)


@pytest.mark.parametrize("batches", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_carried_episodes_are_what_is_computed_by_hand(batches: int) -> None:
    """300 episodes, or 20 times 3,000."""
    found = difference()
    before, after = found.before.catalogue, found.after.catalogue
    for batch in range(batches):
        rows = episodes(before, 300 if batches == 1 else 3000, SEED + batch)
        later = carried(before, after, found.carrying.forward, rows)
        for address, by_hand in BY_HAND.items():
            both = [(row, by_hand(row), new) for row, new in zip(rows[address], later[address], strict=True)]
            wrong = [(row, _apart(wanted, new)) for row, wanted, new in both if wanted != new]
            assert wrong[:3] == [], f"{len(wrong)} of {len(both)} rows of {address}"


def _apart(wanted: Row, found: Row) -> Mapping[str, tuple[object, object]]:
    """Where the two differ: what it should be, and what it is."""
    names = sorted(wanted.keys() | found.keys())
    return {name: (wanted.get(name), found.get(name)) for name in names if wanted.get(name) != found.get(name)}


# ---- the same scales over what version 3 asks ----


def _smoking() -> Iterator[tuple[str, Row, object]]:
    for fact in facts():
        if (fact.v2_name, fact.v3_name) == ("RokerV2", "RokerV3"):
            new = {"royk_missing": "not_answered"} if fact.v3_code == "9" else {"royk": int(fact.v3_code)}
            common = {"none": 0, "9": None}.get(fact.v2_code, fact.v2_code)
            yield "royk_felles", new, None if common is None else int(common)


def _working(timepoint: str, called: str) -> Iterator[tuple[str, Row, object]]:
    """Code by code of version 3; what the facts do not name is as it was. Blank with a percentage is partly sick."""
    known = {then: now for now, then in _pairs(f"{called}V2V3", f"{called}V3")}
    for code in range(1, 10):
        yield "arbeid_felles", {"timepoint": timepoint, "arbeidsstatus": code}, int(known.get(str(code), code))
    for percent in (0, 1, 100):
        blank = {"timepoint": timepoint, "sykemeldt_prosent": percent}
        partly = f"blank and SykemeldPros{called.removeprefix('Arbstatus')}>0" in known and percent > 0
        yield "arbeid_felles", blank, 7 if partly else None


def _pairs(v2_name: str, v3_name: str) -> list[tuple[str, str]]:
    return [(fact.v2_code, fact.v3_code) for fact in facts() if (fact.v2_name, fact.v3_name) == (v2_name, v3_name)]


def _seeing() -> Iterator[tuple[str, Row, object]]:
    """9, not filled in, counts as no in these."""
    for called, name in (("OpMikro", "med_synshjelp"), ("OpAndreEndosk", "endoskopisk")):
        for common, code in _pairs(called, "OpMikroV3"):
            if code:
                row = {"synsfremmende_missing": "not_answered"} if code == "9" else {"synsfremmende": int(code)}
                yield name, row, common == "1"
    for extra in ("endoskopi_tilgang", "endoskopi_teknikk"):
        yield from (("endoskopisk", {"synsfremmende": 0, extra: code}, True) for code in (1, 2))


NEW: Mapping[str, tuple[tuple[str, Row, object], ...]] = {
    "rygg.pasient": (*_smoking(), *_working("preop", "ArbstatusPre")),
    "rygg.operasjon": tuple(_seeing()),
    "rygg.oppfolging": (*_working("m3", "Arbstatus3mnd"), *_working("m12", "Arbstatus12mnd")),
}
"""Rows of version 3: a common scale, the row, and what the scale is."""


@pytest.mark.parametrize("address", NEW)
def test_the_common_scales_of_new_answers_are_what_the_facts_say(address: str) -> None:
    after = difference().after.catalogue
    rows = [row for _, row, _ in NEW[address]]
    found = carried(after, after, Way(), {address: rows})[address]
    for (name, row, wanted), new in zip(NEW[address], found, strict=True):
        assert new.get(name) == wanted, (row, name)


def test_every_code_of_version_2_that_has_a_map_is_in_the_facts() -> None:
    """The tables that the hand computes from are whole."""
    assert {**codes("SivilStatus", "SivilStatusV3")} == {"": "", "1": "1", "2": "1", "3": "2", "blank": "9"}
    assert codes("UforetrygdPre", "UforetrygdPre") == {"1": "1", "2": "0", "3": "2", "4": "3", "blank": "9"}


# ---- and back ----

NOT_HAD_BACK: Mapping[str, frozenset[str]] = {
    "rygg.pasient": frozenset({"sivilstatus", "sykemeldt_varighet", "antall_barn"}),
    "rygg.operasjon": frozenset({"knivtid"} | {split(claim.where)[1] for claim in claims() if claim.how == "question"}),
    "rygg.oppfolging": frozenset(),
}
"""What the way back to version 2 does not give: codes that were joined, numbers that became bands or were too large,
and the seven variables that are still a question.
"""


def test_the_way_back_gives_every_answer_that_the_maps_say_it_can() -> None:
    found = difference()
    before, after = found.before.catalogue, found.after.catalogue
    rows = episodes(before, 300, SEED)
    later = carried(before, after, found.carrying.forward, rows)
    drafts = {
        address: [{**new, "timepoint": row["timepoint"]} for row, new in zip(old, later[address], strict=True)]
        for address, old in rows.items()
    }
    again = carried(after, before, found.carrying.back, drafts)
    for address, lost in NOT_HAD_BACK.items():
        answers = [name for name, variable in before.form[address].variable.items() if not variable.is_calculated]
        differ = {
            name
            for row, had in zip(rows[address], again[address], strict=True)
            for name in answers
            if row.get(name) != had.get(name)
        }
        assert differ == lost, address
