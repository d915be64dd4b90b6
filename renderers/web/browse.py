"""The catalogue to read: its forms, and what each variable is."""

from flask import Blueprint, Response

from engine.access import NotFound
from renderers.codebook import COLUMNS, entries_of
from renderers.web.context import edition
from renderers.web.respond import page

bp = Blueprint("browse", __name__)


@bp.get("/catalogue")
def catalogue() -> Response:
    """The forms, by module."""
    current = edition().catalogue
    modules = [(module, current.forms_of(module.name)) for module in current.modules.values()]
    return page("catalogue.html", wide=True, catalogue=current, modules=modules, person=current.person)


@bp.get("/catalogue/<address>")
def form(address: str) -> Response:
    """One form's variables."""
    found = edition().catalogue.form.get(address)
    if found is None:
        raise NotFound(f"there is no form {address}")
    return page("codebook.html", wide=True, form=found, entries=list(entries_of(found)), columns=list(COLUMNS.values()))
