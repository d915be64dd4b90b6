"""Still pictures of questions: what a form shows, with nothing to fill in, and what differs marked."""

import re

import pytest

from renderers.html.questions import questionnaire
from renderers.html.wording import Wording
from renderers.i18n import languages
from renderers.review.stills import KEPT, marked, plain, still
from tests.nkr import loaded_nkr
from tests.review.reviewed import pack_between

CODED = "- {{name: a, label: {}, type: code, codes: {}}}"

MARKED = [
    # before, after, what is struck out, what is underlined
    (CODED.format("A", "{1: En, 2: To}"), CODED.format("A", "{1: En, 2: To, 3: Tre}"), [], ["Tre"]),
    (CODED.format("A", "{1: En, 2: To}"), CODED.format("A", "{1: En}"), ["To"], []),
    (CODED.format("Hvor lenge?", "{1: En}"), CODED.format("Hvor ofte?", "{1: En}"), ["lenge"], ["ofte"]),
    (CODED.format("A", "{1: Hver uke}"), CODED.format("A", "{1: Hver dag, 2: Aldri}"), ["uke"], ["dag", "Aldri"]),
    (
        "- {name: a, label: A, type: integer, unit: kg, min: 1, max: 9}",
        "- {name: a, label: A, type: integer, unit: g, min: 1, max: 8, required: true}",
        ["kg", "kg", "9", "kg"],
        ["(må besvares)", "g", "g", "8", "g"],
    ),
    (
        "- {name: a, label: A, type: text, max_length: 60}",
        "- {name: a, label: A, type: text, max_length: 40}",
        ["60"],
        ["40"],
    ),
    (
        "- {checklist: c, label: Hva?, ticks: {a: A, b: B}}",
        "- {checklist: c, label: Hva?, ticks: {a: A, b: B, c: C}}",
        [],
        ["C"],
    ),
    (
        "- {name: a, label: A, type: integer, display: scale, min: 0, max: 2, ends: [Lite, Mye]}",
        "- {name: a, label: A, type: integer, display: scale, min: 0, max: 2, ends: [Lite, Svært mye]}",
        ["Mye"],
        ["Svært mye"],
    ),
]


@pytest.mark.parametrize(("before", "after", "gone", "come"), MARKED)
def test_what_differs_is_marked(before, after, gone, come):
    (picture,) = [picture for block in pack_between(before, after).blocks for picture in block.pictures]
    assert re.findall("<del>(.*?)</del>", picture.before) == gone
    assert re.findall("<ins>(.*?)</ins>", picture.after) == come
    assert "<ins>" not in picture.before
    assert "<del>" not in picture.after


ONE_SIDED = [
    # before, after, whether there is something before, after
    ("", "- {name: a, label: A, type: text}", False, True),
    ("- {name: a, label: A, type: text}", "", True, False),
    (
        "- {name: a, label: A, type: text}",
        "- {name: a, label: A, type: text, retired: {version: 2.0.0, reason: x}}",
        True,
        False,
    ),
]
OTHER = "- {name: x, label: X, type: text}\n"


@pytest.mark.parametrize(("before", "after", "was", "is_there"), ONE_SIDED)
def test_what_comes_or_goes_has_one_side(before, after, was, is_there):
    found = pack_between(OTHER + before, OTHER + after)
    (picture,) = [picture for block in found.blocks for picture in block.pictures]
    assert (bool(picture.before), bool(picture.after)) == (was, is_there)


def test_a_question_that_looks_as_before_is_shown_once():
    changes = "- rename: test.skjema.a\n  to: b"
    found = pack_between("- {name: a, label: A, type: text}", "- {name: b, label: A, type: text}", changes)
    (picture,) = [picture for block in found.blocks for picture in block.pictures]
    assert picture.is_same
    assert picture.note == "Spørsmålet ser ut som før."


@pytest.fixture(scope="module")
def loaded():
    return loaded_nkr()


def test_no_question_of_the_registry_can_be_filled_in(loaded):
    wording = Wording(languages()["nb"], loaded.translations["nb"], "nb")
    allowed = {*KEPT.values()}
    seen = set()
    for form in loaded.catalogue.forms:
        for question in questionnaire(form).questions.values():
            if question.kind == "calculated":
                continue
            seen.add(question.kind)
            html = plain(still(question, wording))
            assert set(re.findall(r"<(\w+)", html)) <= allowed, question.name
            assert set(re.findall(r' ([\w-]+)="', html)) <= {"class", "lang"}, question.name
            assert wording.words(question.label).split()[0] in html
            assert html.count("<div") == html.count("</div>")
            assert html.count("<span") == html.count("</span>")
    assert seen >= {"text", "parts", "choices", "area", "select", "checklist", "matrix", "scale"}


def test_the_same_twice_has_no_marks(loaded):
    wording = Wording(languages()["nb"], loaded.translations["nb"], "nb")
    question = next(iter(questionnaire(loaded.catalogue.forms[1]).questions.values()))
    pieces = still(question, wording)
    assert marked(pieces, pieces) == (plain(pieces), plain(pieces))
