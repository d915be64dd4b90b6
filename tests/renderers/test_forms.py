"""A form as HTML: whole pages beside golden files, and what each state of an answer changes in them.

After an intended change of the markup: SKJEMAVERK_GOLDEN=write .venv/bin/pytest tests/renderers; read the difference.
"""

import os
import re
from pathlib import Path

import pytest
from markupsafe import Markup
from models import EVERYTHING, coded, codelist, form, text, variable, wording

from catalogue.model import Group, Section
from engine.answers import Issue, IssueSeverity, Outcome
from renderers.html.forms import Filling, form_template
from renderers.i18n import languages

GOLDEN = Path(__file__).parent.parent / "golden" / "forms"
REFUSED, HARD, SOFT = IssueSeverity.REFUSED, IssueSeverity.HARD, IssueSeverity.SOFT
HIDDEN = Outcome({"odi_skaar": 12.5}, {"prosent": None}, frozenset({"niva_c1_v"}), ())
FILLED = Filling(
    typed={
        "hoyde": "300",
        "vekt": "72,5",
        "fodt.d": "31",
        "fodt.m": "2",
        "fodt.y": "1950",
        "royker": "missing:declined",
        "arbeid": "1",
        "farge": "2",
        "land": "15",
        "smerte": "0",
        "annet": '"><script>alert("å")</script>\n\n</textarea>',
        "sykdom_diabetes": "1",
        "niva_c2_h": "1",
        "maal_arm_v": "12",
        "confirm.vekt.above-soft-max": "1",
        "because.vekt.above-soft-max": 'sa <hun> & "han"',
    },
    outcome=HIDDEN,
    issues=(
        Issue("sykdom", "required", HARD),
        Issue("vekt", "above-soft-max", SOFT, (("max", 70),)),
        Issue("hoyde", "above-max", REFUSED, (("max", 230),)),
        Issue("fodt", "wrong-type", REFUSED),
        Issue("vekt", "sum", HARD),
    ),
    summary=True,
    token="token",
    revision=7,
    action="/form/prove.skjema/1",
    rules="/rules/1/prove.skjema.js",
    context='{"today": 739577}',
    notices=Markup("<p>Lagret</p>"),
)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("state", "filling"), [("empty", Filling()), ("filled", FILLED)])
def test_the_whole_form(language, state, filling):
    path = GOLDEN / f"everything.{state}.{language}.html"
    made = form_template(EVERYTHING, wording(language, Farge="Colour")).fill(filling) + "\n"
    if os.environ.get("SKJEMAVERK_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def template():
    return form_template(EVERYTHING, wording())


def element(html: str, ident: str) -> str:
    """The tag with this id."""
    return re.search(rf'<[^<>]* id="{re.escape(ident)}"[^<>]*>', html)[0]


TYPED = [
    # field, text, the element and what it then has
    ("hoyde", "1 80", "f-hoyde", 'value="1 80"'),
    ("vekt", '"<&>', "f-vekt", 'value="&#34;&lt;&amp;&gt;"'),
    ("fodt.y", "195", "f-fodt-y", 'value="195"'),
    ("hoyde.unknown", "1", "f-hoyde-unknown", " checked"),
    ("royker", "0", "f-royker-1", " checked"),
    ("royker", "missing:declined", "f-royker-declined", " checked"),
    ("arbeid", "missing:unknown", "f-arbeid-unknown", " checked"),
    ("smerte", "10", "f-smerte-10", " checked"),
    ("sykdom_ingen", "1", "f-sykdom_ingen", " checked"),
    ("niva_c1_h", "1", "f-niva_c1_h", " checked"),
]


@pytest.mark.parametrize(("field", "text", "ident", "has"), TYPED)
def test_what_is_typed_stands_in_its_field(template, field, text, ident, has):
    assert has not in element(template.fill(Filling()), ident)
    assert has in element(template.fill(Filling(typed={field: text})), ident)


def test_a_list_shows_what_is_chosen(template):
    assert '<option value="15" selected>' in template.fill(Filling(typed={"land": "15"}))


@pytest.mark.parametrize("field", ["finnesikke", "odi_skaar", "royker", "smerte", "land", "arbeid"])
def test_what_the_form_does_not_offer_changes_nothing(template, field):
    assert template.fill(Filling(typed={field: "noe annet"})) == template.fill(Filling())


NOT_ASKED = [
    ({"prosent"}, {"q-prosent"}),
    ({"niva_c1_h"}, set()),
    ({"niva_c1_h", "niva_c1_v", "niva_c2_h", "niva_c2_v"}, {"q-niva"}),
    ({"odi_smerte", "odi_skaar"}, {"q-odi_smerte", "q-odi_skaar"}),
]


@pytest.mark.parametrize(("names", "hidden"), NOT_ASKED)
def test_what_is_not_asked_is_hidden(template, names, hidden):
    html = template.fill(Filling(outcome=Outcome({}, dict.fromkeys(names), frozenset(), ())))
    found = set(re.findall(r'<div class="question" id="([^"]+)"[^>]* hidden>', html))
    assert found == hidden
    assert f'name="_hidden" value="{" ".join(sorted(names))}"' in html


def test_a_part_in_which_nothing_is_asked_is_hidden_and_not_counted():
    parts = [
        Section(name=name, title=text(name), items=(variable(f"v_{name}", "text"),)) for name in ("en", "to", "tre")
    ]
    template = form_template(form(sections=tuple(parts)), wording())
    html = template.fill(Filling(outcome=Outcome({}, {"v_to": None}, frozenset(), ())))
    assert " hidden>" in element(html, "s-to")
    assert " hidden>" not in element(html, "s-tre")
    assert re.findall(r'class="number">([^<]*)<', html) == ["Del 1 av 2", "", "Del 2 av 2"]


def test_an_answer_that_is_told_about_is_shown_although_it_is_not_asked(template):
    outcome = Outcome({}, {"prosent": None}, frozenset(), ())
    html = template.fill(Filling(outcome=outcome, issues=(Issue("prosent", "not-asked", HARD),)))
    assert " hidden" not in element(html, "q-prosent")
    assert 'name="_hidden" value="prosent"' in html


def test_the_summary_follows_the_form_and_links_to_fields(template):
    html = template.fill(FILLED)
    summary = html[html.index('id="summary"') : html.index("</ul>")]
    assert re.findall(r'href="#([^"]+)"', summary) == ["f-hoyde", "f-vekt", "f-vekt", "f-fodt-d", "f-sykdom_diabetes"]
    for ident in re.findall(r'href="#([^"]+)"', summary):
        assert element(html, ident)


def test_every_id_is_there_once_and_every_label_has_its_field(template):
    for filling in (Filling(), FILLED):
        html = template.fill(filling)
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r' for="([^"]+)"', html)) <= set(ids)
        described = {ident for found in re.findall(r'aria-describedby="([^"]+)"', html) for ident in found.split()}
        assert described <= set(ids)


def test_a_text_that_is_not_translated_says_its_language():
    html = form_template(EVERYTHING, wording("en", Farge="Colour")).fill(Filling())
    assert '<span lang="nb">Hvor høy er du?</span>' in html
    assert '<legend class="ds-label">Colour</legend>' in html


def test_what_is_retired_or_hidden_is_not_on_the_form():
    gone = (
        variable("skjult", "integer", calculate=None, display="hidden"),
        Group(kind="instrument", name="i", label=text("I"), variables=(coded("svar", "Svar", codelist("n", "a")),)),
    )
    html = form_template(form(*gone), wording()).fill(Filling())
    assert "skjult" not in html
    assert 'id="q-svar"' in html


def test_an_issue_about_something_off_the_page_is_told_where_it_comes_from(template):
    about = Issue("usynlig", "required", HARD, (), ("hoyde", "usynlig"))
    assert " data-demanded" in element(template.fill(Filling(issues=(about,))), "q-hoyde")


def test_filling_does_not_depend_on_order(template):
    backwards = dict(reversed(FILLED.typed.items()))
    again = Filling(**{name: getattr(FILLED, name) for name in FILLED.__slots__} | {"typed": backwards})
    assert template.fill(again) == template.fill(FILLED)
