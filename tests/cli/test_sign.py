"""`sign`: keys, statements and decisions from the command line; what cannot be signed, and why."""

import errno
import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.source.loader import load
from engine.database import connect
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.ledger.checking import check
from migrations_gen.ledger.codec import plain
from migrations_gen.ledger.files import LEDGER, append_lines, read_lines
from migrations_gen.ledger.kept import kept_lines, trusted
from tests.ledger.honest import CONTROLLER, LINES, SEAL, decision, pem, statement

HERE = Path()
URL = "sqlite:///registry.db"
SECRET = "riktig hest batteri"


@pytest.fixture
def ledger(registry: Path) -> Path:
    """The honest ledger up to its first statement, and the two keys that it knows, as files."""
    append_lines(HERE, LINES[:4])
    for name, owner in (("seal.pem", "registry"), ("dagny.pem", "dagny"), ("stranger.pem", "stranger")):
        Path(name).write_bytes(pem(owner))
        Path(name).chmod(0o600)
    Path("statement.json").write_text(json.dumps(plain(statement())), encoding="utf-8")
    Path("decision.json").write_text(json.dumps(plain(decision(4))), encoding="utf-8")
    return registry


@pytest.fixture
def database(ledger: Path) -> str:
    """A database of this catalogue, with an empty ledger."""
    catalogue = load(Path("variables.yaml")).catalogue
    assert catalogue is not None
    make_ready(URL, catalogue, YesNo("Ja", "Nei"), first_release("1.0.0", "x", "test", datetime.now(UTC)))
    return URL


def in_database() -> tuple[str, ...]:
    engine = connect(URL)
    with engine.connect() as connection:
        lines = kept_lines(connection)
    engine.dispose()
    return lines


def test_a_ledger_from_its_first_key(skjemaverk):
    ran = skjemaverk("sign", "key", "new", "--owner", "registeret", "--office", "seal", "--out", "seal.pem")
    assert ran.status == 0
    assert "it has no passphrase" in ran.lines[0]
    assert stat.S_IMODE(Path("seal.pem").stat().st_mode) == 0o600
    given = ("--owner", "registeret", "--office", "seal", "--seal", "seal.pem")
    assert (
        skjemaverk("sign", "key", "add", "seal.pem.pub", *given).lines[0] == "Entry 1 is signed by registeret (seal)."
    )
    skjemaverk("sign", "key", "new", "--owner", "dagny", "--office", "controller", "--out", "dagny.pem")
    given = ("--owner", "dagny", "--office", "controller", "--seal", "seal.pem", "--by", "kari")
    ran = skjemaverk("sign", "key", "add", "dagny.pem.pub", *given)
    assert ran.lines[0] == "Entry 2 is signed by kari (secretariat)."
    checked = check(read_lines(HERE))
    assert checked.flaws == ()
    assert skjemaverk("verify", "--key-file", "seal.pem.pub").status == 0


def test_a_case_signed_without_a_server(skjemaverk, ledger):
    seal = ("--seal", "seal.pem", "--by", "leif")
    steps = [
        (("reopen", 4, "--reason", "Et medlem manglet", *seal), "Entry 5 is signed by leif (leader)."),
        (("statement", "statement.json", *seal), "Entry 6 is signed by leif (leader)."),
        (("decision", "decision.json", "--key", "dagny.pem"), "Entry 7 is signed by dagny (controller)."),
    ]
    Path("decision.json").write_text(json.dumps(plain(decision(6))), encoding="utf-8")
    for words, said in steps:
        assert skjemaverk("sign", *words).lines == [said]
    entries = check(read_lines(HERE)).entries
    assert [entry.act for entry in entries[5:]] == [statement(), decision(6)]


def test_what_a_record_has_by_itself_may_be_left_out(skjemaverk, ledger):
    content = plain(decision(4))
    del content["text"]
    Path("decision.json").write_text(json.dumps(content), encoding="utf-8")
    assert skjemaverk("sign", "decision", "decision.json", "--key", "dagny.pem").status == 0
    assert check(read_lines(HERE)).entries[-1].act == replace(decision(4), text="")


