"""A form's conditions as text: what one is, and the words they are put together from in one dialect.

An author's expression is compiled once and the text used wherever it is needed: a section's condition stands in
the conditions of all its variables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalogue.expressions.nodes import Node, Reference, transform
from catalogue.expressions.scope import Scope
from catalogue.model import CodeValue, Era, ValueSet, Variable
from engine.answers import AnswerValue
from engine.compilers.sql import NO_VALUE_SETS, sql
from engine.compilers.sql_words import DIALECTS
from engine.tables.conditions import WHEN_FINAL
from engine.tables.names import reason_column

COMPILER_NAMES = {"sqlite": "sqlite", "postgresql": "postgres"}
"""SQLAlchemy's name of a dialect, and the SQL compiler's."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How one form's names and expressions are written in one dialect.

    A query over several tables needs more: `prefix` stands before the row's own columns, `computed` has the
    calculations that the row does not hold, to be written out where they are used, `value_sets` is what these look up,
    and `era_date` the day the row counts from.
    """

    dialect: str
    variables: Mapping[str, Variable]
    scope: Scope
    prefix: str = ""
    computed: Mapping[str, Node] = field(default_factory=dict)
    value_sets: Mapping[str, ValueSet] = field(default_factory=lambda: NO_VALUE_SETS)
    era_date: str = ""
    _written: dict[Node, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """The column of a variable of the row, or of another form under that form's name."""
        owner, dot, variable = name.rpartition(".")
        return f"{quoted_name(owner)}.{quoted_name(variable)}" if dot else f"{self.prefix}{quoted_name(name)}"

    def reason_column(self, reason_name: str) -> str:
        """The column of a missing reason."""
        return self.column(reason_column(reason_name))

    def reason(self, reason_name: str) -> str:
        """The missing reason, an empty text when there is none."""
        return f"coalesce({self.reason_column(reason_name)}, '')"

    def constant(self, value: AnswerValue) -> str:
        """A constant beside a column."""
        words = DIALECTS[COMPILER_NAMES[self.dialect]]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return words.digits(float(value))
        return "NULL" if value is None else words.literal(value)

    def any_of(self, values: tuple[CodeValue, ...]) -> str:
        """The values in brackets, as they stand after IN."""
        return f"({', '.join(map(self.constant, values))})"

    def expression(self, node: Node) -> str:
        """An author's expression."""
        if node not in self._written:
            compiler_name = COMPILER_NAMES[self.dialect]
            written, sets = self.written_out(node), self.value_sets
            self._written[node] = sql(written, compiler_name, self._compiler_column, self.scope, value_sets=sets)
        return self._written[node]

    def written_out(self, node: Node) -> Node:
        """The expression without calculations that the row does not hold."""

        def write_out(part: Node) -> Node:
            if isinstance(part, Reference) and part.name in self.computed:
                return self.written_out(self.computed[part.name])
            return part

        return transform(node, write_out) if self.computed else node

    def _compiler_column(self, name: str) -> str:
        owner = self.variables.get(name.removesuffix("_missing")) if name.endswith("_missing") else None
        return self.reason_column(owner.reason_name) if owner else self.column(name)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold for a row: FALSE refuses it, unknown does not.

    `subject` is the variable, group or rule it is about, `kind` says what is wrong when it fails. A `final` one
    holds for finished rows only. `reads` are the expressions it rests on; one with an `era` holds for the episodes
    anchored in it, which a row does not know, and one that is `outside` reads another table.
    """

    subject: str
    kind: str
    write: Callable[[Wording], str]
    final: bool = False
    reads: tuple[Node, ...] = ()
    era: Era | None = None
    outside: bool = False

    def text(self, wording: Wording) -> str:
        """The condition, which lets drafts pass when it is for final rows."""
        condition = self.write(wording)
        return f"{WHEN_FINAL} ({condition})" if self.final else condition


def quoted_name(name: str) -> str:
    """A name that no reserved word or capital can disturb."""
    return f'"{name}"'
