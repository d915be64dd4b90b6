"""Every issue has a sentence in every language, which names the question, the limit and the way out."""

from datetime import date

import pytest
from models import EVERYTHING, wording

from catalogue.value_types import VALUE_TYPES
from engine.answers import ISSUES, Issue, IssueSeverity
from renderers.html.messages import NOT_ASKED, SENTENCES, key_for, named, sentence
from renderers.i18n import languages

LIMIT = {
    "below-min": ("min", 100),
    "above-max": ("max", 230),
    "below-soft-min": ("min", 140),
    "above-soft-max": ("max", 210),
    "too-long": ("max", 250),
    "too-many-decimals": ("decimals", 2),
}


TOLD = {
    "code-not-valid": {"code": "ABC16", "day": date(2012, 3, 1)},
    "code-replaced": {"code": "ABC16", "day": date(2012, 3, 1), "replacement": "ABC17"},
}


def issue(name: str, rule: str, *parameters: tuple[str, object]) -> Issue:
    return Issue(name, rule, IssueSeverity.REFUSED, parameters)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("rule", ISSUES)
def test_every_issue_is_told_in_every_language(rule, language):
    parameters = [LIMIT[rule]] if rule in LIMIT else list(TOLD.get(rule, {}).items())
    told = named(issue("hoyde", rule, *parameters), EVERYTHING, wording(language))
    assert "Hvor høy er du?" in told
    assert "{" not in told
    for _, limit in parameters:
        assert languages()[language].show(limit) in told


@pytest.mark.parametrize("rule", ISSUES)
@pytest.mark.parametrize("value_type", VALUE_TYPES)
def test_every_value_type_has_a_sentence_for_every_issue(rule, value_type):
    assert SENTENCES[key_for(rule, value_type)]


def test_no_sentence_is_for_an_unknown_issue():
    assert {key.split()[0] for key in SENTENCES} == {*ISSUES, NOT_ASKED}
    assert {key.split()[1] for key in SENTENCES if " " in key} <= set(VALUE_TYPES)


def test_a_language_is_not_another():
    told = {sentence(issue("hoyde", "required"), EVERYTHING, wording(language)) for language in languages()}
    assert told == {"This must be answered.", "Dette må besvares.", "Dette må svarast på."}


@pytest.mark.parametrize(
    ("found", "language", "expected"),
    [
        (
            issue("hoyde", "above-max", ("max", 230)),
            "nb",
            "Tallet er for høyt. Skriv et tall som er 230 cm eller mindre.",
        ),
        (
            issue("vekt", "above-max", ("max", 300.5)),
            "nn",
            "Talet er for høgt. Skriv eit tal som er 300,5 kg eller mindre.",
        ),
        (
            issue("fodt", "below-min", ("min", date(1900, 1, 1))),
            "nb",
            "Datoen er for tidlig. Skriv en dato som er 01.01.1900 eller senere.",
        ),
        (issue("vekt", "sum"), "nb", "Høyde og vekt passer ikke sammen."),
    ],
)
def test_the_words(found, language, expected):
    assert sentence(found, EVERYTHING, wording(language)).replace("\N{NO-BREAK SPACE}", " ") == expected
