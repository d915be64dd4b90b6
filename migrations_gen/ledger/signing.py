"""Keys and signatures: Ed25519, as PyCA's `cryptography` has it. The only file that sees that library.

A private key is a PEM file (PKCS#8), with a passphrase or without, and never leaves a `Signer`. A public key stands in
the ledger as Base64 of its 32 bytes; it is called by its fingerprint, which is SHA-256 of those.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from migrations_gen.ledger.records import KeyAdded, Office

LENGTH = 64
"""So many bytes a signature has."""

_ENCRYPTED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"


class KeyRefused(Exception):
    """What was given is not such a key; the message says why and what would be."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key at work for its owner."""

    fingerprint: str
    owner: str
    office: Office
    public: str
    _key: Ed25519PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> str:
        """The signature, as Base64."""
        return b64encode(self._key.sign(message)).decode()


def new_private_key(passphrase: str = "") -> bytes:
    """A fresh key, as PEM."""
    closed = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, closed)


def signer(pem: bytes, owner: str, office: Office, passphrase: str = "") -> Signer:
    """The key in a PEM file, to sign with; raises `KeyRefused`."""
    key = _private_key(pem, passphrase)
    public = _written(key.public_key())
    return Signer(fingerprint_of(public), owner, office, public, key)


def key_added(signer: Signer) -> KeyAdded:
    """What stands in the ledger so that this key counts."""
    return KeyAdded(fingerprint=signer.fingerprint, public=signer.public, owner=signer.owner, office=signer.office)


def needs_passphrase(pem: bytes) -> bool:
    """Whether the key in a PEM file is closed with one."""
    return _ENCRYPTED in pem


def public_pem(signer: Signer) -> bytes:
    """The public half, as PEM."""
    return signer._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public_of(pem: bytes) -> str:
    """The public key in a PEM file, as the ledger has it; raises `KeyRefused`."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        what = "a private key; its public half is wanted" if b"PRIVATE KEY" in pem else "no public key in PEM"
        raise KeyRefused(f"This is {what}. 'skjemaverk sign key new' writes one beside the private key.") from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyRefused(_OTHER_KIND)
    return _written(key)


def fingerprint_of(public: str) -> str:
    """What a public key is called by; raises `KeyRefused` for what is none."""
    raw = _bytes(public, 32)
    if raw is None:
        raise KeyRefused("A public key is the Base64 of 32 bytes.")
    return sha256(raw).hexdigest()


def is_signature(text: str) -> bool:
    """Whether this can be a signature at all: 64 bytes in the one Base64 they have."""
    return _bytes(text, LENGTH) is not None


def is_signed(public: str, message: bytes, signature: str) -> bool:
    """Whether the owner of this public key has signed just this."""
    key, given = _public_key(public), _bytes(signature, LENGTH)
    if key is None or given is None:
        return False
    try:
        key.verify(given, message)
    except InvalidSignature:
        return False
    return True


_OTHER_KIND = "This is a key of another kind. The ledger is signed with Ed25519; 'skjemaverk sign key new' makes one."


def _private_key(pem: bytes, passphrase: str) -> Ed25519PrivateKey:
    closed = needs_passphrase(pem)
    if closed and not passphrase:
        raise KeyRefused("This key is closed with a passphrase. Give it in SKJEMAVERK_SEAL_PASSPHRASE.")
    try:
        key = load_pem_private_key(pem, passphrase.encode() if closed else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyRefused(_WRONG_PASSPHRASE if closed else _NO_KEY) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(_OTHER_KIND)
    return key


_WRONG_PASSPHRASE = "The passphrase does not open this key."
_NO_KEY = "This is no private key in PEM. 'skjemaverk sign key new' makes one."


def _written(key: Ed25519PublicKey) -> str:
    return b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


@lru_cache(maxsize=256)
def _public_key(public: str) -> Ed25519PublicKey | None:
    raw = _bytes(public, 32)
    return None if raw is None else Ed25519PublicKey.from_public_bytes(raw)


def _bytes(text: str, length: int) -> bytes | None:
    """The bytes, when there are so many, in the one way that Base64 writes them."""
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return raw if len(raw) == length and b64encode(raw).decode() == text else None
