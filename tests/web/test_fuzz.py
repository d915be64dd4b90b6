"""Whatever is sent to a form, the answer is a page: never a fault of ours, and nothing is final that should not be."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from visitors import Visitor

from catalogue.source.loader import load
from renderers.html.questions import questionnaire
from renderers.web.answering import CONTROL

pytestmark = pytest.mark.fuzz

FIELDS = ["dato.d", "dato.m", "dato.y", "hoyde", "hoyde.unknown", "vekt", "arbeid", "prosent", "smerte", "annet"]
FIELDS += ["sykdom_gikt", "sykdom_ingen", "side_stivt_v", "confirm.hoyde.below-soft-min", "because.vekt.lett_og_lav"]
FIELDS += sorted(CONTROL - {"_token", "_revision"})
TEXTS = [
    "",
    "0",
    "1",
    "2",
    "9",
    "50",
    "135",
    "180",
    "-1",
    "1e9",
    "9" * 40,
    "72,5",
    "missing:declined",
    "2026",
    "kne",
    "é",
]

text = some.one_of(some.sampled_from(TEXTS), some.text(max_size=20))
sent = some.dictionaries(some.sampled_from(FIELDS), text, max_size=12)


def test_the_names_are_the_forms_own(world):
    form = load(world.app.extensions["skjemaverk"].settings.catalogue).catalogue.form["kne.for"]
    own = {name for name in FIELDS if not name.startswith(("_", "confirm", "because"))}
    assert own <= questionnaire(form).fields


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(sent, min_size=1, max_size=4))
def test_a_form_withstands_anything(world, steps):
    nurse = Visitor(world.app).log_in("staff_a").begin(world.episodes["anne"])
    if "_why" in nurse.fields:
        nurse.post(f"{nurse.page.request.path}/reopen", {**nurse.fields, "_why": "prøve"})
    path = nurse.page.request.path
    for step in steps:
        fields = nurse.get(path).fields
        nurse.post(path, {**fields, **step, **{name: fields[name] for name in ("_token", "_revision")}})
        assert nurse.status < 500
        if nurse.status == 422:
            for name in ("hoyde", "vekt", "prosent"):
                assert nurse.fields[name] == step.get(name, fields[name])
    final = world.rows("select hoyde, hoyde_missing, arbeid, prosent, prosent_missing from kne_for where status = 1")
    for height, why_none, work, percent, why_no_percent in final:
        assert (height is None) is (why_none is not None)
        assert (percent is None) is (why_no_percent is not None)
        assert work == 2 or why_no_percent == "not_asked"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=some.dictionaries(some.text(max_size=12), some.text(max_size=20), max_size=6),
    path=some.sampled_from(
        ["/", "/login", "/logout", "/consent", "/episode", "/episode/a/kne.for/preop", "/form/kne.for/0"]
    ),
)
def test_every_address_withstands_any_form(world, fields, path):
    anne = Visitor(world.app).log_in("anne")
    anne.post(path, {"_token": anne.fields["_token"], **fields})
    assert anne.status < 500
