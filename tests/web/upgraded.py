"""The registry of these tests at its second version, and its database taken there by an upgrade.

In version 2 a question has another name and fewer codes, one is gone, one is new, one has a narrower limit, one is
worded otherwise, and a formula is another.
"""

import re
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from catalogue.source.loader import load
from engine.database import connect
from engine.releases import first_release, write_release
from engine.tables import build_tables
from engine.tables.analysis import YesNo, create_views
from migrations_gen.states import snapshot
from renderers.web import Settings, create_app
from tests.migrations.migrated import Registry

FORM = "kne.for"

NEW = {
    "version: 1.0.0": "version: 2.0.0",
    "max: 230": "max: 220",
    "calculate: vekt / power(hoyde / 100, 2)": "calculate: vekt / power(hoyde / 100, 2) + 1",
    "name: arbeid": "name: jobb",
    "label: Er du i arbeid?": "label: Har du en jobb?",
    "codes: {0: Nei, 1: Ja, 2: Sykmeldt, 9:": "codes: {0: Nei, 1: Ja, 9:",
    "enable_when: arbeid = 2": "enable_when: jobb = 1",
    "label: Hvor vondt har du?": "label: Hvor vondt har du i kneet?",
}
GONE = re.compile(r"      - name: prosent\n(        .*\n)+")
ADDED = "      - {name: royk, label: Røyker du?, type: boolean}\n"
CHANGES = """
version: 2.0.0
requested_by: Prøve
changes:
  - {rename: kne.for.arbeid, to: jobb}
  - recode: kne.for.jobb
    map: {0: 0, 1: 1, 2: 1, 9: 9, blank: blank}
    comparable: coarser
    reason: Sykmeldte har også en jobb
"""


SICK = {"hoyde": "180", "vekt": "72,5", "arbeid": "2", "prosent": "40", "smerte": "3"}
"""Answers in the form of the first version."""


@dataclass
class TwoVersions:
    """The registry on disk, its first version and its second, and who serves it."""

    world: Any
    site: Path
    first: Path
    second: Path
    serving: list[Flask]

    def upgrade(self) -> None:
        """The database only; whoever serves still has the first version."""
        upgrade(self.world.url, self.first, self.second)

    def put_second_on_disk(self) -> None:
        shutil.rmtree(self.site)
        shutil.copytree(self.second, self.site)

    def restarted(self):
        """A server of the second version."""
        self.put_second_on_disk()
        self.serving.append(served_from(self.site, self.world))
        return replace(self.world, app=self.serving[-1])

    def upgraded(self):
        self.upgrade()
        return self.restarted()


def served_from(site: Path, world):
    known = {"database_url": world.url, "secret": "prøve", "secure": False, "clock": world.clock}
    return create_app(Settings(catalogue=site, **known))


def sent(world, **answers: str):
    """A final row, and who sent it."""
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.press("_update", "arbeid", **answers)
    assert "Skjemaet er sendt inn" in anne.send()
    return anne


def path_of(world) -> str:
    return f"/form/kne.for/{world.rows('select id from kne_for')[0][0]}"


def write_second(first: Path, second: Path) -> Path:
    """The files of the second version."""
    shutil.copytree(first, second)
    for file in second.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in NEW.items():
            text = text.replace(old, new)
        file.write_text(GONE.sub(ADDED, text), encoding="utf-8")
    (second / "changes").mkdir()
    (second / "changes" / "2.0.0.yaml").write_text(CHANGES, encoding="utf-8")
    return second


NOW = datetime(2026, 3, 1, tzinfo=UTC)


def note_first(url: str, folder: Path) -> None:
    """That the database is at the first version, with all that a server makes."""
    engine = connect(url)
    with engine.begin() as connection:
        catalogue = load(folder).catalogue
        assert catalogue is not None
        create_views(connection, build_tables(catalogue, engine.dialect.name), YesNo("Ja", "Nei"))
        write_release(connection, first_release("1.0.0", snapshot(folder / "variables.yaml"), "prøve", NOW))
    engine.dispose()


def upgrade(url: str, first: Path, second: Path) -> None:
    """The database at the second version, taken there as any other."""
    registry = Registry(second.parent / "upgrade", url, [first, second])
    registry.write_migrations()
    registry.upgrade()
