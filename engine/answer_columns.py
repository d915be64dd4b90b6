"""What the columns of a file of answers mean, under our own names or an outside system's.

Under our own names a column is a variable, a missing reason (`hoyde_missing`), `timepoint`, a variable of another
form or the person (`person.fodselsdato`), or one of the record's own. Under an outside system's it is an alias; codes
and flags that mean a missing reason there become reasons, and are nowhere else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from catalogue.expressions.scope import TIMEPOINT
from catalogue.findings import did_you_mean
from catalogue.model import Catalogue, Form, Variable
from catalogue.outside_names import names_of, timepoint_alias
from engine.answer_files import Cell
from engine.tables import RECORD
from engine.tables.names import edition_column, reason_column

ANCHOR = "anchor_date"
OF_EPISODE = ("person_id", "centre_number", "centre_name", ANCHOR)
"""What an extract says of a row's episode."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The meaning of every column a file may have, by its name.

    `outside` is what other forms say, by its dotted name; `passed_over` is known but says nothing about these answers.
    """

    values: Mapping[str, Variable]
    reasons: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    outside: Mapping[str, tuple[str, Variable]] = field(default_factory=dict)
    passed_over: frozenset[str] = frozenset()
    coded_reasons: bool = False

    @property
    def known(self) -> frozenset[str]:
        """Every name a file may have in its header."""
        return frozenset((*self.values, *self.reasons, *self.flags, *self.outside, *self.passed_over))

    def unknown(self, header: tuple[str, ...]) -> tuple[str, ...]:
        """A sentence for each column that means nothing here."""
        known = self.known
        return tuple(f"There is no column '{name}'.{did_you_mean(name, known)}" for name in header if name not in known)

    def reason_of(self, variable: Variable, cell: Cell) -> str | None:
        """The reason that an outside system's code means; None for an answer."""
        return None if cell is None else self.coded(variable).get(str(cell).strip())

    def coded(self, variable: Variable) -> dict[str, str]:
        """The codes with which an outside system says that a value is missing, as they are written, and the reasons."""
        if not self.coded_reasons:
            return {}
        codes = variable.codelist.codes if variable.codelist else ()
        meanings = {str(code.value): code.missing for code in codes if code.missing}
        return meanings | {str(part.code): part.reason for part in variable.missing if part.code is not None}


def own_columns(catalogue: Catalogue, form: Form) -> Columns:
    """The columns under our own names."""
    return Columns(
        values=form.variable,
        reasons={reason_column(name): name for name in form.reason_names},
        outside={name: (name, variable) for name, variable in outside_variables(catalogue, form).items()},
        passed_over=frozenset(
            {*RECORD, *OF_EPISODE, TIMEPOINT, *(edition_column(coding.name) for coding in _codings(form))}
        ),
    )


def anchor_of(catalogue: Catalogue, form: Form) -> str:
    """The date that eras are compared with, as the form's rows have it: dotted, or by its own name; empty: nothing."""
    anchor = catalogue.modules[form.module].episode.anchor if form.module else ""
    owner, _, name = anchor.partition(".")
    return name if owner == form.name else anchor


def with_anchor(columns: Columns, catalogue: Catalogue, form: Form, header: tuple[str, ...]) -> Columns:
    """The same for a file that says under an extract's name which day eras are compared with."""
    anchor = anchor_of(catalogue, form)
    if anchor not in columns.outside or anchor in header or ANCHOR not in header:
        return columns
    return replace(columns, outside={**columns.outside, ANCHOR: columns.outside[anchor]})


def system_columns(catalogue: Catalogue, form: Form, system: str, timepoint: str) -> Columns:
    """The columns under the names an outside system has for them at this timepoint."""
    here = timepoint_alias(catalogue, form, timepoint)
    own = {
        alias: variable
        for variable in sorted(form.variables, key=lambda variable: variable.retired is None)
        for alias in names_of(variable.aliases, system, timepoint, here)
    }
    outside = {
        alias: (name, variable)
        for name, occasion, there, variable in _outside(catalogue, form)
        for alias in names_of(variable.aliases, system, occasion, there)
    }
    record = {
        alias.name.replace("*", here)
        for other in catalogue.forms
        for _, names in other.record
        for alias in names
        if alias.system == system
    }
    module = catalogue.modules.get(form.module)
    course = (alias for _, names in (module.episode.record if module else ()) for alias in names)
    record |= {alias.name for alias in course if alias.system == system}
    record |= {name for coding in _codings(form) for name in names_of(coding.edition, system, timepoint, here)}
    return Columns(
        values=own,
        flags=dict(_flags(form, system, timepoint, here)),
        outside={alias: found for alias, found in outside.items() if alias not in own},
        passed_over=frozenset(
            record | {alias for _, other in catalogue.variables() for alias in _flag_names(other, system)}
        ),
        coded_reasons=True,
    )


def _codings(form: Form) -> Iterator[Variable]:
    """The variables that have the edition of their coding system beside them."""
    return (variable for variable in form.variables if variable.system is not None)


def systems(catalogue: Catalogue) -> tuple[str, ...]:
    """The outside systems that have names for something in the catalogue."""
    return tuple(sorted({alias.system for _, variable in catalogue.variables() for alias in variable.aliases}))


def outside_variables(catalogue: Catalogue, form: Form) -> dict[str, Variable]:
    """What the form's expressions may read elsewhere, by dotted name."""
    return {name: variable for name, _, _, variable in _outside(catalogue, form)}


def _outside(catalogue: Catalogue, form: Form) -> Iterator[tuple[str, str, str, Variable]]:
    """What the form's expressions may read elsewhere: dotted name, occasion, the alias it has, variable."""
    if catalogue.person is not None and catalogue.person is not form:
        yield from ((f"person.{variable.name}", form.module, "", variable) for variable in catalogue.person.variables)
    for other in catalogue.forms_of(form.module) if form.module else ():
        for occasion, timepoint in zip(other.occasion_names(), other.timepoints or ("",), strict=False):
            if other is form and occasion == form.name:
                continue
            alias = timepoint_alias(catalogue, other, timepoint)
            yield from ((f"{occasion}.{variable.name}", timepoint, alias, variable) for variable in other.variables)


def _flags(form: Form, system: str, timepoint: str, star: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for variable in form.variables:
        for missing in variable.missing:
            for name in names_of(missing.flags, system, timepoint, star):
                yield name, (variable.reason_name, missing.reason)


def _flag_names(variable: Variable, system: str) -> Iterator[str]:
    return (alias.name for missing in variable.missing for alias in missing.flags if alias.system == system)
