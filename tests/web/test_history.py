"""The public history: releases, variables, notes and feed; open to everybody, and only of what has been released."""

import re
import shutil
from datetime import timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from upgraded import note_first, served_from, upgrade, write_second
from visitors import PASSWORD
from werkzeug.security import generate_password_hash

from engine.database import connect
from engine.releases import headings
from migrations_gen.ledger.kept import record, trust
from migrations_gen.ledger.lines import entry_of
from migrations_gen.ledger.records import Emergency, Office, Released, Said
from migrations_gen.ledger.signing import key_added
from renderers.web.archive import passage
from tests.ledger.honest import FIRST_RELEASE, SEAL, START, Book, decision, statement
from tests.web.conftest import REGISTRY, Clock, World, fill

NEW = "/historikk/2.0.0"
ATOM = "{http://www.w3.org/2005/Atom}"
OPEN = [
    "/historikk",
    NEW,
    "/historikk/1.0.0",
    "/historikk/variabler",
    "/historikk/variabel/kne.for.jobb",
]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory) -> Path:
    """The files of the registry's second version, and beside them a database that was taken there."""
    folder = tmp_path_factory.mktemp("history")
    url, first = f"sqlite:///{folder}/r.sqlite", folder / "first"
    shutil.copytree(REGISTRY, first)
    fill(url, generate_password_hash(PASSWORD, "pbkdf2:sha256:1"))
    note_first(url, first)
    upgrade(url, first, write_second(first, folder / "second"))
    return folder


@pytest.fixture
def world(upgraded, tmp_path) -> World:
    """The registry after an upgrade."""
    for file in upgraded.glob("r.sqlite*"):
        shutil.copy(file, tmp_path)
    world = World(None, Clock(), f"sqlite:///{tmp_path}/r.sqlite", {})
    world.app = served_from(upgraded / "second", world)
    return world


def write_ledger(world, *acts) -> None:
    """A ledger in the database: its seal, then these acts, each by its office."""
    book, engine = Book(), connect(world.url)
    book.add(key_added(SEAL), "registry", Office.SEAL)
    for act, office in acts:
        book.add(act, f"person {office}", office)
    with engine.begin() as connection:
        for line in book.lines:
            record(connection, entry_of(line))
    engine.dispose()


def digests(world) -> tuple[str, str]:
    engine = connect(world.url)
    with engine.begin() as connection:
        first, second = (heading.digest for heading in headings(connection))
    engine.dispose()
    return first, second


@pytest.fixture
def approved(world):
    """The same, with a ledger that says how version 2 was approved: one seat against one change, one with a remark."""
    before, after = digests(world)
    with world.app.test_request_context():
        royk, height = (
            next(name for name, told in passage(before, after, "nb").sentences.items() if words in told)
            for words in ("royk", "hoyde")
        )
    views = (
        Said(change=royk, seat="nord", account="nora nordmann", view="recommend"),
        Said(change=royk, seat="bruker", account="siri nordmann", view="against", text="Nei takk, sier Siri"),
        Said(change=height, seat="vest", account="per", view="remark", text="Prøv først"),
    )
    about = {"before": before, "after": after}
    write_ledger(
        world,
        (statement(views=views, **about), Office.LEADER),
        (decision(2, before=before, digest=after), Office.CONTROLLER),
        (released(before, after, statement=2, decisions=(3,)), Office.SECRETARIAT),
    )
    return world


def released(before: str, after: str, **more: object) -> Released:
    known = {"version": "2.0.0", "digest": after, "before": before, "changes": "x", "proposal": "p1", "statement": None}
    return Released(**{**known, "decisions": (), **more})


@pytest.mark.parametrize("path", [*OPEN, "/historikk/atom.xml", "/historikk/2.0.0.md"])
def test_everybody_may_read_and_is_given_nothing_to_hold(world, path):
    visitor = world.visitor()
    answer = visitor.client.get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["anne", "surgeon_a", "registeret", "leder", "medlem", "dataansvarlig", "leser"])
def test_so_may_those_who_have_logged_in(world, name):
    visitor = world.visitor(name)
    assert [visitor.get(path).status for path in OPEN] == [200] * len(OPEN)


def test_the_releases_stand_newest_first(world):
    page = world.visitor().get("/historikk").page.text
    assert re.findall(r'href="/historikk/([\d.]+)"', page) == ["2.0.0", "1.0.0"]


def test_a_release_tells_what_was_changed_why_and_who_asked_for_it(world):
    page = world.visitor().get(NEW)
    for words in ("Bestilt av Prøve", "royk", "Sykmeldte har også en jobb", digests(world)[1]):
        assert words in page
    assert "den første utgivelsen" in world.visitor().get("/historikk/1.0.0")


