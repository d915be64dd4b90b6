"""Answers in the database: create, fetch, save as a draft, make final, reopen. Nothing is lost, nothing is
overwritten unseen.

Every write leaves the old row in the form's history and a line in the log. A row carries a revision: who writes
on top of a revision they have not seen gets both versions back instead. Each function runs inside the caller's
transaction, and raises `Upgraded` once the database is at another release than the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping, Select, select

from engine.access import Access, NotAllowed, NotFound, log, new_key, permit
from engine.answers import Answers, Issue, IssueSeverity
from engine.constraints import SYSTEM_REASONS
from engine.database import execute_wide, insert_unless_there
from engine.episodes import episode_of, set_anchor
from engine.occasions import (
    ACTION,
    AT,
    BY,
    NO_ANSWERS,
    REVISION,
    ROW,
    Occasion,
    Statements,
    carried_on,
    editions_after,
    given_values,
    held,
    occasion,
    read_answers,
    statements,
)
from engine.people import has_consent
from engine.releases import refuse_upgraded
from engine.tables import CREATED, FINAL, SAVED, FormTable

CARRY = "carry"
"""What is done with a draft that goes over to another release."""
Confirmations = Mapping[tuple[str, str], str]
"""Why a soft issue is right after all, by its variable and rule."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The row as it now is."""

    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody wrote first, and nothing was written: the row as it is, and what was to be saved."""

    theirs: Occasion
    yours: Answers

    @property
    def differing(self) -> tuple[str, ...]:
        """The variables and reason names on which the two versions differ."""
        pairs = ((self.theirs.answers.values, self.yours.values), (self.theirs.answers.reasons, self.yours.reasons))
        return tuple(
            dict.fromkeys(name for one, other in pairs for name in (*one, *other) if one.get(name) != other.get(name))
        )


@dataclass(frozen=True, slots=True)
class NotFinal:
    """The row could not be made final, and nothing was written: what stands in the way."""

    issues: tuple[Issue, ...]
    lacks_consent: bool


def create(
    access: Access,
    address: str,
    episode_id: str,
    timepoint: str,
    *,
    mode: str = "web",
    answers: Answers = NO_ANSWERS,
) -> Occasion:
    """The row of a form on an occasion: a new one, its first answers the prefilled ones, or the one there is."""
    form = _form(access, address)
    episode = episode_of(access, episode_id, form.form)
    if episode.module != form.form.module or timepoint not in form.form.timepoints:
        raise NotFound(f"{address} is not filled in at {timepoint} of this episode")
    new = Occasion(
        form=address,
        id=new_key(),
        episode_id=episode_id,
        timepoint=timepoint,
        centre_id=episode.centre_id,
        status=CREATED,
        release=access.tables.release,
        revision=1,
        mode=mode,
        created_at=access.now,
        created_by=access.actor.name,
        person_id=episode.person_id,
        anchor_date=episode.anchor_date,
        answers=answers,
        editions=editions_after(form.row, answers),
    )
    insert = insert_unless_there(form.table, access.tables.dialect, "episode_id", "timepoint")
    if access.connection.scalar(insert.returning(form.table.c.id), given_values(form, new)) is None:
        return fetch(access, address, _find(access, form, episode_id, timepoint))
    log(access, "create", form.table, [new.id])
    return new


def fetch(access: Access, address: str, row_id: str) -> Occasion:
    """The row, which is logged as read."""
    form = _form(access, address)
    found = _read(access, form, row_id)
    log(access, "read", form.table, [row_id])
    return found


def save_draft(access: Access, address: str, row_id: str, revision: int, answers: Answers) -> Saved | Conflict:
    """Save answers with gaps. What a type, code or constant limit refuses must have been taken out."""
    form = _form(access, address)
    theirs = _hold(access, form, row_id)
    if theirs.revision != revision:
        return _conflict(access, form, row_id, answers)
    _must_be(theirs, final=False)
    return _write(access, form, theirs, "save", replace(theirs, status=SAVED, answers=answers))


def finalise(
    access: Access,
    address: str,
    row_id: str,
    revision: int,
    answers: Answers,
    issues: tuple[Issue, ...] = (),
    confirmations: Confirmations | None = None,
) -> Saved | Conflict | NotFinal:
    """Make the row final with `final_answers`, given what the evaluation found and which soft issues are confirmed."""
    form, confirmed = _form(access, address), confirmations or {}
    theirs = _hold(access, form, row_id)
    if theirs.revision != revision:
        return _conflict(access, form, row_id, answers)
    _must_be(theirs, final=False)
    in_the_way = tuple(issue for issue in issues if not _is_confirmed(issue, confirmed))
    consent = has_consent(access, theirs.person_id)
    if in_the_way or not consent:
        return NotFinal(in_the_way, lacks_consent=not consent)
    saved = _write(access, form, theirs, "finalise", _completed(access, replace(theirs, status=FINAL, answers=answers)))
    _confirm(access, form, saved.occasion, [issue for issue in issues if _is_confirmed(issue, confirmed)], confirmed)
    set_anchor(access, form.form, saved.occasion)
    return saved


def reopen(access: Access, address: str, row_id: str, revision: int) -> Saved | Conflict:
    """Open a final row for correction; `access.why` says why. Reasons that the system set will be set anew."""
    form = _form(access, address)
    _hold(access, form, row_id)
    theirs = _read(access, form, row_id)
    if theirs.revision != revision:
        return _conflict(access, form, row_id, theirs.answers)
    _must_be(theirs, final=True)
    reasons = {name: reason for name, reason in theirs.answers.reasons.items() if reason not in SYSTEM_REASONS}
    draft = replace(theirs, status=SAVED, answers=replace(theirs.answers, reasons=reasons))
    return _write(access, form, theirs, "reopen", draft)


def carry_over(access: Access, address: str, row_id: str, revision: int, answers: Answers) -> Saved | Conflict:
    """Go on with a draft of an earlier release under this one. `answers` is what it accepts of what the row holds,
    which the upgrade has carried; the row as it was stays in the history.
    """
    form = _form(access, address)
    theirs = _hold(access, form, row_id)
    if theirs.revision != revision:
        return _conflict(access, form, row_id, answers)
    _must_be(theirs, final=False)
    return _write(access, form, theirs, CARRY, replace(theirs, release=access.tables.release, answers=answers))


def release_of(access: Access, address: str, row_id: str) -> tuple[int, bool]:
    """Under which release a row was answered, and whether it has ever been final: only a draft goes over to another."""
    columns = _form(access, address).table.c
    found = access.connection.execute(
        select(columns.release, columns.status, columns.first_completed_at).where(columns.id == row_id)
    ).first()
    if found is None:
        raise NotFound(f"there is no such row of {address}")
    return found.release, found.status == FINAL or found.first_completed_at is not None


def carried_from(access: Access, address: str, row: Occasion) -> int | None:
    """The release that a draft was carried over from by the last write of it, if that was what was done."""
    history = _form(access, address).history.c
    last = history.id == row.id, history.revision == row.revision - 1, history.history_action == CARRY
    return access.connection.scalar(select(history.release).where(*last))


def answers_before(access: Access, address: str, row: Occasion) -> Answers:
    """What a row held before the last write of it."""
    form = _form(access, address)
    columns = [column.label(column.key) for column in form.history.columns]
    last = form.history.c.id == row.id, form.history.c.revision == row.revision - 1
    return read_answers(form.row, access.connection.execute(select(*columns).where(*last)).mappings().one())


def _form(access: Access, address: str) -> FormTable:
    """The form's table, as long as the database is still the one it was built for."""
    refuse_upgraded(access.connection, access.tables)
    if address not in access.tables.forms:
        raise NotFound(f"there is no form {address}")
    return access.tables.forms[address]


