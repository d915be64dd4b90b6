"""The rules of a form as one Spark SQL job: what outgrows one machine is validated with the same verdicts.

`statement` writes the SQL (pure), `job` runs it; without pyspark `start` says what to install.
"""

from engine.spark.job import CannotRun, Count, Job, NotATable, Violation, prepare, readable, start
from engine.spark.statement import violations_statement

__all__ = [
    "CannotRun",
    "Count",
    "Job",
    "NotATable",
    "Violation",
    "prepare",
    "readable",
    "start",
    "violations_statement",
]
