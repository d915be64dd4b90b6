"""The catalogue in memory: frozen records, valid once built; all else is a function of them.

Built only by `catalogue/source/builder/`. Holds look-ups, no rules. Tuples keep the order in which an author wrote
things; places (`at`) do not count when two records are compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal as OneOf

from catalogue.expressions.nodes import Node
from catalogue.findings import NOWHERE, Location
from catalogue.publication import Publication
from catalogue.texts import Text

Limit = float | date
CodeValue = int | str
Extras = tuple[tuple[str, str, str], ...]
"""What outside formats say of a thing that the language has no word for: (format, key, text). Kept and written back,
never understood; a change of them is no change of the registry."""
MISSING_REASONS = ("unknown", "declined", "not_applicable", "not_answered", "not_asked", "not_collected")
OFFERED_REASONS = ("unknown", "declined", "not_applicable")
"""The reasons a respondent may choose; the others are set by the system."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as written and as understood: names resolved, a list's name replaced by its variables."""

    text: str
    node: Node
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Use:
    """One expression where an author wrote it: by what (`owner`, a variable, group, section or rule), as which `key`
    (`enable_when`, `calculate` …), and the type it must have."""

    owner: str
    key: str
    expression: Expression
    expects: str


@dataclass(frozen=True, slots=True)
class Alias:
    """The name a thing has in an outside system, misspellings kept; `*` stands for the timepoint's alias.

    `occasion` is where alone it has that name: a timepoint, or for the person a module. Empty: everywhere.
    """

    system: str
    name: str
    occasion: str = ""
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Era:
    """When something is collected: from and to are inclusive, None is open; gaps are inclusive periods within."""

    start: date | None = None
    end: date | None = None
    gaps: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Retirement:
    """Since which version something is no longer asked, and why."""

    version: str
    reason: str


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a codelist. A `missing` code is no answer but the reason why there is none."""

    value: CodeValue
    label: Text
    missing: str | None = None
    retired: Retirement | None = None
    collected: Era | None = None
    extras: Extras = field(default=(), compare=False)
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Codelist:
    """A named, ordered list of codes. When all are whole numbers they are integers, else texts.

    A list written in place (`codes:`) is named after its variable and is not `shared`.
    """

    name: str
    codes: tuple[Code, ...]
    title: Text | None = None
    source: str | None = None
    shared: bool = True
    at: Location = field(default=NOWHERE, compare=False)

    @property
    def numeric(self) -> bool:
        """Whether the codes are whole numbers."""
        return all(isinstance(code.value, int) for code in self.codes)


@dataclass(frozen=True)
class CodingSystem:
    """A versioned system of codes (ICD-10, NCSP, ATC): which edition, and the codes of its pinned table.

    A code's `collected` is when it is valid; `replaced_by` says which code came after one that no longer is.
    """

    name: str
    title: Text
    version: str
    codes: tuple[Code, ...] = field(repr=False)
    replaced_by: Mapping[CodeValue, str] = field(default_factory=dict, repr=False)
    source: str | None = None
    at: Location = field(default=NOWHERE, compare=False)

    @cached_property
    def code(self) -> Mapping[CodeValue, Code]:
        """The codes by value."""
        return {code.value: code for code in self.codes}

    @cached_property
    def values(self) -> frozenset[CodeValue]:
        """The values of the codes."""
        return frozenset(self.code)

    @cached_property
    def written(self) -> Mapping[str, Code]:
        """The codes as one may write them: in any case, so these are folded."""
        return {str(code.value).casefold(): code for code in self.codes}


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A table from a combination of codes to a number, such as the tariff of a health questionnaire."""

    name: str
    title: str
    origin: str
    version: str
    keys: tuple[str, ...]
    values: Mapping[tuple[CodeValue, ...], float] = field(repr=False)
    source: str | None = None
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A reason a variable may give instead of a value, and what the outside world writes for it."""

    reason: str
    code: CodeValue | None = None
    flags: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """`min ≤ soft_min ≤ soft_max ≤ max`: constants, or expressions for limits that depend on other answers."""

    min: Limit | Expression | None = None
    soft_min: Limit | Expression | None = None
    soft_max: Limit | Expression | None = None
    max: Limit | Expression | None = None
    source: str | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One datum asked for or computed.

    `enable_when` is the whole condition: its own, its group's and its section's. `codes` are those of the codelist that
    the variable allows as values (its value set, without missing codes). `group` names the checklist, matrix or
    instrument it belongs to, whose name carries the missing reason when the group shares one (`reason_name`).
    `valid_on` is the day on which a coding must be valid; None: the episode's anchor date, until known the day the row
    was created. `edition` are the outside names of the column with the edition of its system.
    """

    name: str
    label: Text
    type: str
    help: Text | None = None
    unit: Text | None = None
    decimals: int | None = None
    limits: Limits = NO_LIMITS
    max_length: int | None = None
    codelist: Codelist | None = None
    codes: tuple[Code, ...] = ()
    system: CodingSystem | None = None
    valid_on: Expression | None = None
    edition: tuple[Alias, ...] = ()
    required: bool = False
    required_when: Expression | None = None
    enable_when: Expression | None = None
    otherwise: bool | float | str | None = None
    calculate: Expression | None = None
    prefill: Expression | None = None
    display: str | None = None
    ends: tuple[Text, Text] | None = None
    missing: tuple[MissingValue, ...] = ()
    aliases: tuple[Alias, ...] = ()
    category: str = ""
    purpose: str = ""
    source: str | None = None
    collected: Era | None = None
    retired: Retirement | None = None
    identifies: str | None = None
    group: str | None = None
    reason_name: str = ""
    extras: Extras = field(default=(), compare=False)
    at: Location = field(default=NOWHERE, compare=False)

    @property
    def is_calculated(self) -> bool:
        """Computed, never asked; it has no missing reason."""
        return self.calculate is not None

    @property
    def offered_reasons(self) -> tuple[str, ...]:
        """The reasons a respondent may give instead of an answer: its own, and those its codelist has a code for."""
        coded = (code.missing for code in self.codelist.codes if code.missing) if self.codelist else ()
        named = dict.fromkeys((*(missing.reason for missing in self.missing), *coded))
        return tuple(reason for reason in named if reason in OFFERED_REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Variables asked as one: a checklist's ticks, a matrix's cells, an instrument's items and scores.

    A checklist and a matrix have one missing reason for all (under the group's own name); an instrument's items have
    each their own. `none` is the variable of the tick that excludes the others. `rows` and `columns` are a matrix's
    headings by key; its cell is the variable `<name>_<row>_<column>`.
    """

    kind: OneOf["checklist", "matrix", "instrument"]
    name: str
    label: Text
    variables: tuple[Variable, ...]
    help: Text | None = None
    none: str | None = None
    required: bool = False
    rows: tuple[tuple[str, Text], ...] = ()
    columns: tuple[tuple[str, Text], ...] = ()
    missing: tuple[MissingValue, ...] = ()
    instrument: str | None = None
    extras: Extras = field(default=(), compare=False)
    at: Location = field(default=NOWHERE, compare=False)

    @property
    def shares_reason(self) -> bool:
        """Whether one missing reason stands for all the variables."""
        return self.kind != "instrument"

    @property
    def offered_reasons(self) -> tuple[str, ...]:
        """The reasons a respondent may give instead of ticking anything."""
        return tuple(missing.reason for missing in self.missing if missing.reason in OFFERED_REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of a form: variables and groups in the order they are met."""

    name: str
    title: Text
    items: tuple[Variable | Group, ...]
    help: Text | None = None
    enable_when: Expression | None = None
    extras: Extras = field(default=(), compare=False)
    at: Location = field(default=NOWHERE, compare=False)

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The section's variables, groups opened."""
        return tuple(
            variable for item in self.items for variable in (item.variables if isinstance(item, Group) else (item,))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A requirement across variables: broken only when FALSE; hard stops a final form, soft may be confirmed."""

    name: str
    require: Expression
    severity: OneOf["hard", "soft"]
    message: Text
    collected: Era | None = None
    retired: Retirement | None = None
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, kw_only=True)
class Form:
    """What one respondent fills in at one sitting. `module` is empty for a form about the person.

    `uses` lists every expression as written, once; a variable's `enable_when` is the whole condition instead, its own
    with its group's and section's, and its `calculate` is rounded to the variable's decimals.
    """

    name: str
    module: str
    title: Text
    respondent: str
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...] = ()
    timepoints: tuple[str, ...] = ()
    help: Text | None = None
    record: tuple[tuple[str, tuple[Alias, ...]], ...] = ()
    uses: tuple[Use, ...] = ()
    extras: Extras = field(default=(), compare=False)
    at: Location = field(default=NOWHERE, compare=False)

    @property
    def address(self) -> str:
        """The form's full name: `rygg.pasient`, or `person`."""
        return f"{self.module}.{self.name}" if self.module else self.name

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """All variables in the order they are met."""
        return tuple(variable for section in self.sections for variable in section.variables)

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """Checklists, matrices and instruments by name."""
        return {item.name: item for section in self.sections for item in section.items if isinstance(item, Group)}

    @cached_property
    def variable(self) -> Mapping[str, Variable]:
        """The variables by name."""
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def reason_names(self) -> Mapping[str, tuple[Variable, ...]]:
        """Under which name a missing reason is kept, and the variables it speaks for."""
        names: dict[str, tuple[Variable, ...]] = {}
        for variable in self.variables:
            if not variable.is_calculated:
                names[variable.reason_name] = (*names.get(variable.reason_name, ()), variable)
        return names

    def occasion_names(self) -> tuple[str, ...]:
        """The names other forms see it under: its own, or one per timepoint when it is repeated."""
        if len(self.timepoints) < 2:
            return (self.name,)
        return tuple(f"{self.name}_{timepoint}" for timepoint in self.timepoints)


@dataclass(frozen=True, slots=True)
class Timepoint:
    """A planned occasion of a module; days count from the episode's anchor date."""

    name: str
    title: Text
    alias: str | None = None
    due: int | None = None
    opens: int | None = None
    closes: int | None = None


@dataclass(frozen=True, slots=True)
class EpisodeType:
    """One course of treatment, the date its timepoints count from (`operasjon.op_dato`), its columns' outside names."""

    name: str
    title: Text
    anchor: str = ""
    record: tuple[tuple[str, tuple[Alias, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the registry with its own forms, timepoints and kind of episode.

    `empty_columns` are names that analysts' programs expect and of which nothing is kept, with the reason.
    """

    name: str
    title: Text
    episode: EpisodeType
    timepoints: tuple[Timepoint, ...]
    empty_columns: tuple[tuple[str, str], ...] = ()
    at: Location = field(default=NOWHERE, compare=False)

    def timepoint(self, name: str) -> Timepoint | None:
        """The timepoint of this name."""
        return next((timepoint for timepoint in self.timepoints if timepoint.name == name), None)


@dataclass(frozen=True, slots=True)
class Score:
    """A number computed from an instrument's items; it needs this many of them answered."""

    name: str
    label: Text
    items: tuple[str, ...]
    needs: int
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A validated questionnaire written once: items under neutral names, scores, and who owns the wording."""

    name: str
    title: Text
    holder: str | None
    wording_is_private: bool
    items: tuple[tuple[str, Text], ...]
    scores: tuple[Score, ...]
    codelists: tuple[str, ...] = ()
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Languages:
    """The language the catalogue is written in, those every text must have, and those it may have."""

    source: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every language, the source first."""
        return tuple(dict.fromkeys((self.source, *self.required, *self.optional)))


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything declared: one numbered state of a registry's variables.

    `analysis_names` is the outside system whose names the analysis views carry; empty: our own. `publication` is what
    outsiders are told of the registry; a change of it is no change of the registry.
    """

    name: str
    title: Text
    controller: str
    version: str
    languages: Languages
    statutes: str = ""
    analysis_names: str = ""
    categories: Mapping[str, Text] = field(default_factory=dict)
    respondents: Mapping[str, Text] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)
    forms: tuple[Form, ...] = ()
    codelists: Mapping[str, Codelist] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    value_sets: Mapping[str, ValueSet] = field(default_factory=dict)
    systems: Mapping[str, CodingSystem] = field(default_factory=dict)
    publication: Publication | None = field(default=None, compare=False)
    extras: Extras = field(default=(), compare=False)
    at: Location = field(default=NOWHERE, compare=False)

    @cached_property
    def form(self) -> Mapping[str, Form]:
        """The forms by address (`rygg.pasient`, `person`)."""
        return {form.address: form for form in self.forms}

    @property
    def person(self) -> Form | None:
        """The form about the person, visible everywhere."""
        return self.form.get("person")

    def forms_of(self, module: str) -> tuple[Form, ...]:
        """A module's forms in the order they were read."""
        return tuple(form for form in self.forms if form.module == module)

    def variables(self) -> Iterator[tuple[Form, Variable]]:
        """Every variable with its form."""
        return ((form, variable) for form in self.forms for variable in form.variables)
