"""The patients of a demo, none of whom exists, and what has happened to each: nothing yet, half a form, or years.

Names are made up, and identity numbers are those of synthetic persons: their month is 80 higher than a month can be.
Answers are drawn by `engine/synth`, so that they are valid in whatever catalogue the demo is made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form, Timepoint
from engine.access import Access
from engine.answers import Answers, AnswerValue
from engine.episodes import Episode, Window, add_episode, due_forms
from engine.evaluation import evaluator, final_answers, prefilled
from engine.occasions import Occasion
from engine.others import context_of
from engine.people import add_person, give_consent
from engine.store import create, finalise, save_draft
from engine.synth import answers_beside
from renderers.web.identity_number import with_check_digits

SEED = 2007
DAYS_BEFORE = 14
"""How long before a window closes somebody answers whose date it has no other."""


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody made up. `answered` is how much of the form is already filled in; `treated` how many days ago the
    episode had its anchor date, since when every form that was due has been sent.
    """

    first_name: str
    last_name: str
    born: date
    is_woman: bool
    centre: str
    consents: bool = True
    answered: float = 0.0
    treated: int | None = None


PATIENTS = (
    Patient("Solveig", "Prøvestad", date(1951, 3, 14), True, "demo-a"),
    Patient("Torvald", "Eksempelmoen", date(1948, 11, 2), False, "demo-a", answered=0.4),
    Patient("Tuva", "Latsom", date(2011, 10, 8), True, "demo-a", answered=0.7),
    Patient("Ragnfrid", "Testerud", date(1975, 6, 30), True, "demo-a", consents=False),
    Patient("Odd", "Oppdiktet", date(1983, 1, 9), False, "demo-a", answered=1.0),
    Patient("Sivert", "Liksomhaug", date(2009, 5, 4), False, "demo-b"),
    Patient("Magnhild", "Tenktvik", date(1962, 8, 21), True, "demo-a", treated=95),
    Patient("Aslak", "Papirdal", date(1968, 2, 25), False, "demo-a", treated=400),
    Patient("Borghild", "Skinnes", date(2008, 12, 17), True, "demo-a", treated=740),
    Patient("Jorunn", "Framlid", date(1957, 7, 6), True, "demo-b", treated=380),
)
"""One after the other they are treated in the registry's modules, from the first again after the last."""


def add_patient(work: Access, number: int, patient: Patient) -> str:
    """Add one, with one episode and its history; gives the person's key."""
    person_id = add_person(work, _identity_number(patient, number), _known_about(work.tables.catalogue, patient))
    if patient.consents:
        give_consent(work, person_id, "demo")
    modules = tuple(work.tables.catalogue.modules)
    episode = add_episode(work, modules[number % len(modules)], person_id, patient.centre)
    if patient.treated is not None:
        _tell(work, episode, work.now.date() - timedelta(patient.treated), SEED + number)
    elif patient.answered:
        _begin(work, episode, patient.answered, SEED + number)
    return person_id


def _begin(work: Access, episode: Episode, share: float, seed: int) -> None:
    """Answer so much of each form a patient can fill in now; nothing is sent."""
    catalogue, today = work.tables.catalogue, work.now.date()
    for due in due_forms(work, [episode], today)[episode.id]:
        form = catalogue.form[due.form]
        if due.window is Window.OPEN and form.respondent == "patient":
            row = create(work, due.form, episode.id, due.timepoint.name)
            found = answers_beside(catalogue, form, _known(work, form, row, today), seed=seed, today=today)
            if found is not None:
                save_draft(work, due.form, row.id, row.revision, _first(form, found.answers, share))


def _first(form: Form, answers: Answers, share: float) -> Answers:
    """The first answers of a form, as much as this share of its questions."""
    asked = [variable for variable in form.variables if not variable.is_calculated]
    answered = {variable.name for variable in asked[: round(len(asked) * share)]}
    reasons = {
        name: answers.reasons[name]
        for name, variables in form.reason_names.items()
        if answers.reasons.get(name) in variables[0].offered_reasons and variables[0].name in answered
    }
    return Answers({name: answers.values[name] for name in answered if answers.values.get(name) is not None}, reasons)


def _tell(work: Access, episode: Episode, anchor: date, seed: int) -> None:
    """Send every form that has been due since, counted from the anchor date."""
    catalogue = work.tables.catalogue
    module = catalogue.modules[episode.module]
    for timepoint in module.timepoints:
        day = _answered_on(timepoint, anchor)
        if day <= work.now.date():
            for form in catalogue.forms_of(module.name):
                if timepoint.name in form.timepoints:
                    _send(work, episode, form, timepoint, (day, anchor), seed)


def _answered_on(timepoint: Timepoint, anchor: date) -> date:
    """A while after it was due, or before its window closed; on the day itself where it has no window."""
    if timepoint.due is not None:
        return anchor + timedelta(timepoint.due + DAYS_BEFORE)
    return anchor + timedelta(timepoint.closes - DAYS_BEFORE) if timepoint.closes is not None else anchor


def _send(work: Access, episode: Episode, form: Form, timepoint: Timepoint, days: tuple[date, date], seed: int) -> None:
    """Make the form final, what is unusual confirmed; `days` are that of the answers and the anchor date."""
    day, anchor = days
    catalogue = work.tables.catalogue
    row = create(work, form.address, episode.id, timepoint.name)
    where, _, variable = catalogue.modules[episode.module].episode.anchor.partition(".")
    dated: dict[str, AnswerValue] = {variable: anchor} if where == form.name else {}
    known = {**_known(work, form, row, day), **dated}
    found = answers_beside(catalogue, form, known, seed=seed, today=day)
    if found is not None:
        given = _first(form, found.answers, 1.0)
        outcome = evaluator(catalogue, form).evaluate(given, context_of(work, row, day))
        confirmed = {(issue.variable, issue.rule): "oppdiktet" for issue in outcome.issues}
        final = final_answers(form, given, outcome)
        finalise(work, form.address, row.id, row.revision, final, outcome.issues, confirmed)


def _known(work: Access, form: Form, row: Occasion, today: date) -> Mapping[str, AnswerValue]:
    """What lies outside the form, and what it begins with."""
    context = context_of(work, row, today)
    return {**context.others, TIMEPOINT: context.timepoint, **prefilled(form, context).values}


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
