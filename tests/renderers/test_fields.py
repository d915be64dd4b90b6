"""The browser reads a form's fields as the server does: the rows of `test_submission.py`, and many ways to write."""

import json
import subprocess
from pathlib import Path

import pytest
from models import EVERYTHING
from test_submission import READ, REFUSED

from catalogue.model import Catalogue, Languages
from catalogue.texts import Text
from engine.answers import Issue
from engine.compilers.javascript import constant
from renderers.html.client_rules import client_rules
from renderers.html.questions import questionnaire
from renderers.html.submission import read

STATIC = Path(__file__).parent.parent.parent / "renderers" / "static"
CATALOGUE = Catalogue(
    name="prove", title=Text("", ""), controller="", version="1.0.0", languages=Languages("nb"), forms=(EVERYTHING,)
)
PROGRAM = """
import { readAnswers } from "%(static)s/fields.js";
import * as S from "%(static)s/rules.js";
const rules = (await import("data:text/javascript," + encodeURIComponent(%(rules)s))).default(S);
console.log(JSON.stringify(%(rows)s.map((typed) => readAnswers(rules, typed, S))));
"""

NUMBERS = ["12", "+12", "-12", "1 234", "1\u00a0234,5", "1.234", "1,2,3", "12,", ",5", "1e3", "½", "0x10", "", " 7 "]
DATES = [
    "1.2.2026",
    "01/02/2026",
    "1-2-2026",
    "2026-02-01",
    "2026-2-1",
    "31.2.2026",
    "29.2.2024",
    "29.2.2023",
    "1.2.26",
]
DATES += ["0.1.2026", "1.13.2026", "1.2.0000", "010226", "i dag", "2026-02-01T10:00"]
TIMES = ["8:30", "0830", "830", "08.30", "24:00", "23:59", "8", "8:3", "8:60", "08:30:00", "halv ni"]
WRITTEN = [
    *({"hoyde": text} for text in NUMBERS),
    *({"vekt": text} for text in NUMBERS),
    *({"fodt.d": text, "fodt.m": "", "fodt.y": ""} for text in DATES),
    *({"klokken.h": text, "klokken.min": ""} for text in TIMES),
    *(
        {"tidspunkt.d": "1", "tidspunkt.m": "2", "tidspunkt.y": "2026", "tidspunkt.h": hour, "tidspunkt.min": minute}
        for hour, minute in (("", ""), ("8", ""), ("8", "5"), ("25", "0"))
    ),
    {"yrke": "  A\u030a se\u0301 "},
    *({"prosedyre": text} for text in ("ab21 elektrode <TYNN>", "AB21 Elektrode", "AB 21", "AB21  Elektrode <tynn>")),
]


def whole(typed: dict[str, str]) -> dict[str, str]:
    """With every box, as a browser always sends them."""
    boxes = (box.field for widget in questionnaire(EVERYTHING).widgets.values() for box in widget.boxes)
    return dict.fromkeys(boxes, "") | typed


ROWS = [whole(typed) for typed in [*(row[0] for row in READ), *(row[0] for row in REFUSED), *WRITTEN]]


@pytest.fixture(scope="module")
def in_browser(node: str) -> list[dict[str, object]]:
    rules = json.dumps(client_rules(CATALOGUE, EVERYTHING))
    program = PROGRAM % {"static": STATIC.as_uri(), "rules": rules, "rows": json.dumps(ROWS)}
    run = [node, "--input-type=module", "--eval", program]
    return json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize(
    "number", range(len(ROWS)), ids=lambda number: str({k: v for k, v in ROWS[number].items() if v})
)
def test_browser_and_server_read_the_same(in_browser, number):
    found, submission = in_browser[number], read(questionnaire(EVERYTHING), ROWS[number])
    assert found["values"] == {name: json.loads(constant(value)) for name, value in submission.answers.values.items()}
    assert found["reasons"] == submission.answers.reasons
    assert [Issue(**unread, severity="refused").variable for unread in found["unreadable"]] == [
        issue.variable for issue in submission.refused
    ]
    assert [unread["rule"] for unread in found["unreadable"]] == [issue.rule for issue in submission.refused]