def test_a_key_is_revoked_and_signs_no_more(skjemaverk, ledger):
    ran = skjemaverk("sign", "key", "revoke", CONTROLLER.fingerprint[:8], "--reason", "Mistet", "--seal", "seal.pem")
    assert ran.lines == ["Entry 5 is signed by registry (seal)."]
    ran = skjemaverk("sign", "decision", "decision.json", "--key", "dagny.pem")
    assert (ran.status, "which entry 5 revoked" in ran.err) == (2, True)
    assert len(read_lines(HERE)) == 5


def test_a_passphrase_comes_from_the_environment_and_is_asked_of_the_key(skjemaverk, registry, monkeypatch):
    monkeypatch.setenv("SKJEMAVERK_SEAL_PASSPHRASE", SECRET)
    ran = skjemaverk("sign", "key", "new", "--owner", "registeret", "--office", "seal", "--out", "seal.pem")
    assert "it has a passphrase" in ran.out
    assert b"ENCRYPTED" in Path("seal.pem").read_bytes()
    add = ("sign", "key", "add", "seal.pem.pub", "--owner", "registeret", "--office", "seal", "--seal", "seal.pem")
    for passphrase, said in (("feil", "does not open this key"), ("", "closed with a passphrase")):
        monkeypatch.setenv("SKJEMAVERK_SEAL_PASSPHRASE", passphrase)
        refused = skjemaverk(*add)
        assert (refused.status, said in refused.err) == (2, True)
    monkeypatch.setenv("SKJEMAVERK_SEAL_PASSPHRASE", SECRET)
    assert skjemaverk(*add).status == 0
    assert SECRET not in ran.out + ran.err


def test_a_key_that_others_may_read_is_told(skjemaverk, ledger):
    Path("dagny.pem").chmod(0o644)
    ran = skjemaverk("sign", "decision", "decision.json", "--key", "dagny.pem")
    assert (ran.status, "chmod 600 dagny.pem" in ran.err) == (0, True)


