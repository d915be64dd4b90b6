"""The board's page: who reads it, who writes in it, what it warns of, and what it refuses."""

import json
from datetime import date

import pytest

from engine.access import Actor
from engine.account_keeping import Keeping
from engine.database import connect
from engine.releases import first_release, write_release
from migrations_gen.board.holders import add_holder
from migrations_gen.board.reading import board_of_snapshot
from tests.web.conftest import NOW, World

BOARD = """board: fagrad
title: Kneets fagråd
statutes: § 6 b
terms: {shortest: 2, longest: 4}
quorum: {at_least: 1}
seats:
  - {seat: nord, title: Nord, appointed_by: Helse Nord}
  - {seat: bruker, title: Brukerrepresentant, titles: {nn: Brukarrepresentant}, appointed_by: <b>Foreningen</b>}
"""
SNAPSHOT = json.dumps({"snapshot": 1, "files": {"data/board.yaml": BOARD}})
ROWS = "select seat, account, valid_from, valid_to from seat_holder order by valid_from"
TERM = {"_seat": "bruker", "_account": "brukeren", "_from": "2026-01-01", "_to": "2028-12-31"}


def seat(world: World, seat: str, account: str, first: str, last: str) -> str:
    """Somebody takes a seat; the term's key."""
    engine, board = connect(world.url), board_of_snapshot(SNAPSHOT)
    with engine.begin() as connection:
        days = {"valid_from": date.fromisoformat(first), "valid_to": date.fromisoformat(last)}
        work = Keeping(connection, Actor("prøve", "system"), NOW, "prøve")
        held = add_holder(work, board, seat=seat, account=account, **days)
    engine.dispose()
    return held.id


@pytest.fixture
def seated(world: World) -> World:
    """The registry with a board of two seats, one of which is held."""
    engine = connect(world.url)
    with engine.begin() as connection:
        write_release(connection, first_release("1.0.0", SNAPSHOT, "prøve", NOW))
    engine.dispose()
    seat(world, "nord", "leder", "2025-01-01", "2028-12-31")
    return world


@pytest.mark.parametrize("name", ["registeret", "leder", "medlem", "dataansvarlig", "leser"])
def test_everybody_who_reads_cases_can_read_who_sits_where(seated, name):
    page = seated.visitor(name).get("/styre")
    assert page.status == 200
    for words in ("Kneets fagråd", "Nord", "leder", "01.01.2025 til 31.12.2028", "Ingen sitter i denne plassen."):
        assert words in page
    assert ("Skriv det ned" in page) is (name == "registeret")


def test_what_the_board_has_written_is_shown_as_it_stands_and_in_the_readers_language(seated):
    assert "&lt;b&gt;Foreningen&lt;/b&gt;" in seated.visitor("leser").get("/styre")
    assert "Brukarrepresentant" in seated.visitor("leser").get("/styre?language=nn")


@pytest.mark.parametrize("name", ["anne", "surgeon_a", "staff_a"])
def test_others_do_not_see_it(seated, name):
    assert seated.visitor(name).get("/styre").status == 403


@pytest.mark.parametrize("name", ["leder", "medlem", "dataansvarlig", "leser", "anne", "staff_a"])
def test_only_the_secretariat_seats_anybody(seated, name):
    key = seated.rows("select id from seat_holder")[0][0]
    visitor = seated.visitor(name)
    token = visitor.get("/").fields["_token"]
    assert visitor.post("/styre", {**TERM, "_token": token}).status == 403
    assert visitor.post(f"/styre/{key}", {"_token": token, "_last": "2026-01-01"}).status == 403
    assert seated.rows(ROWS) == [("nord", "leder", "2025-01-01", "2028-12-31")]


def test_the_secretariat_writes_down_who_takes_a_seat_and_ends_a_term(seated):
    registry = seated.visitor("registeret").get("/styre")
    token = registry.fields["_token"]
    registry.post("/styre", {**TERM, "_token": token})
    assert (registry.status, registry.page.request.path) == (200, "/styre")
    assert "Ingen sitter i denne plassen." not in registry
    key = seated.rows("select id from seat_holder where account = 'brukeren'")[0][0]
    registry.post(f"/styre/{key}", {"_token": token, "_last": "2026-02-01"})
    assert "Den siste perioden er ute, og ingen har tatt plassen." in registry
    assert ("bruker", "brukeren", "2026-01-01", "2026-02-01") in seated.rows(ROWS)
    logged = "select actor, action, why from access_log where row_id = 'brukeren' order by rowid"
    assert seated.rows(logged)[-2:] == [
        ("registeret", "seat", "web: bruker from 2026-01-01 to 2028-12-31"),
        ("registeret", "seat-end", "web: bruker from 2026-01-01 to 2026-02-01"),
    ]


REFUSED = [
    ({"_seat": "nord"}, 422, "&#39;leder&#39; har plassen &#39;nord&#39; fra"),
    ({"_account": "leder"}, 422, "og ingen har to"),
    ({"_to": "2025-01-01"}, 422, "før den begynner"),
    ({"_seat": "sør"}, 422, "Det finnes ingen plass &#39;sør&#39;"),
    ({"_account": "leser"}, 400, "har deler som denne siden ikke har"),
    ({"_account": "ingen"}, 400, "har deler som denne siden ikke har"),
    ({"_to": "i morgen"}, 400, "har deler som denne siden ikke har"),
    ({"_token": "x"}, 403, "Du har ikke lov"),
]


@pytest.mark.parametrize(("change", "status", "sentence"), REFUSED)
def test_what_is_refused_is_told_and_writes_nothing(seated, change, status, sentence):
    registry = seated.visitor("registeret").get("/styre")
    before = seated.rows(ROWS)
    registry.post("/styre", {**TERM, "_token": registry.fields["_token"], **change})
    assert registry.status == status
    assert sentence in registry
    assert seated.rows(ROWS) == before


@pytest.mark.parametrize(("key", "last"), [("ukjent", "2026-01-01"), (None, "2029-01-01"), (None, "2024-01-01")])
def test_a_term_only_becomes_shorter(seated, key, last):
    registry = seated.visitor("registeret").get("/styre")
    known = str(seated.rows("select id from seat_holder")[0][0])
    registry.post(f"/styre/{key or known}", {"_token": registry.fields["_token"], "_last": last})
    assert registry.status == 422
    assert "Ingenting ble skrevet ned" in registry


WARNINGS = [
    (("bruker", "medlem", "2026-01-01", "2026-12-31"), "Perioden er kortere enn 2 år."),
    (("bruker", "medlem", "2026-01-01", "2031-12-31"), "Perioden er lengre enn 4 år."),
    (("bruker", "medlem", "2023-01-01", "2025-12-31"), "Den siste perioden er ute"),
    (("bruker", "medlem", "2027-01-01", "2029-12-31"), "Ingen sitter i denne plassen."),
]


@pytest.mark.parametrize(("term", "sentence"), WARNINGS)
def test_what_is_amiss_is_said(seated, term, sentence):
    seat(seated, *term)
    assert sentence in seated.visitor("leser").get("/styre")


def test_a_registry_without_a_board_says_so(world):
    assert "melder ikke om noe fagråd" in world.visitor("leser").get("/styre")
