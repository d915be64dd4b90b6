"""A statement written out: every voice in its place, in both languages, on the page, as text and on paper."""

import re
from dataclasses import replace
from datetime import date

import pytest

from migrations_gen.board.records import Quorum
from migrations_gen.ledger.records import Interest, Outcome, Said, Statement
from renderers.i18n import languages
from renderers.printing import PdfUnavailable, printed
from renderers.statement import Told, digest, document, fragment, page, text
from tests import boards

BOARD = replace(boards.BOARD, quorum=Quorum(at_least=2, always=("bruker",)))
TOLD = Told("Registeret", {"c2": "Ny kode 3: Vet ikke.", "c1": "Høyeste <verdi> er nå 230."})


def said(change: str, seat: str, view: str, why: str = "") -> Said:
    return Said(change=change, seat=seat, account=f"{seat}_1", view=view, text=why)


MADE = Statement(
    proposal="p",
    number=4,
    title="Tre koder & en grense",
    before="b" * 64,
    after="a" * 64,
    changes="c" * 64,
    packs={"nb": "d" * 64},
    on=date(2026, 3, 12),
    views=(
        said("c1", "bruker", "remark", "Skriv det enklere"),
        said("c1", "nord", "against", "For strengt.\nOg for tidlig."),
        said("c1", "vest", "recommend"),
        said("c2", "nord", "recommend"),
        said("c2", "vest", "abstain", "Kjenner det ikke"),
    ),
    interests=(Interest(change="c2", seat="nord", account="nord_1", text="Lager skjemaet"),),
    outcomes={"c1": Outcome.WITH_REMARK, "c2": Outcome.UNDECIDED},
    warnings=(("vacant-seat", "bruker"), ("no-quorum", "c2")),
    has_quorum=False,
    text={},
)

NB = """\
Registeret
UTTALELSE FRA FAGRÅDET

Sak 4: Tre koder & en grense
Dato: 12.03.2026
Gitt av: Fagrådet § 6 b
For å være vedtaksført: Minst 2 plasser må ha svart, og alltid bruker

Fagrådet tilrår 1 av 2 endringer. For 1 av dem var fagrådet ikke vedtaksført.

Dette sier fagrådet
-------------------

1. Ny kode 3: Vet ikke.
   IKKE FLERTALL
   Avstår (1): vest
   Har meldt seg inhabil, og teller ikke (1): nord
   Har ikke svart (1): bruker
   Fagrådet var ikke vedtaksført for denne endringen, og har derfor ikke uttalt seg om den.
   Merknader
   - vest: Avstår
     Kjenner det ikke

2. Høyeste <verdi> er nå 230.
   TILRÅDD MED MERKNAD
   Tilrår (1): vest
   Tilrår med merknad (1): bruker
   Tilrår ikke (1): nord
   Dissens
   - nord: Tilrår ikke
     For strengt.
     Og for tidlig.
   Merknader
   - bruker: Tilrår med merknad
     Skriv det enklere

Plassene
--------
- nord (x): Har svart på alt
- vest (x): Har svart på alt
- bruker (x): Har svart på noe

Inhabilitet
-----------
- nord, Endring 1
  Lager skjemaet

Dette manglet denne dagen
-------------------------
- Plassen bruker var ledig.

Dette er uttalelsen om
----------------------
"""


def written(code: str, made: Statement = MADE) -> str:
    return text(document(made, BOARD, TOLD, languages()[code]), languages()[code])


def test_the_whole_statement_in_words() -> None:
    assert written("nb").startswith(NB)
    assert MADE.before in written("nb")


@pytest.mark.parametrize(
    ("code", "says"),
    [("nn", "FRÅSEGN FRÅ FAGRÅDET"), ("nn", "Fagrådet rår til 1 av 2 endringar."), ("en", "STATEMENT OF THE BOARD")],
)
def test_it_is_said_in_each_language(code: str, says: str) -> None:
    assert says in written(code)


def test_every_voice_is_on_the_page_as_in_the_text_and_nothing_is_markup() -> None:
    shown = document(MADE, BOARD, TOLD, languages()["nb"])
    html = fragment(shown, languages()["nb"])
    for words in ("For strengt.", "Kjenner det ikke", "Skriv det enklere", "Lager skjemaet", "&lt;verdi&gt;"):
        assert words in html
    assert "<verdi>" not in html
    whole = page(shown, languages()["nb"])
    assert html.strip() in whole
    assert not re.search(r"<(script|link|img|iframe)|https?://", whole)
    assert 'lang="nb"' in whole


def test_its_digest_is_of_its_words_and_not_of_the_order_the_ledger_keeps_them_in() -> None:
    spoken = languages()["nb"]
    turned = replace(MADE, outcomes=dict(reversed(MADE.outcomes.items())), text={"nb": "x"})
    first, other = (document(made, BOARD, TOLD, spoken) for made in (MADE, turned))
    assert digest(first, spoken) == digest(other, spoken)
    said_otherwise = replace(MADE, title="Tre koder og en grense")
    assert digest(document(said_otherwise, BOARD, TOLD, spoken), spoken) != digest(first, spoken)


def test_it_is_set_on_paper() -> None:
    spoken = languages()["nb"]
    made = printed(page(document(MADE, BOARD, TOLD, spoken), spoken), spoken)
    assert isinstance(made, PdfUnavailable) or made.startswith(b"%PDF")
