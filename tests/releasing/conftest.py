"""A new registry's own folder with its ledger, and those who say and decide something in it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import public_pem, signer
from tests.cli.conftest import Ran, change, registry, skjemaverk
from tests.engine.databases import DIALECTS, database_url
from tests.ledger.honest import pem

__all__ = ["desk", "registry", "skjemaverk", "url"]

PAGE, FORM = Path("variables.yaml"), Path("data/helse.yaml")
PROPOSAL = "p1"


@dataclass
class Desk:
    """The command line at a registry with a seal. Leif leads the board, Dagny decides, Kari is the secretariat."""

    run: Callable[..., Ran]
    seal: Path
    fingerprint: str

    def look(self, *options: object) -> dict[str, Any]:
        """What a release would lack, or be."""
        return json.loads(self.run("release", "--dry-run", "--json", *options).out)

    def release(self, *options: object) -> Ran:
        return self.run("release", "--seal", self.seal, "--by", "kari", *options)

    def says(self, outcomes: Mapping[str, str], **other: Any) -> int:
        """The board's statement; the number of its entry."""
        case = {"proposal": PROPOSAL, "number": 1, "title": "Grenser"}
        given = {
            "before": "",
            "after": "",
            "changes": "",
            "packs": {},
            "on": "2026-11-20",
            "views": [
                {"change": name, "seat": "nord", "account": "nora", "view": "recommend", "text": ""}
                for name in outcomes
            ],
            "interests": [],
            "outcomes": dict(outcomes),
            "warnings": [],
            "has_quorum": True,
            "text": {"nb": "Fagrådet tilrår endringen."},
        }
        return self._signed("statement", case | given | other, "leif")

    def decides(self, digest: str, verdicts: Mapping[str, str], *, by: str = "dagny", **other: Any) -> int:
        """A decision, the controller's unless another office is given; the number of its entry."""
        case = {"proposal": PROPOSAL, "number": 1, "title": "Grenser"}
        given = {
            "office": "controller",
            "statement": None,
            "before": "",
            "digest": digest,
            "verdicts": dict(verdicts),
            "text": "Som tilrådd",
        }
        return self._signed("decision", case | given | other, by)

    def first_release(self) -> str:
        """The registry as it is, released; its digest."""
        digest: str = self.look("--first")["digest"]
        heard = self.says({"whole": "recommended"}, proposal="first", after=digest)
        self.decides(digest, {"whole": "accepted"}, proposal="first", statement=heard)
        ran = self.release("--first")
        assert ran.status == 0, ran.err
        return digest

    def _signed(self, kind: str, content: Mapping[str, Any], by: str) -> int:
        file = self.seal.with_name("signed.json")
        file.write_text(json.dumps(content), encoding="utf-8")
        ran = self.run("sign", kind, file, "--seal", self.seal, "--by", by)
        assert ran.status == 0, ran.err
        return int(ran.out.split()[1])


@pytest.fixture
def desk(skjemaverk: Callable[..., Ran], tmp_path: Path) -> Desk:
    """The registry with a ledger that has its seal and nothing else."""
    seal = tmp_path / "seal.pem"
    seal.write_bytes(pem("seal"))
    seal.chmod(0o600)
    made = Desk(skjemaverk, seal, "")
    public = tmp_path / "seal.pub"
    public.write_bytes(public_half(seal))
    ran = skjemaverk("sign", "key", "add", public, "--owner", "registry", "--office", "seal", "--seal", seal)
    assert ran.status == 0, ran.err
    made.fingerprint = ran.out.splitlines()[1].split()[2]
    return made


def public_half(seal: Path) -> bytes:
    return public_pem(signer(seal.read_bytes(), "registry", Office.SEAL))


@pytest.fixture(params=DIALECTS)
def url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    return database_url(request, request.param)


def narrowed() -> None:
    """The next version, in the files at hand: one limit wider, and one narrower."""
    change(PAGE, "version: 0.1.0", "version: 0.2.0")
    change(FORM, "max: 300", "max: 320")
    change(FORM, "max: 100", "max: 60")
