"""What people call the things of two states."""

import pytest

from migrations_gen.changes import Subject
from migrations_gen.changes.sentences import Named
from migrations_gen.naming import naming
from tests.states import states_of

BEFORE = """
- {name: borte, label: Noe som var, type: text}
- {name: alder, label: Alder, type: integer}
"""

AFTER = """
- {name: alder, label: Hvor gammel er du?, type: integer}
- {name: dobbelt, label: Dobbel alder, type: integer, calculate: alder * 2}
- {name: status, label: Hva gjør du?, type: code, codelist: status}
- {name: a, label: Første, type: code, codelist: delt}
- {name: b, label: Andre, type: code, codelist: delt}
- checklist: sykdom
  label: Har du noen av disse?
  ticks: {hjerte: Hjertesykdom}
- matrix: niva
  label: Hvilke nivåer?
  type: boolean
  rows: {c1: C1}
  columns: {h: Høyre, v: Venstre}
"""

LISTS = """
codelists:
  status:
    codes: {1: Jobber}
  delt:
    codes: {1: En}
"""

WORDS = {"nn": {"test.skjema.alder.label": ("Hvor gammel er du?", "Kor gammal er du?")}}

NAMED = [
    # kind, address, language, words, what kind of thing it is
    ("variable", "test.skjema.alder", "nb", "Hvor gammel er du?", "variable"),
    ("variable", "test.skjema.alder", "nn", "Kor gammal er du?", "variable"),
    ("variable", "test.skjema.borte", "nb", "Noe som var", "variable"),
    ("variable", "test.skjema.dobbelt", "nb", "Dobbel alder", "calculation"),
    ("variable", "test.skjema.sykdom_hjerte", "nb", "Har du noen av disse? – Hjertesykdom", "variable"),
    ("variable", "test.skjema.niva_c1_v", "nb", "Hvilke nivåer? – C1 – Venstre", "variable"),
    ("variable", "test.skjema.ingenting", "nb", "", "variable"),
    ("group", "test.skjema.niva", "nb", "Hvilke nivåer?", "matrix"),
    ("codelist", "status", "nb", "Hva gjør du?", "codelist"),
    ("codelist", "delt", "nb", "", "codelist"),
    ("code", "status.1", "nb", "Jobber", "code"),
    ("section", "test.skjema.del", "nb", "Del", "section"),
    ("timepoint", "test.m3", "nb", "Etter 3 måneder", "timepoint"),
    ("language", "nn", "nb", "Nynorsk", "language"),
]


@pytest.mark.parametrize(("kind", "address", "language", "words", "noun"), NAMED)
def test_a_thing_is_called(kind: str, address: str, language: str, words: str, noun: str) -> None:
    named = naming(*states_of([BEFORE], [AFTER, LISTS], words_after=WORDS), language, {"nn": "Nynorsk"})
    assert named(Subject(kind, address)) == Named(words, noun)
