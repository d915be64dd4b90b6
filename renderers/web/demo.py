"""A fresh database to try the registry with: departments, one login per role, and patients who do not exist.

Names are made up, and identity numbers are those of synthetic persons: their month is 80 higher than a month can be.
Answers are drawn by `engine/synth`, so that they are valid in whatever catalogue the demo is made of.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from werkzeug.security import generate_password_hash

from catalogue.model import Catalogue, Form
from engine.access import Access, Actor
from engine.accounts import Account, Centre, add_account, add_centre
from engine.answers import Answers, AnswerValue
from engine.database import connect
from engine.episodes import Episode, Window, add_episode, due_forms
from engine.people import add_person, give_consent
from engine.store import create as create_row
from engine.store import save_draft
from engine.synth import synthesise
from engine.tables import build_tables, create
from engine.tables.analysis import create_views
from engine.tables.names import reason_column
from renderers.web.demo_logins import DEMO_LOGINS
from renderers.web.identity_number import with_check_digits
from renderers.yes_no import yes_no

CENTRES = (
    Centre(id="demo-a", number="100001", name="Fjordby sykehus, ortopedi", valid_from=date(2007, 1, 1)),
    Centre(id="demo-b", number="100002", name="Tinden sykehus, nevrokirurgi", valid_from=date(2007, 1, 1)),
)
SEED = 2007
SYSTEM = Actor("demo", "system")


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody made up. `answered` is how much of the form is already filled in."""

    first_name: str
    last_name: str
    born: date
    is_woman: bool
    centre: str
    consents: bool = True
    answered: float = 0.0


PATIENTS = (
    Patient("Solveig", "Prøvestad", date(1951, 3, 14), True, "demo-a"),
    Patient("Torvald", "Eksempelmoen", date(1948, 11, 2), False, "demo-a", answered=0.4),
    Patient("Ragnfrid", "Testerud", date(1975, 6, 30), True, "demo-a", consents=False),
    Patient("Odd", "Oppdiktet", date(1983, 1, 9), False, "demo-a", answered=1.0),
    Patient("Magnhild", "Tenktvik", date(1962, 8, 21), True, "demo-b"),
    Patient("Sivert", "Liksomhaug", date(2009, 5, 4), False, "demo-a", answered=0.7),
    Patient("Borghild", "Skinnes", date(1957, 12, 17), True, "demo-a"),
    Patient("Aslak", "Papirdal", date(1968, 2, 25), False, "demo-a", answered=1.0),
    Patient("Tuva", "Latsom", date(2011, 10, 8), True, "demo-b"),
)
"""One after the other they are treated in the registry's modules, from the first again after the last."""


def create_demo(url: str, catalogue: Catalogue, now: datetime) -> None:
    """Fill an empty database."""
    engine = connect(url)
    tables = build_tables(catalogue, engine.dialect.name)
    with engine.begin() as connection:
        create(connection, tables)
        create_views(connection, tables, yes_no(catalogue))
        for centre in CENTRES:
            add_centre(connection, tables, centre)
        work = Access(connection, tables, SYSTEM, now, "demo")
        people = [_add_patient(work, number, patient) for number, patient in enumerate(PATIENTS)]
        _add_accounts(work, people[0])
    engine.dispose()


def _add_accounts(work: Access, patient: str) -> None:
    """The logins; their password is known to nobody, because a demo asks for none."""
    password_hash = generate_password_hash(secrets.token_urlsafe())
    places: Mapping[str, tuple[str | None, str | None]] = {
        "patient": (None, patient),
        "surgeon": (CENTRES[0].id, None),
        "staff": (CENTRES[0].id, None),
    }
    for login in DEMO_LOGINS:
        centre_id, person_id = places.get(login.role, (None, None))
        actor = Actor(login.name, login.role, centre_id, person_id)
        add_account(work.connection, work.tables, Account(actor, password_hash))


def _add_patient(work: Access, number: int, patient: Patient) -> str:
    person_id = add_person(work, _identity_number(patient, number), _known_about(work.tables.catalogue, patient))
    if patient.consents:
        give_consent(work, person_id, "demo")
    modules = tuple(work.tables.catalogue.modules)
    episode = add_episode(work, modules[number % len(modules)], person_id, patient.centre)
    if patient.answered:
        _answer(work, episode, patient.answered)
    return person_id


def _answer(work: Access, episode: Episode, share: float) -> None:
    """Answer so much of each form a patient can fill in now; nothing is sent."""
    catalogue, today = work.tables.catalogue, work.now.date()
    for due in due_forms(work, [episode], today)[episode.id]:
        form = catalogue.form[due.form]
        if due.window is Window.OPEN and form.respondent == "patient":
            row = create_row(work, due.form, episode.id, due.timepoint.name)
            save_draft(work, due.form, row.id, row.revision, _some_answers(catalogue, form, share, today))


def _some_answers(catalogue: Catalogue, form: Form, share: float, today: date) -> Answers:
    drawn = synthesise(catalogue, form, 1, seed=SEED, today=today, branches=False).rows[0]
    asked = [variable for variable in form.variables if not variable.is_calculated]
    answered = asked[: round(len(asked) * share)]
    values = {variable.name: drawn[variable.name] for variable in answered if drawn.get(variable.name) is not None}
    return Answers(values, dict(_offered_reasons(form, {variable.name for variable in answered}, drawn)))


def _offered_reasons(form: Form, answered: set[str], drawn: Mapping[str, AnswerValue]) -> Iterator[tuple[str, str]]:
    for name, variables in form.reason_names.items():
        reason = drawn.get(reason_column(name))
        if isinstance(reason, str) and reason in variables[0].offered_reasons and variables[0].name in answered:
            yield name, reason


def _known_about(catalogue: Catalogue, patient: Patient) -> Answers:
    """What the population register would say, as far as the catalogue's form about the person has room for it."""
    known: dict[str, AnswerValue] = {
        "fornavn": patient.first_name,
        "etternavn": patient.last_name,
        "fodselsdato": patient.born,
        "kjonn": 2 if patient.is_woman else 1,
    }
    form = catalogue.person
    return Answers({name: value for name, value in known.items() if form is not None and name in form.variable})


def _identity_number(patient: Patient, number: int) -> str:
    """A synthetic person's number, from the birth date and the place in the list."""
    day = f"{patient.born.day:02}{patient.born.month + 80}{patient.born.year % 100:02}"
    women = 0 if patient.is_woman else 1
    serials = (f"{serial:03}" for serial in range(number * 20, 500) if serial % 2 == women)
    return next(found for serial in serials if (found := with_check_digits(day + serial)))
