"""The registry's change from version 2 to version 3 in 2019: what is publicly known of it, and what the two catalogues
in `nkr-v2-v3/` claim about each of its rows.

`facts.csv` has a row per change (names, codes, kind). `rows.csv` says of each where it is expressed: `how` is a kind of
claim, `where` the place in version 3 (a variable, `form:column` of a record, `rygg:column` of an episode), `given` an
old row (for a common scale a new one) and `gives` what it becomes: a value, a reason, or nothing.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.model import Alias, Catalogue, Form, Variable
from catalogue.outside_names import timepoint_alias
from migrations_gen.diff import Difference, diff
from migrations_gen.states import read_state

FOLDER = Path(__file__).with_name("nkr-v2-v3")


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of what is known. `unsure` is set where the source itself says "probably" or "unverified"."""

    row: str
    kind: str
    v2_name: str
    v3_name: str
    v2_code: str
    v3_code: str
    field: str
    unsure: str
    note: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Where a row is expressed, or why it is not a matter of the catalogue."""

    row: str
    how: str
    where: str
    given: str
    gives: str
    why: str

    @property
    def answers(self) -> Mapping[str, object]:
        """The row it speaks of."""
        pairs = (pair.split("=", 1) for pair in self.given.split(", ") if pair)
        return {name: read(value) for name, value in pairs}


def read(written: str) -> object:
    """A value as a table writes it."""
    if written in ("true", "false"):
        return written == "true"
    return int(written) if written.isdigit() else written or None


@cache
def facts() -> tuple[Fact, ...]:
    """What is known."""
    return tuple(Fact(**row) for row in _table("facts.csv"))


@cache
def claims() -> tuple[Claim, ...]:
    """What is claimed, at least one line for each fact."""
    return tuple(Claim(**row) for row in _table("rows.csv"))


@cache
def difference() -> Difference:
    """The two versions held against each other."""
    return diff(*(read_state(FOLDER / name, name) for name in ("before", "after")))


def _table(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines())


# ---- what things are called ----


def names_at(catalogue: Catalogue, where: str) -> frozenset[str]:
    """Every outside name of a place, on any occasion."""
    place, colon, column = where.partition(":")
    if colon:
        return frozenset(_record_names(catalogue, place, column))
    form, variable = variable_at(catalogue, where)
    flags = (flag for missing in variable.missing for flag in missing.flags)
    return frozenset(_spelt(catalogue, form, (*variable.aliases, *flags)))


def variable_at(catalogue: Catalogue, address: str) -> tuple[Form, Variable]:
    """A variable with its form."""
    form, _, name = address.rpartition(".")
    return catalogue.form[form], catalogue.form[form].variable[name]


def variables_called(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The addresses of the variables with an outside name."""
    return tuple(
        f"{form.address}.{variable.name}"
        for form, variable in catalogue.variables()
        if name in _spelt(catalogue, form, variable.aliases)
    )


def _record_names(catalogue: Catalogue, place: str, column: str) -> Iterator[str]:
    if place in catalogue.form:
        form = catalogue.form[place]
        yield from _spelt(catalogue, form, dict(form.record).get(column, ()))
        return
    module = catalogue.modules[place]
    yield from (alias.name for alias in dict(module.episode.record).get(column, ()))
    if column == "empty":
        yield from (name for name, _ in module.empty_columns)


def _spelt(catalogue: Catalogue, form: Form, aliases: tuple[Alias, ...]) -> Iterator[str]:
    """The names of each timepoint."""
    for timepoint in form.timepoints or ("",):
        star = timepoint_alias(catalogue, form, timepoint)
        yield from (alias.name.replace("*", star) for alias in aliases if alias.occasion in ("", timepoint))
