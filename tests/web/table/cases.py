"""The small registry with a board of three seats and two required languages, at its first release, and cases in it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from visitors import Visitor

from catalogue.source.loader import load
from catalogue.source.po_file import parse_po, po_text
from catalogue.source.translations import translation_file, update
from engine.access import Actor
from engine.account_keeping import Keeping
from engine.database import connect
from engine.releases import first_release, write_release
from migrations_gen.board.holders import add_holder
from migrations_gen.board.reading import board_of_snapshot
from migrations_gen.states import snapshot

REGISTRY = Path(__file__).parents[1] / "registry"
TODAY = date(2026, 3, 2)
BOARD = """
board: fagrad
title: Fagrådet
statutes: § 6 b
terms: {shortest: 2, longest: 4}
quorum: {at_least: 2}
seats:
  - {seat: nord, title: Helse Nord, titles: {nn: Helse Nord på nynorsk}, appointed_by: x}
  - {seat: bruker, title: Brukerne, appointed_by: x}
  - {seat: leder, title: Kirurgene, appointed_by: x}
"""
SITS = {"nord": "medlem", "bruker": "brukeren", "leder": "leder"}
CODES = {
    "0: Nei, 1: Ja, 2: Sykmeldt": "0: Nei, 1: Ja, 2: Sykmeldt, 3: Student, 4: Alderspensjonist, 5: Uføretrygdet",
}
"""Three new codes for the question about work."""
WORDS = {
    "title": "Flere svar om arbeid",
    "reason": "Mange er verken i arbeid eller sykmeldt.",
    "requested_by": "Fagrådet",
}


def write_site(folder: Path) -> None:
    """The registry's files, every text translated."""
    shutil.copytree(REGISTRY, folder)
    first = folder / "variables.yaml"
    text = first.read_text(encoding="utf-8").replace("required: [nb], optional: [nn, en]", "required: [nb, nn]")
    first.write_text(text, encoding="utf-8")
    (folder / "board.yaml").write_text(BOARD, encoding="utf-8")
    catalogue = load(folder).catalogue
    assert catalogue is not None
    update(folder, catalogue)
    path = translation_file(folder, "nn")
    read, _ = parse_po(path.read_text(encoding="utf-8"), "nn")
    entries = [replace(entry, text=entry.source) for entry in read.entries]
    path.write_text(po_text(read.header, entries, []), encoding="utf-8")


@dataclass
class Table:
    """The registry, and what a secretariat does in it."""

    world: Any

    def visitor(self, name: str = "") -> Visitor:
        return self.world.visitor(name)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.world.rows(query)

    @property
    def refusals(self) -> list[tuple[object, ...]]:
        """Who was refused what, and why they came."""
        return self.rows("select actor, row_id, why from access_log where action = 'refused' order by at")

    def write(self, **words: str) -> Visitor:
        """A new case, its files on the page."""
        visitor = self.visitor("registeret").get("/saker/ny")
        return visitor.press("_", **{**WORDS, **words})

    def drafted(self, changes: dict[str, str] = CODES, path: str = "data/for.yaml", **words: str) -> Visitor:
        """A case with other words in one file, and everything translated."""
        visitor = self.write(**words)
        number = visitor.page.request.path.split("/")[2]
        visitor.get(f"/saker/{number}/filer?fil={path}")
        text = visitor.fields["_text"]
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        visitor.post(f"/saker/{number}/filer", {**own(visitor, "_token", "_revision", "_path"), "_text": text})
        return translate(visitor, number)

    def opened(self, changes: dict[str, str] = CODES, **words: str) -> Visitor:
        """A case on the table."""
        visitor = self.drafted(changes, **words)
        number = visitor.page.request.path.split("/")[2]
        visitor.get(f"/saker/{number}")
        visitor.post(f"/saker/{number}/legg-fram", own(visitor, "_token", "_revision"))
        assert visitor.status == 200, visitor.page.text
        assert "Saken er lagt fram" in visitor, visitor.page.text
        return visitor


def own(visitor: Visitor, *names: str) -> dict[str, str]:
    """Some of the fields on the page."""
    return {name: visitor.fields[name] for name in names}


def translate(visitor: Visitor, number: str) -> Visitor:
    """Translate all that is missing, in the same words."""
    visitor.get(f"/saker/{number}")
    visitor.post(f"/saker/{number}/filer/oversett", own(visitor, "_token", "_revision"))
    names = [name for name in visitor.fields if name.startswith("text:")]
    fields = {name: f"omsett {name.rpartition(':')[2]}" for name in names}
    if fields:
        visitor.post(f"/saker/{number}/oversettelse", {**own(visitor, "_token", "_revision"), **fields})
    return visitor


def seat(world: Any, site: Path, held: dict[str, str] = SITS, since: date = TODAY - timedelta(days=100)) -> None:
    """The first release, and who sits on the board."""
    text = snapshot(site)
    board, catalogue, engine = board_of_snapshot(text), load(site).catalogue, connect(world.url)
    with engine.begin() as connection:
        write_release(connection, first_release(catalogue.version, text, "prøve", world.clock.now))
        work = Keeping(connection, Actor("prøve", "system"), world.clock.now, "prøve")
        for name, account in held.items():
            until = since + timedelta(days=3 * 365)
            add_holder(work, board, seat=name, account=account, valid_from=since, valid_to=until)
    engine.dispose()


def done_once(table: Table, kept: dict[str, bytes], what: Callable[[Table], object]) -> Table:
    """The registry after this was done in it, now or for an earlier test; nobody may have used it before."""
    file = Path(table.world.url.removeprefix("sqlite:///"))
    if what.__name__ in kept:
        for beside in file.parent.glob(f"{file.name}-*"):
            beside.unlink()
        file.write_bytes(kept[what.__name__])
        return table
    what(table)
    copy = file.with_suffix(".copy")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    kept[what.__name__] = copy.read_bytes()
    return table
