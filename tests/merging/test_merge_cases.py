"""Two changed versions of a catalogue become one: each folder of `cases/` is an example with its result."""

import pytest

from migrations_gen.merging import Conflict, Merged, Side, merge
from migrations_gen.merging.sentences import sentence
from renderers.i18n import languages
from tests.merging.case_files import CASES, CONFLICTS, NAMES, comments, files_in, keys, meaning, sides

IN_DISPUTE = [name for name in NAMES if (CASES / name / CONFLICTS).is_file()]
AGREED = [name for name in NAMES if name not in IN_DISPUTE]


def told(merged: Merged) -> str:
    """The conflicts as a case writes them."""
    return "".join(
        f"{conflict.at.path}:{conflict.at.line} {conflict.theirs_at.path}:{conflict.theirs_at.line}"
        f" {conflict.slug} {conflict.key}\n  {sentence(conflict)}\n"
        for conflict in merged.conflicts
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_of_it(name):
    merged = merge(*sides(name))
    expected = CASES / name / CONFLICTS
    assert merged.files == files_in(CASES / name / "expected")
    assert told(merged) == (expected.read_text(encoding="utf-8") if expected.is_file() else "")


@pytest.mark.parametrize("name", NAMES)
def test_what_only_one_changed_is_taken_byte_for_byte(name):
    base, ours, theirs = sides(name)
    for side in (ours, theirs):
        assert merge(base, side, base) == Merged(side)
        assert merge(base, base, side) == Merged(side)
        assert merge(base, side, side) == Merged(side)


@pytest.mark.parametrize("name", AGREED)
def test_it_is_all_one_who_is_we_and_who_are_they(name):
    base, ours, theirs = sides(name)
    assert meaning(merge(base, theirs, ours).files) == meaning(merge(base, ours, theirs).files)


@pytest.mark.parametrize("name", IN_DISPUTE)
def test_the_same_is_in_dispute_from_the_other_side(name):
    base, ours, theirs = sides(name)
    there = merge(base, theirs, ours).conflicts
    turned = [(one.slug, one.key, one.theirs, one.ours) for one in there]
    assert turned == [(one.slug, one.key, one.ours, one.theirs) for one in merge(base, ours, theirs).conflicts]


@pytest.mark.parametrize("name", AGREED)
def test_no_comment_and_no_key_is_lost(name):
    base, ours, theirs = sides(name)
    merged = merge(base, ours, theirs).files
    for count in (comments, keys):
        added = (count(ours) - count(base)) + (count(theirs) - count(base))
        gone = (count(base) - count(ours)) | (count(base) - count(theirs))
        both = (count(ours) - count(base)) & (count(theirs) - count(base))
        assert not (count(base) - gone + added - both) - count(merged)


@pytest.mark.parametrize("name", IN_DISPUTE)
@pytest.mark.parametrize("winner", list(Side))
def test_what_is_in_dispute_is_settled_by_saying_who_wins(name, winner):
    base, ours, theirs = sides(name)
    conflicts = merge(base, ours, theirs).conflicts
    settled = merge(base, ours, theirs, {conflict.key: winner for conflict in conflicts})
    assert settled.conflicts == ()
    assert settled == merge(base, ours, theirs, {"*": winner})
    if winner is Side.OURS:
        assert settled.files == merge(base, ours, theirs).files


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", IN_DISPUTE)
def test_a_conflict_is_told_in_norwegian(name, language):
    spoken = languages()[language]
    for conflict in merge(*sides(name)).conflicts:
        assert sentence(conflict, spoken) != sentence(conflict)
        assert conflict.key in sentence(conflict, spoken)


def test_a_conflict_has_both_places_and_all_three_values():
    (conflict,) = merge(*sides("conflict-same-attribute")).conflicts
    assert isinstance(conflict, Conflict)
    assert (conflict.base, conflict.ours, conflict.theirs) == ("230", "220", "210")
    assert {conflict.at.line, conflict.theirs_at.line} == {20}
    assert conflict.key == "rygg.pasient.hoyde:max"
