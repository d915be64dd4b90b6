"""The steps of a migration as frozen values: what becomes of every table, column, check and list. Pure.

A column in use has its catalogue's name. One that is not in use, since its release is not yet or no longer the current
one, has that name with the release's number behind it (`roker@4`): a migration makes ready what comes under such names,
changes places, and leaves behind what went under such names. So nothing is lost, and the way back is the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.expressions.nodes import Node
from catalogue.model import Catalogue
from engine.tables.storage import Storage, kept_name

VALUE, REASON, EDITION, TIMEPOINT = "value", "reason", "edition", "timepoint"
"""What a column holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A release at one end of a migration."""

    catalogue: Catalogue
    number: int
    storage: Storage


@dataclass(frozen=True, slots=True)
class Same:
    """The column is one that is there, perhaps under another name."""

    name: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing of the other release's rows says what stands here."""


@dataclass(frozen=True, slots=True)
class Agrees:
    """A column of the other release that must still be what this expression makes of the row that is made ready."""

    column: str
    node: Node


@dataclass(frozen=True, slots=True)
class Computed:
    """The column is computed from the row of `form`, another release's form by its address.

    Where `ready` columns already hold something, from before a way back, and everything in `agrees` still is what they
    lead to, that is kept: it is what was answered.
    """

    form: str
    node: Node
    ready: tuple[str, ...] = ()
    agrees: tuple[Agrees, ...] = ()


Source = Same | Empty | Computed


@dataclass(frozen=True, slots=True)
class ColumnStep:
    """One column of the release that comes, and where it is from."""

    name: str
    kind: str
    owner: str
    source: Source

    def waiting(self, release: int) -> str:
        """What it is called until it is in use."""
        return self.source.name if isinstance(self.source, Same) else kept_name(self.name, release)


@dataclass(frozen=True, slots=True)
class Checks:
    """The named conditions and foreign keys of a table that go, are only called otherwise, and come."""

    dropped: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """A form that both releases have. `kept` are the columns that go out of use, and what they are called then."""

    form_before: str
    form_after: str
    before: str
    after: str
    columns: tuple[ColumnStep, ...]
    kept: tuple[tuple[str, str], ...] = ()
    checks: Checks = field(default_factory=Checks)
    references: Checks = field(default_factory=Checks)
    purged: tuple[str, ...] = ()
    is_relabelled: bool = False

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Columns that stay in use under another name."""
        pairs = ((step.source.name, step.name) for step in self.columns if isinstance(step.source, Same))
        return tuple((old, new) for old, new in pairs if old != new)

    @property
    def coming(self) -> tuple[ColumnStep, ...]:
        """Columns that are made ready and come into use."""
        return tuple(step for step in self.columns if not isinstance(step.source, Same))

    def computed(self, *, here: bool) -> tuple[ColumnStep, ...]:
        """Columns that are computed from the row itself, or from another form's."""
        return tuple(
            step
            for step in self.columns
            if isinstance(step.source, Computed) and (step.source.form == self.form_before) == here
        )

    @property
    def is_changed(self) -> bool:
        """Whether anything is done to it."""
        columns = self.renamed or self.coming or self.kept or self.purged
        demands = self.checks != Checks() or self.references != Checks()
        return bool(columns) or demands or self.before != self.after or self.is_relabelled


@dataclass(frozen=True, slots=True)
class NewTable:
    """A form that comes into use; its table may wait from before a way back."""

    form: str
    name: str
    waiting: str


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A form that goes out of use; its table is kept."""

    form: str
    name: str
    kept: str


@dataclass(frozen=True, slots=True)
class ListStep:
    """The table of a codelist, value set or coding system: `kind` and name. `is_new` makes it; `replaces` is what an
    earlier one of another shape is kept as.
    """

    kind: str
    name: str
    is_new: bool
    replaces: str = ""


Step = ChangedTable | NewTable | KeptTable | ListStep


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The way from one release to another: its steps, where everything lies afterwards, and what cannot be had."""

    before: Side
    after: Side
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    since: Mapping[str, int]

    @property
    def changed(self) -> tuple[ChangedTable, ...]:
        """The forms that both have and to which something is done."""
        return tuple(step for step in self.steps if isinstance(step, ChangedTable) and step.is_changed)

    @property
    def is_back(self) -> bool:
        """Whether it leads to an earlier release."""
        return self.after.number < self.before.number
