"""A running server in production takes a new release on only when its files are those that were released."""

from pathlib import Path

from engine.database import connect
from engine.releases import digest_of
from migrations_gen.ledger.kept import trust
from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import key_added
from migrations_gen.releasing.door import take_in
from migrations_gen.states import snapshot
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
