"""What the columns of a module's views show, in order, each with the names that analysts know it by.

Pure. The order: the episode itself, what the catalogue declares as empty, the person, and then every form at each of
its timepoints, the timepoints as in `module.yaml`. Last are forms that only earlier releases had. What identifies
somebody directly is never among them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.model import Alias, Catalogue, Form, Module, Variable
from catalogue.outside_names import names_of, timepoint_alias
from catalogue.reserved import EPISODE_COLUMNS, PERSON
from engine.tables.analysis.series import BROKEN, FINER, NO_SERIES, EndedForm, Original, Series, Since, until
from engine.tables.names import database_name, edition_column

DIRECT = "direct"

OF_PERSON = frozenset({"created_at", "created_by", "changed_at", "changed_by"})
"""What the views know of the person's row."""

ALWAYS = frozenset({"id", "person_id", "anchor_date", "status"})
"""Of the episode and of a form's record: shown in any case; the rest only when analysts have a name for it."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A form at one of its timepoints, under the name by which rules call it; or the person.

    `occasion` and `star` decide its outside names: a timepoint and what stands for `*`, for the person the module.
    `ended` says where the rows are of a form that only earlier releases had.
    """

    name: str
    form: Form
    occasion: str
    star: str
    title: str
    ended: EndedForm | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """A column of the episode (without owner) or of a row's record, as it is in any state of the form."""

    owner: Owner | None
    column: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A variable's value in a final form."""

    owner: Owner
    variable: Variable


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of its system a coding's value is from."""

    owner: Owner
    variable: Variable