def _statements(access: Access, form: FormTable) -> Statements:
    return statements(form, access.tables.fixed.episode)


def _read(access: Access, form: FormTable, row_id: str) -> Occasion:
    return _permitted(access, form, occasion(form, _row(access, form, _statements(access, form).fetch, row_id)))


def _hold(access: Access, form: FormTable, row_id: str) -> Occasion:
    """Keep others from writing on the row until the transaction ends; its answers are left unread."""
    return _permitted(access, form, held(form, _row(access, form, _statements(access, form).hold, row_id)))


def _row(access: Access, form: FormTable, query: Select[Any], row_id: str) -> RowMapping:
    row = access.connection.execute(query, {ROW: row_id}).mappings().first()
    if row is None:
        raise NotFound(f"there is no such row of {form.form.address}")
    return row


def _permitted(access: Access, form: FormTable, found: Occasion) -> Occasion:
    permit(access, found.episode_id, form.form)
    return found


def _find(access: Access, form: FormTable, episode_id: str, timepoint: str) -> str:
    columns = form.table.c
    of_occasion = columns.episode_id == episode_id, columns.timepoint == timepoint
    return str(access.connection.execute(select(columns.id).where(*of_occasion)).scalar_one())


def _must_be(found: Occasion, *, final: bool) -> None:
    if (found.status == FINAL) != final:
        raise NotAllowed("only a final row is reopened" if final else "a final row is reopened before it is changed")


def _conflict(access: Access, form: FormTable, row_id: str, yours: Answers) -> Conflict:
    theirs = _read(access, form, row_id)
    log(access, "read", form.table, [row_id])
    return Conflict(theirs, yours)


def _write(access: Access, form: FormTable, before: Occasion, action: str, after: Occasion) -> Saved:
    """Keep the old row, write the new one, log it."""
    known = _statements(access, form)
    changed = replace(
        after,
        revision=before.revision + 1,
        changed_at=access.now,
        changed_by=access.actor.name,
        editions=editions_after(form.row, after.answers, before),
    )
    kept = {ROW: before.id, AT: access.now, BY: access.actor.name, ACTION: action}
    access.connection.execute(known.keep, kept)
    values = given_values(form, changed) | {ROW: before.id, REVISION: before.revision}
    execute_wide(access.connection, known.update, values)
    for onward in form.onward:
        access.connection.execute(carried_on(form, changed, onward, access.tables.at))
    log(access, action, form.table, [before.id])
    return Saved(changed)


def _completed(access: Access, after: Occasion) -> Occasion:
    return replace(
        after,
        completed_at=access.now,
        completed_by=access.actor.name,
        first_completed_at=after.first_completed_at or access.now,
        first_completed_by=after.first_completed_by or access.actor.name,
    )


def _is_confirmed(issue: Issue, confirmations: Confirmations) -> bool:
    reason = confirmations.get((issue.variable, issue.rule), "")
    return issue.severity is IssueSeverity.SOFT and bool(reason.strip())


def _confirm(
    access: Access, form: FormTable, saved: Occasion, issues: list[Issue], confirmations: Confirmations
) -> None:
    rows = [
        {
            "id": new_key(),
            "table_name": form.table.name,
            "row_id": saved.id,
            "revision": saved.revision,
            "variable": issue.variable,
            "rule": issue.rule,
            "reason": confirmations[issue.variable, issue.rule].strip(),
            "confirmed_at": access.now,
            "confirmed_by": access.actor.name,
        }
        for issue in issues
    ]
    if rows:
        access.connection.execute(access.tables.fixed.confirmation.insert(), rows)
