"""Rows that refer to something that is not there, on SQLite, where tables that others refer to are made anew."""

from collections import Counter

from sqlalchemy import Connection

from engine.tables.names import is_system_table

Dangling = Counter[tuple[str, str]]
"""How many rows of a table refer to nothing in another."""


def dangling(connection: Connection) -> Dangling:
    """All there are, codes of no coding system too."""
    found = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return Counter((str(table), str(parent)) for table, _, parent, _ in found)


def unknown_codes(found: Dangling) -> tuple[str, ...]:
    """Earlier rows with codes that their system does not have. They stay: what is written from now on is held to it."""
    return tuple(
        f"{table} refers to {parent} in every row written from now on; codes of {rows:,} there are not in it, and stay."
        for (table, parent), rows in sorted(found.items())
        if is_system_table(parent)
    )


def broken_links(found: Dangling) -> tuple[str, ...]:
    """What must never be: rows without the row they belong to."""
    return tuple(
        f"{rows:,} rows of {table} would refer to something in {parent} that is not there."
        for (table, parent), rows in sorted(found.items())
        if not is_system_table(parent)
    )
