"""What an extract is made of: sheets of described columns, and the words in which they are described. Pure records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from catalogue.findings import NOWHERE, Location
from catalogue.model import MISSING_REASONS, CodeValue
from catalogue.texts import Text

Frame = pl.DataFrame
"""Some rows of a sheet."""
DTYPES: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "boolean": pl.Boolean(),
        "integer": pl.Int64(),
        "decimal": pl.Float64(),
        "date": pl.Date(),
        "time": pl.Time(),
        "datetime": pl.Datetime("us"),
        "text": pl.String(),
    }
)
"""The kinds of columns, and what holds their values."""

NUMBER_OF: Mapping[str, int] = MappingProxyType({reason: n for n, reason in enumerate(MISSING_REASONS, start=1)})
"""The number of each missing reason, the same in every file for ever."""


@dataclass(frozen=True, slots=True)
class Words:
    """The language of an extract: the catalogue's texts, what is `said` of a row's own columns and the like, and what
    reasons are called."""

    language: str
    text: Callable[[Text], str]
    said: Mapping[str, str]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet.

    `codes` are its values with their labels. `reason` is the column in which it is said why a value is missing, empty
    where nothing is said; `states_reason` is that of such a column itself. `address` is the variable's, empty for what
    a row says of itself. `lowest` and `highest` bound its numbers; `decimals` are those it is shown with.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    unit: str = ""
    address: str = ""
    codes: tuple[tuple[CodeValue, str], ...] = ()
    reason: str = ""
    states_reason: bool = False
    decimals: int | None = None
    lowest: float | None = None
    highest: float | None = None
    longest: int | None = None
    is_ordered: bool = False
    at: Location = NOWHERE

    @property
    def dtype(self) -> pl.DataType:
        """What holds its values."""
        return DTYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of a sheet before its rows: its name, its title and its columns."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns' types by name."""
        return {column.name: column.dtype for column in self.columns}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A heading and its rows, which lie on the disk until they are wanted."""

    heading: Heading
    rows: int
    frame: pl.LazyFrame
    words: Words
