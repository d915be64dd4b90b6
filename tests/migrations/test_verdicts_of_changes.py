"""Which verdicts a change has to answer for, and what is said of them."""

import pytest

from catalogue.texts import Translations
from migrations_gen.compatibility.judging import judge
from migrations_gen.compatibility.matching import SAYS, verdicts_of
from migrations_gen.compatibility.records import Verdict
from migrations_gen.diff import diff
from migrations_gen.diff.records import Difference
from renderers.compatibility import BROKEN, Versions, sentence
from renderers.html.wording import Wording
from renderers.i18n import languages
from tests.migrations.test_compatibility import document
from tests.states import states_of

BEFORE = {
    "form": "skjema",
    "variables": [
        {"name": "hoyde", "label": "Hvor høy er du?", "type": "integer", "unit": "cm", "min": 100, "max": 221},
        {"name": "royk", "label": "Røyker du?", "type": "code", "codes": {1: "Ja", 2: "Nei"}},
        {"name": "antall", "label": "Hvor mange?", "type": "integer", "min": 5, "max": 5, "enable_when": "royk = 1"},
        {"name": "dag", "label": "Hvilken dag?", "type": "date", "min": "2020-01-01", "max": "2020-01-01"},
        {"name": "navn", "label": "Navn", "type": "text", "max_length": 41},
    ],
    "rules": [{"rule": "voksen", "require": "hoyde > 99", "severity": "hard", "message": "Er du voksen?"}],
}
AFTER = {
    "form": "skjema",
    "variables": [
        {"name": "hoyde", "label": "Hvor høy er du?", "type": "integer", "unit": "cm", "min": 90, "max": 220},
        {"name": "royk", "label": "Røyker du?", "type": "code", "codes": {0: "Nei", 1: "Planlegger", 2: "Ja"}},
        {"name": "antall", "label": "Hvor mange?", "type": "integer", "min": 5, "max": 5, "enable_when": "royk = 1"},
        {"name": "dag", "label": "Hvilken dag?", "type": "date", "min": "2020-01-02", "max": "2020-02-01"},
        {"name": "navn", "label": "Navn", "type": "text", "max_length": 40},
    ],
    "rules": [{"rule": "voksen", "require": "hoyde > 100", "severity": "hard", "message": "Er du voksen?"}],
}
CHANGES = "- {recode: test.skjema.royk, map: {1: 2, 2: 0}}"


@pytest.fixture(scope="module")
def found() -> tuple[Difference, tuple[Verdict, ...]]:
    difference = diff(*states_of([document(BEFORE)], [document(AFTER)], CHANGES))
    before, after = difference.before.catalogue, difference.after.catalogue
    return difference, judge(before, after, difference.carrying)


ANSWERED = {
    "MinimumChanged test.skjema.hoyde": ["proved hoyde below-min"],
    "MaximumChanged test.skjema.hoyde": ["refuted hoyde above-max"],
    "MinimumChanged test.skjema.dag": ["refuted dag below-min"],
    "LengthChanged test.skjema.navn": ["refuted navn too-long"],
    "RuleChanged test.skjema.voksen": ["refuted voksen"],
    "CodeAdded test.skjema.royk.0": ["proved royk unknown-code"],
    "Recoded test.skjema.royk": ["proved royk unknown-code", "refuted antall enable_when"],
}


def test_each_change_has_the_verdicts_on_what_it_says_and_on_what_reads_it(
    found: tuple[Difference, tuple[Verdict, ...]],
) -> None:
    difference, verdicts = found
    told = {
        f"{type(change).__name__} {change.subject}": [
            f"{verdict.grade} {verdict.demand}" for verdict in verdicts_of(change, verdicts)
        ]
        for change in difference.changes
    }
    for change, expected in ANSWERED.items():
        assert set(expected) <= set(told[change]), told[change]


SENTENCES = {
    ("nb", "hoyde above-max"): (
        "Gyldig før, men ikke nå lenger: «Hvor høy er du?»: 221\N{NO-BREAK SPACE}cm. "
        "«Hvor høy er du?» må nå være høyst 220\N{NO-BREAK SPACE}cm."
    ),
    ("nn", "dag below-min"): (
        "Gyldig før, men ikkje no lenger: «Hvilken dag?»: 01.01.2020. "
        "«Hvilken dag?» må no vere 02.01.2020 eller seinare."
    ),
    ("nb", "antall enable_when"): (
        "Gyldig før, men ikke nå lenger: «Hvor mange?»: 5 og «Røyker du?»: Ja (1) blir til «Hvor mange?»: 5 og "
        "«Røyker du?»: Ja (2). «Hvor mange?» blir ikke lenger spurt om i dette tilfellet, så svaret ville gå tapt."
    ),
    ("nb", "navn too-long"): (
        "Gyldig før, men ikke nå lenger: «Navn»: en tekst på 41 tegn. «Navn» tar nå imot høyst 40 tegn."
    ),
    ("en", "voksen"): (
        "Valid before, but not any more: “Hvor høy er du?”: 100\N{NO-BREAK SPACE}cm. "
        "Against the rule “voksen”: Er du voksen?"
    ),
    ("nb", "hoyde below-min"): "Alle svar som var gyldige før, er også gyldige her.",
}


@pytest.mark.parametrize(("language", "demand"), SENTENCES)
def test_what_is_said(found: tuple[Difference, tuple[Verdict, ...]], language: str, demand: str) -> None:
    difference, verdicts = found
    versions = Versions(difference.before.catalogue, difference.after.catalogue)
    wording = Wording(languages()[language], Translations(language, {}), "nb")
    verdict = next(verdict for verdict in verdicts if verdict.demand == demand)
    assert sentence(verdict, versions, wording) == SENTENCES[language, demand]


def test_whatever_a_change_may_break_can_be_said() -> None:
    kinds = frozenset[str]().union(*SAYS.values())
    assert kinds <= BROKEN.keys()
