"""A database made ready: an empty one gets its tables, one of another version is refused."""

import pytest
from sqlalchemy import inspect

from engine.database import connect
from engine.installation import DatabaseRefused, make_ready
from engine.tables.analysis import YesNo, view_names
from tests.catalogues import catalogue_of, form_of

WORDS = YesNo("Ja", "Nei")
VARIABLES = "- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230}"
BEFORE = catalogue_of(form_of(VARIABLES))
AFTER = catalogue_of(form_of(f"{VARIABLES}\n- {{name: vekt, label: Vekt, type: integer, min: 25, max: 300}}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return f"sqlite:///{tmp_path}/r" if request.param == "sqlite" else request.getfixturevalue("fresh_postgres_url")


def test_the_tables_are_made_once(url):
    assert make_ready(url, BEFORE, WORDS)
    assert not make_ready(url, BEFORE, WORDS)


def test_the_analysts_views_are_made_too(url):
    make_ready(url, BEFORE, WORDS)
    engine = connect(url)
    assert set(inspect(engine).get_view_names()) == set(view_names("test"))
    engine.dispose()


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [(BEFORE, AFTER, "has no column vekt"), (AFTER, BEFORE, "has a column vekt besides")],
)
def test_another_version_is_refused(url, first, second, sentence):
    make_ready(url, first, WORDS)
    with pytest.raises(DatabaseRefused, match=sentence):
        make_ready(url, second, WORDS)


UNUSABLE = ["nonsense", "sqlite:////no/such/folder/r", "postgresql://nobody@127.0.0.1:1/r"]


@pytest.mark.parametrize("address", UNUSABLE)
def test_what_cannot_be_reached_is_told(address):
    with pytest.raises(DatabaseRefused, match="cannot be used"):
        make_ready(address, BEFORE, WORDS)
