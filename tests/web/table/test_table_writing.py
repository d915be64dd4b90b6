"""Writing a case in the browser: its words, its files, what the writer is told, and what stands in the way."""

import io
import json
import re
import zipfile

import pytest
from cases import CODES, own

FORM = "/saker/1/filer?fil=data/for.yaml"


def files_of(table) -> dict[str, str]:
    ((text,),) = table.rows("select snapshot from catalogue_state join proposal on after = digest")
    return json.loads(text)["files"]


def save(visitor, text: str, path: str = "data/for.yaml", **changes: str):
    visitor.get(f"/saker/1/filer?fil={path}")
    fields = {**own(visitor, "_token", "_revision"), "_path": path, "_text": text, **changes}
    return visitor.post("/saker/1/filer", fields)


# ---- what a case says of itself ----


def test_a_case_starts_from_the_release_with_the_next_version(table):
    visitor = table.write()
    assert visitor.page.request.path == "/saker/1/filer"
    assert "version: 1.1.0\n" in visitor.get("/saker/1/filer?fil=variables.yaml").fields["_text"]
    assert table.rows("select number, title, stage, created_by from proposal") == [
        (1, "Flere svar om arbeid", "draft", "registeret")
    ]
    ((before,),) = table.rows("select before from proposal")
    assert table.rows("select digest from catalogue_release") == [(before,)]
    assert "Flere svar om arbeid" in visitor.get("/saker")


WRONG = [
    ({"title": ""}, "Skriv en tittel."),
    ({"title": " \n "}, "Skriv en tittel."),
    ({"title": "x" * 201}, "Tittelen er for lang."),
    ({"reason": ""}, "Skriv hvorfor."),
    ({"due": "i morgen"}, "Dette er ikke en dato."),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG)
def test_what_is_lacking_is_said_and_what_was_typed_is_kept(table, words, sentence):
    visitor = table.write(recommendation="Vi tilrår det", **words)
    assert visitor.status == 422
    assert sentence in visitor
    assert visitor.fields["recommendation"] == "Vi tilrår det"
    assert table.rows("select count(*) from proposal") == [(0,)]


@pytest.mark.parametrize("due", ["2026-12-24", "24.12.2026"])
def test_a_due_date_is_read_as_browsers_and_people_write_it(table, due):
    table.write(due=due)
    assert table.rows("select due from proposal") == [("2026-12-24",)]


def test_the_words_can_be_written_anew_and_two_writers_keep_both(table):
    table.write()
    first, second = table.visitor("registeret").get("/saker/1/tekst"), table.visitor("registeret").get("/saker/1/tekst")
    first.press("_", title="Arbeid")
    assert "Sak 1: Arbeid" in first
    second.press("_", title="Jobb")
    assert second.status == 409
    assert "Den andre skrev:" in second
    assert "Arbeid" in second
    assert second.fields["title"] == "Jobb"
    second.press("_")
    assert table.rows("select title, revision from proposal") == [("Jobb", 3)]


# ---- files ----


def test_a_broken_file_is_saved_and_told_with_its_line(table):
    visitor = save(table.write(), "form: [\n")
    assert "Lagret, men det er feil i filene" in visitor
    assert "linje 2" in visitor
    assert files_of(table)["data/for.yaml"] == "form: [\n"
    assert "feil i filene må rettes" in visitor


MISSPELT = [
    # language, what the writer reads first
    ("nb", "En nøkkel er ikke kjent her. Rett skrivemåten, eller fjern den."),
    ("nn", "Ein nøkkel er ikkje kjend her. Rett skrivemåten, eller fjern han."),
]


@pytest.mark.parametrize(("language", "sentence"), MISSPELT)
def test_a_mistake_is_told_in_the_writers_language_before_the_english_message(table, language, sentence):
    visitor = table.write()
    save(visitor, visitor.get(FORM).fields["_text"].replace("label:", "lable:", 1))
    visitor.get(f"{FORM}&sjekk=1&language={language}")
    message = '<span class="finding-detail" lang="en">The key &#39;lable&#39; is not known here.'
    assert f"{sentence} {message}" in visitor


def test_the_difference_is_told_in_sentences(drafted):
    visitor = drafted.visitor("registeret").get("/saker/1")
    assert "«Student»" in visitor
    assert "Saken kan" not in visitor
    assert "Legg fram saken" in visitor


def test_lines_end_as_in_a_file_however_a_browser_sends_them(table):
    save(table.write(), "form: for\r\nmodule: kne\r\n")
    assert files_of(table)["data/for.yaml"] == "form: for\nmodule: kne\n"


