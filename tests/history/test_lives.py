"""The life of a variable or codelist over several releases: when it came, its names, what happened, and its end."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from migrations_gen.comparison import compare
from renderers.history.lives import Chronicle, life_of
from renderers.history.passages import passage_of
from renderers.history.records import Publication
from renderers.history.rolls import CODELIST, VARIABLE, roll_of
from renderers.i18n import languages
from tests.states import states_of

NB = languages()["nb"]
LISTS = "codelists:\n  svar:\n    codes: {{0: Nei, 1: {yes}}}\n"
HEIGHT = "- {name: hoyde, label: Høyde, type: integer, min: 0, max: 250}\n"
SMOKES = "- {{name: {name}, label: Røyker du?, type: code, codelist: svar}}\n"
VERSIONS = [
    ([HEIGHT, LISTS.format(yes="Ja")], ""),
    ([HEIGHT + SMOKES.format(name="royk"), LISTS.format(yes="Ja")], ""),
    ([SMOKES.format(name="roker"), LISTS.format(yes="Ja hver dag")], "- {rename: test.skjema.royk, to: roker}"),
]


@pytest.fixture(scope="module")
def known() -> Chronicle:
    """Three releases: height only; smoking comes; it has another name and a code other words, and height goes."""
    steps = [states_of(before, after, changes) for (before, _), (after, changes) in pairwise(VERSIONS)]
    states = [steps[0][0], *(after for _, after in steps)]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    publications = [
        Publication(
            version=f"{number + 1}.0.0",
            digest=str(number),
            before=str(number - 1) if number else "",
            at=start + timedelta(days=number),
            changed=start,
            approval=None,
        )
        for number in range(len(states))
    ]
    return Chronicle(
        tuple(publications),
        tuple(roll_of(state, NB) for state in states),
        tuple(passage_of(compare(before, after), NB) for before, after in steps),
    )


def told(known: Chronicle, kind: str, address: str) -> list[tuple[str, str]]:
    """Version and what happened, newest first."""
    life = life_of(kind, address, known)
    assert life is not None
    return [
        (step.publication.version, "comes" if step.comes else "goes" if step.goes else "changes") for step in life.steps
    ]


LIVES = [
    (VARIABLE, "test.skjema.hoyde", [("3.0.0", "goes"), ("1.0.0", "comes")]),
    (VARIABLE, "test.skjema.roker", [("3.0.0", "changes"), ("2.0.0", "comes")]),
    (VARIABLE, "test.skjema.royk", [("3.0.0", "changes"), ("2.0.0", "comes")]),
    (CODELIST, "svar", [("3.0.0", "changes"), ("1.0.0", "comes")]),
]


@pytest.mark.parametrize(("kind", "address", "steps"), LIVES)
def test_a_life_has_a_step_for_each_release_that_touched_it(known, kind, address, steps):
    assert told(known, kind, address) == steps


def test_a_renamed_variable_is_one_and_knows_its_names(known):
    life = life_of(VARIABLE, "test.skjema.royk", known)
    assert (life.address, life.names) == ("test.skjema.roker", ("test.skjema.roker", "test.skjema.royk"))
    assert life == life_of(VARIABLE, "test.skjema.roker", known)
    assert (life.is_oldest, life.is_gone) == (False, False)


def test_what_happened_to_a_list_happened_to_the_variables_that_use_it(known):
    sentences = [event.sentence for event in life_of(VARIABLE, "test.skjema.roker", known).steps[0].events]
    assert any("Ja hver dag" in sentence for sentence in sentences)


def test_a_list_shows_its_codes_then_and_now_and_who_uses_it(known):
    life = life_of(CODELIST, "svar", known)
    assert [code.label for code in life.then.codes] == ["Nei", "Ja"]
    assert [code.label for code in life.now.codes] == ["Nei", "Ja hver dag"]
    assert life.now.users == ("test.skjema.roker",)
    assert life.is_oldest


def test_what_is_gone_is_shown_as_it_last_was(known):
    life = life_of(VARIABLE, "test.skjema.hoyde", known)
    assert (life.is_gone, life.now.label, life.is_oldest) == (True, "Høyde", True)


@pytest.mark.parametrize(("kind", "address"), [(VARIABLE, "test.skjema.vekt"), (CODELIST, "roker"), (VARIABLE, "")])
def test_what_never_was_has_no_life(known, kind, address):
    assert life_of(kind, address, known) is None
