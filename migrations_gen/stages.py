"""What a revision consists of: stages of SQL, each with a sentence, in the order in which they are run. Plain values,
so that a revision file can be read, and run, without the planner that wrote it.
"""

from dataclasses import dataclass

SHORT, ALONE, BATCHES, SWAP, LOOK, VALIDATE, VIEWS = "short", "alone", "batches", "swap", "look", "validate", "views"
"""How a stage is run: all in one transaction with short locks; each statement outside of any; batch by batch along a
table's key, each with its progress; the one that changes places, in which the release is written down; a query
for the conditions that rows that are there break, batch by batch too, each told with how many do; each statement by
itself, told and passed over when a row that is there refers to nothing; the analysts' views made again.
"""

LOCK_TIMEOUT, STATEMENT_TIMEOUT = "100ms", "30s"
"""How long a lock is waited for before it is tried again, and how long what has one may take, at the very most."""

KEPT = "/* what is kept of releases later than both */"
"""In a statement that fills a table anew: where columns stand that only the database knows of."""

AFTER, UPTO = ":after", ":upto"
"""In a batch's statement: the keys it lies between."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Statements that belong together. `table` is along whose `id` batches go; `unless` is a query that finds something
    when there is nothing to do.
    """

    key: str
    says: str
    how: str
    sql: tuple[str, ...] = ()
    table: str = ""
    unless: str = ""