def test_an_open_question_is_answered_by_a_button(table):
    visitor = table.write()
    text = visitor.get(FORM).fields["_text"]
    assert "name: vekt\n" in text
    save(visitor, re.sub(r"\bvekt\b", "kroppsvekt", text))
    assert "Er det samme spørsmål" in visitor
    assert "1 spørsmål om hva som var ment, må besvares." in visitor
    lines = "  - rename: kne.for.vekt\n    to: kroppsvekt\n"
    assert lines in visitor
    visitor.post("/saker/1/filer/mening", {**own(visitor, "_token", "_revision"), "_lines": lines})
    assert "Svaret står i endringsfila" in visitor
    assert "Hva mente du?" not in visitor
    assert files_of(table)["changes/1.1.0.yaml"] == f'version: 1.1.0\nrequested_by: "Fagrådet"\nchanges:\n{lines}'


@pytest.mark.parametrize("lines", ["", "version: 9\n", "  - rename: a\n    to: b"])
def test_only_items_of_a_list_are_answers(table, lines):
    visitor = table.write()
    fields = {**own(visitor, "_token", "_revision"), "_lines": lines}
    assert visitor.post("/saker/1/filer/mening", fields).status == 404


def test_files_come_are_renamed_and_go(table):
    visitor = table.write()

    def alter(way: str, **fields: str) -> None:
        visitor.post(f"/saker/1/filer/{way}", {**own(visitor, "_token", "_revision"), **fields})
        assert visitor.status == 200

    alter("ny", _path="data/ny.yaml")
    assert files_of(table)["data/ny.yaml"] == ""
    alter("navn", _path="data/ny.yaml", _to="data/annen.yaml")
    assert "data/annen.yaml" in files_of(table)
    assert "data/ny.yaml" not in files_of(table)
    alter("fjern", _path="data/annen.yaml")
    assert "data/annen.yaml" not in files_of(table)


NAMES = [
    ("../ut.yaml", "bare bokstavene a til z"),
    ("/etc/passwd.yaml", "bare bokstavene a til z"),
    ("data/program.py", "slutter på .yaml"),
    ("data/for.yaml", "Det finnes en fil med det navnet."),
    ("data/for.yaml/x.yaml", "Det ligger en fil der"),
]


@pytest.mark.parametrize(("name", "sentence"), NAMES)
@pytest.mark.parametrize("way", ["ny", "navn"])
def test_a_name_that_cannot_be_is_refused(table, way, name, sentence):
    visitor = table.write()
    before = files_of(table)
    fields = {"_path": name} if way == "ny" else {"_path": "data/person.yaml", "_to": name}
    visitor.post(f"/saker/1/filer/{way}", {**own(visitor, "_token", "_revision"), **fields})
    assert visitor.status == 422
    assert sentence in visitor
    assert files_of(table) == before


@pytest.mark.parametrize(
    ("way", "path"), [("fjern", "variables.yaml"), ("navn", "variables.yaml"), ("fjern", "nei.yaml")]
)
def test_the_first_page_and_what_is_not_there_are_left_alone(table, way, path):
    visitor = table.write()
    fields = {**own(visitor, "_token", "_revision"), "_path": path, "_to": "x.yaml"}
    assert visitor.post(f"/saker/1/filer/{way}", fields).status == 404
    assert "variables.yaml" in files_of(table)


@pytest.mark.parametrize("path", ["nei.yaml", "../../etc/passwd", "data"])
def test_a_file_that_is_not_there_is_no_page(table, path):
    visitor = table.write()
    assert visitor.get(f"/saker/1/filer?fil={path}").status == 404
    fields = {**own(table.visitor("registeret").get("/saker/ny"), "_token")}
    assert visitor.post("/saker/1/filer", {**fields, "_path": "../ut.yaml", "_text": ""}).status in (403, 404)
    assert set(files_of(table)) >= {"variables.yaml", "board.yaml"}


def test_who_saves_on_top_of_another_gets_both(table):
    table.write()
    first, second = (table.visitor("registeret").get(FORM) for _ in range(2))
    text = first.fields["_text"]
    first.press("_", _text=text + "# først\n")
    second.press("_", _text=text + "# sist\n")
    assert second.status == 409
    assert "Noen andre har endret saken" in second
    assert "# først" in second
    assert "# sist" in second
    assert files_of(table)["data/for.yaml"].endswith("# først\n")
    second.post("/saker/1/filer", {**own(second, "_token", "_revision", "_path"), "_text": text + "# begge\n"})
    assert files_of(table)["data/for.yaml"].endswith("# begge\n")


def test_a_file_that_is_too_long_is_shown_again(table):
    visitor = save(table.write(), "x" * 1_500_001)
    assert visitor.status == 422
    assert "Fila er for lang" in visitor
    assert not files_of(table)["data/for.yaml"].startswith("xx")


