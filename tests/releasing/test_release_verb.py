"""`release` as a user runs it: from an edited folder to a database that takes what was decided, and nothing else."""

import json
from pathlib import Path

import pytest
from sqlalchemy import inspect

from engine.database import connect
from migrations_gen.ledger.checking import check
from migrations_gen.ledger.files import read_lines
from migrations_gen.ledger.flaws import Overtaken
from migrations_gen.ledger.kept import kept_lines
from migrations_gen.parts import subset
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Draft, Stage
from migrations_gen.states import snapshot
from tests.cli.conftest import change
from tests.engine.databases import NOW
from tests.releasing.conftest import FORM, PAGE, Desk, narrowed

FOLDER = Path()


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has passed everything ends at once instead of serving."""
    monkeypatch.setattr("renderers.cli.serve._serve", lambda *_: 0)


def serve(desk: Desk, url: str, *options: object):
    return desk.run("serve", "--database", url, "--production", "--port", 1025, *options)


def upgrade(desk: Desk, url: str, *options: object):
    return desk.run("upgrade", url, *options)


def query(url: str, text: str) -> list[tuple[object, ...]]:
    engine = connect(url)
    try:
        with engine.begin() as connection:
            found = connection.exec_driver_sql(text)
            return [tuple(row) for row in found] if found.returns_rows else []
    finally:
        engine.dispose()


# ---- a whole case ----


def test_from_an_edited_folder_to_a_database_that_takes_nothing_else(desk: Desk, url: str, tmp_path: Path) -> None:
    before = tmp_path / "before"
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    assert desk.run("export", "snapshot", "--out", before).status == 0
    narrowed()
    assert desk.run("migrate", before, "--out", "migrations").status == 0

    refused = upgrade(desk, url)
    assert (refused.status, "has not been released" in refused.err) == (2, True), refused.err
    assert query(url, "SELECT number FROM catalogue_release") == [(1,)]

    release_what_was_decided(desk)
    late = upgrade(desk, url)
    assert (late.status, "has not been released" in late.err) == (2, True)
    done = upgrade(desk, url, "--ledger", "signoffs.jsonl")
    assert (done.status, done.lines) == (0, ["0.1.0 → 0.2.0 (release 2)."]), done.err
    assert serve(desk, url).status == 0
    assert desk.run("verify", "--database", url, "--trust", desk.fingerprint).status == 0

    back = upgrade(desk, url, "--to", "0.1.0")
    assert back.status == 0, back.err


def release_what_was_decided(desk: Desk) -> None:
    """The narrower limit by the board and the controller, the wider one with it."""
    found = desk.look()
    names = sorted({lack["change"] for lack in found["lacking"]})
    heard = desk.says(dict.fromkeys(names, "recommended"), after=found["digest"])
    desk.decides(found["digest"], dict.fromkeys(names, "accepted"), statement=heard)
    ran = desk.release()
    assert ran.status == 0, ran.err


def test_one_byte_changed_in_any_file_and_it_is_not_served(desk: Desk, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/r.sqlite"
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    for path in json.loads(snapshot(PAGE))["files"]:
        whole = Path(path).read_bytes()
        for changed in (whole + b"\n", whole.replace(b"\n", b"\r", 1), b"\xef\xbb\xbf" + whole):
            Path(path).write_bytes(changed)
            ran = serve(desk, url)
            assert (ran.status, "has not been released" in ran.err) == (2, True), (path, ran.err)
        Path(path).write_bytes(whole)
    assert serve(desk, url).status == 0


def test_another_file_beside_the_others_is_another_state(desk: Desk, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/r.sqlite"
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    Path("policy.yaml").write_text("policy: registry\ngrades:\n  breaking: [secretariat]\n", encoding="utf-8")
    assert "has not been released" in serve(desk, url).err


def test_formulas_that_nobody_has_decided_on_are_not_written(desk: Desk, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/r.sqlite"
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    change(FORM, "calculate: vekt / power(hoyde / 100, 2)", "calculate: vekt / power(hoyde / 100, 2) + 1")
    ran = desk.run("recalculate", "--db", url)
    assert (ran.status, "has not been released" in ran.err) == (2, True)


# ---- production ----

STARTS = [
    # options, what is said
    ((), "The database is new, and trusts no key. Name the seal"),
    (("--trust", "0" * 64), "not trusted here"),
    (("--trust", "short"), "64 hexadecimal digits"),
]


@pytest.mark.parametrize(("options", "sentence"), STARTS)
def test_a_start_that_is_refused_leaves_nothing(desk: Desk, url: str, options: tuple[str, ...], sentence: str) -> None:
    desk.first_release()
    ran = serve(desk, url, *options)
    assert (ran.status, sentence in ran.err) == (2, True), ran.err
    engine = connect(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_an_unreleased_registry_is_not_begun_in_production(desk: Desk, url: str) -> None:
    ran = serve(desk, url, "--trust", desk.fingerprint)
    assert (ran.status, "has not been released" in ran.err) == (2, True)


def test_a_database_from_before_can_go_into_production(desk: Desk, url: str) -> None:
    assert desk.run("serve", "--database", url, "--port", 1025).status == 0
    assert "The database trusts no key, so it would take any catalogue" in serve(desk, url).err
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    assert serve(desk, url).status == 0
    assert "trusts another key already" in serve(desk, url, "--trust", "1" * 64).err


def test_options_that_do_not_go_together_are_told(desk: Desk) -> None:
    assert "Give --production with --trust" in desk.run("serve", "--database", "sqlite://", "--trust", "0").err
    assert "Leave --watch out" in desk.run("serve", "--watch", "--production").err


# ---- what is lacking ----


def test_what_is_lacking_is_told_change_by_change(desk: Desk) -> None:
    desk.first_release()
    narrowed()
    found = desk.look()
    limit = "The greatest accepted answer to “{}”"
    assert {(lack["about"].partition(" (")[0], lack["slug"]) for lack in found["lacking"]} == {
        (limit.format("Hvor mange sigaretter røyker du om dagen?"), "no-statement"),
        (limit.format("Hvor mange sigaretter røyker du om dagen?"), "undecided-by-controller"),
        (limit.format("Hvor mye veier du?"), "undecided"),
    }
    ran = desk.release()
    assert ran.status == 1
    assert "Put it on the board's table" in ran.err
    assert "Nothing was done." in ran.err
    assert not Path("releases/0.2.0.json").exists()


def test_the_secretariat_decides_alone_on_what_policy_gives_it(desk: Desk) -> None:
    desk.first_release()
    change(PAGE, "version: 0.1.0", "version: 0.2.0")
    change(FORM, "max: 300", "max: 320")
    found = desk.look()
    names = {lack["change"]: "accepted" for lack in found["lacking"]}
    desk.decides(found["digest"], names, by="kari", office="secretariat", proposal="p2")
    assert desk.release().status == 0
    decided = json.loads(Path("releases/0.2.0.decided.json").read_text(encoding="utf-8"))
    assert [change["grade"] for change in decided["told"]["changes"] if change["name"] in names] == ["safe"]
    assert decided["told"]["decisions"][0]["office"] == "secretariat"


FLAWED = [
    ("version: 0.1.0", "version: 0.1.0", "version-not-later", "Version 0.1.0 has been released."),
    ("version: 0.1.0", "version: 0.0.9", "version-not-later", "does not come after 0.1.0"),
]


@pytest.mark.parametrize(("before", "after", "slug", "sentence"), FLAWED)
def test_a_version_comes_after_the_one_before(desk: Desk, before: str, after: str, slug: str, sentence: str) -> None:
    desk.first_release()
    change(PAGE, before, after)
    change(FORM, "max: 300", "max: 320")
    assert [found["slug"] for found in desk.look()["findings"]] == [slug]
    assert sentence in desk.release().err


def test_what_only_a_person_can_say_stops_it(desk: Desk) -> None:
    desk.first_release()
    change(PAGE, "version: 0.1.0", "version: 0.2.0")
    change(FORM, "name: vekt", "name: tyngde")
    change(FORM, "calculate: vekt", "calculate: tyngde")
    assert "looks-renamed" in {found["slug"] for found in desk.look()["findings"]}


def test_a_text_that_is_not_translated_stops_it(desk: Desk) -> None:
    desk.first_release()
    change(PAGE, "version: 0.1.0", "version: 0.2.0")
    change(FORM, "Hvor mye veier du?", "Hvor mye veier du nå?")
    desk.run("translate")
    assert "missing-text" in {found["slug"] for found in desk.look()["findings"]}
    assert "is fuzzy. Correct it" in desk.release().err


def test_what_the_prover_finds_stops_it(desk: Desk) -> None:
    change(FORM, "require: kmi between 12 and 70", "require: hoyde > 230 and hoyde < 100")
    change(FORM, "severity: soft", "severity: hard")
    assert desk.look("--first")["findings"] != []


WRONG = [
    (("--emergency",), "Give --reason with --emergency"),
    (("--days", "3"), "--reason and --days are for --emergency"),
    (("--first", "--emergency", "--reason", "x"), "waits for its board"),
    (("--proposal", "3"), "Give --database URL"),
    (("--write",), "--write is for --proposal"),
    ((), "Nothing has been released yet. Give --first"),
]


@pytest.mark.parametrize(("options", "sentence"), WRONG)
def test_wrong_use_is_told(desk: Desk, options: tuple[str, ...], sentence: str) -> None:
    ran = desk.release(*options)
    assert (ran.status, sentence in ran.err) == (2, True), ran.err


def test_without_a_seal_one_can_only_look(desk: Desk) -> None:
    ran = desk.run("release", "--first")
    assert (ran.status, "Give --seal FILE" in ran.err) == (2, True)


def test_a_ledger_that_was_tampered_with_carries_no_release(desk: Desk) -> None:
    desk.first_release()
    narrowed()
    change(Path("signoffs.jsonl"), "Fagrådet tilrår", "Fagrådet fraråder")
    ran = desk.release()
    assert (ran.status, "The ledger is not in order" in ran.err) == (2, True)


def test_a_release_whose_file_was_changed_is_not_built_on(desk: Desk) -> None:
    desk.first_release()
    narrowed()
    change(Path("releases/0.1.0.json"), "Hvor høy", "Hvor lang")
    assert "releases/0.1.0.json is not as it was released" in desk.release().err


# ---- with a database: proposals and emergencies ----


def proposal(url: str, before: str, after: str, title: str = "Grenser"):
    engine = connect(url)
    try:
        with engine.begin() as connection:
            states = [store.keep_state(connection, text) for text in (before, after)]
            draft = Draft(title=title, reason="Prøve", before=states[0], after=states[1])
            made = store.add_proposal(connection, draft, "kari", NOW)
            return store.set_stage(connection, made.id, made.revision, Stage.OPEN, "kari", NOW)
    finally:
        engine.dispose()


def stages(url: str) -> list[tuple[int, str]]:
    return [(number, stage) for number, stage in query(url, "SELECT number, stage FROM proposal ORDER BY number")]


def test_what_was_decided_on_a_proposal_is_released_and_written_out(desk: Desk, url: str) -> None:
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    before, files = snapshot(PAGE), {path: path.read_bytes() for path in (PAGE, FORM)}
    narrowed()
    after = snapshot(PAGE)
    for path, content in files.items():
        path.write_bytes(content)
    case = proposal(url, before, after)

    found = desk.look("--proposal", 1, "--database", url)
    names = sorted({lack["change"] for lack in found["lacking"]})
    heard = desk.says(dict.fromkeys(names, "recommended"), proposal=case.id, after=found["digest"])
    desk.decides(found["digest"], dict.fromkeys(names, "accepted"), proposal=case.id, statement=heard)
    ran = desk.release("--proposal", 1, "--database", url, "--write")
    assert ran.status == 0, ran.err
    assert "Proposal 1 (Grenser) is released." in ran.out
    assert (snapshot(PAGE), stages(url)) == (after, [(1, "released")])
    engine = connect(url)
    with engine.connect() as connection:
        assert kept_lines(connection) == read_lines(FOLDER)
    engine.dispose()


def test_what_was_postponed_goes_on_on_top_of_the_release(desk: Desk, url: str) -> None:
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    before = snapshot(PAGE)
    narrowed()
    case = proposal(url, before, snapshot(PAGE))
    lacking = desk.look("--proposal", 1, "--database", url)["lacking"]
    wider = next(lack["change"] for lack in lacking if lack["slug"] == "undecided")
    narrower = next(lack["change"] for lack in lacking if lack["slug"] == "no-statement")
    made = subset(before, snapshot(PAGE), {wider})
    assert made.snapshot is not None
    engine = connect(url)
    with engine.begin() as connection:
        digest = store.keep_state(connection, made.snapshot)
    engine.dispose()
    desk.decides(digest, {wider: "accepted", narrower: "postponed"}, proposal=case.id)

    ran = desk.release("--proposal", 1, "--database", url)
    assert ran.status == 0, ran.err
    assert query(url, "SELECT stage, before FROM proposal") == [("open", digest)]
    left = desk.look("--proposal", 1, "--database", url)["lacking"]
    assert {lack["slug"] for lack in left if lack["change"] == narrower} == {"no-statement", "postponed"}
    assert wider not in {lack["change"] for lack in left}


def test_files_that_are_kept_nowhere_else_are_not_written_over(desk: Desk, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/r.sqlite"
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    before = snapshot(PAGE)
    narrowed()
    proposal(url, before, snapshot(PAGE))
    change(FORM, "max: 60", "max: 70")
    ran = desk.release("--proposal", 1, "--database", url, "--write")
    assert (ran.status, "--write would lose something" in ran.err) == (2, True)


def test_a_proposal_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/r.sqlite"
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    assert "There is no proposal 7 in the database" in desk.release("--proposal", 7, "--database", url).err


def test_an_emergency_is_called_one_and_comes_on_the_table(desk: Desk, url: str) -> None:
    desk.first_release()
    assert serve(desk, url, "--trust", desk.fingerprint).status == 0
    narrowed()
    found = desk.look("--emergency", "--reason", "Haster")
    names = {lack["change"]: "accepted" for lack in found["lacking"]}
    assert {lack["slug"] for lack in found["lacking"]} == {"undecided-by-controller"}
    desk.decides(found["digest"], names, proposal="haste")
    longer = desk.release("--emergency", "--reason", "Haster", "--days", 31)
    assert (longer.status, "An emergency release may run for 1 to 30 days" in longer.err) == (1, True)

    ran = desk.release("--emergency", "--reason", "Skjemaet kunne ikke fullføres", "--database", url)
    assert ran.status == 0, ran.err
    assert ran.lines[0] == "EMERGENCY RELEASE. The board has not been heard. Reason: Skjemaet kunne ikke fullføres"
    assert "Proposal 1 (Hasteutgave 0.2.0: fagrådet skal uttale seg i etterkant) is open." in ran.out
    decided = json.loads(Path("releases/0.2.0.decided.json").read_text(encoding="utf-8"))
    assert (decided["kind"], decided["statement"]) == ("emergency", None)
    assert decided["emergency"]["reason"] == "Skjemaet kunne ikke fullføres"
    assert stages(url) == [(1, "open")]
    assert query(url, "SELECT language FROM review_pack ORDER BY language") == [("nb",), ("nn",)]
    assert check(read_lines(FOLDER), {desk.fingerprint}).flaws == ()


# ---- what is written ----


def test_what_was_decided_can_be_read(desk: Desk) -> None:
    first = desk.first_release()
    narrowed()
    release_what_was_decided(desk)
    decided = json.loads(Path("releases/0.2.0.decided.json").read_text(encoding="utf-8"))
    assert Path("releases/0.2.0.json").read_text(encoding="utf-8") == snapshot(PAGE)
    assert (decided["kind"], decided["before"], decided["emergency"]) == ("ordinary", first, None)
    assert decided["proposal"] == {"id": "p1", "number": 1, "title": "Grenser"}
    told = decided["told"]
    assert told["statement"]["text"] == {"nb": "Fagrådet tilrår endringen."}
    assert told["decisions"][0]["text"] == "Som tilrådd"
    narrower = next(each for each in told["changes"] if each["grade"] == "breaking")
    assert narrower["sentence"].startswith(
        "Det høyeste svaret som godtas på «Hvor mange sigaretter røyker du om dagen?»"
    )
    assert (narrower["board"], narrower["recommended_by"]) == ("recommended", ["nord"])


def test_when_the_entry_is_refused_no_file_is_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.first_release()
    narrowed()
    found = desk.look()
    names = sorted({lack["change"] for lack in found["lacking"]})
    heard = desk.says(dict.fromkeys(names, "recommended"), after=found["digest"])
    desk.decides(found["digest"], dict.fromkeys(names, "accepted"), statement=heard)

    def overtaken(*_: object) -> None:
        raise Overtaken("Somebody else has added to the ledger meanwhile.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("migrations_gen.ledger.files.append_lines", overtaken)
        ran = desk.release()
    assert (ran.status, "Somebody else has added" in ran.err) == (2, True)
    assert sorted(path.name for path in Path("releases").iterdir()) == ["0.1.0.decided.json", "0.1.0.json"]
    assert desk.look()["lacking"] == []
