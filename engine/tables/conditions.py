"""What every row of a table must fulfil: named conditions, CHECKs in SQLite, one trigger on PostgreSQL.

PostgreSQL reads the text of a table's CHECKs anew for each statement. A form of 350 variables has two thousand of them,
and each write would cost 25 ms for that alone; as one function, which a session reads once, one or two.
The trigger refuses with the error of a broken CHECK and the condition's name, but never quotes the row: a patient's
answers have no place in a server's log.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Any

from sqlalchemy import Constraint, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import DDLCompiler

from engine.tables.guards import Guard
from engine.tables.names import database_name

WHEN_FINAL = '"status" <> 1 OR'
"""How a condition begins that only a final row must fulfil."""

NamedConditions = Callable[[], Iterable[tuple[str, str]]]
"""Gives the name and the SQL of each condition; a row for which that is unknown fulfils it."""


class Conditions(Constraint):
    """The conditions of a table as one element of it, written out when they are needed and not before.

    As objects each would cost more than the rest of the table, at every start.
    """

    def __init__(self, named: NamedConditions) -> None:
        super().__init__()
        self.named = named
        self.ddl_if(dialect="sqlite")


@compiles(Conditions)
def _written(element: Conditions, compiler: DDLCompiler, **_: Any) -> str:
    return ", \n\t".join(f"CONSTRAINT {name} CHECK ({condition})" for name, condition in element.named())


@lru_cache(maxsize=64)
def conditions_of(table: Table) -> Mapping[str, str]:
    """The conditions of a table by name."""
    return {
        name: condition
        for part in table.constraints
        if isinstance(part, Conditions)
        for name, condition in part.named()
    }


def keeper_name(table: str) -> str:
    """What the trigger is called, and its function, that lets nothing else into this table."""
    return database_name("keeps", table)


def keeper(table: Table) -> Guard | None:
    """The trigger of a table on PostgreSQL; none where there is no condition."""
    conditions, name = conditions_of(table), keeper_name(table.name)
    if not conditions:
        return None
    return Guard(name, table.fullname, keeper_trigger(name, table.fullname), _body(conditions, table.columns.keys()))


def keeper_trigger(name: str, address: str) -> str:
    """The trigger itself, as PostgreSQL writes it down."""
    return f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {address} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _body(conditions: Mapping[str, str], columns: Iterable[str]) -> str:
    names = frozenset(columns)
    final = {name: condition for name, condition in conditions.items() if condition.startswith(WHEN_FINAL)}
    always = {name: condition for name, condition in conditions.items() if name not in final}
    # A session makes an expression ready once per transaction, and most transactions save a draft.
    return f"""
DECLARE
    broken text;
BEGIN
{_found("TRUE", always, names)}{_found('NEW."status" = 1', final, names)}\
    RETURN NEW;
END
"""


def _found(when: str, conditions: Mapping[str, str], columns: Set[str]) -> str:
    if not conditions:
        return ""
    cases = "\n".join(
        f"            WHEN ({of_row(condition, columns)}) IS FALSE THEN '{name}'"
        for name, condition in conditions.items()
    )
    return f"""\
    IF {when} THEN
        broken := CASE
{cases}
        END;
        IF broken IS NOT NULL THEN
            RAISE EXCEPTION 'the row for % breaks %', TG_TABLE_NAME, broken
                USING ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
        END IF;
    END IF;
"""


def of_row(condition: str, columns: Set[str]) -> str:
    """The condition over the row that a trigger is given."""
    return respelled(condition, lambda name: f'NEW."{name}"' if name in columns else f'"{name}"')


def columns_in(condition: str) -> list[str]:
    """The names in quotation marks that a condition says outside its texts."""
    return [name for name in _NAME_OR_TEXT.findall(condition) if name]


def respelled(condition: str, spelled: Callable[[str], str]) -> str:
    """The condition with each of those names written otherwise."""
    return _NAME_OR_TEXT.sub(lambda found: spelled(found[1]) if found[1] else found[0], condition)


def conditions_in(body: str) -> Iterator[tuple[str, str]]:
    """Name and condition as a trigger's function has them, in the form `of_row` gives."""
    return ((name, condition) for condition, name in _CASE.findall(body))


_NAME_OR_TEXT = re.compile(r"""\"([^"]+)\"|'(?:[^']|'')*'""")
_CASE = re.compile(r"^ +WHEN \((.*)\) IS FALSE THEN '(\w+)'$", re.MULTILINE)
