"""The database is started anew, or does not answer, while somebody writes: nothing that was typed is lost."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from engine.database import connect
from renderers.web.context import EXTENSION, connection


def hang_up(server) -> None:
    """Every connection is closed, as when the database is started anew."""
    others = "pid <> pg_backend_pid() and backend_type = 'client backend'"
    with server.connect() as connection:
        connection.execute(f"select pg_terminate_backend(pid) from pg_stat_activity where {others}")


def test_nobody_notices_that_the_database_was_started_anew(world_on_postgresql, postgres_server):
    world = world_on_postgresql
    anne = world.visitor("anne").begin(world.episodes["anne"])
    path = anne.page.request.path
    for _ in range(3):
        hang_up(postgres_server)
        assert anne.get(path).status == 200
    hang_up(postgres_server)
    assert anne.save(hoyde="180").status == 200
    assert world.rows("select hoyde from kne_for") == [(180,)]


@pytest.fixture
def out_of_reach(world, monkeypatch):
    """The registry, and a switch: whether its database answers."""
    engine, answers = world.app.extensions[EXTENSION].engine, [True]
    begin = type(engine).begin

    def perhaps(self, *arguments):
        if self is engine and not answers[0]:
            raise OperationalError("", {}, Exception("connection refused"))
        return begin(self, *arguments)

    monkeypatch.setattr(type(engine), "begin", perhaps)

    def switch(*, on: bool) -> None:
        answers[0] = on

    return world, switch


def test_what_was_typed_is_in_the_page_and_is_sent_once_more(out_of_reach):
    world, switch = out_of_reach
    anne = world.visitor("anne").begin(world.episodes["anne"])
    path = anne.page.request.path
    switch(on=False)
    anne.press("_update", "arbeid", hoyde="180", annet="Linje 1\nLinje 2 <b>")
    assert (anne.status, anne.page.headers["Retry-After"]) == (503, "5")
    for words in ("Registeret svarer ikke akkurat nå", "Ingenting er tapt", "Prøv igjen"):
        assert words in anne
    assert "Set-Cookie" not in anne.page.headers
    switch(on=True)
    anne.post(path, anne.fields)
    assert anne.get(path).fields["hoyde"] == "180"


def test_the_servers_log_says_where_it_failed_and_nothing_of_what_was_typed(world, monkeypatch, caplog):
    anne = world.visitor("anne").begin(world.episodes["anne"])

    def fails(*_):
        raise ValueError("hemmelig svar")

    monkeypatch.setattr("renderers.web.desk.Desk.attempt", fails)
    anne.press("_update", "arbeid", annet="hemmelig svar")
    (told,) = [record.getMessage() for record in caplog.records if record.name.startswith("renderers.web")]
    assert "A request failed: POST /form/<address>/<row_id>, ValueError" in told
    assert "test_out_of_reach.py" in told
    assert "hemmelig" not in told.replace('raise ValueError("hemmelig svar")', "")


def test_what_postgresql_names_is_told_and_what_it_quotes_is_not(world_on_postgresql, monkeypatch, caplog):
    anne = world_on_postgresql.visitor("anne").begin(world_on_postgresql.episodes["anne"])

    def fails(desk, _):
        with connection() as opened:
            opened.exec_driver_sql("update kne_for set hoyde = 'hemmelig'")

    monkeypatch.setattr("renderers.web.desk.Desk.attempt", fails)
    anne.press("_update", "arbeid", hoyde="180")
    (told,) = [record.getMessage() for record in caplog.records if record.name.startswith("renderers.web")]
    assert "InvalidTextRepresentation: 22P02" in told
    assert "hemmelig" not in told.replace("hoyde = 'hemmelig'", "")


def test_no_error_of_a_database_quotes_the_values_of_a_statement(tmp_path):
    engine = connect(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(OperationalError) as raised, engine.begin() as connection:
        connection.execute(text("insert into nowhere values (:answer)"), {"answer": "hemmelig svar"})
    assert "hemmelig" not in str(raised.value)
    engine.dispose()


@pytest.mark.parametrize("address", ["/", "/login", "/historikk"])
def test_a_page_that_cannot_be_had_now_says_so(out_of_reach, address):
    world, switch = out_of_reach
    anne = world.visitor("anne")
    switch(on=False)
    assert anne.get(address).status in {200, 503}
    assert anne.status == 200 or "Registeret svarer ikke akkurat nå" in anne
    switch(on=True)
    assert anne.get(address).status == 200


def test_a_password_is_not_in_the_page(out_of_reach):
    world, switch = out_of_reach
    visitor = world.visitor().get("/login")
    switch(on=False)
    visitor.log_in("anne", "et hemmelig passord")
    assert visitor.status == 503
    assert "hemmelig" not in visitor


def test_a_fault_of_ours_keeps_what_was_typed_too(world, monkeypatch):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    path = anne.page.request.path
    with monkeypatch.context() as patch:
        patch.setattr("renderers.web.desk.Desk.attempt", None)
        anne.press("_update", "arbeid", hoyde="180")
        assert anne.status == 500
        assert "Noe gikk galt hos oss" in anne
        assert anne.fields["hoyde"] == "180"
    anne.post(path, anne.fields)
    assert anne.get(path).fields["hoyde"] == "180"
