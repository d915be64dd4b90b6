"""A fresh database to try the registry with: departments, a login per role, a board, and patients who do not exist.

The patients, and what has happened to them, are in `demo_patients.py`.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from catalogue.model import Catalogue
from engine.access import Access, Actor
from engine.account_keeping import keep
from engine.accounts import Account, Centre, add_centre
from engine.database import connect
from engine.installation import install
from engine.releases import first_release
from migrations_gen.board.holders import add_holder
from migrations_gen.board.reading import board_of_snapshot
from migrations_gen.board.records import Board
from migrations_gen.board.roster import term_end
from renderers.web.demo_case import DemoCase, add_demo_case
from renderers.web.demo_logins import DemoLogin, logins_with
from renderers.web.demo_patients import PATIENTS, add_patient
from renderers.web.passwords import hashed
from renderers.yes_no import yes_no

CENTRES = (
    Centre(id="demo-a", number="100001", name="Fjordby sykehus, ortopedi", valid_from=date(2007, 1, 1)),
    Centre(id="demo-b", number="100002", name="Tinden sykehus, nevrokirurgi", valid_from=date(2007, 1, 1)),
)
SYSTEM = Actor("demo", "system")


def create_demo(
    url: str, catalogue: Catalogue, snapshot: str, now: datetime, case: DemoCase | None = None
) -> tuple[DemoLogin, ...]:
    """Fill an empty database; the logins it has. `snapshot` is the catalogue as one text, `case` what its board will be
    asked.
    """
    board = board_of_snapshot(snapshot) if snapshot else None
    logins = logins_with(board)
    engine = connect(url)
    first = first_release(catalogue.version, snapshot, SYSTEM.name, now)
    with engine.begin() as connection:
        tables = install(connection, catalogue, yes_no(catalogue), first)
        for centre in CENTRES:
            add_centre(connection, tables, centre)
        work = Access(connection, tables, SYSTEM, now, "demo")
        people = [add_patient(work, number, patient) for number, patient in enumerate(PATIENTS)]
        _add_accounts(work, logins, people[0])
        if board is not None:
            _seat(work, board, logins)
        if case is not None:
            writer = next(login.name for login in logins if login.role == "registry")
            add_demo_case(work, case, snapshot, writer)
    engine.dispose()
    return logins


def _add_accounts(work: Access, logins: Iterable[DemoLogin], patient: str) -> None:
    """The logins; their password is known to nobody, because a demo asks for none."""
    password_hash = hashed(secrets.token_urlsafe())
    places: Mapping[str, tuple[str | None, str | None]] = {
        "patient": (None, patient),
        "surgeon": (CENTRES[0].id, None),
        "staff": (CENTRES[0].id, None),
    }
    for login in logins:
        centre_id, person_id = places.get(login.role, (None, None))
        actor = Actor(login.name, login.role, centre_id, person_id)
        keep(work, Account(actor, password_hash))


def _seat(work: Access, board: Board, logins: Iterable[DemoLogin]) -> None:
    """The members' terms: begun with the year before, and as long as the board allows."""
    first = date(work.now.year - 1, 1, 1)
    last = term_end(first, board.longest)
    for login in logins:
        if login.seat:
            add_holder(work, board, seat=login.seat, account=login.name, valid_from=first, valid_to=last)
