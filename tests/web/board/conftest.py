"""A board of three seats in the small registry, and a case with three changes on its table."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from visitors import Visitor

from engine.access import Actor
from engine.account_keeping import Keeping
from engine.database import connect
from migrations_gen.board.holders import add_holder
from migrations_gen.board.reading import board_of_snapshot
from migrations_gen.change_sets import name_of
from migrations_gen.comparison import compare
from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import new_private_key, signer
from migrations_gen.proposals.records import Draft, Proposal, Stage
from migrations_gen.proposals.store import add_proposal, keep_state, set_stage
from migrations_gen.states import snapshot, state_of_snapshot
from tests.web.conftest import NOW, REGISTRY, World

BOARD = """\
board: fagrad
title: Fagrådet
statutes: § 6 b
terms: {shortest: 2, longest: 4}
quorum: {at_least: 2, always: [bruker]}
seats:
  - {seat: nord, title: Helse Nord, appointed_by: Helse Nord RHF}
  - {seat: vest, title: Helse Vest, appointed_by: Helse Vest RHF}
  - {seat: bruker, title: Brukerrepresentant, appointed_by: Foreningen}
"""
Edits = dict[str, tuple[tuple[str, str], ...]]
"""What is written instead of what, by file."""
SITTING = {"nord": "leder", "vest": "medlem", "bruker": "brukeren"}
TERM = (date(2025, 1, 1), date(2027, 12, 31))
EDITS = {
    "variables.yaml": (("version: 1.0.0", "version: 1.1.0"),),
    "data/for.yaml": (
        ("min: 100", "min: 110"),
        ("max: 300", "max: 350"),
        ("Hvor vondt har du?", "Hvor vondt har du nå?"),
    ),
}
"""What the case changes: one that needs the board, one for the secretariat, one for the leader."""
SEAL = signer(new_private_key(), "prove", Office.SEAL)
"""One for all tests: making one takes no time, but the entries of two tests are then easier to compare."""


@dataclass
class Meeting:
    """The registry, and the names of the changes of case 1 by their subject."""

    world: World
    changes: dict[str, str]

    def visitor(self, name: str) -> Visitor:
        """Somebody who reads English, so that what is looked for stands in the code."""
        visitor = self.world.visitor()
        visitor.get("/login?language=en")
        return visitor.signed_in(name)

    def say(self, name: str, view: str, why: str = "", about: str = "") -> Visitor:
        """Say something of one change, or the same of all, as from the meeting's page."""
        visitor = self.visitor(name)
        for change in [self.changes[about]] if about else self.changes.values():
            visitor.get(f"/saker/1/mote?endring={change}")
            visitor.post("/saker/1/mote", {**visitor.fields, "_say": view, "_text": why})
        return visitor

    def all_say(self, view: str = "recommend", why: str = "") -> None:
        """Every seat says the same of every change."""
        for name in SITTING.values():
            self.say(name, view, why)

    def close(self, name: str = "leder", **more: str) -> Visitor:
        """Close from the preview."""
        visitor = self.visitor(name).get("/saker/1/avslutt")
        return visitor.post("/saker/1/avslutt", {**visitor.fields, **more})

    def stage(self) -> str:
        return str(self.world.rows("SELECT stage FROM proposal WHERE number = 1")[0][0])

    def acts(self) -> list[str]:
        """What stands in the ledger."""
        return [str(act) for (act,) in self.world.rows("SELECT act FROM signoff ORDER BY number")]

    def set_role(self, name: str, role: str) -> None:
        """Give an account another role."""
        engine = connect(self.world.url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE account SET role = :role WHERE name = :name"), {"role": role, "name": name})
        engine.dispose()

    def refusals(self) -> list[tuple[object, ...]]:
        return self.world.rows("SELECT actor, why FROM access_log WHERE action = 'refused'")


def _write(folder: Path, edits: Edits) -> Path:
    for name, pairs in edits.items():
        content = (folder / name).read_text(encoding="utf-8")
        for before, after in pairs:
            assert before in content, before
            content = content.replace(before, after, 1)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def texts_of(folder: Path, edits: Edits) -> tuple[str, str]:
    """The catalogue as it is, and as somebody wants it, each as one text."""
    texts = []
    for name, changed in (("before", {}), ("after", edits)):
        copy = folder / name
        shutil.copytree(REGISTRY, copy)
        (copy / "board.yaml").write_text(BOARD, encoding="utf-8")
        texts.append(snapshot(_write(copy, changed) / "variables.yaml"))
    return texts[0], texts[1]


def names_of(texts: tuple[str, str]) -> dict[str, str]:
    """The changes' names by the address of what is changed."""
    compared = compare(*(state_of_snapshot(text, name) for text, name in zip(texts, ("1", "2"), strict=True)))
    found = compared.difference.changes
    return {change.subject.address: name_of(change) for change in found if change.subject.kind == "variable"}


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The two states of the case."""
    return texts_of(tmp_path_factory.mktemp("states"), EDITS)


@pytest.fixture(scope="session")
def changes(states: tuple[str, str]) -> dict[str, str]:
    """The changes of the case."""
    return names_of(states)


@pytest.fixture
def meeting_with(
    world_with: Callable[..., World], states: tuple[str, str], changes: dict[str, str]
) -> Callable[..., Meeting]:
    """A case on the table, in a registry with settings of one's own."""

    def make(
        *,
        sitting: dict[str, str] = SITTING,
        stage: Stage = Stage.OPEN,
        texts: tuple[str, str] = states,
        **settings: object,
    ) -> Meeting:
        world = world_with(**{"seal": SEAL, **settings})
        engine = connect(world.url)
        with engine.begin() as connection:
            before, after = (keep_state(connection, text) for text in texts)
            board = board_of_snapshot(texts[0])
            work = Keeping(connection, Actor("prøve", "system"), NOW, "prøve")
            for seat, account in sitting.items():
                add_holder(work, board, seat=seat, account=account, valid_from=TERM[0], valid_to=TERM[1])
            draft = Draft(title="Tre små ting", reason="Legene ber om det", before=before, after=after)
            made = add_proposal(connection, draft, "registeret", NOW)
            if stage is not Stage.DRAFT:
                assert isinstance(set_stage(connection, made.id, made.revision, stage, "registeret", NOW), Proposal)
        engine.dispose()
        return Meeting(world, changes if texts is states else names_of(texts))

    return make


@pytest.fixture
def meeting(meeting_with: Callable[..., Meeting]) -> Meeting:
    """A case on the table."""
    return meeting_with()
