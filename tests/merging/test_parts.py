"""What of a proposal must travel together and what needs what; and that what is accepted comes, and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue.findings import is_broken
from migrations_gen.diff import diff
from migrations_gen.diff.records import Difference
from migrations_gen.parts import Parts, Reason, parts_of, rest, subset
from migrations_gen.parts.sentences import REASONS, reason_sentence
from migrations_gen.states import state_of_snapshot
from renderers.i18n import languages
from tests.merging.snapshots import named, shown, snapshots

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("parts.yaml").read_text(encoding="utf-8"))
EACH = pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])


def between(before: str, after: str) -> Difference:
    """Everything between two snapshots."""
    return diff(state_of_snapshot(before, "before"), state_of_snapshot(after, "after"))


def found(case: Mapping[str, Any]) -> tuple[Difference, Parts]:
    """A case's difference and its parts."""
    before, after = snapshots(case)
    difference = between(before, after)
    return difference, parts_of(difference, before, after)


@EACH
def test_what_travels_together(case):
    difference, parts = found(case)
    several = [shown(part.changes, named(difference)) for part in parts.parts if len(part.changes) > 1]
    assert sorted(several) == sorted(case.get("together", []))


@EACH
def test_what_needs_what_and_why(case):
    difference, parts = found(case)
    changes = named(difference)
    needs = [
        f"{shown([link.change], changes)[0]} → {shown([link.needs], changes)[0]}: {reason_sentence(link.reason)}"
        for part in parts.parts
        for link in part.needs
    ]
    assert needs == case.get("needs", [])


@EACH
def test_each_part_with_what_it_needs_comes_and_nothing_else(case):
    before, after = snapshots(case)
    difference, parts = found(case)
    for part in parts.parts:
        accepted = parts.with_needed(part.changes)
        state = subset(before, after, accepted, difference=difference)
        assert not state.lacking
        assert not is_broken(state.findings), state.findings
        assert state.snapshot is not None
        assert named(between(before, state.snapshot)).keys() == accepted & named(difference).keys()


@EACH
def test_what_is_left_goes_on(case):
    before, after = snapshots(case)
    difference, parts = found(case)
    for part in parts.parts:
        accepted = parts.with_needed(part.changes)
        released = subset(before, after, accepted, difference=difference).snapshot
        assert released is not None
        left = rest(before, after, released)
        assert left.findings == ()
        going_on = between(released, left.snapshot)
        assert named(going_on).keys() == named(difference).keys() - accepted
        assert not going_on.questions
        assert not going_on.findings


@EACH
def test_all_is_the_later_state_and_none_the_earlier(case):
    before, after = snapshots(case)
    difference, parts = found(case)
    assert subset(before, after, parts.part_of.keys(), difference=difference).snapshot == after
    assert subset(before, after, (), difference=difference).snapshot == before


@EACH
def test_what_lacks_something_is_refused_with_the_reason(case):
    before, after = snapshots(case)
    difference, parts = found(case)
    for part in parts.parts:
        for link in part.needs:
            refused = subset(before, after, part.changes, difference=difference)
            assert refused.snapshot is None
            assert link in refused.lacking


def test_another_version_may_be_given():
    before, after = snapshots(CASES[6])
    difference, parts = found(CASES[6])
    released = subset(before, after, parts.part_of.keys(), "1.5.0", difference=difference)
    assert released.findings == ()
    state = state_of_snapshot(str(released.snapshot), "released")
    assert (state.version, [file.version for file in state.intents]) == ("1.5.0", ["1.5.0"])


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("slug", REASONS)
def test_a_reason_is_told_in_norwegian(slug, language):
    told = reason_sentence(Reason(slug, "test.skjema.hoyde", "test.skjema.vekt"), languages()[language])
    assert "test.skjema.hoyde" in told
    assert "test.skjema.vekt" in told
    assert told != reason_sentence(Reason(slug, "test.skjema.hoyde", "test.skjema.vekt"))
