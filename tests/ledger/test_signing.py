"""Keys: made, opened, refused with a sentence that says why; and what they sign."""

import subprocess
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from migrations_gen.ledger.lines import signed_part
from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import (
    KeyRefused,
    fingerprint_of,
    is_signed,
    key_added,
    needs_passphrase,
    new_private_key,
    public_of,
    public_pem,
    signer,
)
from tests.ledger.honest import CONTROLLER, LINES, SEAL, pem

OTHER_KIND = generate_private_key(SECP256R1())
OTHER_PEM = OTHER_KIND.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
OTHER_PUBLIC = OTHER_KIND.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
CLOSED = new_private_key("riktig hest")
EMPTY_BYTES = b64encode(bytes(64)).decode()

NO_KEYS = [
    # what is opened, with which passphrase, what is said
    (CLOSED, "", "is closed with a passphrase"),
    (CLOSED, "feil hest", "passphrase does not open this key"),
    (b"", "", "no private key in PEM"),
    (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "", "no private key in PEM"),
    (public_pem(SEAL), "", "no private key in PEM"),
    (OTHER_PEM, "", "key of another kind"),
    (b"\x00\xff", "", "no private key in PEM"),
]

NO_PUBLIC_KEYS = [
    # what is opened, what is said
    (pem("registry"), "a private key; its public half is wanted"),
    (CLOSED, "a private key; its public half is wanted"),
    (OTHER_PUBLIC, "key of another kind"),
    (b"hello", "no public key in PEM"),
]


@pytest.mark.parametrize(("content", "passphrase", "said"), NO_KEYS)
def test_what_is_no_key_is_refused(content, passphrase, said):
    with pytest.raises(KeyRefused, match=said):
        signer(content, "kari", Office.SECRETARIAT, passphrase)


@pytest.mark.parametrize(("content", "said"), NO_PUBLIC_KEYS)
def test_what_is_no_public_key_is_refused(content, said):
    with pytest.raises(KeyRefused, match=said):
        public_of(content)


@pytest.mark.parametrize("passphrase", ["", "riktig hest", "æøå ☃"])
def test_a_new_key_signs_and_its_public_half_agrees(passphrase):
    made = new_private_key(passphrase)
    key = signer(made, "kari", Office.SECRETARIAT, passphrase)
    added = key_added(key)
    assert needs_passphrase(made) is bool(passphrase)
    assert public_of(public_pem(key)) == added.public
    assert fingerprint_of(added.public) == added.fingerprint == key.fingerprint
    assert (added.owner, added.office) == ("kari", Office.SECRETARIAT)
    assert is_signed(added.public, b"this", key.sign(b"this"))


def test_a_key_without_passphrase_opens_also_where_one_is_given():
    assert signer(pem("registry"), "registry", Office.SEAL, "for another key").fingerprint == SEAL.fingerprint


def test_a_signature_is_of_one_message_by_one_key():
    signature = SEAL.sign(b"this")
    assert not is_signed(SEAL.public, b"that", signature)
    assert not is_signed(CONTROLLER.public, b"this", signature)
    assert not is_signed(SEAL.public, b"this", EMPTY_BYTES)
    assert not is_signed("no key", b"this", signature)


@pytest.mark.parametrize("variant", ["{}\n", " {}", "{}====", "{}AAAA", ""])
def test_a_signature_is_written_in_one_way(variant):
    assert not is_signed(SEAL.public, b"this", variant.format(SEAL.sign(b"this")))


def test_a_private_key_is_not_shown():
    assert "_key" not in repr(SEAL)


@pytest.mark.parametrize("line", [1, 7])
def test_openssl_alone_can_check_an_entry(tmp_path: Path, line: int):
    """As `docs/ledger.md` says it is done by hand."""
    key = SEAL if line == 1 else CONTROLLER
    (tmp_path / "line.json").write_text(LINES[line - 1], encoding="utf-8")
    script = f"""
        sed 's/,"signature":"[^"]*"}}$/}}/' line.json > signed
        sed 's/.*"signature":"\\([^"]*\\)"}}$/\\1/' line.json | base64 -d > signature
        printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000' > key
        printf %s '{key.public}' | base64 -d >> key
        openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key -in signed -sigfile signature
    """
    ran = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Signature Verified Successfully" in ran.stdout, ran.stderr
    assert (tmp_path / "signed").read_bytes() == signed_part(LINES[line - 1])