STATEMENT = ("statement", "statement.json", "--by", "leif", "--seal")
ADD = ("key", "add", "public.pub", "--owner", "leif", "--office", "leader", "--seal")
NEW = ("key", "new", "--owner", "leif", "--office", "leader", "--out")
WRONG = [
    # the words after `sign`, what is said
    ((*NEW, "seal.pem"), "there is a file 'seal.pem' already"),
    ((*NEW, "nowhere/seal.pem"), "No such file or directory"),
    (("key", "new", "--owner", "x", "--office", "king", "--out", "x.pem"), "is not one of"),
    ((*ADD, "seal.pem"), "private key; its public half is wanted"),
    (("key", "revoke", "ffff", "--reason", "x", "--seal", "seal.pem"), "beginning of 0 keys in force. There are: "),
    (("key", "revoke", SEAL.fingerprint, "--reason", "x", "--seal", "seal.pem"), "This is the only seal"),
    ((*STATEMENT, "stranger.pem"), "The ledger does not know the key"),
    ((*STATEMENT, "variables.yaml"), "no private key in PEM"),
    ((*STATEMENT, "nothing.pem"), "does not exist"),
    ((*STATEMENT, "seal.pem"), "where that of entry 4 stands and was not reopened"),
    (("statement", "statement.json", "--seal", "seal.pem"), "Say who acts as leader: --by NAME"),
    (("statement", "decision.json", "--by", "leif", "--seal", "seal.pem"), "'after' is missing"),
    (("statement", "variables.yaml", "--by", "leif", "--seal", "seal.pem"), "is not JSON"),
    (("decision", "decision.json", "--by", "david", "--key", "dagny.pem"), "nobody signs for another"),
    (("decision", "decision.json", "--by", "leif", "--seal", "seal.pem"), "who signed entry 4 on it as leader"),
    (("reopen", "3", "--reason", "x", "--by", "leif", "--seal", "seal.pem"), "entry 3 is no statement. Statements: 4."),
    (("reopen", "0", "--reason", "x", "--by", "leif", "--seal", "seal.pem"), "is not in the range"),
    (("reopen", "4", "--reason", "x", "--key", "dagny.pem"), "is by dagny (leader), and signed with a key of"),
    (("trust", "sqlite:///nowhere.db", SEAL.fingerprint), "There is no file nowhere.db"),
    (("trust", "nonsense", SEAL.fingerprint), "The database cannot be used"),
    (("copy", "--database", "sqlite:///nowhere.db"), "There is no file nowhere.db"),
    ((*STATEMENT, "seal.pem", "--database", "sqlite:///nowhere.db"), "There is no file nowhere.db"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_cannot_be_signed_is_not_and_it_is_said_why(skjemaverk, ledger, words, said):
    Path("public.pub").write_bytes(pem("leif"))
    ran = skjemaverk("sign", *words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "PRIVATE KEY-----" not in ran.err
    assert read_lines(HERE) == LINES[:4]


def test_an_empty_ledger_begins_with_the_seal(skjemaverk, ledger):
    Path(LEDGER).unlink()
    ran = skjemaverk("sign", "reopen", 1, "--reason", "x", "--by", "leif", "--seal", "seal.pem")
    assert (ran.status, "The ledger is empty, and begins with the registry's seal" in ran.err) == (2, True)
    assert not Path(LEDGER).exists()


def test_nothing_is_added_to_a_ledger_that_was_tampered_with(skjemaverk, ledger):
    Path(LEDGER).write_text("\n".join(LINES[1:4]) + "\n", encoding="utf-8")
    ran = skjemaverk("sign", *STATEMENT, "seal.pem")
    assert (ran.status, "The ledger is not in order, and is not added to. Entry 1 is missing." in ran.err) == (2, True)


# ---- with a database ----


def test_the_database_is_brought_up_to_the_file_and_gets_the_next_entry_too(skjemaverk, database):
    reopen = ("sign", "reopen", 4, "--reason", "x", "--by", "leif", "--seal", "seal.pem", "--database", database)
    ran = skjemaverk(*reopen)
    assert (ran.status, "'skjemaverk sign copy' brings it" in ran.err) == (2, True)
    assert read_lines(HERE) == LINES[:4]
    assert skjemaverk("sign", "copy", "--database", database).lines == [
        "The database was behind, and has got 4 entries."
    ]
    assert skjemaverk(*reopen).status == 0
    assert in_database() == read_lines(HERE)
    assert len(in_database()) == 5
    assert skjemaverk("sign", "copy", "--database", database).lines == ["Both have the same entries."]


def test_the_file_is_brought_up_to_the_database(skjemaverk, database):
    skjemaverk("sign", "copy", "--database", database)
    Path(LEDGER).write_text("\n".join(LINES[:2]) + "\n", encoding="utf-8")
    assert skjemaverk("sign", "copy", "--database", database).lines == ["The file was behind, and has got 2 entries."]
    assert read_lines(HERE) == LINES[:4]


def test_what_differs_is_not_copied(skjemaverk, database):
    skjemaverk("sign", "copy", "--database", database)
    Path(LEDGER).write_text("\n".join((*LINES[:3], LINES[4])) + "\n", encoding="utf-8")
    ran = skjemaverk("sign", "copy", "--database", database)
    assert (ran.status, "The file and the database differ" in ran.err) == (2, True)


def test_an_entry_that_the_file_cannot_take_is_not_in_the_database_either(skjemaverk, database, monkeypatch):
    skjemaverk("sign", "copy", "--database", database)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    words = ("sign", "reopen", 4, "--reason", "x", "--by", "leif", "--seal", "seal.pem", "--database", database)
    ran = skjemaverk(*words)
    assert (ran.status, ran.err) == (2, "Error: No space left on device.\n")
    assert in_database() == read_lines(HERE) == LINES[:4]


def test_a_database_trusts_the_key_that_its_ledger_begins_with(skjemaverk, database):
    skjemaverk("sign", "copy", "--database", database)
    ran = skjemaverk("sign", "trust", database, CONTROLLER.fingerprint)
    assert (ran.status, "begins with another key" in ran.err) == (2, True)
    assert skjemaverk("sign", "trust", database, SEAL.fingerprint).status == 0
    engine = connect(URL)
    with engine.connect() as connection:
        assert trusted(connection) == {SEAL.fingerprint}
    engine.dispose()
