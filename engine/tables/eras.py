"""Eras in a query: the date they are compared with, and whether something was collected then."""

from collections.abc import Callable, Iterator
from datetime import date

from catalogue.model import Era

CREATED_ON = {"sqlite": "date({0})", "postgresql": "CAST({0} AT TIME ZONE 'UTC' AS date)"}


def era_date(dialect: str, episode: str, row: str) -> str:
    """The episode's anchor date, until known the day the row was created; both are given by their alias."""
    created = CREATED_ON[dialect].format(f'{row}."created_at"')
    return f'coalesce({episode}."anchor_date", {created})'


def within(era: Era, day: str, constant: Callable[[date], str]) -> Iterator[str]:
    """The conditions, all of which hold when something was collected that day."""
    if era.start:
        yield f"{day} >= {constant(era.start)}"
    if era.end:
        yield f"{day} <= {constant(era.end)}"
    for start, end in era.gaps:
        yield f"{day} NOT BETWEEN {constant(start)} AND {constant(end)}"
