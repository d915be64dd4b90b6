"""Forged requests get a sentence and a 4xx, change nothing, and are never a 500; every answer carries its guards."""

import re

import pytest

ROW = "select {} from kne_for"


@pytest.fixture
def anne(world):
    return world.visitor("anne").begin(world.episodes["anne"])


FORGED = [
    {"finnesikke": "1"},
    {"kmi": "20"},
    {"status": "1"},
    {"dato": "2026-01-01"},
    {"_keep.finnesikke": "theirs"},
    {"confirm.hoyde.finnesikke": "1"},
    {"confirm.finnesikke.above-max": "1"},
    {"because.hoyde.below-soft-min": "a\0b"},
    {"_revision": "1\0"},
    {"hoyde\0": "180"},
]


@pytest.mark.parametrize("fields", FORGED)
def test_a_forged_field_is_refused(world, anne, fields):
    anne.save(hoyde="180", **fields)
    assert anne.status == 400
    assert "Det som ble sendt, har deler som denne siden ikke har." in anne
    assert world.rows(ROW.format("hoyde, revision")) == [(None, 1)]


def test_a_field_sent_twice_is_refused(world, anne):
    fields = [*anne.fields.items(), ("hoyde", "181"), ("_save", "")]
    body = "&".join(f"{name}={text}" for name, text in fields)
    anne.post(anne.page.request.path, body, content_type="application/x-www-form-urlencoded")
    assert anne.status == 400


def test_ten_megabytes_are_refused_with_a_sentence(world, anne):
    anne.save(hoyde="180", annet="x" * 10_000_000)
    assert anne.status == 413
    assert "er for stort" in anne
    assert world.rows(ROW.format("hoyde")) == [(None,)]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream", ""])
def test_a_body_that_is_no_form_is_refused(anne, kind):
    anne.post(anne.page.request.path, b'{"hoyde": 180}', content_type=kind)
    assert anne.status == 415
    assert "er ikke et skjema" in anne


def test_a_multipart_form_is_a_form(world, anne):
    anne.post(anne.page.request.path, {**anne.fields, "hoyde": "180", "_save": ""}, content_type="multipart/form-data")
    assert world.rows(ROW.format("hoyde")) == [(180,)]


@pytest.mark.parametrize("token", ["", "galt", "æ", None])
def test_a_form_without_the_sessions_token_is_refused(world, anne, token):
    anne.save(hoyde="180", _token=token)
    assert anne.status == 403
    assert world.rows(ROW.format("hoyde")) == [(None,)]


def test_another_sessions_token_is_refused(world, anne):
    other = world.visitor("bent").get("/").fields["_token"]
    assert anne.save(hoyde="180", _token=other).status == 403


def test_ones_own_page_from_an_earlier_session_is_shown_again(world, anne):
    fields = anne.fields | {"hoyde": "180", "_token": "tidligere", "_save": ""}
    anne.post(anne.page.request.path, fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert anne.status == 403
    assert anne.fields["hoyde"] == "180"
    assert world.rows(ROW.format("hoyde")) == [(None,)]
    assert anne.save().status == 200
    assert world.rows(ROW.format("hoyde")) == [(180,)]


@pytest.mark.parametrize("path", ["/", "/login", "/catalogue", "/finnes/ikke", "/healthz"])
def test_every_answer_has_its_guards(world, path):
    headers = world.visitor("anne").get(path).page.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_no_page_has_script_or_style_inline(anne):
    for path in (anne.page.request.path, "/", "/catalogue", "/catalogue/kne.for"):
        html = anne.get(path).page.text
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick" not in html
        assert html.count("<script") == html.count('<script type="application/json"') + html.count(
            '<script type="module" src='
        )


def test_cookies_are_for_the_server_alone(world_with):
    world = world_with(secure=True)
    visitor = world.visitor()
    answer = visitor.client.get("/login", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_the_cookie_holds_a_random_text_that_opens_nothing_in_the_database(world, anne):
    held = anne.client.get_cookie("session").value
    assert re.fullmatch(r"[\w-]{43}", held)
    kept = world.rows("select * from web_session")
    assert len(kept) == 1
    assert held not in map(str, kept[0])
    anne.client.set_cookie("session", str(world.rows("select id from web_session")[0][0]))
    assert anne.get("/").page.request.path == "/login"


def test_static_files_are_kept_for_good_under_an_address_that_changes(world):
    visitor = world.visitor().get("/login")
    address = next(part.split('"')[0] for part in visitor.page.text.split('href="') if "skjemaverk.css" in part)
    visitor.get(address)
    assert visitor.status == 200
    assert "immutable" in visitor.page.headers["Cache-Control"]
    assert visitor.get(address.replace("skjemaverk.css", "../web/__init__.py")).status == 404


@pytest.mark.parametrize("to", ["//ondt.example", "https://ondt.example", "/\\ondt.example", "javascript:alert(1)"])
def test_login_leads_nowhere_else(world, to):
    visitor = world.visitor().get("/login")
    answer = visitor.client.post(
        "/login", data={**visitor.fields, "_name": "anne", "_password": "et langt passord", "_to": to}
    )
    assert answer.location == "/"


def test_health_is_told_to_anybody(world):
    assert world.visitor().get("/healthz").page.text == "ok\n"


def test_an_unforeseen_fault_is_a_page_too(world, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("hemmelig")

    monkeypatch.setattr("renderers.web.home.list_episodes", fail)
    anne = world.visitor("anne")
    assert anne.status == 500
    assert "Noe gikk galt hos oss." in anne
    assert "hemmelig" not in anne