# ---- all at once ----


def upload(visitor, content: bytes, name: str = "filer.zip"):
    visitor.get("/saker/1/filer")
    return visitor.post(
        "/saker/1/filer/opplasting", {**own(visitor, "_token", "_revision"), "_file": (io.BytesIO(content), name)}
    )


def zipped(files: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return written.getvalue()


def test_files_are_fetched_changed_and_sent_back(table):
    visitor = table.write()
    fetched = visitor.client.get("/saker/1/filer.zip")
    assert fetched.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(fetched.data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert files == files_of(table)
    changed = {**files, "data/for.yaml": files["data/for.yaml"].replace(*next(iter(CODES.items())))}
    upload(visitor, zipped({f"mappe/{path}": text for path, text in changed.items()} | {"mappe/LES.txt": "hei"}))
    assert "Filene er på plass" in visitor
    assert files_of(table) == changed


def test_a_snapshot_of_the_release_gets_the_next_version(table):
    visitor = table.write()
    ((released,),) = table.rows("select snapshot from catalogue_release")
    upload(visitor, released.encode(), "utgave.json")
    assert "version: 1.1.0\n" in files_of(table)["variables.yaml"]


BOMB = zipped({"variables.yaml": "#" * 30_000_000})
WHOLE = zipped({"variables.yaml": "x" * 999})
PACKED_FROM = WHOLE.index(b"variables.yaml") + len("variables.yaml")
SPOILT = WHOLE[:PACKED_FROM] + b"\xff\xff" + WHOLE[PACKED_FROM + 2 :]
"""Its table of contents is whole, and what is packed in it is not."""

UPLOADS = [
    (b"", "Velg en fil først."),
    (b"bare tekst", "verken en zip"),
    (b'{"snapshot": 2, "files": {}}', "verken en zip"),
    (b'{"snapshot": 1, "files": {"a.yaml": ""}}', "ingen variables.yaml"),
    (b'{"snapshot": 1, "files": {"variables.yaml": "", "../a.yaml": ""}}', "kan ikke brukes"),
    (b'{"snapshot": 1, "files": {"variables.yaml": "\\u0000"}}', "som ikke kan brukes"),
    (zipped({"data/a.yaml": ""}), "ingen variables.yaml"),
    (zipped({"variables.yaml": b"\xff\xfe"}), "verken en zip"),
    (zipped({"variables.yaml": "", "../a.yaml": ""}), "som ikke kan brukes"),
    (zipped({"variables.yaml": "", "a.yaml": "", "a.yaml/b.yaml": ""}), "som ikke kan brukes"),
    (BOMB, "mer enn en katalog kan ha"),
    (zipped({"variables.yaml": "", **{f"data/{number}.yaml": "" for number in range(2001)}}), "mer enn en katalog"),
    (zipped({"variables.yaml": "x"})[:-30], "verken en zip"),
    (SPOILT, "verken en zip"),
]


@pytest.mark.parametrize(("content", "sentence"), UPLOADS, ids=range(len(UPLOADS)))
def test_an_upload_that_is_no_catalogue_changes_nothing(table, content, sentence):
    visitor = table.write()
    before = files_of(table)
    upload(visitor, content)
    assert "ingenting er endret" in visitor
    assert sentence.replace("kan ikke brukes", "ikke kan brukes") in visitor
    assert files_of(table) == before


# ---- translations ----


def test_what_is_not_translated_is_asked_for_text_by_text(table):
    visitor = table.write()
    text = visitor.get(FORM).fields["_text"]
    save(visitor, text.replace("Hvor høy er du?", "Hvor lang er du?"))
    assert "1 tekst er ikke oversatt til Nynorsk." in visitor
    visitor.post("/saker/1/filer/oversett", own(visitor, "_token", "_revision"))
    assert visitor.page.request.path == "/saker/1/oversettelse"
    assert "Hvor lang er du?" in visitor
    assert "“Hvor høy er du?”" in visitor
    visitor.press("_")
    assert "1 tekst skal oversettes." in visitor
    name = next(name for name in visitor.fields if name.startswith("text:"))
    visitor.press("_", **{name: 'Kor "lang" er du?\\n'})
    assert "Alt er oversatt" in visitor
    assert 'msgstr "Kor \\"lang\\" er du?\\\\n"' in files_of(table)["locale/nn/LC_MESSAGES/catalogue.po"]


# ---- putting it on the table ----


def put(visitor):
    visitor.get("/saker/1")
    return visitor.post("/saker/1/legg-fram", own(visitor, "_token", "_revision"))


def test_what_was_shown_is_kept_and_not_made_anew(case):
    table, visitor = case, case.visitor("registeret").get("/saker/1")
    assert table.rows("select stage from proposal") == [("open",)]
    kept = table.rows("select language, content from review_pack order by language")
    assert [language for language, _ in kept] == ["nb", "nn"]
    assert "Student" in json.dumps(kept, ensure_ascii=False)
    assert "Student" in visitor.get("/saker/1/endring/2")
    table.world.rows("update review_pack set content = replace(content, 'Student', 'Elev') returning 1")
    assert "Elev" in table.visitor("medlem").get("/saker/1/endring/2")


STANDING = [
    ({}, "", "Ingenting som betyr noe, er annerledes"),
    ({"Hvor høy er du?": "["}, "", "feil i filene må rettes."),
    ({"Hvor høy er du?": "Hvor lang er du?"}, "", "1 tekst er ikke oversatt til Nynorsk."),
    ({"name: alder\n": "name: aar\n", "name: smerte\n": "name: vondt\n"}, "", "1 spørsmål om hva som var ment"),
    ({"max: 230": "max: 220"}, "version: 1.1.0\nchanges:\n  - purge: kne.for.nei\n    reason: x\n", "i endringsfila"),
]


@pytest.mark.parametrize(("changes", "meant", "sentence"), STANDING)
def test_what_stands_in_the_way_is_said_and_nothing_is_shown(table, changes, meant, sentence):
    visitor = table.write()
    text = visitor.get(FORM).fields["_text"]
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    save(visitor, text)
    if meant:
        visitor.post("/saker/1/filer/ny", {**own(visitor, "_token", "_revision"), "_path": "changes/1.1.0.yaml"})
        save(visitor, meant, "changes/1.1.0.yaml")
    put(visitor)
    assert "Saken ble ikke lagt fram" in visitor
    assert sentence in visitor
    assert table.rows("select stage, (select count(*) from review_pack) from proposal") == [("draft", 0)]


def test_a_file_that_no_catalogue_reads_stands_in_the_way(drafted):
    visitor = drafted.visitor("registeret").get("/saker/1/filer")
    visitor.post("/saker/1/filer/ny", {**own(visitor, "_token", "_revision"), "_path": "annet/x.yaml"})
    put(visitor)
    assert "Katalogen leser ikke disse filene: annet/x.yaml." in visitor


def test_who_puts_a_case_on_the_table_has_seen_it_as_it_is(drafted):
    table, visitor = drafted, drafted.visitor("registeret")
    seen = own(visitor.get("/saker/1"), "_token", "_revision")
    table.visitor("registeret").get("/saker/1/tekst").press("_", title="En annen")
    visitor.post("/saker/1/legg-fram", seen)
    assert "Noen andre har endret saken i mellomtiden" in visitor
    assert table.rows("select stage from proposal") == [("draft",)]


def test_what_is_on_the_table_is_not_changed(case):
    table, visitor = case, case.visitor("registeret").get("/saker/1")
    tokens = {"_token": visitor.fields["_token"], "_revision": "1"}
    before = table.rows("select * from proposal")
    posts = {
        "filer": {"_path": "data/for.yaml", "_text": "x"},
        "filer/ny": {"_path": "data/ny.yaml"},
        "filer/navn": {"_path": "data/for.yaml", "_to": "data/x.yaml"},
        "filer/fjern": {"_path": "data/for.yaml"},
        "filer/mening": {"_lines": "  - rename: a\n    to: b\n"},
        "filer/oversett": {},
        "filer/opplasting": {},
        "oversettelse": {},
        "tekst": {"title": "x", "reason": "y"},
        "legg-fram": {},
    }
    for way, fields in posts.items():
        assert visitor.post(f"/saker/1/{way}", {**tokens, **fields}).status == 409, way
        assert "Saken er lagt fram" in visitor
    for way in ("filer", "tekst", "oversettelse"):
        assert visitor.get(f"/saker/1/{way}").status == 409
    assert table.rows("select * from proposal") == before


@pytest.mark.parametrize("write", ["write", "opened"])
def test_a_withdrawn_case_can_only_be_read(table, write):
    visitor = getattr(table, write)()
    visitor.get("/saker/1")
    visitor.post("/saker/1/trekk", own(visitor, "_token", "_revision"))
    assert "Trukket" in visitor
    assert table.rows("select stage from proposal") == [("withdrawn",)]
    assert visitor.get("/saker/1/filer").status == 409
    fields = {"_token": visitor.get("/saker/1").fields["_token"], "_text": "hei"}
    assert visitor.post("/saker/1/notat", fields).status == 409
    assert "Tidligere saker" in visitor.get("/saker")
