"""Two who write on the same form: nobody overwrites what they have not seen, and both versions are shown."""

import pytest

ROW = "select {} from kne_for"


@pytest.fixture
def two(world):
    """A patient and a nurse with the same page open; the nurse has saved first."""
    anne = world.visitor("anne").begin(world.episodes["anne"]).save(hoyde="170", vekt="60")
    nurse = world.visitor("staff_a").begin(world.episodes["anne"])
    nurse.save(hoyde="171", sykdom_gikt="1")
    return anne, nurse


def test_the_second_sees_both_versions(world, two):
    anne, _ = two
    anne.save(hoyde="172", vekt="61")
    assert anne.status == 409
    for words in ("Hvor høy er du?", "172\N{NO-BREAK SPACE}cm", "171\N{NO-BREAK SPACE}cm", "Gikt", "Ikke besvart"):
        assert words in anne
    assert world.rows(ROW.format("hoyde, vekt")) == [(171, 60)]


def test_each_question_is_chosen_by_itself(world, two):
    anne, _ = two
    anne.save(hoyde="172", vekt="61").save(**{"_keep.hoyde": "yours", "_keep.sykdom": "theirs"})
    assert anne.status == 200
    assert world.rows(ROW.format("hoyde, vekt, sykdom_gikt")) == [(172, 61, 1)]


def test_a_third_version_is_a_conflict_again(world, two):
    anne, nurse = two
    anne.save(hoyde="172")
    nurse.save(hoyde="173")
    assert anne.save(**{"_keep.hoyde": "yours"}).status == 409
    assert world.rows(ROW.format("hoyde")) == [(173,)]


def test_the_same_answers_are_no_conflict(world, two):
    anne, _ = two
    assert anne.save(hoyde="171", sykdom_gikt="1").status == 200


def test_pressing_twice_is_no_conflict(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    fields, path = anne.fields | {"hoyde": "170", "_final": "1"}, anne.page.request.path
    assert "Skjemaet er sendt inn" in anne.post(path, fields)
    assert "Skjemaet er sendt inn" in anne.post(path, fields)
    assert world.rows(ROW.format("revision")) == [(2,)]


def test_what_was_sent_meanwhile_stands(world, two):
    anne, nurse = two
    assert "Skjemaet er sendt inn" in nurse.send()
    anne.save(hoyde="172")
    assert anne.status == 409
    assert "må helsepersonell åpne skjemaet igjen" in anne
    assert "172\N{NO-BREAK SPACE}cm" in anne
    assert world.rows(ROW.format("hoyde, status")) == [(171, 1)]


@pytest.mark.parametrize("revision", ["", "0", "-1", "1e3", "²", "9" * 30, "None"])
def test_a_revision_that_is_none_is_a_stale_page(world, revision):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    assert anne.save(hoyde="170", _revision=revision).status == 409
    assert world.rows(ROW.format("hoyde")) == [(None,)]
