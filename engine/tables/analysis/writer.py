"""What the views show of one source, as SQL in one dialect: its value, its label, the reason why it has none.

Values come from final forms only, and read as missing where the variable was not collected at the episode's date, or
under the release the row was answered under.
A calculation that no row holds is written out where it is used, other forms' and the person's included. The text can
stand anywhere without further brackets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from catalogue.expressions.nodes import Node
from catalogue.expressions.scope import Scope
from catalogue.model import Variable
from catalogue.reserved import PERSON
from engine.compilers.sql import sql
from engine.tables.analysis.series import FIRST, Original, Series
from engine.tables.analysis.simpler import simpler
from engine.tables.analysis.sources import Answer, Edition, Empty, Flag, Kept, Mark, Own, Owner, Source
from engine.tables.build import Tables
from engine.tables.eras import era_date, within
from engine.tables.names import database_name, edition_column, reason_column
from engine.tables.row import Row
from engine.tables.wording import COMPILER_NAMES, Wording, quoted_name

EPISODE, CENTRE = '"the episode"', '"the centre"'
NOTHING = "CAST(NULL AS text)"
NOT_COLLECTED = "'not_collected'"
TODAY = "CURRENT_DATE"
"""The database's own: a view has nobody to ask."""

OF_EPISODE: Mapping[str, str] = MappingProxyType(
    {"centre_number": f'{CENTRE}."number"', "centre_name": f'{CENTRE}."name"'}
)
"""The episode's columns that lie elsewhere than in its own table."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """What an analyst reads for TRUE and FALSE."""

    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Writer:
    """What the columns of one module are written with."""

    tables: Tables
    owners: Mapping[str, Owner]
    scopes: Mapping[str, Scope]
    words: YesNo
    series: Series
    _written: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def value(self, source: Source) -> str:
        """What was answered, computed or recorded."""
        match source:
            case Own(owner, column):
                return OF_EPISODE.get(column) or f"{record_alias(owner) if owner else EPISODE}.{quoted_name(column)}"
            case Answer(owner, variable):
                return self.answer(owner, variable)
            case Edition(owner, variable):
                column = f"{alias(owner)}.{quoted_name(edition_column(variable.name))}"
                return _when(self._collected(owner, variable), column)
            case Flag():
                return self._flag(source)
            case Empty():
                return NOTHING
            case Kept(owner, original):
                column = f"{alias(owner)}.{quoted_name(original.column)}"
                return _when(self._given(owner, original), column)
            case Mark(owner, since):
                return f"CASE WHEN {_release(owner)} < {since.release} THEN {self.constant(since.version)} END"

    def label(self, source: Source) -> str:
        """The same, but the words for a code and for yes and no, in the language the catalogue is written in."""
        match source:
            case Answer(_, variable):
                labels = self._labels(variable)
            case Kept(_, original):
                labels = self._labels(original.variable)
            case _:
                labels = {}
        if not labels:
            return self.value(source)
        branches = (f"WHEN {value} THEN {label}" for value, label in labels.items())
        return f"CASE {self.value(source)} {' '.join(branches)} END"

    def reason_of(self, source: Answer | Kept) -> str:
        """Why there is no value."""
        if isinstance(source, Answer):
            return self.reason(source.owner, source.variable)
        owner, original = source.owner, source.original
        if original.reason is None:
            return NOTHING
        column = f"{alias(owner)}.{quoted_name(original.reason)}"
        return _else_not_collected(owner, self._given(owner, original), column)

    def reason(self, owner: Owner, variable: Variable) -> str:
        """Why there is no value; NULL when there is one, or no final form. A calculation has no reason."""
        if variable.is_calculated:
            return NOTHING
        column = f"{alias(owner)}.{quoted_name(reason_column(variable.reason_name))}"
        carried = self.series.history(owner.form, variable).carried
        if carried > FIRST:
            # Nothing was answered then that says what the value would have been, nor why there is none.
            is_empty = f"{_release(owner)} < {carried} AND {self._column(owner, variable)} IS NULL"
            column = f"CASE WHEN {is_empty} THEN coalesce({column}, {NOT_COLLECTED}) ELSE {column} END"
        if variable.retired and variable.group and variable.reason_name == variable.group:
            # The group's other ticks may have been answered after this one was no longer asked.
            column = f"CASE WHEN {self._column(owner, variable)} IS NULL THEN coalesce({column}, {NOT_COLLECTED}) END"
            column = _when([_is_there(owner)], column)
        return _else_not_collected(owner, self._collected(owner, variable), column)

    def answer(self, owner: Owner, variable: Variable, inside: Owner | None = None) -> str:
        """The value of a variable; `inside` is the form of the calculation that reads it."""
        key = (owner.name, variable.name, inside is owner)
        if key not in self._written:
            self._written[key] = self._answer(owner, variable, inside is owner)
        return self._written[key]

    def constant(self, value: str | int) -> str:
        """A constant beside a column."""
        return self._wording.constant(value)

    def _answer(self, owner: Owner, variable: Variable, is_there: bool) -> str:
        if variable.name in self._row(owner).variables:
            return _when(self._collected(owner, variable), self._column(owner, variable))
        if variable.calculate is None:
            raise LookupError(f"{owner.name}.{variable.name} is asked and has no column")
        asked = [self._expression(owner, variable.enable_when.node)] if variable.enable_when else []
        conditions = [*([] if is_there else [_is_there(owner)]), *self._collected(owner, variable), *asked]
        return _when(conditions, self._expression(owner, variable.calculate.node))

    def _expression(self, owner: Owner, node: Node) -> str:
        """An author's expression, its names those of this form."""

        def column(name: str) -> str:
            place, _, variable = name.rpartition(".")
            there = self.owners[place] if place else owner
            if variable in there.form.variable:
                return self.answer(there, there.form.variable[variable], owner)
            return self.reason(there, there.form.variable[variable.removesuffix("_missing")])

        scope, value_sets = self.scopes[owner.form.address], self.tables.catalogue.value_sets
        shorter = simpler(node, owner.occasion, scope)
        return sql(shorter, COMPILER_NAMES[self.tables.dialect], column, scope, today=TODAY, value_sets=value_sets)

    def _collected(self, owner: Owner, variable: Variable) -> list[str]:
        """When it was collected, as conditions that all hold. A calculation is as old as what it is computed from."""
        history = self.series.history(owner.form, variable)
        begins = history.broken.release if variable.is_calculated and history.broken else history.begins
        by_release = [f"{_release(owner)} >= {begins}"] if begins > FIRST else []
        return [*by_release, *self._in_era(owner, variable)]

    def _given(self, owner: Owner, original: Original) -> list[str]:
        """When this was answered."""
        releases = f"{_release(owner)} BETWEEN {original.first} AND {original.last}"
        return [releases, *self._in_era(owner, original.variable)]

    def _in_era(self, owner: Owner, variable: Variable) -> list[str]:
        if variable.collected is None:
            return []
        day = era_date(self.tables.dialect, EPISODE, alias(owner))
        return list(within(variable.collected, day, self._wording.constant))

    def _flag(self, flag: Flag) -> str:
        answered = " OR ".join(f"{self.answer(flag.owner, variable)} IS NOT NULL" for variable in flag.variables)
        reason = self.reason(flag.owner, flag.variables[0])
        return f"CASE WHEN {reason} = {self.constant(flag.reason)} THEN TRUE WHEN {answered} THEN FALSE END"

    def _labels(self, variable: Variable) -> dict[str, str]:
        """By constant. The codes of a coding's system are too many; they stay as they are."""
        if variable.type == "boolean":
            return {"TRUE": self.constant(self.words.yes), "FALSE": self.constant(self.words.no)}
        codes = variable.codelist.codes if variable.type == "code" and variable.codelist else ()
        return {self.constant(code.value): self.constant(str(code.label)) for code in codes if not code.missing}

    def _row(self, owner: Owner) -> Row:
        return self.tables.person if owner.name == PERSON else self.tables.forms[owner.form.address].row

    def _column(self, owner: Owner, variable: Variable) -> str:
        return f"{alias(owner)}.{quoted_name(variable.name)}"

    @property
    def _wording(self) -> Wording:
        return Wording(self.tables.dialect, {}, {})


def alias(owner: Owner) -> str:
    """What a form's final row is joined as, or the person."""
    return quoted_name(database_name(owner.name))


def record_alias(owner: Owner) -> str:
    """What a form's row is joined as in whatever state it is; the person's is in none."""
    return alias(owner) if owner.name == PERSON else quoted_name(database_name(f"record of {owner.name}"))


def _release(owner: Owner) -> str:
    """The release a form's row was answered under."""
    return f'{alias(owner)}."release"'


def _else_not_collected(owner: Owner, conditions: list[str], reason: str) -> str:
    """The reason when the conditions hold; else that it was not collected, if there is a row."""
    if not conditions:
        return reason
    return f"CASE WHEN {' AND '.join(conditions)} THEN {reason} WHEN {_is_there(owner)} THEN {NOT_COLLECTED} END"


def _is_there(owner: Owner) -> str:
    return f'{alias(owner)}."id" IS NOT NULL'


def _when(conditions: Iterable[str], text: str) -> str:
    together = " AND ".join(conditions)
    return f"CASE WHEN {together} THEN {text} END" if together else text
