"""Whatever the server refuses to finalise, a direct INSERT is refused too, and nothing else is, on both databases.

Valid answers are made up and then spoilt at random, every question in every way. What a row cannot tell by itself is
left out: rules about other forms, the person, the day or an era, and old answers to what is no longer asked.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue.model import Catalogue, Form, Variable
from catalogue.source.loader import load
from engine.answers import Answers, AnswerValue, Context, IssueSeverity
from engine.constraints import constraint, has_ticks
from engine.evaluation import evaluator, final_answers
from engine.occasions import editions_after
from engine.synth import synthesise
from engine.tables import FormTable, Tables, build_tables
from engine.tables.final_checks import row_external
from engine.tables.names import edition_column, reason_column
from tests.catalogues import catalogue_in
from tests.engine.databases import DIALECTS, TODAY, database_url, engine_for, prepare, record, refusal

HERE = Path(__file__).parent
TABLES = sorted((*HERE.glob("tables/*.yaml"), *HERE.glob("evaluation/*.yaml")))
REGISTRIES = {
    "base": HERE.parent / "checks" / "base",
    "web": HERE.parent / "web" / "registry",
    "analysis": HERE / "analysis" / "registry",
}
REGISTRIES_NOW_AND_SLOW = ["base", *(pytest.param(name, marks=pytest.mark.slow) for name in ("web", "analysis"))]
ROWS = [3, pytest.param(12, marks=pytest.mark.slow)]
"""Valid rows of each form that are spoilt."""

KINDS = {
    "below-min": "min",
    "above-max": "max",
    "code-not-valid": "valid",
    "code-replaced": "valid",
    "required": "required",
    "none-excludes-others": "none",
    "nothing-ticked": "ticked",
}
"""The database's word for an issue."""


@dataclass(frozen=True)
class Spoilt:
    """Answers that somebody tries to insert, and what was done to them."""

    how: str
    answers: Answers


# ---- how answers are spoilt ----


