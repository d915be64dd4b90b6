"""A state made ready to be released: everything that stands in its way, or the release as it will be frozen.

Reads no file of its own and writes none: states come as texts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.findings import Finding, Location, is_broken
from catalogue.model import Catalogue
from catalogue.source.loader import POLICY
from engine.releases import digest_of
from migrations_gen.comparison import Comparison, compare
from migrations_gen.ledger.records import Emergency, Entry, Released
from migrations_gen.ledger.standing import releases_in
from migrations_gen.policy import Policy
from migrations_gen.proposals.checking import check
from migrations_gen.releasing.demands import WHOLE, Needs, acts_on, counted, in_emergency, lacking, needs_of
from migrations_gen.releasing.emergency import last_day
from migrations_gen.releasing.freezing import Case, Frozen, freeze
from migrations_gen.releasing.lacks import Lack
from migrations_gen.releasing.obstacles import obstacles
from migrations_gen.states import State, state_of_snapshot
from migrations_gen.wording import Language

Prover = Callable[[Catalogue], Iterable[Finding]]
"""What only the prover sees of a catalogue."""

Speaker = Callable[[str], tuple[Language, str]]
"""The language of this code, or one in its place, with the code that it then has."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """Why a release cannot wait for the board, and for how many days it shall run; as many as it may when None."""

    reason: str
    days: int | None
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What shall be released: a state's text, after the release before it (None for a first one) with its text, on this
    proposal; in an emergency, how urgent it is.
    """

    text: str
    name: str
    before: tuple[Released, str] | None
    entries: Sequence[Entry]
    proposal: str
    urgent: Urgent | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """What was found. `frozen` is None for as long as anything stands in the way."""

    version: str
    digest: str
    findings: tuple[Finding, ...]
    lacks: tuple[Lack, ...] = ()
    comparison: Comparison | None = None
    frozen: Frozen | None = None


def prepare(wanted: Wanted, prover: Prover, spoken: Speaker) -> Ready:
    """Everything that stands in the way of a release, or the release, told in the language of the catalogue."""
    checked, digest = check(wanted.text, wanted.name), digest_of(wanted.text)
    if checked.state is None:
        return Ready("", digest, tuple(found for found in checked.findings if is_broken([found])))
    state, before = checked.state, _opened(wanted.before)
    comparison = compare(before, state) if before else None
    released = tuple(act for _, act in releases_in(wanted.entries))
    emergency, too_long = _emergency(wanted.urgent, (before or state).policy)
    findings = (*too_long, *obstacles(checked, digest, comparison, released, prover(state.catalogue)))
    needs, acts = _needs(comparison, state, wanted.urgent), acts_on(wanted.entries, wanted.proposal)
    lacks = lacking(needs, acts, digest)
    if findings or lacks:
        return Ready(state.version, digest, findings, lacks, comparison)
    case = Case(
        version=state.version,
        snapshot=wanted.text,
        before=wanted.before[0].digest if wanted.before else "",
        comparison=comparison,
        proposal=wanted.proposal,
        acts=acts,
        decisions=counted(needs, acts),
        emergency=emergency,
    )
    return Ready(state.version, digest, (), (), comparison, freeze(case, *spoken(state.catalogue.languages.source)))


def _needs(comparison: Comparison | None, state: State, urgent: Urgent | None) -> Needs:
    needs = needs_of(comparison) if comparison else {WHOLE: state.policy.first_release}
    return in_emergency(needs) if urgent else needs


def _emergency(urgent: Urgent | None, policy: Policy) -> tuple[Emergency | None, tuple[Finding, ...]]:
    if urgent is None:
        return None, ()
    until = last_day(urgent.days, policy, urgent.today)
    if until is None:
        message = f"An emergency release may run for 1 to {policy.emergency_days} days. Give fewer --days."
        return None, (Finding(Location(POLICY, 1, 1), "emergency-too-long", message),)
    return Emergency(reason=urgent.reason, until=until), ()


def _opened(before: tuple[Released, str] | None) -> State | None:
    return state_of_snapshot(before[1], before[0].version) if before else None
