"""What a revision has done so far, in a table of the database: which stages are finished, how far along the key a stage
of batches has come, and what was counted in it.

A line is written in the transaction of the work it tells of, so that both are there or neither.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

TABLE = "catalogue_migration"
DEFINITION = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
    revision text NOT NULL,
    direction text NOT NULL,
    stage text NOT NULL,
    finished boolean NOT NULL,
    last_key text NOT NULL,
    row_count bigint NOT NULL,
    CONSTRAINT pk_catalogue_migration PRIMARY KEY (revision, direction, stage)
)
"""
OURS = "revision = :revision AND direction = :direction"
OF = ": "
"""Between a stage and what is counted in it, which has a line of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a stage of batches has come: the last key that is done, and the rows up to it."""

    key: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Journal:
    """The lines of one revision in one direction. A stage is told by its key."""

    revision: str
    direction: str

    def begin(self, connection: Connection) -> None:
        """Make the table if there is none; what was noted on the way there is not true on the way back."""
        connection.exec_driver_sql(DEFINITION)
        others = f"DELETE FROM {TABLE} WHERE revision = :revision AND direction <> :direction"
        connection.execute(text(others), self._key())

    def is_finished(self, connection: Connection, stage: str) -> bool:
        """Whether all of a stage is done."""
        query = f"SELECT finished FROM {TABLE} WHERE {OURS} AND stage = :stage"
        return bool(connection.scalar(text(query), self._key(stage)))

    def place(self, connection: Connection, stage: str) -> Place:
        """How far a stage has come; at the beginning when nothing is noted."""
        query = f"SELECT last_key, row_count FROM {TABLE} WHERE {OURS} AND stage = :stage"
        found = connection.execute(text(query), self._key(stage)).first()
        return Place(*found) if found else Place()

    def counted(self, connection: Connection, stage: str) -> list[tuple[str, int]]:
        """What was counted in a stage, by name."""
        query = f"SELECT stage, row_count FROM {TABLE} WHERE {OURS} AND starts_with(stage, :stage) ORDER BY stage"
        head = f"{stage}{OF}"
        return [(name.removeprefix(head), rows) for name, rows in connection.execute(text(query), self._key(head))]

    def count(self, connection: Connection, stage: str, name: str, more: int) -> None:
        """Add to what is counted in a stage under a name."""
        line = f"{stage}{OF}{name}"
        self.note(connection, line, Place(rows=self.place(connection, line).rows + more))

    def note(self, connection: Connection, stage: str, place: Place = Place(), *, finished: bool = True) -> None:
        """Write down that a stage has come so far."""
        line = self._key(stage) | {"finished": finished, "last_key": place.key, "row_count": place.rows}
        statement = (
            f"INSERT INTO {TABLE} ({', '.join(line)}) VALUES ({', '.join(f':{name}' for name in line)})"
            " ON CONFLICT (revision, direction, stage) DO UPDATE SET finished = excluded.finished,"
            " last_key = excluded.last_key, row_count = excluded.row_count"
        )
        connection.execute(text(statement), line)

    def _key(self, stage: str | None = None) -> dict[str, object]:
        key: dict[str, object] = {"revision": self.revision, "direction": self.direction}
        return key if stage is None else key | {"stage": stage}


def begun(connection: Connection) -> frozenset[tuple[str, str]]:
    """The revisions of which something is noted, with the direction: those that have been run, and one under way."""
    if not inspect(connection).has_table(TABLE):
        return frozenset()
    found = connection.exec_driver_sql(f"SELECT DISTINCT revision, direction FROM {TABLE}")
    return frozenset((revision, direction) for revision, direction in found)
