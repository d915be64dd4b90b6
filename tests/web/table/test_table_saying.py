"""What the board says of a case in the browser: who may, as whom, when; and that every refusal is told and logged."""

import sys
from datetime import date, timedelta

import pytest
from cases import TODAY, Table, own, seat

PART = "/saker/1/endring/2"
"""The part of the case with the three new codes."""


def views(table) -> list[tuple[object, ...]]:
    return table.rows("select seat, account, view, text from proposal_view order by at")


def answer(visitor, view: str, text: str = "", path: str = PART, **changes: str):
    fields = {**own(visitor.get(path), "_token", "_seat"), "_view": view, "_text": text, **changes}
    return visitor.post(f"{path}/syn", fields)


# ---- what a member does ----


def test_a_member_answers_change_by_change_and_is_led_on(case):
    medlem = case.visitor("medlem").get("/saker")
    assert "Du har 2 endringer igjen å svare på." in medlem
    medlem.get("/saker/1")
    assert "Du svarer for: Helse Nord." in medlem
    answer(medlem, "recommend", path="/saker/1/endring/1")
    assert medlem.page.request.path == PART
    assert "Her er neste endring du ikke har svart på." in medlem
    answer(medlem, "remark", "Bra, men «Student» er uklart.")
    assert medlem.page.request.path == "/saker/1"
    assert "Du har svart på alt" in medlem
    assert "Du: Tilrår, med merknad" in medlem
    assert views(case) == [
        ("nord", "medlem", "recommend", ""),
        *[("nord", "medlem", "remark", "Bra, men «Student» er uklart.")] * 3,
    ]


def test_all_see_what_each_seat_says(case):
    answer(case.visitor("medlem"), "against", "For mange valg")
    for name in ("brukeren", "leder", "registeret", "dataansvarlig", "leser"):
        visitor = case.visitor(name).get(PART)
        assert "Helse Nord" in visitor
        assert "Tilrår ikke" in visitor
        assert "For mange valg" in visitor
        assert "Tilrår ikke: 1" in visitor.get("/saker/1")


def test_seats_are_called_as_the_reader_speaks(case):
    answer(case.visitor("medlem"), "recommend")
    assert "Helse Nord på nynorsk" in case.visitor("leder").get(f"{PART}?language=nn")


def test_an_answer_can_be_changed_and_the_last_one_counts(case):
    medlem = case.visitor("medlem")
    answer(medlem, "recommend")
    assert "checked" in medlem.get(PART)
    answer(medlem, "abstain", "Jeg er ikke fagperson")
    assert "Avstår" in case.visitor("leder").get(PART)
    assert "Tilrår: " not in case.visitor("leder").get("/saker/1")
    assert len(views(case)) == 6


def test_one_change_of_several_can_be_answered_by_itself(case):
    answer(case.visitor("medlem"), "recommend")
    names = case.rows("select change from proposal_view order by at")
    answer(case.visitor("medlem"), "against", "Ikke denne", _change=names[1][0])
    leder = case.visitor("leder").get(PART)
    assert "Om: Nytt svaralternativ" in leder
    assert "Ikke denne" in leder
    medlem = case.visitor("medlem").get("/saker/1")
    assert "Besvart hver for seg" in medlem


MISSING = [
    ("", "", "Velg ett av disse."),
    ("maybe", "Tja", "Velg ett av disse."),
    ("remark", "", "Skriv hvorfor."),
    ("against", " \n", "Skriv hvorfor."),
    ("abstain", "", "Skriv hvorfor."),
    ("against", "x" * 20_001, "Teksten er for lang."),
]


@pytest.mark.parametrize(("view", "text", "sentence"), MISSING)
def test_a_view_without_its_reason_is_shown_again(case, view, text, sentence):
    medlem = answer(case.visitor("medlem"), view, text, _view_form="1")
    assert medlem.status == 422
    assert sentence in medlem
    assert text.strip() in medlem
    assert views(case) == []


def test_the_rest_is_recommended_only_when_one_says_that_one_means_it(case):
    medlem = case.visitor("medlem")
    answer(medlem, "against", "Nei")
    leder = case.visitor("leder").get("/saker/1")
    fields = own(leder, "_token", "_seat")
    leder.post("/saker/1/resten", {**fields, "_which": "all"})
    assert leder.status == 422
    assert "Kryss av for at du tilrår alle" in leder
    leder.post("/saker/1/resten", {**fields, "_which": "all", "_sure": "1"})
    assert "Du har svart på alt." in leder
    said = case.rows("select seat, view, count(*) from proposal_view group by seat, view order by seat")
    assert said == [("leder", "recommend", 4), ("nord", "against", 3)]


def test_only_the_harmless_ones_are_recommended_at_once(table):
    table.opened({"max: 230": "max: 220"})
    leder = table.visitor("leder").get("/saker/1")
    fields = own(leder, "_token", "_seat")
    leder.post("/saker/1/resten", {**fields, "_which": "safe", "_sure": "1"})
    assert "Du har 1 endring igjen å svare på." in leder
    assert len(views(table)) == 1
    assert leder.post("/saker/1/resten", {**fields, "_which": "breaking", "_sure": "1"}).status == 404