@dataclass(frozen=True, slots=True)
class Flag:
    """Whether these variables are missing for just this reason: TRUE, FALSE when there is a value, else NULL."""

    owner: Owner
    variables: tuple[Variable, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Empty:
    """A name that analysts' programs expect, and of which nothing is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A variable's value as it was given under earlier releases, in a final form."""

    owner: Owner
    original: Original


@dataclass(frozen=True, slots=True)
class Mark:
    """In rows answered before a release its version, from which on answers are of another kind."""

    owner: Owner
    since: Since


Source = Own | Answer | Edition | Flag | Empty | Kept | Mark


@dataclass(frozen=True, slots=True)
class Named:
    """What is shown under a name; `own_name` is the one it has when another already has that.

    One with an `ending` stands beside a column, or would have stood there, and is called after it.
    """

    name: str
    own_name: str
    source: Source
    ending: str = ""

    @property
    def is_current(self) -> bool:
        """Whether it is collected today; what is retired may share its name with what replaced it."""
        match self.source:
            case Answer(_, variable) | Edition(_, variable) | Flag(_, (variable, *_), _):
                return variable.retired is None
            case Empty():
                return False
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs together in the views, under a heading."""

    title: str
    named: tuple[Named, ...]


def owners(catalogue: Catalogue, module: Module, series: Series = NO_SERIES) -> Iterator[Owner]:
    """The person, the module's forms at their timepoints, and those that only earlier releases had."""
    if catalogue.person is not None:
        yield Owner(PERSON, catalogue.person, module.name, "", str(catalogue.person.title))
    for timepoint in module.timepoints:
        for form in catalogue.forms_of(module.name):
            names = dict(zip(form.timepoints, form.occasion_names(), strict=False))
            if timepoint.name in names:
                star = timepoint_alias(catalogue, form, timepoint.name)
                name = names[timepoint.name]
                yield Owner(name, form, timepoint.name, star, f"{name}: {form.title}, {timepoint.title}")
    for ended in series.ended:
        if ended.form.module == module.name:
            yield from _of_ended(catalogue, ended)


def _of_ended(catalogue: Catalogue, ended: EndedForm) -> Iterator[Owner]:
    """Under names that no form of today can have."""
    form = ended.form
    for timepoint, called in zip(form.timepoints, form.occasion_names(), strict=True):
        star = timepoint_alias(catalogue, form, timepoint)
        yield Owner(f"{called}@{ended.last}", form, timepoint, star, f"{called}: {form.title}, ended", ended)


def parts(catalogue: Catalogue, module: Module, series: Series) -> Iterator[Part]:
    """Everything the module's views show."""
    system = catalogue.analysis_names
    yield Part(str(module.episode.title), tuple(_of_episode(module, system)))
    if module.empty_columns:
        yield Part("Nothing of this is kept", tuple(Named(name, name, Empty()) for name, _ in module.empty_columns))
    for owner in owners(catalogue, module, series):
        if owner.ended is None:
            shown = (*_of_record(owner, system), *_of_form(owner, system, series), *_ended(owner, system, series))
        else:
            shown = tuple(_ended(owner, system, series))
        yield Part(owner.title, shown)


def _of_episode(module: Module, system: str) -> Iterator[Named]:
    outside = dict(module.episode.record)
    for column in EPISODE_COLUMNS:
        names = names_of(outside.get(column, ()), system, "", "")
        yield from _own(Own(None, column), database_name(module.episode.name, column), names)


def _of_record(owner: Owner, system: str) -> Iterator[Named]:
    """What the row of a form says about itself; the person's is in no state."""
    outside = dict(owner.form.record)
    if owner.name == PERSON:
        outside = {column: aliases for column, aliases in outside.items() if column in OF_PERSON}
    else:
        outside = {"status": (), **outside}
    for column, aliases in outside.items():
        yield from _own(Own(owner, column), database_name(owner.name, column), _names(owner, aliases, system))


def _own(source: Own, own_name: str, names: Iterable[str]) -> Iterator[Named]:
    known = tuple(names) or ((own_name,) if source.column in ALWAYS else ())
    return (Named(name, own_name, source) for name in known)


def _of_form(owner: Owner, system: str, series: Series) -> Iterator[Named]:
    return (named for variable in owner.form.variables for named in of_variable(owner, variable, system, series))


def of_variable(owner: Owner, variable: Variable, system: str, series: Series = NO_SERIES) -> Iterator[Named]:
    """The columns of one variable."""
    if variable.identifies == DIRECT:
        return
    own_name = database_name(owner.name, variable.name)
    apart = series.apart.get(f"{owner.form.address}.{variable.name}")
    for name in _names(owner, variable.aliases, system) or (own_name,):
        yield Named(name, own_name, Answer(owner, variable), until(apart) if apart else "")
    yield from _beside(owner, variable, system, series)
    if variable.system is not None and not variable.is_calculated:
        own_name = database_name(owner.name, edition_column(variable.name))
        for name in _names(owner, variable.edition, system) or (own_name,):
            yield Named(name, own_name, Edition(owner, variable))
    yield from _flags(owner, variable, system)


def _beside(owner: Owner, variable: Variable, system: str, series: Series) -> Iterator[Named]:
    """The marks of its series, and the answers as they were given."""
    history = series.history(owner.form, variable)
    own_name = database_name(owner.name, variable.name)
    name = next(iter(_names(owner, variable.aliases, system)), own_name)
    for since, ending in ((history.broken, BROKEN), (history.finer, FINER)):
        if since is not None:
            yield Named(name, own_name, Mark(owner, since), ending)
    for original in series.originals_of(owner.form.address, variable.name):
        if original.variable.identifies != DIRECT:
            yield Named(name, own_name, Kept(owner, original), until(original.version))


def _ended(owner: Owner, system: str, series: Series) -> Iterator[Named]:
    """Answers that no variable of today goes on with, under the names they had."""
    for original in series.originals_of(owner.ended.address if owner.ended else owner.form.address, None):
        if original.variable.identifies != DIRECT:
            own_name = database_name(owner.name.partition("@")[0], original.variable.name)
            name = next(iter(_names(owner, original.variable.aliases, system)), own_name)
            yield Named(name, own_name, Kept(owner, original), until(original.version))


def _flags(owner: Owner, variable: Variable, system: str) -> Iterator[Named]:
    """Those of a group that shares one reason stand with its first variable."""
    together = owner.form.reason_names.get(variable.reason_name, ())
    if not together or together[0].name != variable.name:
        return
    for missing in variable.missing:
        own_name = database_name(owner.name, variable.reason_name, missing.reason)
        for name in _names(owner, missing.flags, system):
            yield Named(name, own_name, Flag(owner, together, missing.reason))


def _names(owner: Owner, aliases: Iterable[Alias], system: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names_of(aliases, system, owner.occasion, owner.star)))
