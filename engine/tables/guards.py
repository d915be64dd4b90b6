"""What the database itself refuses, whoever asks: triggers, so that no program gets past them.

The ledger can only be added to; and a database that trusts a key is put at no release that its ledger does not name.
Each trigger is written just as the database writes it down itself, so that an altered one can be told from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

ONLY_ADDED = "the ledger can only be added to"
UNDECIDED = "no decision for this release stands in the ledger"


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger; on PostgreSQL `body` is what the function of the same name does."""

    name: str
    table: str
    trigger: str
    body: str = ""

    def statements(self) -> Iterator[str]:
        """What makes it."""
        if self.body:
            yield trigger_function(self.name, self.body)
        yield self.trigger

    def anew(self) -> Iterator[str]:
        """What makes it where there may be one already."""
        yield f"DROP TRIGGER IF EXISTS {self.name}" + (f" ON {self.table}" if self.body else "")
        yield from self.statements()


def trigger_function(name: str, body: str) -> str:
    """What a trigger on PostgreSQL runs."""
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$"


_KNOWN = (
    "EXISTS (SELECT 1 FROM trusted_key)"
    " AND NOT EXISTS (SELECT 1 FROM signoff WHERE act = 'release' AND digest = NEW.digest)"
)


def _sqlite(name: str, table: str, event: str, message: str, when: str = "") -> Guard:
    condition = f" WHEN {when}" if when else ""
    trigger = f"CREATE TRIGGER {name} BEFORE {event} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return Guard(name, table, trigger)


def _postgresql(name: str, table: str, events: str, each: str, body: str) -> Guard:
    trigger = f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
    return Guard(name, table, trigger, f" BEGIN {body} END ")


GUARDS: Mapping[str, tuple[Guard, ...]] = MappingProxyType(
    {
        "sqlite": (
            _sqlite("signoff_no_update", "signoff", "UPDATE", ONLY_ADDED),
            _sqlite("signoff_no_delete", "signoff", "DELETE", ONLY_ADDED),
            _sqlite("catalogue_release_decided", "catalogue_release", "INSERT", UNDECIDED, _KNOWN),
            _sqlite("catalogue_release_still_decided", "catalogue_release", "UPDATE OF digest", UNDECIDED, _KNOWN),
        ),
        "postgresql": (
            _postgresql(
                *("signoff_only_added", "signoff", "DELETE OR UPDATE OR TRUNCATE", "STATEMENT"),
                f"RAISE EXCEPTION '{ONLY_ADDED}';",
            ),
            _postgresql(
                *("catalogue_release_decided", "catalogue_release", "INSERT OR UPDATE OF digest", "ROW"),
                f"IF {_KNOWN} THEN RAISE EXCEPTION '{UNDECIDED}'; END IF; RETURN NEW;",
            ),
        ),
    }
)
"""The triggers by dialect."""


def guards(dialect: str) -> Iterator[str]:
    """The triggers, as statements."""
    for guard in GUARDS[dialect]:
        yield from guard.statements()
