"""Courses of treatment: starting one, listing them, and which forms are due when.

Days count from the episode's anchor date. Until that is known only the first timepoint and those without a
window of their own are open: the anchor date itself is registered at one of the latter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import literal, select, union_all

from catalogue.model import Form, Module, Timepoint
from engine.access import Access, NotAllowed, NotFound, log, new_key, permit, permit_known, reached_episodes
from engine.occasions import Occasion
from engine.tables import FINAL, FormTable

REACHED = "REACHED"
"""What no column is called."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One course of treatment."""

    id: str
    module: str
    person_id: str
    centre_id: str
    anchor_date: date | None
    created_at: datetime


class Window(StrEnum):
    """Whether a form can be filled in now."""

    LATER = "later"
    OPEN = "open"
    CLOSED = "closed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Due:
    """A form, by its address, at a timepoint of an episode: when it is filled in, and its row when there is one."""

    form: str
    timepoint: Timepoint
    window: Window
    opens: date | None
    due: date | None
    closes: date | None
    row_id: str | None = None
    status: int | None = None


def add_episode(access: Access, module: str, person_id: str, centre_id: str) -> Episode:
    """Start an episode of a person at a centre."""
    if access.actor.person_id is not None:
        raise NotAllowed("a patient does not start an episode")
    if module not in access.tables.catalogue.modules:
        raise NotFound(f"there is no module {module}")
    started = Episode(new_key(), module, person_id, centre_id, None, access.now)
    table = access.tables.fixed.episode
    values = {
        "id": started.id,
        "module": module,
        "person_id": person_id,
        "centre_id": centre_id,
        "created_at": access.now,
        "created_by": access.actor.name,
    }
    access.connection.execute(table.insert(), values)
    permit(access, started.id)
    log(access, "create", table, [started.id])
    return started


def episode_of(access: Access, episode_id: str, form: Form | None = None) -> Episode:
    """The episode, if the actor may reach it and open this form of it."""
    table = access.tables.fixed.episode
    query = select(table, reached_episodes(access).label(REACHED)).where(table.c.id == episode_id)
    row = access.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("there is no such episode")
    permit_known(access, form, is_reached=bool(row[REACHED]))
    return _episode(row)


def list_episodes(access: Access, limit: int = 200) -> tuple[Episode, ...]:
    """The latest episodes the actor may reach."""
    table = access.tables.fixed.episode
    latest = table.select().where(reached_episodes(access)).order_by(table.c.created_at.desc(), table.c.id).limit(limit)
    found = tuple(map(_episode, access.connection.execute(latest).mappings()))
    log(access, "read", table, [episode.id for episode in found])
    return found


def due_forms(access: Access, episodes: Iterable[Episode], today: date) -> Mapping[str, tuple[Due, ...]]:
    """For each episode the forms of its module that the actor may open, by timepoint and then as declared."""
    listed = tuple(episodes)
    return {
        episode.id: due
        for module in dict.fromkeys(episode.module for episode in listed)
        for episode, due in _due_in(access, module, [part for part in listed if part.module == module], today)
    }


def set_anchor(access: Access, form: Form, final: Occasion) -> None:
    """Take over the anchor date when this form is where it is registered."""
    form_name, _, variable = access.tables.catalogue.modules[form.module].episode.anchor.partition(".")
    if form.name == form_name:
        table = access.tables.fixed.episode
        anchor = final.answers.values.get(variable)
        access.connection.execute(table.update().where(table.c.id == final.episode_id).values(anchor_date=anchor))


def _episode(row: Mapping[Any, Any]) -> Episode:
    names = ("id", "module", "person_id", "centre_id", "anchor_date", "created_at")
    return Episode(**{name: row[name] for name in names})


def _due_in(
    access: Access, module_name: str, episodes: list[Episode], today: date
) -> Iterable[tuple[Episode, tuple[Due, ...]]]:
    module = access.tables.catalogue.modules[module_name]
    forms = [
        access.tables.forms[form.address]
        for form in access.tables.catalogue.forms_of(module_name)
        if access.actor.person_id is None or form.respondent == access.actor.role
    ]
    rows = _rows(access, forms, [episode.id for episode in episodes])
    for episode in episodes:
        yield (
            episode,
            tuple(
                _due(
                    module,
                    form.form,
                    timepoint,
                    episode,
                    rows.get((episode.id, form.form.address, timepoint.name)),
                    today,
                )
                for timepoint in module.timepoints
                for form in forms
                if timepoint.name in form.form.timepoints
            ),
        )


Rows = Mapping[tuple[str, str, str], tuple[str, int]]


def _rows(access: Access, forms: list[FormTable], episode_ids: list[str]) -> Rows:
    """Id and status of every row of these episodes, by episode, form and timepoint."""
    parts = [
        select(table.c.episode_id, literal(form.form.address), table.c.timepoint, table.c.id, table.c.status).where(
            table.c.episode_id.in_(episode_ids)
        )
        for form in forms
        for table in (form.table,)
    ]
    if not parts:
        return {}
    found = access.connection.execute(union_all(*parts))
    return {
        (episode_id, address, timepoint): (row_id, status) for episode_id, address, timepoint, row_id, status in found
    }


def _due(
    module: Module, form: Form, timepoint: Timepoint, episode: Episode, row: tuple[str, int] | None, today: date
) -> Due:
    opens, due, closes = (
        _day(episode.anchor_date, days) for days in (timepoint.opens, timepoint.due, timepoint.closes)
    )
    row_id, status = row or (None, None)
    if status == FINAL:
        window = Window.FINAL
    elif episode.anchor_date is None:
        window = Window.OPEN if _needs_no_anchor(module, timepoint) else Window.LATER
    elif opens is not None and today < opens:
        window = Window.LATER
    else:
        window = Window.CLOSED if closes is not None and today > closes else Window.OPEN
    return Due(form.address, timepoint, window, opens, due, closes, row_id, status)


def _needs_no_anchor(module: Module, timepoint: Timepoint) -> bool:
    return timepoint is module.timepoints[0] or (timepoint.opens is None and timepoint.closes is None)


def _day(anchor: date | None, days: int | None) -> date | None:
    return None if anchor is None or days is None else anchor + timedelta(days=days)
