"""People: adding and reading them, their consent, and erasing them when it is withdrawn.

Answers never hold more of a person than a random key. A withdrawal erases answers, history, confirmations,
calculations and episodes, and all that is known about the person but the identity number, without which they would
be registered again; a count is left.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import column, delete, select, update
from sqlalchemy import table as any_table

from engine.access import Access, NotAllowed, log, new_key, reached_people
from engine.answers import Answers, Context
from engine.evaluation import evaluator
from engine.occasions import answer_values, editions_after, read_answers
from engine.releases import refuse_upgraded
from engine.tables.storage import history_of

NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the registry knows: what the catalogue's form about the person declares, and the identity number."""

    id: str
    identity_number: str | None
    answers: Answers


def add_person(access: Access, identity_number: str | None, answers: Answers = NO_ANSWERS) -> str:
    """Add somebody, or find who already has this identity number; the key is all that is given back."""
    if access.actor.person_id is not None:
        raise NotAllowed("a patient does not register people")
    refuse_upgraded(access.connection, access.tables)
    table = access.tables.fixed.person
    if identity_number is not None:
        there = access.connection.scalar(select(table.c.id).where(table.c.identity_number == identity_number))
        if there is not None:
            return str(there)
    key, person = new_key(), access.tables.person
    values = {"id": key, "identity_number": identity_number, "created_at": access.now, "created_by": access.actor.name}
    known = _calculated(access, answers)
    access.connection.execute(table.insert(), values | answer_values(person, known, editions_after(person, known)))
    log(access, "create", table, [key])
    return key


def _calculated(access: Access, answers: Answers) -> Answers:
    """What is known about somebody, with what the catalogue calculates from it."""
    catalogue = access.tables.catalogue
    if catalogue.person is None:
        return answers
    outcome = evaluator(catalogue, catalogue.person).evaluate(answers, Context(access.now.date()))
    return replace(answers, values={**answers.values, **outcome.calculated})


def fetch_people(access: Access, person_ids: Iterable[str]) -> Mapping[str, Person]:
    """These people by key, which is logged."""
    refuse_upgraded(access.connection, access.tables)
    table, wanted = access.tables.fixed.person, frozenset(person_ids)
    reached = table.select().where(table.c.id.in_(wanted), reached_people(access))
    people = {row.id: _person(access, row._mapping) for row in access.connection.execute(reached)}
    if wanted - people.keys():
        raise NotAllowed(f"{access.actor.name} ({access.actor.role}) may not reach all of these people")
    log(access, "read", table, sorted(people))
    return people


def give_consent(access: Access, person_id: str, information: str) -> None:
    """The person has read this version of the information and agrees."""
    _permit_person(access, person_id)
    table = access.tables.fixed.consent
    key = new_key()
    values = {
        "id": key,
        "person_id": person_id,
        "information": information,
        "given_at": access.now,
        "given_to": access.actor.name,
    }
    access.connection.execute(table.insert(), values)
    log(access, "consent", table, [key])


def has_consent(access: Access, person_id: str) -> bool:
    """Whether a consent is given and not withdrawn."""
    table = access.tables.fixed.consent
    valid = table.c.person_id == person_id, table.c.withdrawn_at.is_(None)
    return access.connection.scalar(select(table.c.id).where(*valid).limit(1)) is not None


def withdraw_consent(access: Access, person_id: str) -> int:
    """Erase the person and leave a count; how many episodes that were."""
    _permit_person(access, person_id)
    episode = access.tables.fixed.episode
    found = access.connection.execute(
        select(episode.c.id, episode.c.module, episode.c.centre_id).where(episode.c.person_id == person_id)
    ).all()
    _erase_answers(access, [row.id for row in found])
    _erase_person(access, person_id)
    counts = Counter((row.module, row.centre_id) for row in found)
    left = [
        {"id": new_key(), "at": access.now, "module": module, "centre_id": centre_id, "episodes": episodes}
        for (module, centre_id), episodes in sorted(counts.items())
    ]
    if left:
        access.connection.execute(access.tables.fixed.withdrawal.insert(), left)
    log(access, "withdraw", access.tables.fixed.person, [person_id])
    return len(found)


def _erase_answers(access: Access, episode_ids: list[str]) -> None:
    fixed = access.tables.fixed
    for form in access.tables.forms.values():
        rows = select(form.history.c.id).where(form.history.c.episode_id.in_(episode_ids))
        current = select(form.table.c.id).where(form.table.c.episode_id.in_(episode_ids))
        erased = rows.union(current)
        for table in (fixed.confirmation, fixed.calculation):
            of_rows = table.c.table_name == form.table.name, table.c.row_id.in_(erased)
            access.connection.execute(delete(table).where(*of_rows))
        access.connection.execute(delete(form.history).where(form.history.c.episode_id.in_(episode_ids)))
        access.connection.execute(delete(form.table).where(form.table.c.episode_id.in_(episode_ids)))
    for name in access.tables.storage.kept_tables():
        for kept in (any_table(part, column("episode_id")) for part in (name, history_of(name))):
            access.connection.execute(delete(kept).where(kept.c.episode_id.in_(episode_ids)))
    access.connection.execute(delete(fixed.episode).where(fixed.episode.c.id.in_(episode_ids)))


def _erase_person(access: Access, person_id: str) -> None:
    person, consent = access.tables.fixed.person, access.tables.fixed.consent
    who = {"changed_at": access.now, "changed_by": access.actor.name}
    blank = answer_values(access.tables.person, NO_ANSWERS)
    access.connection.execute(update(person).where(person.c.id == person_id).values(blank | who))
    kept = access.tables.storage.kept_columns(person.name)
    if kept:
        all_columns = any_table(person.name, column("id"), *map(column, kept), schema=person.schema)
        erased = update(all_columns).where(all_columns.c.id == person_id).values(dict.fromkeys(kept))
        access.connection.execute(erased)
    valid = consent.c.person_id == person_id, consent.c.withdrawn_at.is_(None)
    withdrawn = {"withdrawn_at": access.now, "withdrawn_to": access.actor.name}
    access.connection.execute(update(consent).where(*valid).values(withdrawn))


def _person(access: Access, row: Mapping[Any, Any]) -> Person:
    return Person(row["id"], row["identity_number"], read_answers(access.tables.person, row))


def _permit_person(access: Access, person_id: str) -> None:
    person = access.tables.fixed.person
    if access.connection.scalar(select(person.c.id).where(person.c.id == person_id, reached_people(access))) is None:
        raise NotAllowed(f"{access.actor.name} ({access.actor.role}) may not reach this person")
