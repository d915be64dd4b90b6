"""Versions, intents and answers made up by chance: whatever the later version finds wrong in a row that was valid and
is carried over, is refuted or undecided; and every counterexample is such a row.
"""

import random
from collections.abc import Iterator
from datetime import date
from itertools import count
from time import monotonic
from typing import Any

import hypothesis
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.model import Catalogue, Form
from engine.answers import Answers, Context, IssueSeverity
from engine.evaluation import evaluator, final_answers
from engine.proofs.eyes import Eyes, lost
from engine.proofs.implications import Grade, Implication, implies
from engine.proofs.passages import Passage
from engine.proofs.records import Record, Replayed
from migrations_gen.carrying import carrying_of
from migrations_gen.compatibility.rows import passage_of
from migrations_gen.states import State
from tests.migrations.test_compatibility import document
from tests.states import states_of

TODAY = date(2026, 1, 15)
ROWS = 150
Written = dict[str, Any]

CODES = [{0: "Nei", 1: "Ja"}, {0: "Nei", 1: "Ja", 2: "Sluttet"}, {1: "Ja", 2: "Sluttet", 3: "Nei"}]
CONDITIONS = [None, "royk = 1", "royk in (1, 2)", "alder >= 18", "frisk", "royk is null or frisk"]
REQUIRES = [
    "antall < alder",
    "vekt > alder",
    "royk = 1 or antall is null",
    "not (frisk and royk = 1)",
    "sykdom_hjerte or alder < 80",
    "coalesce(sum_answered(sykdom), 0) < 2",
    "alder is not null",
    "missing_reason(antall) <> 'declined'",
    "dobbel <= 150",
]
DERIVED = {
    "antall": [
        "antall * 2",
        "floor(alder / 2)",
        "case when royk = 1 then antall else 0 end",
        "coalesce(antall, alder)",
    ],
    "alder": ["alder + 1", "least(alder, 99)", "case when frisk then alder end"],
    "vekt": ["vekt / 2", "alder", "round(vekt, 0)"],
    "frisk": ["not frisk", "alder < 50", "royk = 0"],
}


@st.composite
def versions(draw: st.DrawFn) -> Written:
    """One version of a form: the same questions, with other limits, codes, conditions and rules."""

    def asked(name: str, kind: str, **more: Any) -> Written:
        found = {"name": name, "label": name, "type": kind, **more}
        if draw(st.booleans()):
            found["required"] = True
        reasons = draw(st.sampled_from([{}, {"declined": {}}, {"declined": {}, "unknown": {}}]))
        return found | ({"missing": reasons} if reasons else {})

    def under(condition: str | None) -> Written:
        return {"enable_when": condition} if condition else {}

    ticks = draw(st.sampled_from([["hjerte", "ingen"], ["hjerte", "lunge", "ingen"]]))
    checklist = {"checklist": "sykdom", "label": "Sykdom", "ticks": {tick: tick for tick in ticks}, "none": "ingen"}
    checklist |= {"required": True} if draw(st.booleans()) else {}
    low, high = draw(st.sampled_from([0, 10, 18])), draw(st.sampled_from([90, 100, 120]))
    variables = [
        asked("alder", "integer", min=low, max=high),
        asked("royk", "code", codes=draw(st.sampled_from(CODES))),
        asked("frisk", "boolean", **under(draw(st.sampled_from(CONDITIONS[:4])))),
        asked(
            "antall", "integer", min=draw(st.sampled_from([0, 1])), max=60, **under(draw(st.sampled_from(CONDITIONS)))
        ),
        asked("vekt", "decimal", decimals=draw(st.sampled_from([1, 2])), min=20, max=draw(st.sampled_from([150, 200]))),
        {
            "name": "dobbel",
            "label": "dobbel",
            "type": "integer",
            "calculate": draw(st.sampled_from(["alder * 2", "alder"])),
        },
        checklist,
    ]
    chosen = draw(st.lists(st.sampled_from(REQUIRES), max_size=3, unique=True))
    rules = [
        {"rule": f"regel_{number}", "require": require, "severity": "hard", "message": "Rett det."}
        for number, require in enumerate(REQUIRES)
        if require in chosen
    ]
    return {"form": "skjema", "variables": variables} | ({"rules": rules} if rules else {})


@st.composite
def intents(draw: st.DrawFn, before: Written, after: Written) -> list[Written]:
    """A map of the codes, or expressions for some of the answers, or nothing."""
    found: list[Written] = []
    if draw(st.booleans()):
        sides = [*after["variables"][1]["codes"], "blank", "declined"]
        chosen = {code: draw(st.sampled_from(sides)) for code in before["variables"][1]["codes"]}
        found.append({"recode": "test.skjema.royk", "map": chosen, "comparable": "coarser"})
    for name in draw(st.lists(st.sampled_from(sorted(DERIVED)), max_size=2, unique=True)):
        derived = {"derive": f"test.skjema.{name}", "as": draw(st.sampled_from(DERIVED[name])), "comparable": "coarser"}
        found.append(derived)
    return found


