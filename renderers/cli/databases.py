"""What the verbs that work on a live database share: its address, and that it was made for this catalogue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from renderers.cli.common import find_form

if TYPE_CHECKING:
    from catalogue.model import Catalogue
    from engine.installation import Database
    from engine.tables import Tables

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def database_option(function: Decorated) -> Decorated:
    """`--db URL`: the database, which must be there."""
    return click.option(
        "--db", "url", metavar="URL", required=True, help="sqlite:///FILE or postgresql://USER@HOST/NAME."
    )(function)


def forms_option(function: Decorated) -> Decorated:
    """`--form FORM`, any number of them."""
    return click.option("--form", "forms", metavar="FORM", multiple=True, help="Only this form; may be repeated.")(
        function
    )


@contextmanager
def opened(url: str, catalogue: "Catalogue", timeout: int | None = None) -> "Iterator[Database]":
    """The database; with a timeout, in seconds, for reading only."""
    from engine import installation

    try:
        with installation.opened(url, catalogue, timeout) as database:
            yield database
    except installation.DatabaseRefused as refused:
        raise click.UsageError(str(refused)) from None


def chosen_forms(catalogue: "Catalogue", forms: tuple[str, ...], tables: "Tables") -> tuple[str, ...]:
    """The addresses of these forms, or of all that have a table of their own."""
    for address in forms:
        find_form(catalogue, address)
        if address not in tables.forms:
            raise click.BadParameter(f"'{address}' is about the person and has no rows of answers.", param_hint="FORM")
    return tuple(dict.fromkeys(forms)) or tuple(tables.forms)