def spoilt(form: Form, answers: Answers, rng: random.Random) -> Iterator[Spoilt]:
    """Every question in every way, one at a time; then several at once."""
    yield Spoilt("nothing", answers)
    ways = [way for variable in form.variables if not variable.is_calculated for way in ways_of(variable, answers)]
    ways += [way for group in form.groups.values() if group.shares_reason for way in ways_of_group(group, answers)]
    for how, values, reasons in ways:
        yield Spoilt(how, changed(answers, values, reasons))
    for _ in range(len(ways) // 4):
        chosen = rng.sample(ways, min(len(ways), rng.randint(2, 3)))
        result = answers
        for _, values, reasons in chosen:
            result = changed(result, values, reasons)
        yield Spoilt(" + ".join(how for how, _, _ in chosen), result)


Way = tuple[str, Mapping[str, AnswerValue], Mapping[str, str | None]]


def changed(answers: Answers, values: Mapping[str, AnswerValue], reasons: Mapping[str, str | None]) -> Answers:
    both = {**answers.values, **values}, {**answers.reasons, **reasons}
    return Answers(*({name: value for name, value in one.items() if value is not None} for one in both))


def ways_of(variable: Variable, answers: Answers) -> Iterator[Way]:
    name, reason_name = variable.name, variable.reason_name
    here = answers.values.get(name)
    for what, value in values_of(variable):
        yield f"{name}: {what}", {name: value}, {reason_name: None}
        yield f"{name}: {what} beside the reason", {name: value}, {}
    if variable.group is None or reason_name == name:
        for reason in ("not_answered", "not_asked", "not_collected", "unknown", "declined", "nonsense"):
            if reason != "not_collected" or (variable.collected is None and variable.retired is None):
                yield f"{name}: {reason}", {name: None}, {reason_name: reason}
                yield f"{name}: {reason} beside the value", {name: here}, {reason_name: reason}
        yield f"{name}: neither value nor reason", {name: None}, {reason_name: None}
    else:
        yield f"{name}: left out of its group", {name: None}, {}


def ways_of_group(group: Any, answers: Answers) -> Iterator[Way]:
    names = [variable.name for variable in group.variables]
    empty: dict[str, AnswerValue] = dict.fromkeys(names)
    for reason in ("not_answered", "not_asked", "unknown", "declined", "nonsense", None):
        yield f"{group.name}: {reason}", empty, {group.name: reason}
    yield f"{group.name}: a reason beside the answers", {}, {group.name: "unknown"}
    if has_ticks(group):
        yield f"{group.name}: no tick", dict.fromkeys(names, False), {group.name: None}
        yield f"{group.name}: every tick", dict.fromkeys(names, True), {group.name: None}
        for name in names:
            yield f"{group.name}: only {name}", {**dict.fromkeys(names, False), name: True}, {group.name: None}


def values_of(variable: Variable) -> Iterator[tuple[str, AnswerValue]]:
    """Values that may be right and values that never are."""
    bound = constraint(variable)
    if bound.codes is not None:
        yield from ((f"code {code}", code) for code in sorted(bound.codes, key=str)[:6])
        yield "no code", 987654 if bound.kinds == (int,) else "zzz"
        return
    low: Any = bound.low
    high: Any = bound.high
    match variable.type:
        case "integer" | "decimal":
            low, high = bound.kinds[0](low), bound.kinds[0](high)
            yield from (("least", low), ("most", high), ("too little", low - 1), ("too much", high + 1))
            yield from (("zero", 0), ("one", 1), ("a dozen", 12))
            yield "a fraction", float(low) + 0.5
            yield "a small fraction", 10.0 + 10.0 ** -(1 + (variable.decimals or 0))
            yield "a text", "abc"
        case "date":
            yield from (("first", low), ("last", high), ("today", TODAY), ("yesterday", TODAY - timedelta(days=1)))
            yield from (("too early", low - timedelta(days=1)) for _ in range(low > date.min))
            yield from (("too late", high + timedelta(days=1)) for _ in range(high < date.max))
            yield from (("long ago", date(1950, 2, 28)), ("a text", "abc"))
        case "time":
            yield from (("midnight", time(0, 0)), ("before midnight", time(23, 59)), ("a text", "abc"))
        case "datetime":
            yield from (("a moment", datetime(2024, 2, 29, 23, 59)), ("a text", "abc"))
        case "boolean":
            yield from (("yes", True), ("no", False), ("a text", "abc"))
        case _:
            longest = bound.max_length or 1
            yield from (("short", "x"), ("longest", "\N{GRINNING FACE}" * longest), ("too long", "x" * (longest + 1)))


# ---- what the server says ----


@dataclass(frozen=True)
class Verdict:
    """Why the server refuses the answers, where it would store something else, and the row with its calculations."""

    refused: list[str]
    otherwise: list[str]
    complete: Answers
    is_old: bool


def verdict(catalogue: Catalogue, held: FormTable, answers: Answers, context: Context) -> Verdict:
    """What the server says, as far as the row can tell."""
    form = held.form
    outcome = evaluator(catalogue, form).evaluate(answers, context)
    external = {(check.subject, check.kind) for check in row_external(form, held.row)}
    refused = [
        f"{issue.variable} {issue.rule}"
        for issue in outcome.issues
        if issue.severity is IssueSeverity.REFUSED
        or (
            issue.severity is IssueSeverity.HARD
            and (issue.variable, KINDS.get(issue.rule)) not in external
            and (issue.rule, "rule") not in external
        )
    ]
    final = final_answers(form, answers, outcome)
    otherwise = [name for name in unlike(form, answers, final) if (name, "asked") not in external]
    complete = Answers({**answers.values, **outcome.calculated}, answers.reasons)
    is_old = any(answers.values.get(name) is not None for name in outcome.not_collected)
    return Verdict(refused, otherwise, complete, is_old)


def unlike(form: Form, given: Answers, final: Answers) -> Iterator[str]:
    """Where the server would store something else: cleared, filled in, or with another reason."""
    for name, variables in form.reason_names.items():
        values = any(given.values.get(part.name) != final.values.get(part.name) for part in variables)
        if values or given.reasons.get(name) != final.reasons.get(name):
            yield name


def agree(form: Form, said: Verdict, refused: str | None) -> bool:
    """Whether the database does as the server says; it does not know when an episode was, nor what was once asked."""
    if said.is_old:
        return True
    if refused:
        return bool(said.refused or said.otherwise)
    undecided = {
        name for name, parts in form.reason_names.items() if any(part.collected or part.retired for part in parts)
    }
    return not said.refused and undecided >= set(said.otherwise)


def row_of(held: FormTable, answers: Answers, timepoint: str) -> dict[str, Any]:
    row = {name: answers.values.get(name) for name in held.row.variables}
    row |= {reason_column(name): answers.reasons.get(name) for name in held.row.reasons}
    row |= {edition_column(name): edition for name, edition in editions_after(held.row, answers).items()}
    row = {name: f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value for name, value in row.items()}
    row = {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in row.items()}
    return record(status=1, timepoint=timepoint) | {name: value for name, value in row.items() if value is not None}


# ---- the two beside each other ----


def differences(request: Any, catalogue: Catalogue, form: Form, dialect: str, number: int, most: int) -> list[Any]:
    """Each attempt on which server and database do not agree."""
    tables: Tables = build_tables(catalogue, dialect)
    held, rng = tables.forms[form.address], random.Random(form.address)
    made = synthesise(catalogue, form, number, seed=5, today=TODAY).rows
    wrong, seen = [], set()
    with engine_for(database_url(request, dialect)) as engine, engine.begin() as connection:
        prepare(connection, tables, form.module)
        for row in made:
            timepoint = str(row.get("timepoint") or form.timepoints[0])
            others = {name: value for name, value in row.items() if "." in name}
            context = Context(TODAY, timepoint, others=others)
            attempts = list(spoilt(form, answers_of(form, row), rng))
            for attempt in attempts if len(attempts) <= most else [attempts[0], *rng.sample(attempts, most)]:
                said = verdict(catalogue, held, attempt.answers, context)
                refused = refusal(connection, held.table.name, row_of(held, said.complete, timepoint))
                seen.add(bool(refused))
                if not agree(form, said, refused):
                    wrong.append((attempt.how, said.refused, said.otherwise, refused))
    assert seen == {True, False}
    return wrong


def answers_of(form: Form, row: Mapping[str, AnswerValue]) -> Answers:
    values = {name: row[name] for name in form.variable if row.get(name) is not None}
    reasons = {name: str(row[column]) for name in form.reason_names if row.get(column := reason_column(name))}
    return Answers(values, reasons)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_small_form(request: Any, path: Path, dialect: str, rows: int) -> None:
    catalogue = catalogue_in(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert differences(request, catalogue, catalogue.form["test.skjema"], dialect, rows, most=10_000) == []


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", REGISTRIES_NOW_AND_SLOW)
def test_a_small_registry(request: Any, name: str, dialect: str, rows: int) -> None:
    catalogue = load(REGISTRIES[name] / "variables.yaml").catalogue
    assert catalogue is not None
    form = max(catalogue.forms, key=lambda form: len(form.variables) if form.module else 0)
    assert differences(request, catalogue, form, dialect, rows, most=200) == []


@pytest.mark.slow
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("address", ["rygg.pasient", "rygg.operasjon"])
def test_the_registry_s_own_form(request: Any, nkr: Catalogue, address: str, dialect: str) -> None:
    assert differences(request, nkr, nkr.form[address], dialect, 4, most=150) == []
