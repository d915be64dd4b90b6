"""`serve --seal`: the registry's private key, opened before anything is served."""

import pytest

from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import new_private_key, signer
from renderers.cli.sealing import PASSPHRASE, Private, fresh_seal

SECRET = "et hemmelig ord"


def test_a_key_in_a_file_is_the_registrys_seal(tmp_path, monkeypatch):
    monkeypatch.setenv(PASSPHRASE, SECRET)
    file = tmp_path / "seal.pem"
    file.write_bytes(new_private_key(SECRET))
    found = Private(None, file).signer("nkr")
    assert (found.owner, found.office) == ("nkr", Office.SEAL)
    assert found.fingerprint == signer(file.read_bytes(), "nkr", Office.SEAL, SECRET).fingerprint


def test_without_a_file_there_is_none():
    assert Private(None, None).signer("nkr") is None


def test_a_demo_has_a_seal_of_its_own_each_time():
    assert fresh_seal("nkr").fingerprint != fresh_seal("nkr").fingerprint


@pytest.mark.parametrize(
    ("content", "passphrase", "says"),
    [
        (b"hei", "", "no private key"),
        (new_private_key(SECRET), "", "passphrase"),
        (new_private_key(SECRET), "x", "does not open"),
    ],
)
def test_what_is_no_seal_is_told_before_anything_is_served(
    skjemaverk, registry, tmp_path, monkeypatch, content, passphrase, says
):
    monkeypatch.setenv(PASSPHRASE, passphrase)
    file = tmp_path / "seal.pem"
    file.write_bytes(content)
    ran = skjemaverk("serve", "--database", f"sqlite:///{tmp_path}/r.sqlite", "--seal", file, "--port", "8765")
    assert ran.status == 2
    assert says in ran.err
    assert not (tmp_path / "r.sqlite").exists()
