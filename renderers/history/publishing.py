"""The releases of a database and the ledger's entries → what may be said of each release, and of nothing else. Pure."""

from collections.abc import Iterable, Sequence

from engine.releases import Heading
from migrations_gen.board.records import View
from migrations_gen.ledger.records import Decision, Entry, Released, Said, Statement
from migrations_gen.ledger.standing import releases_in
from renderers.history.records import Advice, Approval, Hurry, Publication, Spoken


def publications(releases: Iterable[Heading], entries: Sequence[Entry]) -> tuple[Publication, ...]:
    """The releases in the order in which they came."""
    found: list[Publication] = []
    for release in releases:
        signed = [(entry, act) for entry, act in releases_in(entries) if act.digest == release.digest]
        found.append(
            Publication(
                version=release.version,
                digest=release.digest,
                before=found[-1].digest if found else "",
                at=signed[0][0].at if signed else release.applied_at,
                changed=signed[-1][0].at if signed else release.applied_at,
                approval=_approval(signed, entries) if signed else None,
            )
        )
    return tuple(found)


def _approval(signed: Sequence[tuple[Entry, Released]], entries: Sequence[Entry]) -> Approval:
    """The last word counts: what was released in an emergency may have been confirmed."""
    by_number = {entry.number: entry for entry in entries}
    _, last = signed[-1]
    decisions = [
        (entry, entry.act)
        for number in last.decisions
        if (entry := by_number.get(number)) is not None and isinstance(entry.act, Decision)
    ]
    rests_on = by_number.get(last.statement or 0)
    return Approval(
        offices=tuple(dict.fromkeys(act.office for _, act in decisions)),
        decided=max((entry.at.date() for entry, _ in decisions), default=None),
        advice=_advice(rests_on.act) if rests_on is not None and isinstance(rests_on.act, Statement) else None,
        hurry=_hurry(signed),
    )


def _hurry(signed: Sequence[tuple[Entry, Released]]) -> Hurry | None:
    emergency = signed[0][1].emergency
    if emergency is None:
        return None
    confirmed = next((entry.at.date() for entry, act in signed if act.emergency is None), None)
    return Hurry(reason=emergency.reason, until=emergency.until, confirmed=confirmed)


def _advice(statement: Statement) -> Advice:
    last: dict[tuple[str, str], Said] = {(said.seat, said.change): said for said in statement.views}
    others = tuple(
        Spoken(seat=said.seat, change=said.change, view=said.view)
        for said in last.values()
        if said.view != View.RECOMMEND
    )
    apart = {spoken.seat for spoken in others}
    return Advice(
        case=statement.number,
        on=statement.on,
        seats=tuple(dict.fromkeys(seat for seat, _ in last if seat not in apart)),
        others=others,
        has_quorum=statement.has_quorum,
    )
