"""What the pages about cases share: their style sheet, the words for stages and dates, and how a due date is read."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from flask import Response

from catalogue.texts import translatable
from migrations_gen.proposals.records import Stage
from renderers.web.context import local, registry, today
from renderers.web.respond import page

STAGES: Mapping[Stage, tuple[str, str]] = MappingProxyType(
    {
        Stage.DRAFT: (translatable("Draft"), "neutral"),
        Stage.OPEN: (translatable("On the table"), "info"),
        Stage.CLOSED: (translatable("Statement given"), "success"),
        Stage.DECIDED: (translatable("Decided"), "success"),
        Stage.RELEASED: (translatable("In use"), "success"),
        Stage.WITHDRAWN: (translatable("Withdrawn"), "neutral"),
    }
)
"""What each stage is called, and its colour."""

SHEETS = ("review.css", "table.css")
"""How a pack looks, and the pages around it."""
WAYS_TO_WRITE = ("%Y-%m-%d", "%d.%m.%Y")
"""How a browser sends a day, and how people write it where the browser does not help."""


def table_page(template: str, status: int = 200, **names: object) -> Response:
    """A page about cases."""
    sheets = [registry().assets.address(name) for name in SHEETS]
    around = {"sheets": sheets, "stages": STAGES, "local": local, "today": today()}
    return page(f"table/{template}", status, **{**around, **names})


def day_of(text: str) -> date | None:
    """The day that was written; None when it is none."""
    for way in WAYS_TO_WRITE:
        try:
            return datetime.strptime(text.strip(), way).date()
        except ValueError:
            continue
    return None
