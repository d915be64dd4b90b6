"""A small registry with a change of every kind that a board meets, and its pack."""

from datetime import UTC, datetime
from functools import cache

from migrations_gen.comparison import Comparison, compare
from migrations_gen.compatibility.judging import judge
from migrations_gen.diff import diff
from renderers.i18n import languages
from renderers.review import About, Pack, pack_of
from tests.states import Words, states_of

MADE_AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)

ABOUT = About(
    number=4,
    title="Enklere spørreskjema",
    reason="Pasientene synes noen svar er vanskelige å skille.",
    requested_by="Fagrådet 12.03.2026",
    recommendation="Alle endringene anbefales.",
)

CODES = """
codelists:
  hyppighet:
    codes: {1: Sjeldnere enn hver måned, 2: Hver måned, 3: Hver uke, 4: Hver dag}
"""

FORM = """
form: skjema
module: test
title: Spørreskjema
respondent: patient
timepoints: [preop]
category: bakgrunn
purpose: Test
source: test
sections:
  - section: del
    title: Om deg
    variables:
      - {name: hoyde, label: Hvor høy er du?, type: integer, unit: cm, min: 100, max: 230}
      - {name: vekt, label: Hvor mye veier du?, type: integer, unit: kg, min: 30, max: 300, aliases: {ute: VEKT}}
      - {name: kmi, label: Kroppsmasseindeks, type: decimal, decimals: 1, calculate: "vekt / power(hoyde / 100, 2)"}
      - {name: royk, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja, 2: Har sluttet}}
      - {name: hjelp, label: Hvor ofte trenger du hjelp?, type: code, codelist: hyppighet}
      - {name: tabletter, label: Hvor ofte tar du tabletter?, type: code, codelist: hyppighet}
      - name: status
        label: Hva gjør du?
        type: code
        codes: {1: Jobber, 2: Sykmeldt, 3: Fødselspermisjon}
      - {name: prosent, label: Hvor mye?, type: integer, unit: "%", min: 0, max: 100, enable_when: "status in (1, 2)"}
      - name: smerte
        label: Hvor vondt har du det?
        type: integer
        display: scale
        ends: [Ingen smerte, Verst tenkelig]
        min: 0
        max: 10
      - checklist: sykdom
        label: Har du noen av disse?
        ticks: {diabetes: Diabetes, hjerte: Hjertesykdom}
      - {name: merknad, label: Noe mer?, type: longtext}
rules:
  - {rule: rimelig, require: vekt < hoyde + 100, severity: soft, message: Er vekten riktig?}
  - {rule: sykmeldt, require: status <> 2 or prosent > 0, severity: soft, message: Skriv hvor mange prosent.}
"""

EDITS = [
    # what becomes what, as an author would edit the form
    ("min: 100, max: 230", "min: 120, soft_max: 210, max: 220, required: true"),
    ("aliases: {ute: VEKT}", "aliases: {ute: VEKT_KG}"),
    ("vekt / power", "1.3 * vekt / power"),
    ("name: royk, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja, 2: Har sluttet}",
     "name: roker, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja}"),
    ("3: Fødselspermisjon}",
     "3: {label: Fødselspermisjon, retired: {version: 2.0.0, reason: Lite brukt}}, 4: Student}"),
    ('"status in (1, 2)"', "status = 2"),
    ("label: Hvor vondt har du det?", "label: Hvor vondt har du det i dag?"),
    ("hjerte: Hjertesykdom}", "hjerte: Hjertesykdom, lunge: Lungesykdom}"),
    ("      - {name: merknad, label: Noe mer?, type: longtext}\n",
     "      - {name: damp, label: Bruker du e-sigaretter?, help: Med eller uten nikotin., type: boolean}\n"),
    ("require: vekt < hoyde + 100, severity: soft", "require: vekt < hoyde + 90, severity: soft"),
    ("prosent > 0, severity: soft", "prosent > 0, severity: hard"),
    ("rules:\n", "rules:\n  - {rule: gammel, require: not (hoyde > 200 and sykdom_diabetes), severity: soft,"
     " message: Stemmer høyden?}\n"),
]  # fmt: skip

LATER_CODES = """
codelists:
  hyppighet:
    codes: {1: Sjeldnere enn hver uke, 2: Hver uke, 3: Hver dag}
"""

CHANGES = """
version: 2.0.0
requested_by: Fagrådet 12.03.2026
changes:
  - rename: test.skjema.royk
    to: roker
  - recode: test.skjema.roker
    map: {0: 0, 1: 1, 2: 0}
    comparable: coarser
    reason: De som har sluttet, regnes som ikke-røykere
  - recode: hyppighet
    map: {1: 1, 2: 1, 3: 2, 4: 3}
    comparable: coarser
    reason: Pasientene skiller ikke mellom de sjeldneste svarene
  - about: test.skjema.damp
    reason: Flere og flere bruker e-sigaretter
"""

NYNORSK: Words = {
    "nn": {
        "test.skjema.title": ("Spørreskjema", "Spørjeskjema"),
        "test.skjema.hoyde.label": ("Hvor høy er du?", "Kor høg er du?"),
        "test.skjema.damp.label": ("Bruker du e-sigaretter?", "Brukar du e-sigarettar?"),
        "respondent.patient": ("Pasient", "Pasient"),
    }
}


def edited() -> str:
    """The form after the change."""
    text = FORM
    for before, after in EDITS:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


@cache
def comparison() -> Comparison:
    """The two states compared, with proofs."""
    states = states_of([FORM, CODES], [edited(), LATER_CODES], CHANGES, words_before=NYNORSK, words_after=NYNORSK)
    before, after = states
    verdicts = judge(before.catalogue, after.catalogue, diff(before, after).carrying)
    return compare(before, after, verdicts=verdicts)


@cache
def pack(language: str = "nb") -> Pack:
    """The pack of all of it."""
    return pack_of(comparison(), languages()[language], about=ABOUT, made_at=MADE_AT)


def pack_between(before: str, after: str, changes: str = "", language: str = "nb") -> Pack:
    """The pack of two lists of variables, or of two forms."""
    compared = compare(*states_of(before, after, changes))
    return pack_of(compared, languages()[language], about=About(), made_at=MADE_AT)
