"""The catalogue as database tables: fixed tables, form tables with their conditions and history, codelists, and all
as DDL.
"""

from engine.tables.build import FIRST, Tables, build_tables
from engine.tables.ddl import create, ddl
from engine.tables.forms import CREATED, FINAL, MODES, RECORD, SAVED, FormTable
from engine.tables.queries import queries

__all__ = [
    "CREATED",
    "FINAL",
    "FIRST",
    "MODES",
    "RECORD",
    "SAVED",
    "FormTable",
    "Tables",
    "build_tables",
    "create",
    "ddl",
    "queries",
]
