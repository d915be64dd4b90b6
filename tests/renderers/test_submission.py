"""What a browser sends, and the answers it is; then back to what the fields show. A row: sent, values, reasons."""

from datetime import date, datetime, time

import pytest
from models import EVERYTHING

from engine.answers import Answers
from engine.coercion import Style
from renderers.html.questions import questionnaire
from renderers.html.submission import read, typed_answers

ASKED = questionnaire(EVERYTHING)
NB = Style(decimal=",")

READ = [
    ({}, {}, {}),
    ({"hoyde": " 180 "}, {"hoyde": 180}, {}),
    ({"vekt": "72,5"}, {"vekt": 72.5}, {}),
    ({"hoyde.unknown": "1"}, {}, {"hoyde": "unknown"}),
    ({"hoyde": "180", "hoyde.unknown": "1"}, {"hoyde": 180}, {"hoyde": "unknown"}),
    ({"hoyde.unknown": "1", "hoyde.declined": "1"}, {}, {"hoyde": "unknown,declined"}),
    ({"fodt.d": "1", "fodt.m": "2", "fodt.y": "1950"}, {"fodt": date(1950, 2, 1)}, {}),
    ({"fodt.d": "01.02.1950", "fodt.m": "", "fodt.y": ""}, {"fodt": date(1950, 2, 1)}, {}),
    ({"fodt.unknown": "1"}, {}, {"fodt": "unknown"}),
    ({"klokken.h": "8", "klokken.min": "5"}, {"klokken": time(8, 5)}, {}),
    ({"klokken.h": "08:05"}, {"klokken": time(8, 5)}, {}),
    (
        {"tidspunkt.d": "1", "tidspunkt.m": "2", "tidspunkt.y": "2026", "tidspunkt.h": "9", "tidspunkt.min": "30"},
        {"tidspunkt": datetime(2026, 2, 1, 9, 30)},
        {},
    ),
    ({"royker": "1"}, {"royker": True}, {}),
    ({"royker": "0"}, {"royker": False}, {}),
    ({"royker": "missing:declined"}, {}, {"royker": "declined"}),
    ({"arbeid": "2"}, {"arbeid": 2}, {}),
    ({"arbeid": "missing:unknown"}, {}, {"arbeid": "unknown"}),
    ({"smerte": "0"}, {"smerte": 0}, {}),
    ({"prosedyre": "AB10"}, {"prosedyre": "AB10"}, {}),
    ({"prosedyre": " ab10"}, {"prosedyre": "AB10"}, {}),
    ({"prosedyre": "AB10 Prolaps, mikrokirurgisk"}, {"prosedyre": "AB10"}, {}),
    ({"prosedyre": "ab10 prolaps, Mikrokirurgisk"}, {"prosedyre": "AB10"}, {}),
    ({"sykdom_hjerte": "1"}, {"sykdom_hjerte": True, "sykdom_diabetes": False, "sykdom_ingen": False}, {}),
    ({"sykdom.unknown": "1"}, {}, {"sykdom": "unknown"}),
    ({"maal_arm_h": "12"}, {"maal_arm_h": 12}, {}),
    ({"annet": "en\r\nto"}, {"annet": "en\nto"}, {}),
    ({"yrke": "   "}, {}, {}),
]


@pytest.mark.parametrize(("sent", "values", "reasons"), READ)
def test_read(sent, values, reasons):
    submission = read(ASKED, sent)
    assert submission.refused == ()
    assert submission.answers == Answers(values, reasons)


REFUSED = [
    ({"hoyde": "høy"}, "hoyde", "wrong-type"),
    ({"fodt.d": "31", "fodt.m": "2", "fodt.y": "1950"}, "fodt", "wrong-type"),
    ({"fodt.d": "3", "fodt.m": "", "fodt.y": "1950"}, "fodt", "wrong-type"),
    ({"fodt.d": "3", "fodt.m": "2", "fodt.y": "50"}, "fodt", "wrong-type"),
    ({"klokken.h": "25", "klokken.min": "00"}, "klokken", "wrong-type"),
    ({"arbeid": "7"}, "arbeid", "unknown-code"),
    ({"prosedyre": "AB1"}, "prosedyre", "unknown-code"),
    ({"prosedyre": "AB10 AB15"}, "prosedyre", "unknown-code"),
    ({"prosedyre": "Prolaps"}, "prosedyre", "unknown-code"),
    ({"arbeid": "91"}, "arbeid", "unknown-code"),
    ({"arbeid": "missing:not_asked"}, "arbeid", "unknown-code"),
    ({"royker": "missing:unknown"}, "royker", "wrong-type"),
    ({"sykdom_hjerte": "x"}, "sykdom_hjerte", "wrong-type"),
    ({"yrke": "a\0b"}, "yrke", "wrong-type"),
]


@pytest.mark.parametrize(("sent", "variable", "rule"), REFUSED)
def test_what_cannot_be_read_is_an_issue_and_no_answer(sent, variable, rule):
    submission = read(ASKED, sent)
    assert [(issue.variable, issue.rule) for issue in submission.refused] == [(variable, rule)]
    assert variable not in submission.answers.values


@pytest.mark.parametrize(("values", "reasons"), [(row[1], row[2]) for row in READ if not (row[1] and row[2])])
def test_answers_come_back_as_they_were(values, reasons):
    answers = Answers(values, reasons)
    again = read(ASKED, typed_answers(ASKED, answers, NB))
    assert again.answers.values == values
    if not any("," in reason for reason in reasons.values()):
        assert again.answers.reasons == reasons


SHOWN = [
    ({"vekt": 72.5}, {"vekt": "72,5"}),
    ({"fodt": date(1950, 2, 1)}, {"fodt.d": "1", "fodt.m": "2", "fodt.y": "1950"}),
    ({"klokken": time(8, 5)}, {"klokken.h": "08", "klokken.min": "05"}),
    ({"royker": False}, {"royker": "0"}),
    ({"prosedyre": "AB10"}, {"prosedyre": "AB10 Prolaps, mikrokirurgisk"}),
    ({"sykdom_hjerte": True, "sykdom_diabetes": False}, {"sykdom_hjerte": "1"}),
]


@pytest.mark.parametrize(("values", "typed"), SHOWN)
def test_what_the_fields_show(values, typed):
    assert typed_answers(ASKED, Answers(values), NB) == typed


def test_only_the_forms_own_fields_are_known():
    assert {"hoyde", "hoyde.unknown", "fodt.d", "niva_c1_h", "sykdom.unknown"} <= ASKED.fields
    assert not {"odi_skaar", "fodt", "niva", "_token"} & ASKED.fields
