"""A fresh database to try the registry with: departments, one login per role, and patients who do not exist.

The patients, and what has happened to them, are in `demo_patients.py`.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from catalogue.model import Catalogue
from engine.access import Access, Actor
from engine.accounts import Account, Centre, add_account, add_centre
from engine.database import connect
from engine.installation import install
from engine.releases import first_release
from renderers.web.demo_logins import DEMO_LOGINS
from renderers.web.demo_patients import PATIENTS, add_patient
from renderers.web.passwords import hashed
from renderers.yes_no import yes_no

CENTRES = (
    Centre(id="demo-a", number="100001", name="Fjordby sykehus, ortopedi", valid_from=date(2007, 1, 1)),
    Centre(id="demo-b", number="100002", name="Tinden sykehus, nevrokirurgi", valid_from=date(2007, 1, 1)),
)
SYSTEM = Actor("demo", "system")


def create_demo(url: str, catalogue: Catalogue, snapshot: str, now: datetime) -> None:
    """Fill an empty database; `snapshot` is the catalogue as one text."""
    engine = connect(url)
    first = first_release(catalogue.version, snapshot, SYSTEM.name, now)
    with engine.begin() as connection:
        tables = install(connection, catalogue, yes_no(catalogue), first)
        for centre in CENTRES:
            add_centre(connection, tables, centre)
        work = Access(connection, tables, SYSTEM, now, "demo")
        people = [add_patient(work, number, patient) for number, patient in enumerate(PATIENTS)]
        _add_accounts(work, people[0])
    engine.dispose()


def _add_accounts(work: Access, patient: str) -> None:
    """The logins; their password is known to nobody, because a demo asks for none."""
    password_hash = hashed(secrets.token_urlsafe())
    places: Mapping[str, tuple[str | None, str | None]] = {
        "patient": (None, patient),
        "surgeon": (CENTRES[0].id, None),
        "staff": (CENTRES[0].id, None),
    }
    for login in DEMO_LOGINS:
        centre_id, person_id = places.get(login.role, (None, None))
        actor = Actor(login.name, login.role, centre_id, person_id)
        add_account(work.connection, work.tables, Account(actor, password_hash))
