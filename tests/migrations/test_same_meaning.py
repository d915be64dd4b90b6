"""What a migration's SQL makes of a row is what the expressions say when Python computes them, whatever the maps are.

Maps and formulas are drawn at random from a number, so that a failure can be had again.
"""

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from catalogue.expressions.scope import form_bindings
from engine.compilers.python import compile_expression
from migrations_gen.carrying import Carry, carrying_of
from migrations_gen.lineage import between
from migrations_gen.states import open_state
from tests.engine.databases import DIALECTS, database_url
from tests.migrations.migrated import Registry

CODES = (0, 1, 2, 3)
REASONS = ("unknown", "declined", "not_answered")
OFFERED = "missing: {unknown: {code: 88}, declined: {code: 99}}"
TODAY = date(2026, 11, 22)
FORMULAS = (
    "case when a > 5 then b when a is null then 1 else a + b end",
    "coalesce(a, b, 7)",
    "case when missing_reason(a) = 'declined' then 0 else a * 2 - b / 4 end",
    "least(a, b) + abs(a - b)",
    "sum_answered(a, b)",
    "round((a + b) / 3, 0)",
)


def catalogue(draw: random.Random) -> tuple[str, str, str]:
    """Before, after and what was meant: three maps and two formulas."""
    codes = f"codes: {{{', '.join(f'{code}: Kode {code}' for code in CODES)}}}, {OFFERED}"
    number = f"type: decimal, decimals: 3, min: -1000, max: 1000, {OFFERED.replace('88', '8888').replace('99', '9999')}"
    before = [f"- {{name: k{place}, label: K, type: code, {codes}}}" for place in range(3)]
    before += [f"- {{name: {name}, label: Tall, {number}}}" for name in "ab"]
    after = [f"- {{name: k{place}_ny, label: K, type: code, {codes}}}" for place in range(3)]
    after += [f"- {{name: {name}, label: Tall, {number}}}" for name in ("a", "b", "f0", "f1")]
    changes = []
    for place in range(3):
        sides = {code: draw.choice((*CODES, *REASONS[:2])) for code in CODES}
        sides |= {draw.choice(("blank", "declined")): draw.choice((*CODES, "not_answered"))}
        written = ", ".join(f"{left}: {right}" for left, right in sides.items())
        changes += [
            f"- {{rename: test.skjema.k{place}, to: k{place}_ny}}",
            f"- recode: test.skjema.k{place}_ny\n  map: {{{written}}}\n  comparable: coarser\n  reason: Prøve",
        ]
    for place, formula in enumerate(draw.sample(FORMULAS, 2)):
        changes.append(f"- derive: test.skjema.f{place}\n  as: |\n    {formula}\n  comparable: none\n  reason: Prøve")
    return "\n".join(before), "\n".join(after), "\n".join(changes)


def rows(draw: random.Random) -> list[dict[str, Any]]:
    made = []
    for _ in range(40):
        row: dict[str, Any] = {}
        for name in ("k0", "k1", "k2", "a", "b"):
            what = draw.random()
            if what < 0.6:
                row[name] = draw.choice(CODES) if name.startswith("k") else draw.choice((0, 1.5, -3, 6, 8.125, 999))
            elif what < 0.85:
                row[f"{name}_missing"] = draw.choice(REASONS)
        made.append(row)
    return made


def by_python(carry: Carry, row: Mapping[str, Any]) -> tuple[Any, Any]:
    """Value and reason of the reference meaning."""
    values = {name: value for name, value in row.items() if not name.endswith("_missing")}
    reasons = {name.removesuffix("_missing"): value for name, value in row.items() if name.endswith("_missing")}
    found = (compile_expression(node) for node in (carry.value, carry.reason))
    value, reason = (expression(values, reasons, TODAY) for expression in found)
    return value, reason


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
def test_sql_and_python_agree(request: Any, tmp_path: Any, dialect: str, seed: int) -> None:
    draw = random.Random(seed)
    registry = Registry(tmp_path, database_url(request, dialect))
    before, after, changes = catalogue(draw)
    registry.version(before)
    registry.version(after, changes)
    registry.write_migrations()
    registry.install()
    given = rows(draw)
    registry.put("test.skjema", given)
    registry.upgrade()
    old, new = (open_state(str(folder), folder / "variables.yaml") for folder in registry.versions)
    carrying, _ = carrying_of(old.catalogue, new.catalogue, between(new.intents, old.version, new.version))
    wrong = []
    for row, found in zip(given, registry.rows("test.skjema"), strict=True):
        for name in form_bindings(new.catalogue.form["test.skjema"]):
            carry = carrying.forward.carry(f"test.skjema.{name}")
            assert carry is not None
            expected = by_python(carry, row)
            if (found.get(name), found.get(f"{name}_missing")) != expected:
                wrong.append((name, row, found, expected))
    assert wrong == []
