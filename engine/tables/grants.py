"""Who may do what on PostgreSQL: four group roles, each with no more than its work needs.

The application adds to history and log and can neither read nor change them there. Only the role for people
sees the schema of the people, and erases. An analyst reads answers and codelists, never a column that
identifies somebody directly. Who takes answers out for analysts reads what they do, and who has withdrawn, and
adds to the log. A server that serves both patients and staff logs in as a member of the first two.
"""

from collections.abc import Iterator

from sqlalchemy import Table

from engine.tables.build import Tables
from engine.tables.fixed import PEOPLE_SCHEMA
from engine.tables.forms import FormTable
from engine.tables.governance import Governance

APP, PEOPLE, ANALYST = "skjemaverk_app", "skjemaverk_people", "skjemaverk_analyst"
EXPORT = "skjemaverk_export"


def roles() -> Iterator[str]:
    """The roles, unless the server has them from another database."""
    return map(_role, (APP, PEOPLE, ANALYST))


def _role(name: str) -> str:
    return (
        f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def grants(tables: Tables) -> Iterator[str]:
    """The privileges on every table."""
    fixed = tables.fixed
    yield f"GRANT USAGE ON SCHEMA {PEOPLE_SCHEMA} TO {PEOPLE}"
    yield _grant("SELECT, INSERT, UPDATE", fixed.person, PEOPLE)
    yield _grant("SELECT, INSERT, UPDATE", fixed.episode, APP)
    yield _grant("SELECT, INSERT, UPDATE", fixed.consent, APP, PEOPLE)
    yield _grant("SELECT, INSERT", fixed.confirmation, APP)
    yield _grant("SELECT, INSERT, UPDATE, DELETE", fixed.calculation, APP)
    yield _grant("INSERT", fixed.access_log, APP, PEOPLE)
    yield _grant("SELECT", fixed.account, APP)
    yield _grant("SELECT", fixed.centre, APP, PEOPLE, ANALYST)
    yield _grant("SELECT", fixed.episode, ANALYST)
    yield _grant("SELECT, DELETE", fixed.episode, PEOPLE)
    yield _grant("SELECT, DELETE", fixed.confirmation, PEOPLE)
    yield _grant("SELECT, DELETE", fixed.calculation, PEOPLE)
    yield _grant("SELECT", fixed.calculation, ANALYST)
    yield _grant("INSERT", fixed.withdrawal, PEOPLE)
    yield _grant("SELECT", fixed.withdrawal, ANALYST)
    yield release_grant(fixed.catalogue_release)
    yield from governance_grants(tables.governance)
    for form in tables.forms.values():
        yield from form_grants(form)
    yield from export_grants()
    for table in (*tables.codelists.values(), *tables.value_sets.values(), *tables.systems.values()):
        yield list_grant(table)


def release_grant(table: Table) -> str:
    """The privileges on the releases: everybody may know which they are."""
    return _grant("SELECT", table, APP, PEOPLE, ANALYST)


def governance_grants(tables: Governance) -> Iterator[str]:
    """The privileges on what is about deciding: what has been said or signed can be added to, and nothing else; whom
    the database trusts is for its owner to say.
    """
    yield _grant("SELECT", tables.trusted_key, APP)
    for table in (tables.signoff, tables.catalogue_state, tables.review_pack, tables.reminder):
        yield _grant("SELECT, INSERT", table, APP)
    for table in (tables.proposal_note, tables.proposal_view, tables.proposal_interest):
        yield _grant("SELECT, INSERT", table, APP)
    for table in (tables.proposal, tables.seat_holder):
        yield _grant("SELECT, INSERT, UPDATE", table, APP)
    yield _grant("SELECT, INSERT, UPDATE, DELETE", tables.web_session, APP)


def export_grants() -> Iterator[str]:
    """The role that takes answers out, and its privileges, also in a database that was made without it."""
    yield _role(EXPORT)
    yield f"GRANT {ANALYST} TO {EXPORT}"
    yield f"GRANT SELECT (id, person_id, withdrawn_at) ON consent TO {EXPORT}"
    yield f"GRANT INSERT ON access_log TO {EXPORT}"


def form_grants(form: FormTable) -> Iterator[str]:
    """The privileges on the tables of one form."""
    yield _grant("SELECT, INSERT, UPDATE", form.table, APP)
    yield _grant("INSERT", form.history, APP)
    yield _grant("SELECT, DELETE", form.table, PEOPLE)
    yield _grant("SELECT, DELETE", form.history, PEOPLE)
    yield _readable(form)


def list_grant(table: Table) -> str:
    """The privileges on a codelist, value set or system."""
    return _grant("SELECT", table, APP, ANALYST)


def _grant(privileges: str, table: Table, *to: str) -> str:
    return f"GRANT {privileges} ON {table.fullname} TO {', '.join(to)}"


def _readable(form: FormTable) -> str:
    """What analysts read: every column, or all but those that identify directly."""
    hidden = {name for name, variable in form.row.variables.items() if variable.identifies == "direct"}
    if not hidden:
        return _grant("SELECT", form.table, ANALYST)
    columns = ", ".join(f'"{column.name}"' for column in form.table.columns if column.name not in hidden)
    return _grant(f"SELECT ({columns})", form.table, ANALYST)
