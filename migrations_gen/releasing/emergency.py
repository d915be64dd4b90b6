"""A release that could not wait for the board: how long it may run, whether the board has since been heard, and what is
put on the table for its next meeting. Pure.

Its changes are answered for when the board's statement on every one of them stands and the controller has decided on it
since. What was accepted may stay; what was not must go with a later release. Until then whatever is built on an
emergency release stands on it too: another release does not make it good.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from catalogue.texts import translatable
from migrations_gen.ledger.records import Decision, Emergency, Entry, Office, Released, Verdict
from migrations_gen.ledger.standing import release_of, releases_in, statement_on
from migrations_gen.policy import Policy
from migrations_gen.proposals.records import Draft
from migrations_gen.wording import Language

TITLE = translatable("Emergency release {version}: the board is to give its statement afterwards")
AWAITED = translatable(
    "Version {version} is an emergency release: the data controller has put it in use before the board gave its"
    " statement. Reason: {reason} It may be used until {until}."
)
CONFIRMED = translatable(
    "Version {version} was put in use as an emergency release. The board has given its statement since, and the data"
    " controller has decided."
)
EXPIRED = translatable(
    "Version {version} was an emergency release, and could be used until {until}. The board's statement and the data"
    " controller's decision on it are still lacking."
)


def last_day(days: int | None, policy: Policy, today: date) -> date | None:
    """Until when it may run; None when so many days are more than the policy allows."""
    wanted = policy.emergency_days if days is None else days
    return today + timedelta(days=wanted) if 0 < wanted <= policy.emergency_days else None


def unanswered(entries: Sequence[Entry], digest: str) -> tuple[tuple[Released, Emergency], ...]:
    """The emergency releases that a released state is or is built on, and that nobody has answered for yet."""
    at_gate = release_of(entries, digest)
    if at_gate is None:
        return ()
    return tuple(
        (act, act.emergency)
        for entry, act in _line(entries, digest)
        if act.emergency and not _is_answered(entries, entry, act, at_gate[0])
    )


def notice(released: Released, entries: Sequence[Entry], today: date, language: Language) -> str:
    """What the pages say of a release; nothing of one that was no emergency."""
    found = next((act for _, act in releases_in(entries) if act.digest == released.digest and act.emergency), None)
    if found is None or found.emergency is None:
        return ""
    known = {"version": found.version, "reason": _sentence(found.emergency.reason), "until": found.emergency.until}
    if not any(act.digest == found.digest for act, _ in unanswered(entries, found.digest)):
        return language.gettext(CONFIRMED, **known)
    return language.gettext(EXPIRED if today > found.emergency.until else AWAITED, **known)


def for_the_table(released: Released, language: Language) -> Draft:
    """The proposal that the board finds on its table: the same changes, from what was to what already runs."""
    assert released.emergency is not None
    return Draft(
        title=language.gettext(TITLE, version=released.version),
        reason=released.emergency.reason,
        before=released.before,
        after=released.digest,
        due=released.emergency.until,
    )


def _line(entries: Sequence[Entry], digest: str) -> Iterator[tuple[Entry, Released]]:
    """A release and those it is built on, the latest first."""
    seen: set[str] = set()
    while digest and digest not in seen and (found := release_of(entries, digest)):
        seen.add(digest)
        yield found
        digest = found[1].before


def _is_answered(entries: Sequence[Entry], entry: Entry, act: Released, at_gate: Entry) -> bool:
    by_number = {each.number: each for each in entries}
    names = {name for number in act.decisions for name in _accepted(by_number[number].act)}
    for later in entries[entry.number :]:
        decision = later.act
        if isinstance(decision, Decision) and _answers(entries, decision, names):
            return names <= _accepted(decision) or at_gate.number > later.number
    return False


def _accepted(act: object) -> set[str]:
    verdicts = act.verdicts.items() if isinstance(act, Decision) else ()
    return {name for name, verdict in verdicts if verdict is Verdict.ACCEPTED}


def _answers(entries: Sequence[Entry], decision: Decision, names: set[str]) -> bool:
    """Whether it is the controller's, on all these changes and on the board's word, which stands."""
    if decision.office is not Office.CONTROLLER or not names <= decision.verdicts.keys():
        return False
    standing = statement_on(entries, decision.proposal)
    return standing is not None and standing[0] == decision.statement and names <= standing[1].outcomes.keys()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
