"""Where one begins: a patient's own forms, a department's patients, or the cases and the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from catalogue.model import Form, Module
from engine.access import CENTRAL_ROLES, Access, Actor, NotAllowed
from engine.accounts import DEPARTMENT_ROLES, OFFICE_ROLES, find_centre
from engine.episodes import Due, Episode, add_episode, due_forms, list_episodes
from engine.people import Person, add_person, fetch_people, give_consent, has_consent
from renderers.web.board.notices import notices
from renderers.web.context import access, actor, edition, today
from renderers.web.identity_number import is_identity_number
from renderers.web.respond import page

bp = Blueprint("home", __name__)

OVERVIEW, REGISTERING, CONSENT = "oversikt", "registrering", "samtykke"
"""What the access log says about these pages."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """An episode as an overview shows it."""

    episode: Episode
    module: Module
    forms: tuple[tuple[Form, Due], ...]
    person: Person | None = None
    name: str = ""
    centre: str = ""


@bp.get("/")
def start() -> BaseResponse:
    """The start page of whoever has logged in."""
    who = actor()
    if who is None:
        return redirect(url_for("auth.login"), code=303)
    if who.role in OFFICE_ROLES and who.role not in CENTRAL_ROLES:
        return page("begin.html", notices=notices())
    with access(OVERVIEW) as work:
        treatments = _treatments(work, with_people=who.person_id is None)
        consent = has_consent(work, who.person_id) if who.person_id else False
    if who.person_id is None:
        return _overview(treatments, who)
    return page("patient.html", treatments=treatments, has_consent=consent, information=information())


@bp.post("/consent")
def consent() -> BaseResponse:
    """A patient agrees to take part."""
    with access(CONSENT) as work:
        if work.actor.person_id is None:
            raise NotAllowed("consent is given by the person")
        if not has_consent(work, work.actor.person_id):
            give_consent(work, work.actor.person_id, information())
    return redirect(url_for("home.start"), code=303)


@bp.post("/episode")
def register() -> BaseResponse:
    """Health personnel start an episode at their own centre."""
    number = "".join(request.form.get("_number", "").split())
    module = request.form.get("_module", "")
    if module not in edition().catalogue.modules:
        abort(400)
    with access(REGISTERING) as work:
        centre_id = work.actor.centre_id
        if work.actor.role not in DEPARTMENT_ROLES or centre_id is None:
            raise NotAllowed("only health personnel register patients")
        if is_identity_number(number):
            person_id = add_person(work, number)
            add_episode(work, module, person_id, centre_id)
            if request.form.get("_consent") and not has_consent(work, person_id):
                give_consent(work, person_id, information())
            return redirect(url_for("home.start"), code=303)
        treatments = _treatments(work, with_people=True)
    return _overview(treatments, work.actor, status=422, number=request.form.get("_number", ""))


def information() -> str:
    """The version of the information a person consents to."""
    catalogue = edition().catalogue
    return f"{catalogue.name} {catalogue.statutes or catalogue.version}"


def _overview(treatments: list[Treatment], who: Actor, *, status: int = 200, number: str = "") -> Response:
    """`number` is an identity number that was written wrong."""
    return page(
        "overview.html",
        status,
        wide=True,
        treatments=treatments,
        modules=edition().catalogue.modules.values(),
        may_register=who.role in DEPARTMENT_ROLES,
        number=number,
    )


def _treatments(work: Access, *, with_people: bool) -> list[Treatment]:
    catalogue, episodes = edition().catalogue, list_episodes(work)
    due = due_forms(work, episodes, today())
    people = fetch_people(work, [episode.person_id for episode in episodes]) if with_people else {}
    centres = {centre_id: _centre_name(work, centre_id) for centre_id in {episode.centre_id for episode in episodes}}
    return [
        Treatment(
            episode=episode,
            module=catalogue.modules[episode.module],
            forms=tuple((catalogue.form[entry.form], entry) for entry in due[episode.id]),
            person=people.get(episode.person_id),
            name=_full_name(people.get(episode.person_id)),
            centre=centres[episode.centre_id],
        )
        for episode in episodes
    ]


def _centre_name(work: Access, centre_id: str) -> str:
    centre = find_centre(work.connection, work.tables, centre_id)
    return centre.name if centre else ""


def _full_name(person: Person | None) -> str:
    """The texts that identify the person directly, in the part of the person's form where they come first."""
    form = edition().catalogue.person
    if person is None or form is None:
        return ""
    return " ".join(_texts(person, (v.name for v in form.sections[0].variables if v.identifies == "direct")))


def _texts(person: Person, names: Iterable[str]) -> list[str]:
    return [text for name in names if isinstance(text := person.answers.values.get(name), str)]
