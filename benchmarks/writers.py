"""Who submits while a migration goes on: a process with a catalogue, tables and a connection, as a server's is."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from definition import fields, valid_record
from sqlalchemy.exc import SQLAlchemyError

from catalogue.model import Variable
from catalogue.source.loader import load
from engine.access import Access, Actor
from engine.answers import Answers
from engine.database import connect
from engine.episodes import add_episode
from engine.releases import Upgraded, current_release
from engine.store import create, save_draft
from engine.tables import build_tables
from renderers.collecting import making_much

FORM = "rygg.pasient"


def submit(url: str, before: str, after: str, stop: str, out: str, pause: str) -> None:
    """Begin a form and save it, at a steady pace; the time counts from when it should have begun."""
    with making_much():
        client = Client(url, (before, after))
    times, failed = [], 0
    due = time.monotonic()
    while not Path(stop).exists():
        due += float(pause)
        time.sleep(max(0.0, due - time.monotonic()))
        begun = max(due, time.monotonic() - 5)
        try:
            client.submit()
        except SQLAlchemyError as error:
            print(error, file=sys.stderr)
            failed += 1
        times.append((begun, time.monotonic() - begun))
    Path(out).write_text(json.dumps({"times": times, "failed": failed}))


class Client:
    """Who submits through the store, with the tables of the release the database was at when it last looked."""

    def __init__(self, url: str, pages: tuple[str, str]) -> None:
        self.engine = connect(url)
        self.record = {name: value for name, value in valid_record(fields()).items() if value is not None}
        self.catalogues = {loaded.version: loaded for page in pages if (loaded := load(Path(page)).catalogue)}
        self.look()

    def look(self) -> None:
        """Take the tables as they now are, and what is answered to what the form now asks."""
        with self.engine.begin() as connection:
            release = current_release(connection)
        assert release is not None
        self.tables = build_tables(self.catalogues[release.version], "postgresql", release.storage, release.number)
        known = self.tables.forms[FORM].row.variables
        self.answers = {name: _within(known[name], value) for name, value in self.record.items() if name in known}

    def submit(self) -> None:
        """One form, begun and saved; once more if the database has been upgraded meanwhile."""
        try:
            self.save()
        except Upgraded:
            with making_much():
                self.look()
            self.save()

    def save(self) -> None:
        """One transaction."""
        with self.engine.begin() as connection:
            access = Access(connection, self.tables, Actor("bench", "registry"), datetime.now(UTC), "bench")
            episode = add_episode(access, "rygg", "one", "one")
            row = create(access, FORM, episode.id, "op")
            save_draft(access, FORM, row.id, 1, Answers(self.answers))


def _within(variable: Variable, value: object) -> object:
    """Of a shorter codelist the first code."""
    codes = [code.value for code in variable.codes]
    return codes[0] if codes and value not in codes else value


if __name__ == "__main__":
    submit(*sys.argv[1:])
