"""A small catalogue with one of everything that a renderer must show, and its translation."""

from catalogue.texts import Text, Translation, Translations
from tests.catalogues import catalogue_of, form_of

LISTS = """
codelists:
  royk:
    title: Røykevaner
    codes:
      0: Nei
      1: Ja
      2: {label: Har røykt <før>, retired: {version: 2.0.0, reason: Slått sammen med nei}}
      9: {label: Ikke utfylt, missing: not_answered}
"""
INSTRUMENT = """
instrument: smertekart
title: Smertekart
licence: {holder: Eieren, wording: private}
codelist: royk
items: {rygg: Rygg, bein: Bein}
scores:
  - {name: antall, label: Antall, items: [rygg, bein], needs: 1, calculate: sum_answered(items)}
"""
VARIABLES = """
- name: hoyde
  label: Hvor høy er du?
  help: Uten sko
  type: integer
  unit: cm
  min: 100
  soft_min: 140
  max: 230
  limits_source: proposed
  required: true
  missing: {unknown: {code: 999, flag: {gammel: HOYDE_MISS}}}
  aliases: {gammel: Hoyde*}
- {name: vekt, label: Vekt, type: decimal, decimals: 1, unit: kg, min: 25, max: 300}
- {name: kmi, label: KMI, type: decimal, decimals: 1, calculate: "vekt / power(hoyde / 100, 2)"}
- {name: royk, label: Røyker du?, type: code, codelist: royk, only: [0, 1]}
- {name: farge, label: Farge, type: code, codes: {r: Rød, g: Grønn}, enable_when: royk = 1, required_when: hoyde > 200}
- {name: dag, label: Dag, type: date, min: 2007-01-01, max: "today()", prefill: today()}
- {name: prosedyre, label: Prosedyre, type: coding, system: prosedyre, valid_on: dag, edition: {gammel: PROS_VER}}
- {name: klokken, label: Klokken, type: time}
- {name: mote, label: Møte, type: datetime}
- {name: navn, label: Navn, type: text, max_length: 40, identifies: direct}
- {name: merknad, label: Merknad, type: longtext, collected: {from: 2020-01-01}}
- checklist: plager
  label: Plager
  enable_when: royk = 1
  otherwise: false
  ticks: {hoste: Hoste, ingen: Ingen}
  none: ingen
- matrix: niva
  label: Nivåer
  type: boolean
  rows: {c1: C1, c2: C2}
  columns: {h: Høyre, v: Venstre}
- instrument: smertekart
"""
RULES = """
- {rule: tung, require: vekt < 200 or hoyde > 180, severity: soft, message: "Er du så tung & lav?"}
"""

SYSTEM = """
system: prosedyre
title: Prosedyrer
version: "2016"
table: prosedyre.csv
"""
CATALOGUE = catalogue_of(LISTS, INSTRUMENT, SYSTEM, form_of(VARIABLES, RULES))
FORM = CATALOGUE.form["test.skjema"]


def _translated(text: Text, words: str) -> dict[str, Translation]:
    return {text.address: Translation(text.source, words)}


TRANSLATIONS = {
    "nb": Translations("nb"),
    "en": Translations("en", _translated(FORM.variable["hoyde"].label, "How tall are you?")),
}
