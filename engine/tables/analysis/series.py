"""What the views must know of the releases before this one, so that a column is one series over all of them.

Pure values, made by `migrations_gen/series/`. Columns of a release are called as in the current one, where the carried
values of old rows lie too; answers whose meaning has ended lie beside them, in `Original.column`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from catalogue.model import Form, Variable

FIRST = 1
"""The number of a database's first release."""

UNTIL, BROKEN, FINER = "_til_", "_brudd", "_finere"
"""How the names of columns beside a harmonised one end: the answers as they were given until a version, the mark of a
series that is broken, and that of one that has become finer."""


@dataclass(frozen=True, slots=True)
class Since:
    """The release from which something holds, and its version."""

    release: int
    version: str


@dataclass(frozen=True, slots=True)
class History:
    """What has happened to a variable's series.

    Rows answered before the release `since` were never asked. Those answered before `broken` do not compare with
    today's, those before `finer` compare when today's are made coarser. The value of a row answered before the release
    `carried` has been worked out from what was answered then.
    """

    since: int = FIRST
    broken: Since | None = None
    finer: Since | None = None
    carried: int = FIRST

    @property
    def begins(self) -> int:
        """The first release whose rows have a value here."""
        return max(self.since, self.broken.release if self.broken else FIRST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The answers given under the releases `first` to `last`, after which their meaning ended.

    They lie in `column` and `reason` (None: there is none) of the table of `form`, by its current address or that of an
    `EndedForm`. `variable` is as the last of these releases had it, whose version is `version`. `of` is the
    variable of the same form that goes on with it.
    """

    form: str
    column: str
    reason: str | None
    variable: Variable
    first: int
    last: int
    version: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class EndedForm:
    """A form that is no longer in the catalogue, as it last was, and the table in which its rows are."""

    form: Form
    table: str
    last: int

    @property
    def address(self) -> str:
        """No form of today has such a one, even when it has got the name."""
        return f"{self.form.address}@{self.last}"


@dataclass(frozen=True)
class Series:
    """The releases before this one, as the views see them.

    `histories` by the variable's address; one that is not there is the same in all releases. `apart` are retired
    variables that never share a column with what replaced them, because the two do not compare: by address, with the
    last version that asked them.
    """

    histories: Mapping[str, History] = field(default_factory=lambda: MappingProxyType({}))
    originals: tuple[Original, ...] = ()
    apart: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ended: tuple[EndedForm, ...] = ()

    def history(self, form: Form, variable: Variable) -> History:
        """What has happened to this variable."""
        return self.histories.get(f"{form.address}.{variable.name}", UNCHANGED)

    def originals_of(self, form: str, variable: str | None) -> tuple[Original, ...]:
        """The answers that this variable of the form goes on with; with None, those that none does. Latest first."""
        return self._by_place.get((form, variable), ())

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str | None], tuple[Original, ...]]:
        found: dict[tuple[str, str | None], tuple[Original, ...]] = {}
        for one in sorted(self.originals, key=lambda one: (-one.last, one.variable.name)):
            found[one.form, one.of] = (*found.get((one.form, one.of), ()), one)
        return found


UNCHANGED = History()
NO_SERIES = Series()
"""There was no release before this one."""


def until(version: str) -> str:
    """How the column with the answers as they were given until a version ends: `_til_3`, `_til_3_1`."""
    parts = version.split(".")
    while len(parts) > 1 and parts[-1].strip("0") == "":
        parts.pop()
    return UNTIL + "_".join(parts)
