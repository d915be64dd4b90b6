"""Synthetic episodes of version 2: every code, every reason, every limit and blank, at each timepoint; seeded.

What is complete is final, the rest are drafts, as a registry has them. Nothing here knows of version 3.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from catalogue.model import Catalogue, Form, Group, Variable
from engine.constraints import SYSTEM_REASONS
from engine.tables.forms import FINAL, SAVED

Row = Mapping[str, object]

EDGES: Mapping[str, tuple[int, ...]] = {
    "sykemeldt_varighet": (0, 89, 90, 181, 182, 364, 365, 20000),
    "knivtid": (0, 479, 480, 481, 6000),
    "antall_barn": (0, 14, 15, 16, 99),
}
"""Where a number begins to mean something else; these come often."""

NOT_ANSWERED = "not_answered"
WORDS = ("Gikt", "ABC16", "NAG", "Blødning: 2 l", "x")
FIRST_DAY = date(2009, 9, 1)
DAYS = 3400


def episodes(catalogue: Catalogue, count: int, seed: int) -> dict[str, list[Row]]:
    """The rows of each form, by its address: one per episode and timepoint."""
    random = Random(seed)
    return {
        form.address: [
            _row(form, timepoint, random, is_draft=random.random() < 0.3)
            for _ in range(count)
            for timepoint in form.timepoints
        ]
        for form in catalogue.forms
        if form.module
    }


def _row(form: Form, timepoint: str, random: Random, *, is_draft: bool) -> Row:
    row: dict[str, object] = {}
    for section in form.sections:
        for item in section.items:
            if isinstance(item, Group) and item.shares_reason:
                row |= _group(item, random, may_be_blank=is_draft)
                continue
            for variable in item.variables if isinstance(item, Group) else (item,):
                if not variable.is_calculated:
                    row |= _variable(variable, random, may_be_blank=is_draft)
    return {**row, "timepoint": timepoint, "status": SAVED if is_draft else FINAL}


def _group(group: Group, random: Random, *, may_be_blank: bool) -> Row:
    """Ticks: some are set, or there is a reason for all, or nothing."""
    if may_be_blank and random.random() < 0.3:
        return {}
    if random.random() < (0.25 if may_be_blank else 0.1):
        return {f"{group.name}_missing": _reason(group, random, is_draft=may_be_blank)}
    set_one = random.choice(group.variables).name
    return {variable.name: variable.name == set_one or random.random() < 0.3 for variable in group.variables}


def _variable(variable: Variable, random: Random, *, may_be_blank: bool) -> Row:
    if may_be_blank and random.random() < 0.3:
        return {}
    if random.random() < (0.25 if may_be_blank else 0.1):
        return {f"{variable.name}_missing": _reason(variable, random, is_draft=may_be_blank)}
    return {variable.name: _value(variable, random)}


def _reason(asked: Group | Variable, random: Random, *, is_draft: bool) -> str:
    """In a final row everything was asked."""
    by_system = sorted(SYSTEM_REASONS) if is_draft else (NOT_ANSWERED,)
    return random.choice((*asked.offered_reasons, *by_system))


def _value(variable: Variable, random: Random) -> object:
    match variable.type:
        case "boolean":
            return random.random() < 0.5
        case "code":
            return random.choice(variable.codes).value
        case "date":
            return FIRST_DAY + timedelta(days=random.randrange(DAYS))
        case "text":
            return random.choice(WORDS)[: variable.max_length]
    low, high = variable.limits.min, variable.limits.max
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    if variable.name in EDGES and random.random() < 0.5:
        return random.choice(EDGES[variable.name])
    number = random.choice((low, high, random.uniform(low, high)))
    return round(number, variable.decimals) if variable.type == "decimal" else round(number)
