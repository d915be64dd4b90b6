"""The tables of proposals, as every database of ours has them; seen by this package only."""

from sqlalchemy import MetaData

from engine.tables.governance import governance_tables

TABLES = governance_tables(MetaData())
