"""The job itself: a path and a Spark session in, every violation and their counts out.

The only file that sees pyspark, and only when it is run. The file's columns are read before any row is.
"""

import csv
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

from catalogue.model import Catalogue, Form
from engine.answer_columns import own_columns
from engine.answers import IssueSeverity
from engine.spark.reading import KINDS, SPACES
from engine.spark.statement import ROW, UNREADABLE, VIEW, counts_statement, violations_statement

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

VIOLATIONS = "violations"
DELIMITERS = ";,\t"
BYTE_ORDER_MARK = "\ufeff"
NO_PYSPARK = "Spark is not installed. Type: pip install 'skjemaverk[spark]'"
NO_JAVA = "Spark needs Java 17 or newer, and there is no java. On Debian: apt install openjdk-17-jre-headless"


class CannotRun(RuntimeError):
    """Spark is not here; the message says what to install."""


class NotATable(ValueError):
    """The file is no table of answers to this form; the message says why, a line for each reason."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One remark on one row: its number from 1, its `id` and centre where the table has them."""

    row: int
    id: str | None
    centre: str | None
    variable: str
    rule: str
    severity: IssueSeverity


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a centre break a rule."""

    centre: str | None
    variable: str
    rule: str
    severity: IssueSeverity
    rows: int


@dataclass(frozen=True, slots=True)
class Job:
    """A statement over one table, ready to run; nothing is computed before it is asked for."""

    session: "SparkSession"
    table: "DataFrame"
    found: "DataFrame"

    def rows(self) -> int:
        """How many rows the table has."""
        return int(self.table.count())

    def violations(self) -> Iterator[Violation]:
        """Every violation, by row and in the order of the form; streamed, a partition at a time."""
        ordered = self.found.orderBy("row", "number")
        return (_violation(row) for row in ordered.toLocalIterator())

    def counts(self) -> tuple[Count, ...]:
        """The number of rows by centre and rule."""
        self.found.createOrReplaceTempView(VIOLATIONS)
        return tuple(_count(row) for row in self.session.sql(counts_statement(VIOLATIONS)).collect())

    def write(self, folder: str) -> None:
        """The violations as Parquet in a new folder, where they are too many for one machine."""
        self.found.drop("number").write.parquet(folder)


def start() -> "SparkSession":
    """A session: the one that runs already, or one on this machine."""
    if find_spec("pyspark") is None:
        raise CannotRun(NO_PYSPARK)
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise CannotRun(NO_JAVA)
    from pyspark.sql import SparkSession  # noqa: PLC0415

    builder = SparkSession.builder.appName("skjemaverk").config("spark.sql.session.timeZone", "UTC")
    quiet = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    return quiet.getOrCreate()


@contextmanager
def readable() -> Iterator[None]:
    """While a table is read: what Spark cannot read is no table, which our sentence and the first of Spark's say."""
    from py4j.protocol import Py4JJavaError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JJavaError) as problem:
        cause = str(getattr(problem, "java_exception", problem)).strip().partition("\n")[0]
        raise NotATable(
            f"Spark cannot read it. Is it whole, and Parquet or CSV in UTF-8? Spark says: {cause}"
        ) from problem


def prepare(
    session: "SparkSession", catalogue: Catalogue, form: Form, path: str, *, timepoint: str, today: date
) -> Job:
    """The job for a table at a path that Spark can read: Parquet, or CSV in UTF-8 with a first line of names.

    `timepoint` is that of rows which name none.
    """
    table = _numbered(_csv(session, path) if _is_csv(path) else session.read.parquet(path))
    kinds = _kinds(catalogue, form, table)
    statement = violations_statement(catalogue, form, kinds)
    table.createOrReplaceTempView(VIEW)
    return Job(session, table, session.sql(statement, args={"today": today, "timepoint": timepoint, "spaces": SPACES}))


def _is_csv(path: str) -> bool:
    return path.casefold().endswith((".csv", ".txt", ".csv.gz"))


def _csv(session: "SparkSession", path: str) -> "DataFrame":
    """All columns as text; a line of another length than the first is marked as unreadable. Empty lines are no rows."""
    header = session.read.text(path).head()
    line = (header[0] if header else "").removeprefix(BYTE_ORDER_MARK)
    delimiter = max(DELIMITERS, key=line.count)
    names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    _check_names(path, names)
    schema = ", ".join(f"`{name}` STRING" for name in (*names, UNREADABLE))
    options = {"sep": delimiter, "header": True, "multiLine": True, "escape": '"', "mode": "PERMISSIVE"}
    table = session.read.csv(path, schema, **options, columnNameOfCorruptRecord=UNREADABLE)
    some = " OR ".join(f"trim(`{name}`) <> ''" for name in (*names, UNREADABLE))
    return table.where(some).withColumn(UNREADABLE, table[UNREADABLE].isNotNull())


def _check_names(path: str, names: list[str]) -> None:
    if not any(names):
        raise NotATable(f"{path} is empty. Its first line must name the columns.")
    if "" in names:
        raise NotATable(f"Column {names.index('') + 1} has no name. Name every column in the first line.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NotATable(f"The column {twice[0]} stands twice in the first line. Remove one of them.")


def _numbered(table: "DataFrame") -> "DataFrame":
    """The rows numbered from 1 through the partitions, which a count of each makes possible without moving any row."""
    from pyspark.sql import functions as f  # noqa: PLC0415

    marked = table.withColumn("partition", f.spark_partition_id()).withColumn("place", f.monotonically_increasing_id())
    sizes = dict(marked.groupBy("partition").count().collect())
    before, total = {}, 0
    for partition in sorted(sizes):
        before[partition] = total
        total += sizes[partition]
    starts = f.create_map(*(f.lit(part).cast("bigint") for pair in before.items() for part in pair))
    place = f.expr("place & 8589934591") + 1  # the partition stands above the 33rd bit
    number = starts[f.col("partition").cast("bigint")] + place if before else f.lit(0)
    return marked.withColumn(ROW, number).drop("partition", "place")


def _kinds(catalogue: Catalogue, form: Form, table: "DataFrame") -> dict[str, str]:
    """What each column holds, when all are columns of the form's."""
    types = {field.name: field.dataType.typeName() for field in table.schema.fields}
    header = tuple(name for name in types if name not in (ROW, UNREADABLE))
    problems = [
        *own_columns(catalogue, form).unknown(header),
        *(
            f"The column '{name}' holds {types[name]}, which no answer is."
            for name in header
            if types[name] not in KINDS
        ),
    ]
    if problems:
        raise NotATable("\n".join(problems))
    return {name: KINDS[kind] for name, kind in types.items() if kind in KINDS}


def _violation(row: "Row") -> Violation:
    return Violation(row["row"], row["id"], row["centre"], row["variable"], row["rule"], IssueSeverity(row["severity"]))


def _count(row: "Row") -> Count:
    return Count(row["centre"], row["variable"], row["rule"], IssueSeverity(row["severity"]), row["rows"])
