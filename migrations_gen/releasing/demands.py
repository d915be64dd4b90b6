"""What the policy and the statutes ask before changes may be released, held against what stands in the ledger. Pure.

- Somebody to whom the policy gives the change has accepted it; the data controller may always, and where the controller
  has said something of a change, nobody else's word counts in its place.
- What needs the board needs its statement, standing, with a quorum, and about this very change; and then the
  controller's decision, which rests on that statement, and gives a reason where the board does not recommend.
- Where two must agree, they are two people.
- The last decision is on the very state that is released.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from migrations_gen.board.statement import lacks_quorum
from migrations_gen.change_sets import name_of
from migrations_gen.changes.registry import VersionChanged
from migrations_gen.comparison import Comparison
from migrations_gen.ledger.records import Decision, Entry, Office, Outcome, Statement, Verdict
from migrations_gen.ledger.standing import decisions_on, statement_on
from migrations_gen.policy import COVERED, Role
from migrations_gen.releasing.lacks import UNDECIDED, Lack

WHOLE = "whole"
"""What the whole of a registry's first release is called, where a change has its name."""

Needs = Mapping[str, Sequence[Role]]
"""Who must agree, by the name of the change."""

DECIDERS: Mapping[Role, frozenset[Office]] = MappingProxyType(
    {
        Role.SECRETARIAT: frozenset({Office.SECRETARIAT, Office.LEADER, Office.CONTROLLER}),
        Role.LEADER: frozenset({Office.LEADER, Office.CONTROLLER}),
        Role.BOARD: frozenset({Office.CONTROLLER}),
        Role.CONTROLLER: frozenset({Office.CONTROLLER}),
    }
)
"""Of whom one must decide, by whom the policy asks: the board advises, and does not decide."""

ADVISED_AGAINST = frozenset({Outcome.NOT_RECOMMENDED, Outcome.UNDECIDED})


@dataclass(frozen=True, slots=True)
class Acts:
    """What stands in the ledger on one proposal: the statement with its entry, the decisions in order."""

    statement: tuple[Entry, Statement] | None
    decisions: tuple[tuple[Entry, Decision], ...]

    def word(self, change: str, offices: Collection[Office]) -> tuple[Entry, Decision] | None:
        """The last decision that says something of a change, by one of these; the controller's, if there is one."""
        said = [
            (entry, decision)
            for entry, decision in self.decisions
            if decision.office in offices and change in decision.verdicts
        ]
        own = [pair for pair in said if pair[1].office is Office.CONTROLLER] or said
        return own[-1] if own else None


def needs_of(comparison: Comparison) -> Needs:
    """Whom each change needs. The version's own number goes along with the others; alone, it is what is decided on."""
    named = {change: tuple(roles) for change, roles in comparison.needs.of.items()}
    others = {change: roles for change, roles in named.items() if not isinstance(change, VersionChanged)}
    return {name_of(change): roles for change, roles in (others or named).items()}


def proposal_on(entries: Sequence[Entry], digest: str) -> str:
    """The proposal on which somebody has last said or decided something of this state; empty when nobody has."""
    found = ""
    for entry in entries:
        match entry.act:
            case Statement() as act if act.after == digest:
                found = act.proposal
            case Decision() as act if act.digest == digest:
                found = act.proposal
    return found


def acts_on(entries: Sequence[Entry], proposal: str) -> Acts:
    """What stands on a proposal."""
    found = statement_on(entries, proposal)
    by_number = {entry.number: entry for entry in entries}
    return Acts((by_number[found[0]], found[1]) if found else None, decisions_on(entries, proposal))


def in_emergency(needs: Needs) -> Needs:
    """Whom an emergency release needs: the controller, who answers for it alone until the board has been heard."""
    return dict.fromkeys(needs, (Role.CONTROLLER,))


def lacking(needs: Needs, acts: Acts, digest: str) -> tuple[Lack, ...]:
    """Everything that is lacking before the state with this digest, which differs by these changes, may be released."""
    lacks = tuple(lack for change, roles in needs.items() for lack in _lacking(change, frozenset(roles), acts))
    return (*lacks, *_other_state(counted(needs, acts), digest))


