"""What is publicly known of the registry's fields, and where each is found in the catalogue.

`tests/data/nkr-variables.csv` has a row for each physical field of each form and timepoint: its names, category, unit,
limits and codelist. Facts only; `view` is 1 for a column of the registry's own analysis view.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import yaml

from catalogue.model import Alias, Catalogue, Form, Variable
from catalogue.outside_names import timepoint_alias

DATA = Path(__file__).parent / "data"
FORMS = {
    "patientform": ("pasient", "person"),
    "surgeonform": ("operasjon",),
    "patientfollowup": ("oppfolging",),
    "surgeonfollowup": ("kirurgoppfolging",),
    "patient": ("person", "pasient"),
}
"""In which of our forms the registry's form is found; one that is not here may be found in any form of its module."""
TIMEPOINTS = {"pre": "preop", "op": "op"}
"""Our name of the registry's timepoint, where it is not the timepoint's alias."""
ANYWHERE = ("episode", "view")
"""Places that belong to no form: an episode's own columns, and empty columns of the view."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table. What is computed from several fields has them all in `field`, between semicolons."""

    module: str
    form: str
    timepoint: str
    field: str
    names: tuple[str, ...]
    category: str
    unit: str
    low: str
    high: str
    codelist: str
    in_view: bool

    @property
    def outside(self) -> tuple[tuple[str, str], ...]:
        """The system and name of each name it has."""
        system = "nkr_v2" if self.form.startswith(("V2:", "ryggv2_")) else "openqreg"
        fields = (field for field in self.field.split(";") if field not in {"", "..."})
        return (*((system, field) for field in fields), *(("rapporteket", name) for name in self.names))

    def __str__(self) -> str:
        where = " ".join(filter(None, (self.module, self.form, self.timepoint)))
        return f"{where}: {' / '.join(filter(None, (self.field, *self.names)))}"


@dataclass(frozen=True, slots=True)
class Line:
    """What a person has written about some facts: that they are left out, or differ (`what`), and why."""

    module: str
    form: str
    timepoint: str
    field: str
    name: str
    what: str
    reason: str

    def is_about(self, fact: Fact) -> bool:
        """Whether it speaks of this fact; `*` in it stands for anything."""
        return (
            fnmatchcase(fact.module, self.module)
            and fnmatchcase(fact.form, self.form)
            and (not self.timepoint or fact.timepoint == self.timepoint)
            and (not self.field or fnmatchcase(fact.field, self.field))
            and (not self.name or any(fnmatchcase(name, self.name) for name in fact.names))
        )

    def excuses(self, name: str) -> bool:
        """Whether it explains why this name is missing; a line that names the field speaks of the whole row."""
        return bool(self.field) or fnmatchcase(name, self.name)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.module, self.form, self.timepoint, self.field, self.name, self.what)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name is found: in which form at which timepoint, and the variable when it is a variable's own name."""

    form: str
    timepoint: str
    variable: Variable | None = None


Places = Mapping[tuple[str, str], tuple[Place, ...]]


@cache
def facts() -> tuple[Fact, ...]:
    """The table of fields."""
    return tuple(
        Fact(
            module=row["module"],
            form=row["form"],
            timepoint=row["timepoint"],
            field=row["physical_field"],
            names=tuple(filter(None, row["rapporteket_name"].split(";"))),
            category=row["category"],
            unit=row["unit"],
            low=row["min"],
            high=row["max"],
            codelist=row["codelist"],
            in_view=row["view"] == "1",
        )
        for row in _rows("nkr-variables.csv")
    )


@cache
def known_codes() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """For each of the registry's codelists the codes that are answers, and those that mean a missing one."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for row in _rows("nkr-codelists.csv"):
        answers, missing = found.get(row["codelist"], (frozenset(), frozenset()))
        code = frozenset((row["code"],))
        is_missing = row["missing"] == "1"
        found[row["codelist"]] = (answers, missing | code) if is_missing else (answers | code, missing)
    return found


def lines(file: str) -> tuple[Line, ...]:
    """What is written in a file about some facts."""
    written = yaml.safe_load((DATA / file).read_text(encoding="utf-8")) or []
    return tuple(
        Line(
            module=entry["module"],
            form=entry["form"],
            timepoint=entry.get("timepoint", ""),
            field=entry.get("field", ""),
            name=entry.get("name", ""),
            what=entry.get("what", ""),
            reason=entry["reason"],
        )
        for entry in written
    )


def places(catalogue: Catalogue, module: str) -> Places:
    """Every place in a module, or about the person, by outside system and name as it is on that occasion."""
    found: dict[tuple[str, str], tuple[Place, ...]] = {}
    for system, name, place in (*_of_module(catalogue, module), *_of_forms(catalogue, module)):
        found[system, name] = (*found.get((system, name), ()), place)
    return found


def allowed(catalogue: Catalogue, fact: Fact, name: tuple[str, str], known: Places) -> tuple[Place, ...]:
    """The places where a fact's name is found and may be."""
    forms = FORMS.get(fact.form)
    timepoint = _our_timepoint(catalogue, fact)
    return tuple(
        place
        for place in known.get(name, ())
        if place.form in ANYWHERE
        or ((forms is None or place.form in forms) and (not timepoint or place.timepoint in ("", timepoint)))
    )


def _our_timepoint(catalogue: Catalogue, fact: Fact) -> str:
    if fact.timepoint in TIMEPOINTS:
        return TIMEPOINTS[fact.timepoint]
    timepoints = catalogue.modules[fact.module].timepoints
    return next((known.name for known in timepoints if known.alias == fact.timepoint), fact.timepoint)


def _of_module(catalogue: Catalogue, module: str) -> Iterator[tuple[str, str, Place]]:
    declared = catalogue.modules[module]
    for _, aliases in declared.episode.record:
        yield from ((alias.system, alias.name, Place("episode", "")) for alias in aliases)
    yield from ((catalogue.analysis_names, column, Place("view", "")) for column, _ in declared.empty_columns)


def _of_forms(catalogue: Catalogue, module: str) -> Iterator[tuple[str, str, Place]]:
    if catalogue.person:
        yield from _of_form(catalogue, catalogue.person, module, "")
    for form in catalogue.forms_of(module):
        for timepoint in form.timepoints:
            yield from _of_form(catalogue, form, timepoint, timepoint)


def _of_form(catalogue: Catalogue, form: Form, occasion: str, timepoint: str) -> Iterator[tuple[str, str, Place]]:
    star = timepoint_alias(catalogue, form, timepoint)

    def named(aliases: Iterable[Alias], variable: Variable | None = None) -> Iterator[tuple[str, str, Place]]:
        place = Place(form.name, timepoint, variable)
        here = (alias for alias in aliases if alias.occasion in ("", occasion))
        return ((alias.system, alias.name.replace("*", star), place) for alias in here)

    for _, aliases in form.record:
        yield from named(aliases)
    for variable in form.variables:
        yield from named(variable.aliases, variable)
        yield from named(getattr(variable, "edition", ()))
        for missing in variable.missing:
            yield from named(missing.flags)
    for group in form.groups.values():
        for missing in group.missing:
            yield from named(missing.flags)


def _rows(file: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((DATA / file).read_text(encoding="utf-8").splitlines())