@st.composite
def pairs(draw: st.DrawFn) -> tuple[State, State]:
    """Two versions with what is said to become of the answers."""
    before, after = draw(versions()), draw(versions())
    written = yaml.safe_dump(draw(intents(before, after)), allow_unicode=True, sort_keys=False)
    return states_of([document(before)], [document(after)], "" if written.startswith("[]") else written)


def rows(catalogue: Catalogue, form: Form, seed: int) -> Iterator[Replayed]:
    """Answers by chance that the earlier version takes as final."""
    chance = random.Random(seed)
    look = evaluator(catalogue, form).evaluate
    for _ in range(ROWS):
        answers = Answers(dict(_values(form, chance)), {})
        open_names = [
            name for name, parts in form.reason_names.items() if not any(part.name in answers.values for part in parts)
        ]
        reasons = {name: reason for name in open_names if (reason := _reason(form, name, chance))}
        record = Record(Answers(answers.values, reasons), Context(TODAY, "preop", TODAY))
        outcome = look(record.answers, record.context)
        if not outcome.issues:
            yield _replayed(catalogue, form, record)


def _values(form: Form, chance: random.Random) -> Iterator[tuple[str, Any]]:
    for variable in form.variables:
        if variable.is_calculated or chance.random() < 0.25:
            continue
        match variable.type:
            case "boolean":
                yield variable.name, chance.random() < 0.5
            case "code":
                yield variable.name, chance.choice(variable.codes).value
            case "integer":
                low, high = int(float(str(variable.limits.min))), int(float(str(variable.limits.max)))
                yield variable.name, chance.choice([low, high, chance.randint(low, high)])
            case _:
                places = variable.decimals or 0
                yield variable.name, round(chance.uniform(20, float(str(variable.limits.max))), places)


def _reason(form: Form, name: str, chance: random.Random) -> str | None:
    return chance.choice([None, *form.reason_names[name][0].offered_reasons])


def _replayed(catalogue: Catalogue, form: Form, record: Record) -> Replayed:
    outcome = evaluator(catalogue, form).evaluate(record.answers, record.context)
    return Replayed(record, final_answers(form, record.answers, outcome), outcome)


def wrong(eyes: Eyes, row: Replayed, form: Form, passage: Passage) -> Iterator[tuple[str, str]]:
    """What the later version finds wrong in a row, by owner and kind."""
    seen = eyes.see(row)
    for issue in seen.outcome.issues:
        if issue.severity is IssueSeverity.SOFT:
            continue
        given = any(seen.answers.values.get(name) is not None for name in issue.variables)
        if issue.rule == "required" and (given or not any(name in passage.answers for name in issue.variables)):
            continue
        is_rule = any(rule.name == issue.rule for rule in form.rules)
        yield (issue.rule, "rule") if is_rule else (issue.variable, issue.rule)
    yield from ((name, "enable_when") for name in lost(seen))


def hold(examples: int, seed: int) -> None:
    """So many pairs of versions, and rows for each."""

    @hypothesis.seed(seed)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(pairs(), st.integers(0, 1000))
    def on(states: tuple[State, State], chance: int) -> None:
        assert_nothing_contradicts(states, chance)

    on()


def test_what_is_proved_is_never_contradicted() -> None:
    hold(examples=30, seed=1)


@pytest.mark.fuzz
def test_what_is_proved_is_never_contradicted_for_five_minutes() -> None:
    end = monotonic() + 5 * 60
    for seed in count(2):
        hold(examples=100, seed=seed)
        if monotonic() > end:
            break


def assert_nothing_contradicts(states: tuple[State, State], chance: int) -> None:
    """Rows by chance break only what is not proved, and every counterexample is such a row."""
    before, after = (state.catalogue for state in states)
    old, new = before.form["test.skjema"], after.form["test.skjema"]
    carrying, _ = carrying_of(before, after, states[1].intents)
    passage = passage_of((before, old), (after, new), carrying)
    found = implies((before, old), (after, new), passage)
    eyes = Eyes((after, new), passage)
    suspected = {(one.owner, one.kind) for one in found if one.grade is not Grade.PROVED}
    for row in rows(before, old, chance):
        assert set(wrong(eyes, row, new, passage)) <= suspected, row.final
    for one in found:
        if one.counterexample is not None:
            assert_replays(one, before, old, eyes, passage)


def assert_replays(found: Implication, before: Catalogue, old: Form, eyes: Eyes, passage: Passage) -> None:
    """The record is final in the earlier version, and the later one finds in it what is said."""
    assert found.counterexample is not None
    witness = found.counterexample.witness
    again = _replayed(before, old, witness.record)
    assert again.is_final
    assert again.final == witness.final
    assert (found.owner, found.kind) in set(wrong(eyes, witness, eyes.form, passage))
