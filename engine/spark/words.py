"""The names and words a job is put together from: one form's columns, expressions, constants and eras. Pure text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from catalogue.expressions.nodes import Call, Node, Reference, references, walk
from catalogue.expressions.scope import Scope, scope_of
from catalogue.model import Catalogue, CodeValue, Era, Form, Limit, ValueSet, Variable
from engine.compilers.spark_words import spark_digits, spark_literal, spark_name
from engine.compilers.sql import sql

DAY = "`day`"
"""The column of the day that eras are compared with."""

TODAY = ":today"
"""The parameter with the day of the evaluation."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a form's names and expressions are written in its job."""

    form: Form
    scope: Scope
    value_sets: Mapping[str, ValueSet]
    _written: dict[Node, str] = field(default_factory=dict)

    def expression(self, node: Node) -> str:
        """An author's expression, over the values as they are evaluated."""
        if node not in self._written:
            written = sql(node, "spark", self._column, self.scope, today=TODAY, value_sets=self.value_sets)
            self._written[node] = written
        return self._written[node]

    def _column(self, name: str) -> str:
        owner = name.removesuffix("_missing")
        is_reason = name.endswith("_missing") and name not in self.form.variable and owner in self.form.variable
        return reason_then(owner) if is_reason else spark_name(name)


def words_of(catalogue: Catalogue, form: Form) -> Words:
    """The words of one form."""
    return Words(form, scope_of(catalogue, form), catalogue.value_sets)


def given(name: str) -> str:
    """The column of a variable's value as the table has it."""
    return spark_name(f"{name} given")


def written(name: str) -> str:
    """The column of what the table has for a value, tidied."""
    return spark_name(f"{name} written")


def admitted(name: str) -> str:
    """The column of a variable's value when nothing refuses it and it was collected."""
    return spark_name(f"{name} admitted")


def refused(name: str) -> str:
    """The column of the number of what refuses a value; NULL when nothing does."""
    return spark_name(f"{name} refused")


def given_reason(reason_name: str) -> str:
    """The column of a missing reason as the table has it."""
    return spark_name(f"{reason_name} reason given")


def reason_refused(reason_name: str) -> str:
    """The column of the number of what refuses a reason."""
    return spark_name(f"{reason_name} reason refused")


def reason_then(name: str) -> str:
    """The column of a variable's missing reason as it would be were the form final now."""
    return spark_name(f"{name} reason")


def read_by(nodes: Iterable[Node]) -> Iterator[str]:
    """What expressions rest on: names of variables, and `<name> reason` for the reasons they read."""
    for node in nodes:
        yield from references(node)
        for part in walk(node):
            if isinstance(part, Call) and part.function == "missing_reason":
                yield from (f"{name.name} reason" for name in part.arguments if isinstance(name, Reference))


def in_list(values: Iterable[CodeValue]) -> str:
    """The values in brackets, as they stand after IN."""
    return f"({', '.join(map(beside, values))})"


def beside(value: Limit | CodeValue) -> str:
    """A constant beside a column of its type."""
    return spark_literal(value) if isinstance(value, str | date) else spark_digits(float(value))


def constant(variable: Variable, value: bool | float | str) -> str:
    """A constant instead of a variable's value."""
    is_code = variable.type == "code" and not isinstance(value, str)
    return spark_digits(float(value)) if is_code else spark_literal(value)


def in_era(era: Era, day: str) -> str:
    """Whether something was collected on a day."""
    start = f"{day} >= {beside(era.start)}" if era.start else ""
    end = f"{day} <= {beside(era.end)}" if era.end else ""
    gaps = (f"{day} NOT BETWEEN {beside(first)} AND {beside(last)}" for first, last in era.gaps)
    return f"({' AND '.join(filter(None, (start, end, *gaps))) or 'TRUE'})"
