"""A board as its file declares it: what is read, and every mistake where it stands."""

from pathlib import Path

import pytest

from catalogue.source.loader import load, read_sources
from catalogue.source.starter import create
from migrations_gen.board.reading import board_of_snapshot, read_board
from migrations_gen.states import snapshot

ROOT = Path(__file__).resolve().parents[2]
BOARD = """\
board: fagrad
title: Fagrådet
terms: {shortest: 2, longest: 4}
quorum: {at_least: 2, always: [bruker]}
seats:
  - {seat: nord, title: Helse Nord, appointed_by: Helse Nord RHF}
  - {seat: bruker, title: Brukerrepresentant, titles: {nn: Brukarrepresentant}, appointed_by: Foreningen}
"""


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A registry with the folder where its board would lie."""
    create(tmp_path / "registry", "registry", "Registeret")
    return tmp_path / "registry"


def _write(registry: Path, text: str) -> Path:
    path = read_sources(registry).folder / "board.yaml"
    path.write_text(text, encoding="utf-8")
    return path.parent


def test_a_board_has_seats_terms_and_a_quorum(registry: Path) -> None:
    board = read_board(_write(registry, BOARD), registry).board
    assert list(board.seats) == ["nord", "bruker"]
    assert (board.shortest, board.longest) == (2, 4)
    assert (board.quorum.at_least, board.quorum.always) == (2, ("bruker",))
    assert board.seats["bruker"].title_in("nb") == "Brukerrepresentant"
    assert board.seats["bruker"].title_in("nn") == "Brukarrepresentant"


def test_a_registry_may_have_no_board(registry: Path) -> None:
    read = read_board(registry, registry)
    assert (read.board, read.findings) == (None, ())
    assert board_of_snapshot(snapshot(registry / "variables.yaml")) is None


def test_a_state_knows_its_board_and_the_board_is_no_declaration(registry: Path) -> None:
    without = load(registry).findings
    folder = _write(registry, BOARD)
    assert load(registry).findings == without
    assert board_of_snapshot(snapshot(registry / "variables.yaml")) == read_board(folder, registry).board


def test_the_registrys_own_board_is_the_one_its_statutes_list() -> None:
    read = read_board(ROOT / "catalogue" / "nkr", ROOT)
    assert read.findings == ()
    assert len(read.board.seats) == 10
    assert {"helse_nord", "helse_midt", "helse_vest", "helse_sorost", "bruker"} <= set(read.board.seats)
    assert (read.board.shortest, read.board.longest) == (2, 4)
    assert "bruker" in read.board.quorum.always


MISTAKES = [
    # what stands instead of what, line, slug, what is said
    (BOARD, "", 1, "not-a-board", "begins with 'board:'"),
    ("quorum:", "qorum:", 4, "unknown-key", "Did you mean 'quorum'?"),
    ("title: Fagrådet\n", "", 1, "missing-key", "'title'"),
    ("longest: 4", "longest: fire", 3, "wrong-form", "a whole number above 0"),
    ("shortest: 2", "shortest: 5", 3, "impossible-terms", "longer than the longest (4)"),
    ("at_least: 2", "at_least: 3", 4, "quorum-out-of-reach", "there are 2 seats"),
    ("always: [bruker]", "always: [brukar]", 4, "unknown-seat", "Did you mean 'bruker'?"),
    ("seat: bruker", "seat: nord", 7, "seat-twice", "two seats called 'nord'"),
    ("seat: nord", "seat: Helse Nord", 6, "wrong-form", "lower-case letters"),
    ("appointed_by: Foreningen", "holder: Kari", 7, "unknown-key", "'holder'"),
    ("seats:\n", "seats: [\n", 6, "yaml-syntax", ""),
]


@pytest.mark.parametrize(("instead_of", "written", "line", "slug", "says"), MISTAKES)
def test_a_mistake_is_found_where_it_is(
    registry: Path, instead_of: str, written: str, line: int, slug: str, says: str
) -> None:
    read = read_board(_write(registry, BOARD.replace(instead_of, written, 1)), registry)
    assert read.board is None
    assert (line, slug) in [(finding.at.line, finding.slug) for finding in read.findings], read.findings
    assert any(says in finding.message for finding in read.findings)
