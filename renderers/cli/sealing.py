"""The registry's seal at a server: the key with which it signs what an account does on its pages."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from renderers.cli.common import load_catalogue

if TYPE_CHECKING:
    from migrations_gen.ledger.signing import Signer

PASSPHRASE = "SKJEMAVERK_SEAL_PASSPHRASE"

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def seal_option(function: Decorated) -> Decorated:
    """`--seal FILE`: the registry's private key."""
    return click.option(
        "--seal",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=f"The registry's private key (PEM), which signs what is decided. Its passphrase is read from {PASSPHRASE}.",
    )(function)


def read_seal(file: Path | None, root: Path) -> "Signer | None":
    """The seal in this file, which belongs to the registry of this catalogue; None when no file is given."""
    if file is None:
        return None
    from migrations_gen.ledger.records import Office
    from migrations_gen.ledger.signing import KeyRefused, signer

    catalogue, _ = load_catalogue(root)
    try:
        return signer(file.read_bytes(), catalogue.name, Office.SEAL, os.environ.get(PASSPHRASE, ""))
    except KeyRefused as refused:
        raise click.UsageError(f"{file}: {refused}") from None


def fresh_seal(owner: str) -> "Signer":
    """A seal that lives no longer than the process: for a demo."""
    from migrations_gen.ledger.records import Office
    from migrations_gen.ledger.signing import new_private_key, signer

    return signer(new_private_key(), owner, Office.SEAL)
