"""A running server in production takes a new release on only when its files are those that were released."""

import shutil
from pathlib import Path

import pytest

from engine.database import connect
from engine.releases import digest_of
from migrations_gen.ledger.kept import trust
from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import key_added
from migrations_gen.releasing.door import take_in
from migrations_gen.states import snapshot
from renderers.web.context import EXTENSION
from tests.ledger.honest import SEAL, START, Book, release
from tests.ledger.honest import decision as decided


def ledger(first: Path, second: Path) -> list[str]:
    """Both versions released, as they are in these folders."""
    states = [digest_of(snapshot(folder / "variables.yaml")) for folder in (first, second)]
    book = Book()
    book.add(key_added(SEAL), "registry", Office.SEAL)
    book.add(release(None, version="1.0.0", digest=states[0], before="", proposal=""), "kari", Office.SECRETARIAT)
    number = book.add(decided(None, before=states[0], digest=states[1]), "dagny", Office.CONTROLLER)
    book.add(release(None, number, version="2.0.0", digest=states[1], before=states[0]), "kari", Office.SECRETARIAT)
    return book.lines


def into_production(versions) -> None:
    engine = connect(versions.world.url)
    with engine.begin() as connection:
        trust(connection, SEAL.fingerprint, "kari", START)
        take_in(connection, ledger(versions.first, versions.second))
    engine.dispose()


def test_files_that_differ_by_one_byte_are_not_taken_on(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    path = anne.page.request.path
    into_production(versions)
    versions.upgrade()
    versions.put_second_on_disk()
    page = versions.site / "data" / "for.yaml"
    right = page.read_bytes()
    page.write_bytes(right + b"\n")
    for _ in range(2):
        assert anne.get(path).status == 503
    page.write_bytes(right)
    anne.get(path)
    assert anne.get(path).status == 200
    assert "Har du en jobb?" in anne


LETTERS = {
    "version: 1.0.0": "version: 2.0.0",
    "codes: {0: Nei, 1: Ja, 2: Sykmeldt, 9:": "codes: {nei: Nei, ja: Ja, syk: Sykmeldt, ville_ikke:",
    "arbeid = 2": "arbeid = 'syk'",
}
"""In the other version the codes of one question are letters, so that its column has another type."""
CHANGES = """
version: 2.0.0
requested_by: Prøve
changes:
  - recode: kne.for.arbeid
    map: {0: nei, 1: ja, 2: syk, 9: ville_ikke}
    comparable: exact
    reason: Bokstaver
"""


@pytest.mark.parametrize("versions", ["postgresql"], indirect=True)
def test_what_a_connection_has_prepared_for_the_release_before_is_not_used_again(versions):
    """The statement is the same, and what it gives is not."""
    in_letters(versions.second, versions.first)
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"]).save(arbeid="1")
    path = anne.page.request.path
    engine = versions.world.app.extensions[EXTENSION].engine
    with engine.connect(), engine.connect(), engine.connect():
        """As many threads of a server have had a connection each; they take turns from here on."""
    assert {anne.get(path).status for _ in range(9)} == {200}
    versions.upgrade()
    versions.put_second_on_disk()
    assert [anne.get(path).status for _ in range(5)] == [503, *[200] * 4]
    assert anne.fields["arbeid"] == "ja"


def in_letters(second: Path, first: Path) -> None:
    shutil.rmtree(second)
    shutil.copytree(first, second)
    for page in second.rglob("*.yaml"):
        text = page.read_text(encoding="utf-8")
        for old, new in LETTERS.items():
            text = text.replace(old, new)
        page.write_text(text, encoding="utf-8")
    (second / "changes").mkdir()
    (second / "changes" / "2.0.0.yaml").write_text(CHANGES, encoding="utf-8")