# ---- notes and interests ----


@pytest.mark.parametrize("name", ["medlem", "leder", "registeret", "dataansvarlig"])
@pytest.mark.parametrize("place", ["/saker/1", PART])
def test_all_who_take_part_discuss(case, name, place):
    visitor = case.visitor(name).get(place)
    visitor.post(f"{place}/notat", {"_token": visitor.fields["_token"], "_text": "Hva med lærlinger?"})
    assert "De andre ser det du skrev" in visitor
    assert "Hva med lærlinger?" in case.visitor("leser").get(place)
    held = {"medlem": "nord", "leder": "leder"}.get(name)
    assert case.rows("select seat, account from proposal_note") == [(held, name)]


@pytest.mark.parametrize("place", ["/saker/1", PART])
def test_a_note_without_words_is_asked_for_again(case, place):
    visitor = case.visitor("medlem").get(place)
    visitor.post(f"{place}/notat", {"_token": visitor.fields["_token"], "_text": " "})
    assert visitor.status == 422
    assert "Skriv noe først." in visitor
    visitor.post(f"{place}/notat", {"_token": visitor.fields["_token"], "_text": "x" * 20_001})
    assert visitor.status == 422
    assert "x" * 20_001 in visitor
    assert case.rows("select count(*) from proposal_note") == [(0,)]


@pytest.mark.parametrize(("place", "number"), [("/saker/1", 1), (PART, 3)])
def test_an_interest_is_declared_and_shown_to_all(case, place, number):
    visitor = case.visitor("medlem").get(place)
    fields = own(visitor, "_token", "_seat")
    visitor.post(f"{place}/habilitet", {**fields, "_text": ""})
    assert visitor.status == 422
    visitor.post(f"{place}/habilitet", {**fields, "_text": "Jeg forsker på dette"})
    assert "Jeg forsker på dette" in case.visitor("leder").get(place)
    assert case.rows("select count(*), min(seat) from proposal_interest") == [(number, "nord")]


# ---- who may not ----

SAID = {"_view": "recommend", "_text": "Ja", "_sure": "1", "_which": "all"}
WAYS = [f"{PART}/syn", "/saker/1/resten", f"{PART}/habilitet", "/saker/1/habilitet", f"{PART}/notat", "/saker/1/notat"]
NOBODY = [("proposal_view",), ("proposal_interest",), ("proposal_note",)]


def silent(table) -> bool:
    return all(table.rows(f"select count(*) from {name}") == [(0,)] for (name,) in NOBODY)


REFUSED = [
    *((name, way) for name in ("anne", "surgeon_a", "staff_a", "leser") for way in WAYS),
    *((name, way) for name in ("registeret", "dataansvarlig") for way in WAYS if not way.endswith("notat")),
]


@pytest.mark.parametrize(("name", "way"), REFUSED)
def test_who_has_no_say_is_refused_and_it_is_logged(case, name, way):
    visitor = case.visitor(name).get("/catalogue")
    visitor.post(way, {"_token": visitor.fields["_token"], "_seat": "nord", **SAID})
    assert visitor.status == 403
    assert "Bare " in visitor
    assert silent(case)
    assert [refusal[:2] for refusal in case.refusals] == [(name, way)]


@pytest.mark.parametrize("path", ["/saker", "/saker/1", PART, "/saker/1/sakspapir.html", "/saker/1/filer.zip"])
@pytest.mark.parametrize("name", ["anne", "surgeon_a", "staff_a"])
def test_cases_are_not_for_those_who_work_with_patients(case, name, path):
    visitor = case.visitor(name).get(path)
    assert visitor.status == 403
    assert "Sakene er for" in visitor
    assert [refusal[:2] for refusal in case.refusals] == [(name, path)]


WRITERS = [
    *[("get", path) for path in ("/saker/ny", "/saker/1/filer", "/saker/1/tekst", "/saker/1/oversettelse")],
    *[("post", f"/saker/1/{path}") for path in ("filer", "filer/ny", "filer/navn", "filer/fjern", "filer/mening")],
    *[("post", f"/saker/1/{path}") for path in ("filer/oversett", "filer/opplasting", "oversettelse", "tekst")],
    *[("post", path) for path in ("/saker/1/legg-fram", "/saker/1/trekk", "/saker/ny")],
]


@pytest.mark.parametrize("name", ["medlem", "leder", "dataansvarlig", "leser", "surgeon_a", "anne"])
def test_only_the_secretariat_writes(drafted, name):
    table = drafted
    visitor = table.visitor(name).get("/catalogue")
    token = visitor.fields["_token"]
    before = table.rows("select * from proposal")
    for method, path in WRITERS:
        fields = {"_token": token, "_revision": "4", "title": "x", "reason": "y", "_path": "data/for.yaml"}
        answered = visitor.get(path) if method == "get" else visitor.post(path, fields)
        assert answered.status == 403, path
        assert "Bare registerets egne ansatte" in answered
    assert table.rows("select * from proposal") == before
    assert [refusal[1] for refusal in table.refusals] == [path for _, path in WRITERS]


