"""The people, centres and episodes that rows belong to: those there are, and those that a file brings.

Another system's number becomes the same key of ours every time, so that files of several forms meet in one episode, and
a file that is loaded again finds its own rows. The number itself is not kept.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from catalogue.model import Form
from catalogue.value_types import EARLIEST
from engine.access import Access, log, new_key


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a row says of whose it is."""

    episode: str
    person: str
    centre_number: str
    centre_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """The episode of a row, by our keys."""

    episode_id: str
    person_id: str
    centre_id: str


@dataclass(slots=True)
class Owners:
    """Finds and makes owners, and counts those it made."""

    access: Access
    form: Form
    system: str
    made: dict[str, int] = field(default_factory=lambda: {"people": 0, "centres": 0, "episodes": 0})
    _centres: dict[str, str] = field(default_factory=dict)
    _people: set[str] = field(default_factory=set)
    _episodes: dict[str, Owner] = field(default_factory=dict)

    def key(self, kind: str, number: str) -> str:
        """Our key for another system's number."""
        catalogue = self.access.tables.catalogue.name
        return uuid5(NAMESPACE_URL, f"skjemaverk:{catalogue}:{self.system}:{kind}:{number}").hex

    def owner(self, belonging: Belonging) -> Owner | str:
        """The episode of a row, made when it is new; a sentence when it cannot be."""
        episode_id = self.key(f"episode:{self.form.module}", belonging.episode)
        person_id = self.key("person", belonging.person or f"episode:{belonging.episode}")
        known = self._episodes.get(episode_id) or self._there(episode_id)
        if known is None:
            if not belonging.centre_number and not belonging.centre_name:
                return "The row says no centre, and its episode is not known yet."
            known = self._made(episode_id, person_id, belonging)
        self._episodes[episode_id] = known
        if belonging.person and known.person_id != person_id:
            return f"The episode {belonging.episode} belongs to another person already."
        return known

    def _there(self, episode_id: str) -> Owner | None:
        table = self.access.tables.fixed.episode
        row = self.access.connection.execute(
            select(table.c.person_id, table.c.centre_id).where(table.c.id == episode_id)
        ).first()
        return Owner(episode_id, row.person_id, row.centre_id) if row is not None else None

    def _made(self, episode_id: str, person_id: str, belonging: Belonging) -> Owner:
        made = Owner(episode_id, self._person(person_id, belonging), self._centre(belonging))
        values = {
            "id": episode_id,
            "module": self.form.module,
            "person_id": made.person_id,
            "centre_id": made.centre_id,
            "created_at": belonging.created_at,
            "created_by": self.access.actor.name,
        }
        self._insert("episodes", self.access.tables.fixed.episode, values)
        return made

    def _person(self, person_id: str, belonging: Belonging) -> str:
        table = self.access.tables.fixed.person
        if person_id not in self._people:
            there = self.access.connection.scalar(select(table.c.id).where(table.c.id == person_id))
            if there is None:
                who = {"created_at": belonging.created_at, "created_by": self.access.actor.name}
                self._insert("people", table, {"id": person_id, **who})
            self._people.add(person_id)
        return person_id

    def _centre(self, belonging: Belonging) -> str:
        """The centre of this number, else of this name; a new one is valid from the beginning of all dates."""
        number = belonging.centre_number or belonging.centre_name
        if number not in self._centres:
            table = self.access.tables.fixed.centre
            same = table.c.number == number if belonging.centre_number else table.c.name == number
            there = self.access.connection.scalar(select(table.c.id).where(same).limit(1))
            if there is None:
                there, name = new_key(), belonging.centre_name or number
                self._insert("centres", table, {"id": there, "number": number, "name": name, "valid_from": EARLIEST})
            self._centres[number] = there
        return self._centres[number]

    def _insert(self, kind: str, table: Any, values: dict[str, Any]) -> None:
        self.access.connection.execute(table.insert(), values)
        self.made[kind] += 1
        log(self.access, "create", table, [values["id"]])
