"""The decision: each change accepted, postponed or rejected, by whom policy gives it to, on what the board has said.

What is signed is bound to the state that comes of the accepted changes and of nothing else; that state is kept. What
cannot stand alone, or that is not this account's to make, is refused with the reason, and what was chosen stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.access import log
from engine.releases import digest_of
from migrations_gen.board.deciding import Obstacle, obstacles, still_lacking
from migrations_gen.board.rights import OFFICES, Deed, may
from migrations_gen.ledger.records import Decision, Entry, Office, Verdict
from migrations_gen.parts import Subset
from migrations_gen.proposals.records import Stage
from migrations_gen.proposals.store import keep_state
from migrations_gen.releasing.demands import Acts, acts_on
from renderers.web.board.blueprint import DECIDING, Refused, bp
from renderers.web.board.case import Case, at_stage, case_of
from renderers.web.board.choosing import expanded, groups, lacking_words, resulting
from renderers.web.board.closing import moved
from renderers.web.board.sealing import sealed
from renderers.web.board.words import DECIDED, OBSTACLES, VERDICTS
from renderers.web.context import language, local, now, registry
from renderers.web.respond import page

CAN_DECIDE = (Stage.OPEN, Stage.CLOSED)


@dataclass(frozen=True)
class Choice:
    """What was chosen on the page, and why it cannot be signed, if it cannot."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    text: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    result: Subset | None = None


@bp.get("/saker/<int:number>/vedtak")
def decision(number: int) -> Response:
    """What can be decided, and what has been."""
    with case_of(number, Deed.READ, DECIDING) as case:
        return _page(case, _proposed(case))


@bp.post("/saker/<int:number>/vedtak")
def decide(number: int) -> BaseResponse:
    """Decide."""
    with case_of(number, Deed.DECIDE, DECIDING) as case:
        at_stage(case, *CAN_DECIDE)
        if request.form.get("_revision") != str(case.proposal.revision):
            raise Refused("stale")
        chosen = _chosen(case)
        made = _made(case, chosen)
        if made is None or chosen.obstacles:
            log(case.work, "refused", case.work.tables.governance.proposal, [case.proposal.id])
            return _page(case, chosen, 422)
        _sign(case, made)
    return redirect(url_for("board.decision", number=number), code=303)


def _sign(case: Case, made: Decision) -> None:
    acts, entry = _acts(case), _would_be(case, made)
    result = resulting(case.proposal.before, case.proposal.after, _accepted(made.verdicts))
    assert result.snapshot is not None
    keep_state(case.work.connection, result.snapshot)
    sealed(case.work, made)
    if not still_lacking(case.needs, acts, entry, made):
        moved(case, Stage.DECIDED)
    log(case.work, "finalise", case.work.tables.governance.proposal, [case.proposal.id])


def _chosen(case: Case) -> Choice:
    """What was sent, with everything that stands in its way."""
    sent = {name: request.form.get(f"_verdict.{name}", "") for name in case.change}
    verdicts = expanded(case, {name: Verdict(word) for name, word in sent.items() if word in set(Verdict)})
    chosen = Choice(verdicts, request.form.get("_text", "").strip())
    made = _made(case, chosen)
    found = obstacles(case.needs, _acts(case), _would_be(case, made), made) if made else ()
    result = resulting(case.proposal.before, case.proposal.after, _accepted(verdicts))
    return Choice(verdicts, chosen.text, found, result)


def _made(case: Case, chosen: Choice) -> Decision | None:
    """The decision as it would be signed; None when the accepted changes are no state."""
    result = resulting(case.proposal.before, case.proposal.after, _accepted(chosen.verdicts))
    if result.snapshot is None or result.findings:
        return None
    standing = case.standing
    return Decision(
        proposal=case.proposal.id,
        number=case.proposal.number,
        title=case.proposal.title,
        office=_office(case),
        statement=standing.number if standing else None,
        before=case.proposal.before,
        digest=digest_of(result.snapshot),
        verdicts=dict(chosen.verdicts),
        text=chosen.text,
    )


def _would_be(case: Case, made: Decision) -> Entry:
    """The entry as it would be, to hold against what policy asks."""
    return Entry(
        number=len(case.entries) + 1,
        at=now(),
        by=case.work.actor.name,
        office=made.office,
        act=made,
        previous="",
        key="",
    )


def _office(case: Case) -> Office:
    office = OFFICES.get(case.work.actor.role)
    if office is None:
        raise Refused("no-office")
    return office


def _acts(case: Case) -> Acts:
    return acts_on(case.entries, case.proposal.id)


def _accepted(verdicts: Mapping[str, Verdict]) -> frozenset[str]:
    return frozenset(name for name, verdict in verdicts.items() if verdict is Verdict.ACCEPTED)


def _proposed(case: Case) -> Choice:
    """What the page begins with: what somebody else has decided before, else nothing."""
    made = [act for _, act in _acts(case).decisions]
    return Choice({name: made[-1].verdicts[name] for name in case.change if name in made[-1].verdicts} if made else {})


def _page(case: Case, chosen: Choice, status: int = 200) -> Response:
    role, acts = case.work.actor.role, _acts(case)
    may_decide = may(role, Deed.DECIDE) and case.proposal.stage in CAN_DECIDE
    made = acts.statement[1] if acts.statement else None
    office = OFFICES.get(role, Office.SECRETARIAT)
    result = chosen.result
    return page(
        "board/decision.html",
        status,
        case=case,
        local=local,
        groups=groups(case, office, made),
        statement=acts.statement,
        decisions=acts.decisions,
        chosen=chosen.verdicts,
        text=chosen.text,
        verdicts=VERDICTS,
        decided=DECIDED,
        obstacles=_told(case, chosen),
        lacking=lacking_words(case, result.lacking) if result else [],
        findings=result.findings if result and not result.lacking else (),
        may_decide=may_decide,
        has_seal=registry().settings.seal is not None,
    )


def _told(case: Case, chosen: Choice) -> list[tuple[str, list[str]]]:
    """Each obstacle once, with the changes it is about."""
    found: dict[str, list[str]] = {}
    for obstacle in chosen.obstacles:
        about = found.setdefault(obstacle.slug, [])
        if obstacle.change:
            about.append(case.told.sentences[obstacle.change])
    return [(language().gettext(OBSTACLES[slug]), about) for slug, about in found.items()]
