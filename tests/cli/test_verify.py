"""`verify`: a flaw a line with what to do, whose ledger it is, and what the database has."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.source.loader import load
from engine.database import connect
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.ledger.files import LEDGER, append_lines
from migrations_gen.ledger.kept import record, trust
from migrations_gen.ledger.lines import entry_of
from migrations_gen.ledger.remedies import REMEDIES
from migrations_gen.ledger.signing import public_pem
from tests.ledger.honest import CONTROLLER, FIRST_TEXT, LINES, NEXT_TEXT, SEAL, STRANGER, pem
from tests.ledger.tampering import CASES

URL = "sqlite:///registry.db"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def ledger(registry: Path) -> None:
    """The honest ledger and the files of its two releases."""
    append_lines(Path(), LINES)
    Path("releases").mkdir()
    for version, text in (("4.0.0", FIRST_TEXT), ("4.1.0", NEXT_TEXT)):
        Path("releases", f"{version}.json").write_bytes(text.encode())
        Path("releases", f"{version}.decided.json").write_text("{}", encoding="utf-8")
    Path("seal.pub").write_bytes(public_pem(SEAL))


@pytest.fixture
def database(ledger: None) -> Callable[..., str]:
    """A database at some release, with entries, which may trust a key."""

    def made(entries: int = len(LINES), snapshot: str = NEXT_TEXT, trusts: str = SEAL.fingerprint) -> str:
        catalogue = load(Path("variables.yaml")).catalogue
        assert catalogue is not None
        make_ready(URL, catalogue, YesNo("Ja", "Nei"), first_release("4.1.0", snapshot, "test", NOW))
        engine = connect(URL)
        with engine.begin() as connection:
            if entries:
                record(connection, *map(entry_of, LINES[:entries]))
            if trusts:
                trust(connection, trusts, "kari", NOW)
        engine.dispose()
        return URL

    return made


def changed(statement: str) -> None:
    """Somebody changes the database past the program, having taken its guards away."""
    engine = connect(URL)
    with engine.begin() as connection:
        for guard in ("signoff_no_update", "signoff_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {guard}")
        connection.exec_driver_sql(statement)
    engine.dispose()


def said(report: str) -> set[tuple[str, int | None, str]]:
    return {(flaw["where"], flaw["entry"], flaw["slug"]) for flaw in json.loads(report)["flaws"]}


def test_a_ledger_in_order_says_that_its_key_was_compared_with_nothing(skjemaverk, ledger):
    ran = skjemaverk("verify")
    assert (ran.status, ran.lines) == (
        0,
        [
            "The ledger has 8 entries, the last of 2026-11-02 16:00 UTC by kari.",
            f"It begins with the key {SEAL.fingerprint}.",
            "The ledger is in order in itself. Whether its first key is yours is only known with --trust, or with the"
            " --database of one that trusts a key.",
        ],
    )


TRUSTED = [
    ("--trust", SEAL.fingerprint),
    ("--trust", SEAL.fingerprint.upper()),
    ("--trust", STRANGER.fingerprint, "--trust", SEAL.fingerprint),
    ("--key-file", "seal.pub"),
]


@pytest.mark.parametrize("words", TRUSTED)
def test_its_key_is_compared(skjemaverk, ledger, words):
    ran = skjemaverk("verify", *words)
    assert (ran.status, ran.lines[-2:]) == (0, ["That key was compared with: --trust.", "Everything is in order."])


def test_another_key_is_told(skjemaverk, ledger):
    ran = skjemaverk("verify", "--trust", STRANGER.fingerprint)
    assert ran.status == 1
    assert ran.lines[0].startswith(
        f"signoffs.jsonl:1 untrusted-root Entry 1 begins the ledger with the key {SEAL.fingerprint}"
    )
    assert ran.lines[-1] == "1 flaw."


def test_no_ledger_is_told(skjemaverk, registry):
    ran = skjemaverk("verify")
    assert (ran.status, ran.lines) == (0, ["There is no ledger: nothing has been decided here, or it was removed."])
    assert skjemaverk("verify", "--trust", SEAL.fingerprint).status == 1


def test_each_flaw_is_a_line_with_its_remedy(skjemaverk, ledger):
    Path(LEDGER).write_text("\n".join((*LINES[:4], *LINES[5:])) + "\n", encoding="utf-8")
    Path("releases", "4.0.0.json").write_text("another", encoding="utf-8")
    ran = skjemaverk("verify", "--key-file", "seal.pub")
    assert ran.status == 1
    assert ran.lines[0] == (
        "signoffs.jsonl:5 removed Entry 5 is missing."
        " Put the ledger back as it was; git, the database or a backup has it."
    )
    assert ran.lines[1].startswith("releases:2 release-changed releases/4.0.0.json is not what entry 2 releases")
    assert ran.lines[-1] == "2 flaws."


@pytest.mark.parametrize("case", [case for case in CASES if case.what.startswith("the last line")] + list(CASES[:3]))
def test_what_was_done_to_the_file_is_told(skjemaverk, ledger, case):
    Path(LEDGER).write_text("\n".join(case.how(LINES)) + "\n", encoding="utf-8")
    ran = skjemaverk("verify", "--json")
    assert ran.status == 1
    assert (LEDGER, case.number, case.slug) in said(ran.out)


def test_json_has_it_all(skjemaverk, ledger, database):
    ran = skjemaverk("verify", "--json", "--database", database())
    report = json.loads(ran.out)
    digest = report["database"].pop("digest")
    assert ran.status == 0
    assert report == {
        "entries": 8,
        "root": SEAL.fingerprint,
        "compared_with": ["database"],
        "database": {"entries": 8, "trusted": [SEAL.fingerprint], "version": "4.1.0"},
        "flaws": [],
    }
    assert len(digest) == 64


DATABASES = [
    # how the database is made, what somebody does to it, what is said of it
    ({}, "", set()),
    ({"trusts": ""}, "", set()),
    ({"entries": 0, "trusts": "", "snapshot": "x"}, "", {("database", 1, "database-behind")}),
    ({"entries": 7}, "", {("database", 8, "database-behind"), ("database", None, "running-unreleased")}),
    ({"snapshot": "another"}, "", {("database", None, "running-unreleased")}),
    ({"trusts": STRANGER.fingerprint}, "", {("signoffs.jsonl", 1, "untrusted-root")}),
    ({}, "UPDATE catalogue_release SET snapshot = 'x'", {("database", None, "snapshot-changed")}),
    (
        {},
        "DELETE FROM signoff WHERE number = 8",
        {("database", 8, "database-behind"), ("database", None, "running-unreleased")},
    ),
    ({}, "DELETE FROM signoff WHERE number = 5", {("database", 5, "copies-differ"), ("database", 5, "removed")}),
    (
        {},
        "UPDATE signoff SET line = replace(line, 'nora', 'nina') WHERE number = 6",
        {("database", 6, "copies-differ"), ("database", 6, "wrong-signature")},
    ),
    ({}, "UPDATE signoff SET digest = 'x' WHERE number = 7", {("database", 7, "wrong-row")}),
    ({}, "UPDATE signoff SET act = 'release' WHERE number = 7", {("database", 7, "wrong-row")}),
]


@pytest.mark.parametrize(("made", "done", "expected"), DATABASES)
def test_the_database_is_held_against_the_file(skjemaverk, ledger, database, made, done, expected):
    url = database(**made)
    if done:
        changed(done)
    ran = skjemaverk("verify", "--json", "--database", url)
    assert said(ran.out) == expected
    assert ran.status == bool(expected)


def test_what_was_cut_from_the_end_of_the_file_is_seen_against_the_database(skjemaverk, ledger, database):
    url = database()
    Path(LEDGER).write_text("\n".join(LINES[:7]) + "\n", encoding="utf-8")
    for file in list(Path("releases").iterdir()):
        file.unlink()
    assert (LEDGER, 8, "removed") not in said(skjemaverk("verify", "--json").out)
    found = said(skjemaverk("verify", "--json", "--database", url).out)
    assert ("database", 8, "file-behind") in found


def test_both_must_trust_the_first_key(skjemaverk, ledger, database):
    ran = skjemaverk("verify", "--database", database(), "--trust", CONTROLLER.fingerprint)
    assert (ran.status, ran.lines[-2]) == (1, "That key was compared with: --trust, database.")


def test_nothing_is_written(skjemaverk, ledger, database):
    url = database()
    files = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and "registry.db" not in path.name}
    skjemaverk("verify", "--database", url)
    assert {path: path.read_bytes() for path in files} == files


WRONG = [
    # the words after `verify`, what is said
    (("--trust", "abc"), "'abc' is no fingerprint; one has 64 hexadecimal digits"),
    (("--trust", "x" * 64), "is no fingerprint"),
    (("--key-file", "private.pem"), "private key; its public half is wanted"),
    (("--key-file", "nothing.pub"), "does not exist"),
    (("--key-file", "variables.yaml"), "no public key in PEM"),
    (("--database", "sqlite:///nowhere.db"), "There is no file nowhere.db"),
    (("--database", "sqlite:///variables.yaml"), "The database cannot be used: file is not a database"),
    (("--database", "sqlite:///empty.db"), "The database keeps no ledger"),
    (("--database", "nonsense"), "The database cannot be used"),
    (("--catalogue", "nowhere"), "there is no file 'nowhere'"),
]


@pytest.mark.parametrize(("words", "told"), WRONG, ids=[told for _, told in WRONG])
def test_wrong_use_is_told(skjemaverk, ledger, words, told):
    Path("private.pem").write_bytes(pem("registry"))
    Path("empty.db").touch()
    ran = skjemaverk("verify", *words)
    assert (ran.status, ran.out, told in ran.err) == (2, "", True)
    assert not Path("nowhere.db").exists()


def test_every_flaw_has_its_remedy():
    assert {case.slug for case in CASES} - REMEDIES.keys() == set()
