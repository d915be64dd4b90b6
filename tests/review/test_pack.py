"""The review pack: what a reader who does not know the software is told, and that nothing of it gets lost."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from migrations_gen.change_sets import digest_of as digest_of_names
from migrations_gen.change_sets import name_of
from migrations_gen.comparison import compare
from migrations_gen.impact import Impact
from renderers.comparison.records import GRADES
from renderers.i18n import languages
from renderers.review import About, PackRefused, digest_of, fragments, pack_from, pack_json, pack_of, page
from tests.golden_files import assert_golden
from tests.review.reviewed import ABOUT, MADE_AT, comparison, pack, pack_between
from tests.states import states_of

ROOT = Path(__file__).resolve().parents[2]


WRITTEN = (
    "import sys; from tests.review.reviewed import pack; from renderers.i18n import languages; from renderers.review"
    " import page; sys.stdout.write(page(pack(sys.argv[1]), languages()[sys.argv[1]]))"
)
"""In a process of its own: which counterexample the prover finds depends on what it has been asked before."""


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_page(language):
    command = [sys.executable, "-X", "utf8", "-c", WRITTEN, language]
    made = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT)
    assert_golden(f"review/pack.{language}.html", made.stdout)


# ---- nothing is lost ----


def test_every_change_is_told_once_under_its_own_name():
    names = [entry.name for entry in pack().entries]
    assert sorted(names) == sorted(map(name_of, comparison().difference.changes))
    assert pack().changes == digest_of_names(names)
    assert pack().entry(names[0]) == pack().entries[0]
    assert pack().entry("c0") is None


def test_a_pack_is_kept_as_text_and_is_the_same_afterwards():
    text = pack_json(pack())
    assert pack_from(text) == pack()
    assert pack_json(pack_from(text)) == text
    assert digest_of(pack_from(text)) == digest_of(pack())
    assert digest_of(replace(pack(), made="")) != digest_of(pack())


NO_PACK = [
    # what is done to the text, what is said
    (lambda content: "{", "it is not JSON"),
    (lambda content: "[]", "format 1"),
    (lambda content: json.dumps(content | {"format": 2}), "format 1"),
    (lambda content: json.dumps(content | {"more": ""}), "pack must have just these"),
    (lambda content: json.dumps(content | {"registry": 7}), "pack.registry must be str"),
    (lambda content: json.dumps(content | {"chapters": {}}), "pack.chapters must be a list"),
    (lambda content: json.dumps(content | {"chapters": [1]}), "pack.chapters[0] must have just these"),
]


@pytest.mark.parametrize(("change", "said"), NO_PACK)
def test_what_is_no_pack_is_refused(change, said):
    with pytest.raises(PackRefused, match=re.escape(said)):
        pack_from(change(json.loads(pack_json(pack()))))


# ---- order ----


def test_the_gravest_comes_first_and_blocks_are_numbered_through():
    assert [chapter.grade for chapter in pack().chapters] == list(GRADES)
    assert [block.number for block in pack().blocks] == list(range(1, len(pack().blocks) + 1))
    assert all(block.grade == chapter.grade for chapter in pack().chapters for block in chapter.blocks)


TOGETHER = [
    # before, after, the headings
    (
        "- {name: a, label: Alder, type: integer, min: 1, max: 9}",
        "- {name: a, label: Alder nå, type: integer, min: 2, max: 8}",
        ["Spørsmålet «Alder nå»"],
    ),
    (
        "- {name: a, label: Alder, type: code, codes: {1: Ung}}",
        "- {name: a, label: Alder, type: code, codes: {1: Ung, 2: Gammel}, required: true}",
        ["Spørsmålet «Alder»"],
    ),
    (
        "- {name: a, label: A, type: text, purpose: En}\n- {name: b, label: B, type: text, purpose: En}",
        "- {name: a, label: A, type: text, purpose: To}\n- {name: b, label: B, type: text, purpose: To}",
        ["Formål: En → To"],
    ),
    (
        "- {name: x, label: X, type: text}",
        "- {name: x, label: X, type: text}\n- {checklist: c, label: Hva?, ticks: {a: A, b: B}}",
        ["Ny gruppe spørsmål: «Hva?», med 2 svar"],
    ),
    (
        "- {name: a, label: A, type: text, aliases: {ute: A, inne: A}}",
        "- {name: a, label: A, type: text, aliases: {ute: AA, inne: AA}}",
        ["Navn i andre systemer"],
    ),
]


@pytest.mark.parametrize(("before", "after", "headings"), TOGETHER)
def test_what_belongs_together_is_one_block(before, after, headings):
    found = pack_between(before, after)
    assert [block.heading for block in found.blocks if block.place != "Registeret"] == headings


def test_a_list_that_several_questions_use_is_one_block_with_what_it_does_to_them():
    (block,) = [block for block in pack().blocks if block.heading.startswith("Svaralternativene")]
    assert block.heading == "Svaralternativene til «Hvor ofte trenger du hjelp?»"
    assert len(block.entries) == 6
    assert ["tabletter?" in picture.after for picture in block.pictures] == [False, True]


def test_of_questions_that_look_the_same_one_is_shown_and_the_others_are_named():
    listed = "codelists: {liste: {codes: {1: Ja, 2: Nei%s}}}"
    asked = "- {name: a, label: A, type: code, codelist: liste}\n- {name: b, label: A, type: code, codelist: liste}"
    compared = compare(*states_of([asked, listed % ""], [asked, listed % ", 3: Kanskje"]))
    found = pack_of(compared, languages()["nb"], about=About(), made_at=MADE_AT)
    (picture,) = [picture for block in found.blocks for picture in block.pictures]
    assert picture.note == "De samme svaralternativene brukes også i «A» (Skjema)."


# ---- what is said ----


def said_of(found, heading: str) -> list[str]:
    """Everything that is said under a heading, in order."""
    (block,) = [block for block in found.blocks if block.heading == heading]
    sentences = [entry.sentence for entry in block.entries]
    return sentences + [part for point in block.said for part in (point.text, *point.items) if part]


SAID = [
    # heading, sentences that must be there
    ("Spørsmålet «Hvor høy er du?»", ["Gyldig før, men ikke nå lenger: «Hvor høy er du?»: 221\xa0cm."]),
    ("Beregningen «Kroppsmasseindeks»", ["165\xa0cm gir 60,6 i dag og 78,8 etter endringen."]),
    ("Spørsmålet «Røyker du?»", ["«Har sluttet» (kode 2) blir «Nei» (kode 0)", "forteller mindre enn før",
                                 "De som har sluttet, regnes som ikke-røykere"]),
    ("Spørsmålet «Hva gjør du?»", ["Svaralternativet «Fødselspermisjon» (kode 3) kan ikke lenger velges",
                                   "De som har valgt det, beholder svaret sitt.", "Nytt svaralternativ: «Student»",
                                   "Alle svar som var gyldige før, er også gyldige her."]),
    ("Spørsmålet «Bruker du e-sigaretter?»", ["Nytt spørsmål", "har ikke noe svar på dette", "Hele fagrådet"]),
    ("Spørsmålet «Noe mer?»", ["vises ikke lenger i noe skjema"]),
    ("Regelen «Skriv hvor mange prosent.»", ["Regelen er strengere enn før."]),
    ("Regelen «Er vekten riktig?»", ["Slike svar godtas uten spørsmål i dag, men må bekreftes etter endringen"]),
    ("Spørsmålet «Hvor mye?»", ["blir ikke lenger spurt", "Regler: «Skriv hvor mange prosent.»"]),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "sentences"), SAID)
def test_what_a_board_must_know_is_said(heading, sentences):
    said = "\n".join(said_of(pack(), heading))
    assert [sentence for sentence in sentences if sentence not in said] == []


def test_nobody_is_told_an_address():
    text = pack_json(pack())
    assert re.findall(r"test\.skjema\.\w+", text) == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_sentences_are_no_markup(language):
    found = pack(language)
    said = [part for block in found.blocks for point in block.said for part in (point.title, point.text, *point.items)]
    said += [entry.sentence for entry in found.entries] + [block.heading for block in found.blocks]
    assert [sentence for sentence in said if re.search(r"<\w|&\w+;", sentence)] == []


def test_the_first_page():
    summary = pack().summary
    assert {count.grade: count.number for count in summary.counts} == {"breaking": 9, "review": 15, "safe": 3}
    assert summary.headline == "27 endringer, samlet under 15 nummer"
    assert summary.breaks[0] == "Noen svar som er gyldige i dag, vil ikke lenger være det. Se nr. 1, 4 og 7."
    assert [one.who for one in summary.needs] == ["Sekretariatet", "Fagrådets leder", "Hele fagrådet"]
    assert (summary.stops, summary.verdict) == ((), "Ingenting hindrer at versjonen gis ut.")
    assert pack().about == ABOUT


def test_what_it_costs_those_who_answer():
    found = pack_between("- {name: a, label: A, type: text}", MORE)
    (load,) = found.summary.loads
    assert (load.respondent, load.before) == ("Pasient", "1 spørsmål, omtrent 0 min")
    assert (load.after, load.difference) == ("3 spørsmål, omtrent 2 min", "2 spørsmål flere, omtrent 1,5 min")


MORE = """
- {name: a, label: A, type: text}
- {name: b, label: B, type: longtext}
- {name: c, label: C, type: longtext}
"""


def test_what_stops_it_is_said_in_a_sentence():
    found = pack_between(
        "- {name: a, label: Vekt, type: integer, unit: kg}", "- {name: a, label: Vekt, type: integer, unit: g}"
    )
    assert found.summary.verdict == "Før versjonen kan gis ut, må 1 spørsmål besvares."
    assert found.summary.stops[0].text.startswith("«Vekt» (test.skjema.a) har en annen enhet.")


def test_what_must_be_mended_is_said_in_the_readers_language_and_then_with_its_names():
    variable, changes = "- {name: a, label: Vekt, type: integer}", "- {purge: test.skjema.b, reason: Ble aldri brukt.}"
    found = pack_between(variable, variable, changes)
    (stop,) = found.summary.stops
    assert stop.slug == "intent-of-unknown"
    said = page(found, languages()["nb"])
    assert "Endringsfila nevner noe som ikke finnes. Rett navnet." in said
    assert '<span class="finding-detail" lang="en">There' in said


COUNTS = [
    # rows, patients, departments, that would break; what is said
    ((0, 0, 0, 0), "Ingen skjemaer i databasen har svar på dette."),
    ((8, 7, 1, 0), "I databasen gjelder det nå 8 skjemaer fra 7 pasienter ved <5 avdelinger."),
    (
        (1200, 900, 38, 3),
        "1 200 skjemaer fra 900 pasienter ved 38 avdelinger. <5 av dem oppfyller ikke",
    ),
]


@pytest.mark.parametrize(("counts", "said"), COUNTS)
def test_how_many_answers_there_are_and_small_numbers_are_hidden(counts, said):
    before, after = "- {name: a, label: A, type: integer, max: 9}", "- {name: a, label: A, type: integer, max: 8}"
    compared = compare(*states_of(before, after))
    change = next(change for change in compared.difference.changes if change.subject.kind == "variable")
    rows, patients, departments, breaking = counts
    impact = Impact(change, rows, patients, departments, breaking=breaking)
    found = pack_of(compared, languages()["nb"], about=About(), made_at=MADE_AT, impact=[impact])
    assert said in "\n".join(said_of(found, "Spørsmålet «A»")).replace("\xa0", " ")


def test_a_count_that_was_not_finished_is_said_so():
    compared = compare(*states_of("- {name: a, label: A, type: text}", "- {name: a, label: B, type: text}"))
    change = next(change for change in compared.difference.changes if change.subject.kind == "variable")
    impact = Impact(change, unfinished="timeout")
    found = pack_of(compared, languages()["nb"], about=About(), made_at=MADE_AT, impact=[impact])
    assert "Det gikk for lang tid å telle" in "\n".join(said_of(found, "Spørsmålet «B»"))


# ---- the page ----


def test_the_page_needs_nothing_else():
    text = page(pack(), languages()["nb"])
    assert not re.search(r"<script|<link|<img|<form|<input|<button|src=|@import|url\(|https?:|style=| on\w+=", text)
    targets = re.findall(r' id="([^"]+)"', text)
    assert len(targets) == len(set(targets))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(targets)


def test_words_of_the_catalogue_are_no_markup():
    bad = "- {name: a, label: '<b>Høyde</b> & <script>', help: '<i>', type: code, codes: {1: '<u>'}}"
    text = page(pack_between("- {name: b, label: Noe, type: text}", bad), languages()["nb"])
    assert re.findall(r"<b>Høyde|<script|<i>|<u>", text) == []
    assert "&lt;b&gt;Høyde&lt;/b&gt; &amp; &lt;script&gt;" in text
    said = replace(pack(), about=About(title="<b>", reason="<script>"))
    assert "<script" not in page(said, languages()["nb"])


def test_many_changes_of_one_block_are_closed_but_all_there():
    rows = "\n".join(f"- {{name: v{number}, label: L{number}, type: text, purpose: %s}}" for number in range(20))
    found = pack_between(rows % (("En",) * 20), rows % (("To",) * 20))
    text = page(found, languages()["nb"])
    assert text.count("<details>") == 1
    assert "<summary>og 17 til</summary>" in text
    assert all(f'id="{entry.name}"' in text for entry in found.entries)


def test_a_page_of_the_application_hangs_something_on_each_change():
    macros = fragments(languages()["nb"])
    for block in pack().blocks:
        text = macros["block"](block, caller=lambda entry: f"[{entry.name}]")
        assert re.findall(r"\[(c\w{16})\]", text) == [entry.name for entry in block.entries]
