"""What the verbs about two versions share: OLD and NEW on the command line, opened, or told why they cannot be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from renderers.cli.common import Refused, print_findings, shown
from renderers.collecting import making_much

if TYPE_CHECKING:
    from migrations_gen.states import State

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def old_argument(function: Decorated) -> Decorated:
    """`OLD`: the earlier state."""
    return click.argument("old", metavar="OLD")(function)


def new_argument(function: Decorated) -> Decorated:
    """`NEW`: the later state; the catalogue at hand when it is left out."""
    return click.argument("new", metavar="[NEW]", required=False)(function)


def opened_states(old: str, new: str | None, root: Path) -> "tuple[State, State]":
    """The two states. Each is a folder, a release's version, `git:REV` or a snapshot file."""
    return _opened(old, root), _opened(new or str(root), root)


def _opened(reference: str, root: Path) -> "State":
    from migrations_gen.states import open_state

    with told(root):
        return open_state(reference, root)


@contextmanager
def told(root: Path) -> Iterator[None]:
    """A state that cannot be opened is told, with its findings; `root` is the first page they are shown from."""
    from migrations_gen.states import StateRefused

    try:
        with making_much():
            yield
    except StateRefused as refused:
        if not refused.findings:
            raise click.UsageError(str(refused)) from None
        print_findings(shown(refused.findings, root), err=True)
        raise Refused(str(refused)) from None
