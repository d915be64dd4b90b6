"""A database made ready: an empty one gets its tables, one of another version is refused."""

import pytest

from engine.installation import DatabaseRefused, make_ready
from tests.catalogues import catalogue_of, form_of

VARIABLES = "- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230}"
BEFORE = catalogue_of(form_of(VARIABLES))
AFTER = catalogue_of(form_of(f"{VARIABLES}\n- {{name: vekt, label: Vekt, type: integer, min: 25, max: 300}}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return f"sqlite:///{tmp_path}/r" if request.param == "sqlite" else request.getfixturevalue("fresh_postgres_url")


def test_the_tables_are_made_once(url):
    assert make_ready(url, BEFORE)
    assert not make_ready(url, BEFORE)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [(BEFORE, AFTER, "has no column vekt"), (AFTER, BEFORE, "has a column vekt besides")],
)
def test_another_version_is_refused(url, first, second, sentence):
    make_ready(url, first)
    with pytest.raises(DatabaseRefused, match=sentence):
        make_ready(url, second)


UNUSABLE = ["nonsense", "sqlite:////no/such/folder/r", "postgresql://nobody@127.0.0.1:1/r"]


@pytest.mark.parametrize("address", UNUSABLE)
def test_what_cannot_be_reached_is_told(address):
    with pytest.raises(DatabaseRefused, match="cannot be used"):
        make_ready(address, BEFORE)
