"""What somebody who means harm sends to the pages about cases: markup, null bytes, far too much, and forged forms."""

import pytest
from cases import own

MARKUP = "<script>alert(1)</script>'\"><img src=x onerror=alert(2)>"
HARM = ("<script>alert", "<img src=x")


def harmless(visitor) -> bool:
    assert visitor.status < 500
    return not any(harm in visitor.page.text for harm in HARM)


def test_markup_in_a_case_is_words_wherever_it_is_shown(table):
    visitor = table.opened(
        {"Hvor høy er du?": MARKUP.replace('"', "'").replace(":", "")},
        title=MARKUP,
        reason=MARKUP,
        requested_by=MARKUP,
        recommendation=MARKUP,
    )
    assert "&lt;script&gt;" in visitor
    for path in ("/saker", "/saker/1", "/saker/1/endring/1", "/saker/1/endring/2"):
        assert harmless(visitor.get(path)), path
    assert "<script>alert" not in visitor.client.get("/saker/1/sakspapir.html").text


def test_markup_in_what_is_said_is_words(case):
    medlem = case.visitor("medlem").get("/saker/1/endring/2")
    fields = own(medlem, "_token", "_seat")
    for way, more in (("syn", {"_view": "against"}), ("notat", {}), ("habilitet", {})):
        medlem.post(f"/saker/1/endring/2/{way}", {**fields, **more, "_text": MARKUP})
    assert harmless(case.visitor("leder").get("/saker/1/endring/2"))
    assert "&lt;script&gt;" in case.visitor("leder").get("/saker/1/endring/2")


@pytest.mark.parametrize("text", [f"</textarea>{MARKUP}", f"form: {MARKUP}", MARKUP])
def test_markup_in_a_file_is_words(drafted, text):
    visitor = drafted.visitor("registeret").get("/saker/1/filer?fil=data/for.yaml")
    visitor.press("_", _text=text)
    assert harmless(visitor)
    assert visitor.fields["_text"] == text


def test_markup_in_an_address_is_words(drafted):
    visitor = drafted.visitor("registeret")
    for path in (
        "/saker/1/filer?fil=",
        "/saker/1/filer?melding=",
        "/saker/1?melding=",
        "/saker/1/oversettelse?melding=",
    ):
        assert harmless(visitor.get(path + MARKUP))


def test_a_name_with_markup_makes_no_file(drafted):
    visitor = drafted.visitor("registeret").get("/saker/1/filer")
    visitor.post("/saker/1/filer/ny", {**own(visitor, "_token", "_revision"), "_path": MARKUP})
    assert visitor.status == 422
    assert harmless(visitor)


POSTS = [
    "/saker/ny",
    *(f"/saker/1/{way}" for way in ("tekst", "trekk", "legg-fram", "filer", "filer/ny", "filer/navn", "filer/fjern")),
    *(f"/saker/1/{way}" for way in ("filer/mening", "filer/oversett", "filer/opplasting", "oversettelse")),
    *(f"/saker/1/{way}" for way in ("resten", "notat", "habilitet", "endring/1/syn", "endring/1/notat")),
    "/saker/1/endring/1/habilitet",
]


@pytest.mark.parametrize("path", POSTS)
def test_a_form_from_elsewhere_is_refused(drafted, path):
    before = drafted.rows("select * from proposal")
    visitor = drafted.visitor("registeret")
    for token in ("", "gjettet"):
        assert visitor.post(path, {"_token": token, "title": "x", "reason": "y"}).status == 403
    assert drafted.rows("select * from proposal") == before


@pytest.mark.parametrize("path", POSTS)
def test_null_bytes_are_refused(drafted, path):
    visitor = drafted.visitor("registeret")
    token = visitor.get("/saker/1").fields["_token"]
    assert visitor.post(path, {"_token": token, "_text": "a\0b", "title": "x", "reason": "y"}).status == 400


@pytest.mark.parametrize("path", POSTS)
def test_what_is_far_too_large_is_refused(drafted, path):
    visitor = drafted.visitor("registeret")
    token = visitor.get("/saker/1").fields["_token"]
    assert visitor.post(path, {"_token": token, "_text": "x" * 2_100_000}).status == 413


@pytest.mark.parametrize("path", POSTS)
def test_without_login_nothing_is_sent(drafted, path):
    visitor = drafted.visitor().get("/login")
    assert visitor.post(path, {"_token": visitor.fields["_token"]}).status == 403


@pytest.mark.parametrize("revision", ["", "-1", "x", "99999999999999999999", "1.5"])
def test_a_revision_that_is_none_saves_nothing(drafted, revision):
    before = drafted.rows("select after from proposal")
    visitor = drafted.visitor("registeret").get("/saker/1/filer?fil=data/for.yaml")
    visitor.press("_", _text="x", _revision=revision)
    assert visitor.status == 409
    assert drafted.rows("select after from proposal") == before


def test_a_file_cannot_make_the_check_run_away(drafted):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{above}'] * 9)}]\n" for above, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    visitor = drafted.visitor("registeret").get("/saker/1/filer?fil=data/for.yaml")
    assert visitor.press("_", _text=bomb).status == 200
    assert "Lagret, men det er feil i filene" in visitor
