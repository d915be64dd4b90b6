"""Proposals in both databases: numbers, stages, what two write at the same time, and that nothing said is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from engine.access import NotFound
from migrations_gen.board.records import NEEDS_TEXT, View
from migrations_gen.ledger.records import Interest, Said
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Draft, NoText, Proposal, Stage, Stale, WrongStage
from migrations_gen.proposals.tables import TABLES
from tests.engine.databases import DIALECTS, NOW, engine_for

WHO = "registeret"


@pytest.fixture(scope="module", params=DIALECTS)
def engine(request: Any, tmp_path_factory: Any) -> Iterator[Engine]:
    """One database of each kind for all these tests, which leave nothing behind."""
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path_factory.mktemp('proposals')}/test.db" if is_file else _on_server(request)
    with engine_for(url) as engine:
        with engine.begin() as connection:
            TABLES.proposal.metadata.create_all(connection)
        yield engine


def _on_server(request: Any) -> str:
    return str(request.getfixturevalue("postgres_server").create("proposals"))


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def draft(connection: Connection, **words: Any) -> Draft:
    before, after = (store.keep_state(connection, text) for text in ("before", "after"))
    return replace(Draft(title="Røyk", reason="Foreldet", before=before, after=after), **words)


def added(connection: Connection, *stages: Stage) -> Proposal:
    """A proposal that has been through these stages."""
    found: Any = store.add_proposal(connection, draft(connection), WHO, NOW)
    for stage in stages:
        found = store.set_stage(connection, found.id, found.revision, stage, WHO, NOW)
    return found


def test_a_state_is_kept_once_and_comes_back_as_it_was(connection: Connection) -> None:
    text = '{"æ": "\\u0000 \' %s"}\n'
    digest = store.keep_state(connection, text)
    assert store.keep_state(connection, text) == digest
    assert store.state_text(connection, digest) == text
    with pytest.raises(NotFound, match="no state 0000"):
        store.state_text(connection, "0000")


def test_a_proposal_comes_back_as_it_was_written(connection: Connection) -> None:
    words = draft(connection, requested_by="Fagrådet", recommendation="Ja", due=date(2026, 12, 24))
    written = store.add_proposal(connection, words, WHO, NOW)
    assert store.find_proposal(connection, 1) == written
    assert (written.number, written.stage, written.revision, written.due) == (1, Stage.DRAFT, 1, date(2026, 12, 24))
    assert (written.created_by, written.created_at, written.changed_at) == (WHO, NOW, NOW)


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 10**30])
def test_a_number_that_nobody_has_is_nothing(connection: Connection, number: int) -> None:
    added(connection)
    assert store.find_proposal(connection, number) is None


def test_numbers_go_on_where_they_end_also_when_several_write(engine: Engine) -> None:
    def write() -> None:
        with engine.begin() as connection:
            store.add_proposal(connection, draft(connection), WHO, NOW)

    writers = [Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with engine.begin() as connection:
        assert [found.number for found in store.list_proposals(connection)] == [1, 2, 3, 4, 5, 6]
        connection.execute(TABLES.proposal.delete())


def test_a_state_that_is_not_kept_makes_no_proposal(engine: Engine) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), engine.begin() as connection:
        store.add_proposal(connection, replace(draft(connection), after="0000"), WHO, NOW)


# ---- two who write ----


def test_who_writes_on_what_they_have_not_seen_is_told_so(connection: Connection) -> None:
    first = added(connection)
    later = NOW + timedelta(minutes=1)
    second = store.change_proposal(connection, first.id, 1, draft(connection, title="Tobakk"), "kari", later)
    assert isinstance(second, Proposal)
    assert (second.title, second.revision, second.changed_by, second.changed_at) == ("Tobakk", 2, "kari", later)
    assert second.created_by == WHO
    assert store.change_proposal(connection, first.id, 1, draft(connection), WHO, NOW) == Stale(second)
    assert store.set_stage(connection, first.id, 1, Stage.OPEN, WHO, NOW) == Stale(second)
    assert store.rebase_proposal(connection, first.id, 1, second.before, second.before, WHO, NOW) == Stale(second)
    assert store.find_proposal(connection, 1) == second


def test_what_has_been_on_the_table_is_not_written_anew(connection: Connection) -> None:
    shown = added(connection, Stage.OPEN)
    assert store.change_proposal(connection, shown.id, shown.revision, draft(connection), WHO, NOW) == WrongStage(shown)


def test_a_proposal_that_is_nowhere_is_told_apart_from_one_that_has_moved(connection: Connection) -> None:
    with pytest.raises(NotFound, match="no proposal nothing"):
        store.set_stage(connection, "nothing", 1, Stage.OPEN, WHO, NOW)


# ---- stages ----

WAYS = [
    (),
    (Stage.OPEN,),
    (Stage.OPEN, Stage.CLOSED),
    (Stage.OPEN, Stage.DECIDED),
    (Stage.OPEN, Stage.DECIDED, Stage.RELEASED),
    (Stage.WITHDRAWN,),
]
CAN_GO = {
    (Stage.DRAFT, Stage.OPEN),
    (Stage.DRAFT, Stage.WITHDRAWN),
    (Stage.OPEN, Stage.CLOSED),
    (Stage.OPEN, Stage.DECIDED),
    (Stage.OPEN, Stage.WITHDRAWN),
    (Stage.CLOSED, Stage.OPEN),
    (Stage.CLOSED, Stage.DECIDED),
    (Stage.DECIDED, Stage.OPEN),
    (Stage.DECIDED, Stage.RELEASED),
}


@pytest.mark.parametrize("target", Stage)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[-1] if way else "draft")
def test_where_a_proposal_can_go(connection: Connection, way: tuple[Stage, ...], target: Stage) -> None:
    found = added(connection, *way)
    moved = store.set_stage(connection, found.id, found.revision, target, WHO, NOW)
    if (found.stage, target) in CAN_GO:
        assert isinstance(moved, Proposal)
        assert moved.stage is target
    else:
        assert moved == WrongStage(found)
    assert len(store.list_proposals(connection, {found.stage})) == ((found.stage, target) not in CAN_GO)


@pytest.mark.parametrize(
    ("way", "stage"),
    [
        ((), Stage.DRAFT),
        ((Stage.OPEN,), Stage.OPEN),
        ((Stage.OPEN, Stage.CLOSED), Stage.OPEN),
        ((Stage.OPEN, Stage.DECIDED), Stage.OPEN),
        ((Stage.OPEN, Stage.DECIDED, Stage.RELEASED), None),
        ((Stage.WITHDRAWN,), None),
    ],
)
def test_what_is_left_of_a_proposal_goes_on_from_another_state(
    connection: Connection, way: tuple[Stage, ...], stage: Stage | None
) -> None:
    found = added(connection, *way)
    before, after = (store.keep_state(connection, text) for text in ("released", "the rest"))
    moved = store.rebase_proposal(connection, found.id, found.revision, before, after, WHO, NOW)
    if stage is None:
        assert moved == WrongStage(found)
    else:
        assert isinstance(moved, Proposal)
        assert (moved.before, moved.after, moved.stage) == (before, after, stage)


# ---- what is said ----


def opinion(connection: Connection, on: Proposal, seat: str, view: View, text: str = "", change: str = "c1") -> Any:
    return store.say(connection, on.id, Said(change=change, seat=seat, account=seat, view=view, text=text), NOW)


def declared(text: str, change: str = "") -> Interest:
    return Interest(change=change, seat="nord", account="kari", text=text)


def test_the_last_word_of_a_seat_counts_and_the_first_is_kept(connection: Connection) -> None:
    on = added(connection, Stage.OPEN)
    opinion(connection, on, "nord", View.RECOMMEND)
    opinion(connection, on, "sor", View.RECOMMEND)
    opinion(connection, on, "nord", View.AGAINST, "Nei", change="c2")
    opinion(connection, on, "nord", View.AGAINST, "Ombestemte meg")
    last = [(said.seat, said.change, said.view, said.text) for said in store.views_on(connection, on.id)]
    assert last == [
        ("sor", "c1", "recommend", ""),
        ("nord", "c2", "against", "Nei"),
        ("nord", "c1", "against", "Ombestemte meg"),
    ]
    every = [(said.seat, said.change, said.view) for said in store.every_view_on(connection, on.id)]
    assert every == [
        ("nord", "c1", "recommend"),
        ("sor", "c1", "recommend"),
        ("nord", "c2", "against"),
        ("nord", "c1", "against"),
    ]


def test_a_clock_that_goes_back_changes_no_order(connection: Connection) -> None:
    on = added(connection, Stage.OPEN)
    for text, minutes in (("først", 0), ("så", -60), ("sist", -120)):
        now = NOW + timedelta(minutes=minutes)
        store.add_note(connection, on.id, change="", seat=None, account="kari", text=text, now=now)
    assert [note.text for note in store.notes_on(connection, on.id)] == ["først", "så", "sist"]


@pytest.mark.parametrize("view", View)
def test_every_view_but_a_plain_yes_says_why(connection: Connection, view: View) -> None:
    on = added(connection, Stage.OPEN)
    without = opinion(connection, on, "nord", view, " \n ")
    assert (without == NoText()) == (view in NEEDS_TEXT) == (view is not View.RECOMMEND)
    assert opinion(connection, on, "nord", view, "Derfor").text == "Derfor"


def test_interests_are_one_to_a_seat_and_change(connection: Connection) -> None:
    on = added(connection, Stage.OPEN)
    for change, text in (("", "Eier aksjer"), ("c1", "Forsker på dette"), ("", "Eide aksjer til i fjor")):
        store.declare_interest(connection, on.id, declared(text, change), NOW)
    found = [(interest.change, interest.text) for interest in store.interests_on(connection, on.id)]
    assert found == [("c1", "Forsker på dette"), ("", "Eide aksjer til i fjor")]


def test_reminders_are_remembered(connection: Connection) -> None:
    on = added(connection, Stage.OPEN)
    for account in ("kari", "ola", "kari"):
        store.remind(connection, on.id, account=account, sent_by=WHO, now=NOW)
    assert [found.account for found in store.reminders_on(connection, on.id)] == ["kari", "ola", "kari"]


SAYINGS = {
    "note": lambda c, on, text: store.add_note(c, on.id, change="", seat=None, account="k", text=text, now=NOW),
    "view": lambda c, on, text: opinion(c, on, "nord", View.REMARK, text),
    "interest": lambda c, on, text: store.declare_interest(c, on.id, declared(text), NOW),
    "reminder": lambda c, on, _: store.remind(c, on.id, account="k", sent_by=WHO, now=NOW),
}


@pytest.mark.parametrize("saying", SAYINGS)
@pytest.mark.parametrize("way", [way for way in WAYS if way != (Stage.OPEN,)], ids=lambda way: str(way[-1:]))
def test_nothing_is_said_of_what_is_not_on_the_table(
    connection: Connection, saying: str, way: tuple[Stage, ...]
) -> None:
    on = added(connection, *way)
    assert SAYINGS[saying](connection, on, "Ja") == WrongStage(on)


@pytest.mark.parametrize("saying", sorted(set(SAYINGS) - {"reminder"}))
def test_nothing_is_said_without_words(connection: Connection, saying: str) -> None:
    assert SAYINGS[saying](connection, added(connection, Stage.OPEN), " ") == NoText()


# ---- what was shown ----


def test_what_was_shown_is_kept_by_language_and_by_what_it_was_about(connection: Connection) -> None:
    on = added(connection)
    first = store.keep_pack(connection, on, "nb", "sak 1", NOW)
    assert store.keep_pack(connection, on, "nb", "sak 1", NOW) == first
    store.keep_pack(connection, on, "nn", "saka 1", NOW)
    assert {language: kept.content for language, kept in store.packs_of(connection, on).items()} == {
        "nb": "sak 1",
        "nn": "saka 1",
    }
    shown = store.pack_of(connection, on, "nb")
    assert shown is not None
    assert (shown.digest, shown.after, shown.made_at) == (first, on.after, NOW)
    moved = store.change_proposal(connection, on.id, 1, draft(connection, after=on.before), WHO, NOW)
    assert isinstance(moved, Proposal)
    assert store.pack_of(connection, moved, "nb") is None
