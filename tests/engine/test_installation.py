"""A database made ready: an empty one gets its tables, one of another version is refused."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect

from catalogue.model import Catalogue
from engine.database import connect
from engine.installation import DatabaseRefused, make_ready, opened
from engine.releases import current_release, first_release
from engine.tables.analysis import YesNo, view_names
from tests.catalogues import FIRST_PAGE, catalogue_of, form_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WORDS = YesNo("Ja", "Nei")
VARIABLES = "- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230}"
BEFORE = catalogue_of(form_of(VARIABLES))
AFTER = catalogue_of(form_of(f"{VARIABLES}\n- {{name: vekt, label: Vekt, type: integer, min: 25, max: 300}}"))
LATER = catalogue_of(form_of(VARIABLES), first_page=FIRST_PAGE.replace("version: 1.0.0", "version: 1.1.0"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return f"sqlite:///{tmp_path}/r" if request.param == "sqlite" else request.getfixturevalue("fresh_postgres_url")


def ready(url: str, catalogue: Catalogue) -> bool:
    return make_ready(url, catalogue, WORDS, first_release(catalogue.version, "the whole", "test", NOW))


def test_the_tables_are_made_once(url):
    assert ready(url, BEFORE)
    assert not ready(url, BEFORE)


def test_the_analysts_views_are_made_too(url):
    ready(url, BEFORE)
    engine = connect(url)
    assert set(inspect(engine).get_view_names()) == set(view_names("test"))
    engine.dispose()


def test_its_first_release_is_written_down(url):
    ready(url, BEFORE)
    with opened(url, BEFORE) as database, database.engine.connect() as connection:
        release = current_release(connection)
    assert release == first_release("1.0.0", "the whole", "test", NOW)
    assert (release.number, release.revision) == (1, f"1_0_0_{release.digest[:8]}")


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (BEFORE, AFTER, "has no column vekt"),
        (AFTER, BEFORE, "has a column vekt besides"),
        (BEFORE, LATER, "The database is at version 1.0.0, and this catalogue is version 1.1.0"),
    ],
)
def test_another_version_is_refused(url, first, second, sentence):
    ready(url, first)
    with pytest.raises(DatabaseRefused, match=sentence):
        ready(url, second)


UNUSABLE = ["nonsense", "sqlite:////no/such/folder/r", "postgresql://nobody@127.0.0.1:1/r"]


@pytest.mark.parametrize("address", UNUSABLE)
def test_what_cannot_be_reached_is_told(address):
    with pytest.raises(DatabaseRefused, match="cannot be used"):
        ready(address, BEFORE)