def counted(needs: Needs, acts: Acts) -> tuple[tuple[Entry, Decision], ...]:
    """The decisions that these changes rest on, in order."""
    found = {
        word[0].number: word
        for change, roles in needs.items()
        for offices in _asked(_in_force(change, frozenset(roles), acts))
        if (word := acts.word(change, offices))
    }
    return tuple(found[number] for number in sorted(found))


def _asked(roles: frozenset[Role]) -> Iterator[frozenset[Office]]:
    """Groups of offices; one of each group must decide. Who is asked by name does not decide in another's place too."""
    both = Role.CONTROLLER in roles and len(roles - {Role.BOARD}) > 1
    groups = (DECIDERS[role] for role in roles if role is not Role.CONTROLLER)
    yield from {offices - {Office.CONTROLLER} if both else offices for offices in groups}
    if Role.CONTROLLER in roles and Role.BOARD not in roles:
        yield DECIDERS[Role.CONTROLLER]


def _in_force(change: str, roles: frozenset[Role], acts: Acts) -> frozenset[Role]:
    """Whom a change needs as things are: the board's word will do for that of the leader or the secretariat."""
    less = roles & COVERED[Role.BOARD]
    spoken = any(acts.word(change, DECIDERS[role] - {Office.CONTROLLER}) for role in less)
    heard = acts.statement is not None and change in acts.statement[1].outcomes
    return roles - less | {Role.BOARD} if Role.CONTROLLER in roles and less and heard and not spoken else roles


def _lacking(change: str, asked: frozenset[Role], acts: Acts) -> Iterator[Lack]:
    roles = _in_force(change, asked, acts)
    words = []
    for offices in _asked(roles):
        word = acts.word(change, offices)
        yield from _undecided(change, offices, word)
        words += [word] if word else []
    if Role.BOARD in roles:
        yield from _unheard(change, acts, words)
    yield from _alone(change, [entry for entry, _ in words], acts if Role.BOARD in roles else None)


def _undecided(change: str, offices: frozenset[Office], word: tuple[Entry, Decision] | None) -> Iterator[Lack]:
    if word is None:
        yield Lack(change, UNDECIDED[offices])
        return
    entry, decision = word
    verdict = decision.verdicts[change]
    if verdict is not Verdict.ACCEPTED:
        yield Lack(change, verdict.value, {"decision": str(entry.number)})


def _unheard(change: str, acts: Acts, words: list[tuple[Entry, Decision]]) -> Iterator[Lack]:
    """What the board's part lacks."""
    if acts.statement is None:
        yield Lack(change, "no-statement")
        return
    entry, statement = acts.statement
    stands = {"statement": str(entry.number)}
    if change not in statement.outcomes:
        yield Lack(change, "not-in-statement", stands)
    elif lacks_quorum(statement, change):
        yield Lack(change, "no-quorum", stands)
    for made, decision in words:
        if decision.statement != entry.number:
            yield Lack(change, "other-statement", {**stands, "decision": str(made.number)})
        elif statement.outcomes.get(change) in ADVISED_AGAINST and not decision.text.strip():
            yield Lack(change, "no-reason", {"decision": str(made.number)})


def _alone(change: str, decided: list[Entry], heard: Acts | None) -> Iterator[Lack]:
    """That one person has spoken for two."""
    said = [*decided, *([heard.statement[0]] if heard and heard.statement else [])]
    for person in dict.fromkeys(entry.by for entry in said):
        numbers = [str(entry.number) for entry in said if entry.by == person]
        if len(numbers) > 1:
            yield Lack(change, "same-person", {"person": person, "entries": ", ".join(sorted(numbers, key=int))})


def _other_state(decisions: Sequence[tuple[Entry, Decision]], digest: str) -> Iterator[Lack]:
    if decisions and decisions[-1][1].digest != digest:
        entry, decision = decisions[-1]
        shown = {"decided": decision.digest[:12], "released": digest[:12]}
        yield Lack("", "other-state", {"decision": str(entry.number), **shown})