def test_a_release_without_a_ledger_does_not_say_that_somebody_approved_it(world):
    assert "Her står det ikke noe om hvordan denne utgivelsen ble godkjent." in world.visitor().get(NEW)


def test_a_release_tells_how_it_was_approved_by_seats_and_offices(approved):
    text = approved.visitor().get(NEW).page.text
    assert "Fagrådet uttalte seg 03.11.2026 (sak 3)." in text
    assert "Anbefalt av: nord." in text
    assert re.search(r"bruker anbefalte ikke:</p>\s*<ul[^>]*><li>[^<]*royk", text)
    assert re.search(r"vest anbefalte med merknad:</p>\s*<ul[^>]*><li>[^<]*hoyde", text)
    assert "av: Dataansvarlig." in text


@pytest.mark.parametrize("path", [*OPEN, "/historikk/atom.xml", "/historikk/2.0.0.md"])
def test_no_person_and_nothing_that_was_said_in_the_discussion_is_told(approved, path):
    text = approved.visitor().get(path).page.text.lower()
    assert not re.search("nordmann|sier siri|prøv først|person ", text)


def test_an_emergency_is_called_one_until_and_after_it_is_confirmed(world):
    before, after = digests(world)
    hurry = Emergency(reason="<i>Skjemaet stoppet</i>", until=(START + timedelta(days=30)).date())
    acts = [
        (decision(None, before=before, digest=after), Office.CONTROLLER),
        (released(before, after, decisions=(2,), emergency=hurry), Office.SECRETARIAT),
    ]
    write_ledger(world, *acts)
    assert "Hasteutgivelse" in world.visitor().get("/historikk")
    assert "Hasteutgivelse" in world.visitor().get("/historikk/atom.xml")
    page = world.visitor().get(NEW)
    assert "&lt;i&gt;Skjemaet stoppet&lt;/i&gt;" in page
    assert "til 02.12.2026" in page


def test_a_ledger_with_a_flaw_says_nothing(approved):
    assert "Anbefalt av" in approved.visitor().get(NEW)
    engine = connect(approved.url)
    with engine.begin() as connection:
        trust(connection, "0" * 64, "prøve", START)
    engine.dispose()
    page = approved.visitor().get(NEW)
    assert "Anbefalt av" not in page
    assert "Her står det ikke noe om" in page


def test_a_first_release_rests_on_no_decision(world):
    before, _ = digests(world)
    write_ledger(world, (Released(**{**fields(FIRST_RELEASE), "digest": before}), Office.SECRETARIAT))
    assert "Her står det ikke noe om" in world.visitor().get("/historikk/1.0.0")


def fields(act: Released) -> dict[str, object]:
    return {name: getattr(act, name) for name in Released.__slots__}


# ---- variables and codelists ----

LIVES = [
    # path, what is told
    (
        "variabel/kne.for.jobb",
        ["Har du en jobb?", "kne.for.arbeid", "Sykmeldte har også en jobb", "Var med i"],
    ),
    ("variabel/kne.for.arbeid", ["kne.for.jobb"]),
    ("variabel/kne.for.royk", ["Røyker du?", "Ny"]),
    ("variabel/kne.for.prosent", ["Ikke lenger i registeret", "Går ut"]),
    ("variabel/kne.for.hoyde", ["Hvor høy er du?", "220"]),
]


@pytest.mark.parametrize(("path", "words"), LIVES)
def test_a_variable_has_a_life_over_its_releases_whatever_it_was_called(world, path, words):
    page = world.visitor().get(f"/historikk/{path}")
    assert page.status == 200
    assert [word for word in words if word not in page] == []


def test_codes_stand_as_they_were_and_as_they_are(world):
    then, now = (
        world.visitor().get("/historikk/variabel/kne.for.jobb").page.text.split("Først</h3>")[1].split("Nå</h3>")
    )
    assert "Sykmeldt" in then
    assert "Sykmeldt" not in now


def test_variables_are_looked_up_by_words_and_by_name(world):
    visitor = world.visitor()
    assert "kne.for.royk" in visitor.get("/historikk/variabler")
    assert "kne.for.royk" in visitor.get("/historikk/variabler?sok=RØYKER")
    assert "kne.for.hoyde" not in visitor
    assert "Ingenting heter det." in visitor.get("/historikk/variabler?sok=%3Cscript%3E")
    assert "<script>" not in visitor