@pytest.mark.parametrize("name", ["medlem", "leder", "dataansvarlig", "leser"])
@pytest.mark.parametrize("path", ["/saker/1", "/saker/1/filer.zip", "/saker/1/endring/1", "/saker/1/sakspapir.html"])
def test_a_draft_is_seen_by_the_secretariat_only(drafted, name, path):
    visitor = drafted.visitor(name)
    assert "Flere svar" not in visitor.get("/saker")
    assert visitor.get(path).status == 403
    assert "Sekretariatet skriver fortsatt" in visitor


@pytest.mark.parametrize("way", WAYS[:4])
def test_a_member_speaks_for_no_other_seat(case, way):
    medlem = case.visitor("medlem").get(PART)
    medlem.post(way, {**own(medlem, "_token"), **SAID, "_seat": "bruker"})
    assert medlem.status == 403
    assert "Du kan bare tale for din egen plass" in medlem
    medlem.post(way, {**own(case.visitor("medlem").get(PART), "_token"), **SAID})
    assert medlem.status == 403
    assert silent(case)
    assert ("medlem", way) in {refusal[:2] for refusal in case.refusals}


@pytest.mark.parametrize(
    ("since", "told", "refused"),
    [
        (TODAY + timedelta(days=1), "Du har ingen plass i fagrådet i dag", "Du har ingen plass"),
        (date(2020, 1, 1), "Tiden din i fagrådet sluttet 31.12.2022", "Tiden din i fagrådet er over"),
    ],
)
def test_a_member_without_a_seat_that_day_is_told_so(world_with, site, since, told, refused):
    world = world_with(catalogue=site)
    table = Table(world)
    seat(world, site, {"nord": "medlem"}, since)
    table.opened()
    medlem = table.visitor("medlem")
    for path in ("/saker/1", PART):
        assert told in medlem.get(path)
        assert "Hva sier du?" not in medlem
    assert "igjen å svare på" not in medlem.get("/saker")
    for way in WAYS[:4]:
        medlem.post(way, {"_token": medlem.get(PART).fields["_token"], "_seat": "nord", **SAID})
        assert medlem.status == 403
        assert refused in medlem
    assert silent(table)


def test_a_term_that_ends_while_a_page_is_open_ends_the_say(case):
    medlem = case.visitor("medlem").get(PART)
    case.world.clock.passes(days=4 * 365)
    medlem = case.visitor("medlem")
    fields = {"_token": medlem.get("/saker/1").fields["_token"], "_seat": "nord", **SAID}
    assert medlem.post(f"{PART}/syn", fields).status == 403
    assert silent(case)


@pytest.mark.parametrize("stage", ["closed", "decided", "released", "withdrawn"])
def test_nothing_is_said_when_a_case_is_off_the_table(case, stage):
    medlem = case.visitor("medlem").get(PART)
    fields = {**own(medlem, "_token", "_seat"), **SAID}
    case.rows(f"update proposal set stage = '{stage}' returning 1")
    for way in WAYS:
        assert medlem.post(way, fields).status == 409, way
        assert "Saken er ikke til behandling nå" in medlem
    assert silent(case)
    for path in ("/saker/1", PART):
        assert "Skriv til de andre" not in medlem.get(path)
        assert "Hva sier du?" not in medlem


NOWHERE = [
    "/saker/2",
    "/saker/0",
    "/saker/99999999999999999999",
    "/saker/x",
    "/saker/1/endring/0",
    "/saker/1/endring/3",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_said_so(case, path):
    assert case.visitor("medlem").get(path).status == 404


def test_an_answer_is_about_a_change_that_is_there(case):
    assert answer(case.visitor("medlem"), "recommend", _change="c0000000000000000").status == 404
    assert answer(case.visitor("medlem"), "recommend", path=PART).status == 200
    medlem = case.visitor("medlem").get(PART)
    assert medlem.post("/saker/1/endring/9/syn", {**own(medlem, "_token", "_seat"), **SAID}).status == 404


# ---- on paper ----


def test_the_case_goes_home_as_it_was_shown(case):
    visitor = case.visitor("leser")
    page = visitor.client.get("/saker/1/sakspapir.html?language=nn")
    assert page.headers["Content-Disposition"] == 'attachment; filename="sak-1.html"'
    assert 'lang="nn"' in page.text
    assert "Nytt svaralternativ: «omsett" in page.text
    page = visitor.client.get("/saker/1/sakspapir.pdf")
    assert page.data.startswith(b"%PDF")


def test_without_what_pdf_needs_the_page_says_how_to_get_it(case, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    visitor = case.visitor("leser").get("/saker/1/sakspapir.pdf")
    assert visitor.status == 503
    assert "pip install" in visitor
    assert "/saker/1/sakspapir.html" in visitor


def test_a_draft_has_no_paper(drafted):
    assert drafted.visitor("registeret").get("/saker/1/sakspapir.pdf").status == 404
