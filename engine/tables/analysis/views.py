"""The three views: what each shows of a column, which may have several sources.

A column is in all three, so that they can be read side by side; only flags for missing values stand with the values.
Keys, the states of forms and the marks of a series are the same in all.
"""

from collections.abc import Callable, Mapping, Set
from types import MappingProxyType

from catalogue.model import Variable
from catalogue.value_types import VALUE_TYPES
from engine.tables.analysis.columns import Column
from engine.tables.analysis.sources import Answer, Flag, Kept, Mark, Own, Source
from engine.tables.analysis.writer import NOT_COLLECTED, NOTHING, Writer


def values(writer: Writer, column: Column) -> str:
    """The value in the first source that has one."""
    return _first(column, writer.value, kind_of_value)


def labels(writer: Writer, column: Column) -> str | None:
    """The label in the first source that has one; flags are values only."""
    return _first(column, writer.label, _kind_of_label) if _is_shown(column) else None


def reasons(writer: Writer, column: Column) -> str | None:
    """Why no source has a value: the most telling reason."""
    if not _is_shown(column):
        return None
    given = [writer.reason_of(source) for source in column.sources if isinstance(source, Answer | Kept)]
    if not given:
        only = column.sources[0]
        return writer.value(only) if isinstance(only, Own | Mark) else NOTHING
    if len(column.sources) == 1:
        return given[0]
    empty = " AND ".join(f"{writer.value(source)} IS NULL" for source in column.sources)
    told = ", ".join((*(f"nullif({reason}, {NOT_COLLECTED})" for reason in given), *given))
    return f"CASE WHEN {empty} THEN coalesce({told}) END"


VIEWS: Mapping[str, Callable[[Writer, Column], str | None]] = MappingProxyType(
    {"analyse": values, "analyse_tekst": labels, "analyse_mangler": reasons}
)
"""The views: the ending of each one's name, and what it shows of a column."""


def _is_shown(column: Column) -> bool:
    return not all(isinstance(source, Flag) for source in column.sources)


def _first(column: Column, write: Callable[[Source], str], kind: Callable[[Source], str]) -> str:
    """The first that is not NULL; PostgreSQL has but one type for them all."""
    written = [(write(source), kind(source)) for source in column.sources]
    if len(written) == 1:
        return written[0][0]
    kinds = {kind for _, kind in written}
    return f"coalesce({', '.join(_as_one_of(kinds, text, kind) for text, kind in written)})"


def _as_one_of(kinds: Set[str], text: str, kind: str) -> str:
    """Truth values among others become numbers, and what is not all numbers becomes text."""
    if len(kinds) == 1 or kind == "text":
        return text
    number = f"CASE WHEN {text} THEN 1 WHEN NOT {text} THEN 0 END" if kind == "boolean" else text
    return number if kinds == {"boolean", "number"} else f"CAST({number} AS text)"


def kind_of_value(source: Source) -> str:
    """What kind of value it is: `number`, `boolean`, `date` …, `text`; of what the record says, the column's name."""
    match source:
        case Answer(_, variable):
            return _kind_of(variable)
        case Kept(_, original):
            return _kind_of(original.variable)
        case Flag():
            return "boolean"
        case Own(_, column):
            return column
        case _:
            return "text"


def _kind_of(variable: Variable) -> str:
    kind = VALUE_TYPES[variable.type].expression_type
    return ("number" if variable.codelist and variable.codelist.numeric else "text") if kind == "code" else kind


def _kind_of_label(source: Source) -> str:
    is_worded = isinstance(source, Answer) and source.variable.type in ("code", "boolean")
    return "text" if is_worded or isinstance(source, Flag) else kind_of_value(source)