UNKNOWN = [
    "9.9.9",
    "9.9.9.md",
    "%3Cscript%3E",
    "variabel/kne.for.finnesikke",
    "kodeliste/finnesikke",
    "variabel/%3Cb%3E",
]


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_not_there_is_said_in_a_sentence(world, path):
    visitor = world.visitor().get(f"/historikk/{path}")
    assert visitor.status == 404
    assert "Dette finnes ikke her" in visitor
    assert not re.search("<script>|<b>", visitor.page.text)


def test_the_catalogue_and_the_login_page_lead_there(world):
    assert 'href="/historikk"' in world.visitor().get("/login")
    reader = world.visitor("leser")
    assert 'href="/historikk"' in reader.get("/catalogue")
    assert 'href="/historikk/variabel/kne.for.jobb"' in reader.get("/catalogue/kne.for")


def test_it_is_told_in_the_readers_language(world):
    assert "Bestilt av" in world.visitor().get(NEW)
    assert "Alle utgjevingar" in world.visitor().get(f"{NEW}?language=nn")
    assert "Every release" in world.visitor().get(f"{NEW}?language=en")


def test_a_release_that_was_left_again_is_not_told(world):
    world.rows("update catalogue_release set withdrawn_at = '2026-03-03' where number = 2 returning number")
    assert "2.0.0" not in world.visitor().get("/historikk")
    assert world.visitor().get(NEW).status == 404


def test_a_release_that_this_program_cannot_read_is_said_so(world):
    world.rows("update catalogue_release set snapshot = '{}', digest = 'annen' where number = 2 returning number")
    visitor = world.visitor().get(NEW)
    assert visitor.status == 500
    assert "Denne utgivelsen er laget av et tidligere program" in visitor
    assert world.visitor().get("/historikk/1.0.0").status == 200


# ---- for programs ----


def test_the_notes_are_markdown_with_all_that_the_page_tells(approved):
    answer = approved.visitor().client.get("/historikk/2.0.0.md")
    assert answer.mimetype == "text/markdown"
    assert answer.text.startswith("# Prøveregisteret 2.0.0\n")
    for words in ("Bestilt av Prøve", "- Anbefalt av: nord.", "Sykmeldte har også en jobb"):
        assert words in answer.text


def texts(element: Element, name: str) -> list[str]:
    return [found.text or "" for found in element.findall(f"{ATOM}{name}")]


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:\w+")


def test_the_feed_keeps_the_rules_of_atom(approved):
    answer = approved.visitor().client.get("/historikk/atom.xml", base_url="https://register.example")
    assert answer.mimetype == "application/atom+xml"
    feed = fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for element in (feed, *entries):
        for name, form in (("id", TAG), ("updated", MOMENT), ("title", re.compile(".+"))):
            (text,) = texts(element, name)
            assert form.fullmatch(text), (name, text)
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    ids = [texts(entry, "id")[0] for entry in entries]
    assert len({*ids, *texts(feed, "id")}) == 3
    assert [id.rpartition(":")[2] for id in ids] == list(reversed(digests(approved)))
    assert all(len(texts(entry, "summary")) == 1 for entry in entries)
    assert texts(feed, "updated")[0] == max(texts(entry, "updated")[0] for entry in entries)


def test_the_feeds_links_lead_back(approved):
    client = approved.visitor().client
    feed = fromstring(client.get("/historikk/atom.xml", base_url="https://register.example").data)
    links = [link.attrib for link in feed.iter(f"{ATOM}link")]
    (itself,) = (link["href"] for link in links if link["rel"] == "self")
    assert itself.endswith("://register.example/historikk/atom.xml")
    for link in links:
        path = link["href"].partition("://register.example")[2]
        assert client.get(path).mimetype == link["type"]


def test_the_feed_is_not_sent_again_to_whoever_has_it(world):
    client = world.visitor().client
    first = client.get("/historikk/atom.xml")
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/historikk/atom.xml", headers=again).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/historikk/atom.xml", headers=since).status_code == 304
    assert client.get("/historikk/atom.xml?language=nn", headers=again).status_code == 200


def test_a_registry_that_has_released_nothing_has_an_empty_history(world_with):
    world = world_with()
    assert "Ingenting er gitt ut ennå." in world.visitor().get("/historikk")
    feed = fromstring(world.visitor().client.get("/historikk/atom.xml").data)
    assert feed.findall(f"{ATOM}entry") == []
    assert TAG.fullmatch(texts(feed, "id")[0])
    assert MOMENT.fullmatch(texts(feed, "updated")[0])
    assert world.visitor().get("/historikk/variabel/kne.for.hoyde").status == 404
