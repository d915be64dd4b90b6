"""A catalogue as tables: one SQLAlchemy description of everything stored, for one dialect.

Pure: no connection. The same catalogue gives the same tables, names and texts, so that two descriptions can be
compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import MetaData, Table

from catalogue.expressions.scope import scope_of
from catalogue.model import Catalogue
from engine.tables.always_checks import always_checks
from engine.tables.codelists import codelist_tables, system_tables, value_set_tables
from engine.tables.conditions import Conditions
from engine.tables.fixed import PEOPLE_SCHEMA, Fixed, fixed_tables
from engine.tables.forms import FormTable, answer_columns, answer_conditions, form_table
from engine.tables.governance import Governance, governance_tables
from engine.tables.row import Row, row_of
from engine.tables.storage import Storage
from engine.tables.wording import Wording

SCHEMAS = {"sqlite": None, "postgresql": PEOPLE_SCHEMA}
"""The dialects there are tables for, and the schema the people lie in: SQLite has none."""

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}


FIRST = 1
"""The number of a database's first release."""

ALL_NEW = Storage()
"""Where everything lies in a database that has had one release only."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a catalogue: fixed ones, one of each form with its history, codelists, value sets and systems.

    `person` is what the fixed table `person` holds of the catalogue's form about the person. `release` is the number of
    the release they are the tables of, under which rows are answered; `storage` where those of earlier ones lie. `at`
    is the release the database is at, which is another when these are an earlier one's (`earlier.py`).
    """

    catalogue: Catalogue
    dialect: str
    release: int
    at: int
    storage: Storage
    metadata: MetaData
    fixed: Fixed
    governance: Governance
    person: Row
    forms: Mapping[str, FormTable]
    codelists: Mapping[str, Table]
    value_sets: Mapping[str, Table]
    systems: Mapping[str, Table]


def build_tables(
    catalogue: Catalogue, dialect: str = "sqlite", storage: Storage = ALL_NEW, release: int = FIRST
) -> Tables:
    """The tables of a release for `sqlite` or `postgresql`, as `storage` has them after the releases before it."""
    metadata = MetaData(naming_convention=NAMING)
    person = row_of(catalogue.person) if catalogue.person else Row({}, {})
    return Tables(
        catalogue=catalogue,
        dialect=dialect,
        release=release,
        at=release,
        storage=storage,
        metadata=metadata,
        fixed=fixed_tables(metadata, SCHEMAS[dialect], _person_items(catalogue, person, dialect)),
        governance=governance_tables(metadata),
        person=person,
        forms={
            form.address: form_table(form, metadata, dialect, scope_of(catalogue, form), storage)
            for form in catalogue.forms
            if form is not catalogue.person
        },
        codelists=codelist_tables(catalogue, metadata),
        value_sets=value_set_tables(catalogue, metadata),
        systems=system_tables(catalogue, metadata),
    )


def occasion_named(tables: Tables, module: str, name: str) -> tuple[FormTable, str | None]:
    """The form that rules call by this name, and the timepoint it stands for when the form has several."""
    for form in tables.catalogue.forms_of(module):
        if name in form.occasion_names():
            timepoint = name.removeprefix(f"{form.name}_") if len(form.timepoints) > 1 else None
            return tables.forms[form.address], timepoint
    raise LookupError(f"no form of {module} is called {name}")


def _person_items(catalogue: Catalogue, row: Row, dialect: str) -> tuple[object, ...]:
    """What the form about the person adds to the fixed table: a register's data, so nothing is ever final in it."""
    if catalogue.person is None:
        return ()
    wording = Wording(dialect, catalogue.person.variable, scope_of(catalogue, catalogue.person))
    conditions = Conditions(lambda: answer_conditions("person", always_checks(row, dialect), wording))
    return (*answer_columns("person", row), conditions)
