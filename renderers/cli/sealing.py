"""What a server is given that must not lie in the catalogue: the licensed wording, and the registry's seal.

The seal is the key with which the server signs what an account decides on its pages.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from migrations_gen.ledger.signing import Signer

PASSPHRASE = "SKJEMAVERK_SEAL_PASSPHRASE"


@dataclass(frozen=True, slots=True)
class Private:
    """What was given on the command line."""

    wording: Path | None
    seal: Path | None

    def signer(self, owner: str) -> "Signer | None":
        """The seal, which belongs to the registry of this name; None when no file is given."""
        if self.seal is None:
            return None
        from migrations_gen.ledger.records import Office
        from migrations_gen.ledger.signing import KeyRefused, signer

        try:
            return signer(self.seal.read_bytes(), owner, Office.SEAL, os.environ.get(PASSPHRASE, ""))
        except KeyRefused as refused:
            raise click.BadParameter(f"{self.seal}: {refused}", param_hint="--seal") from None


def private_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--wording` and `--seal`, together as `private`."""

    @wraps(function)
    def together(*, wording: Path | None, seal: Path | None, **others: Any) -> Any:
        return function(private=Private(wording, seal), **others)

    words = click.option(
        "--wording",
        metavar="PATH",
        type=click.Path(exists=True, path_type=Path),
        help="The licensed wording of instruments: a gettext catalogue, or a folder of them.",
    )
    key = click.option(
        "--seal",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=f"The registry's private key (PEM), which signs what is decided. {PASSPHRASE} opens it.",
    )
    return words(key(together))


def fresh_seal(owner: str) -> "Signer":
    """A seal that lives no longer than the process: for a demo."""
    from migrations_gen.ledger.records import Office
    from migrations_gen.ledger.signing import new_private_key, signer

    return signer(new_private_key(), owner, Office.SEAL)
