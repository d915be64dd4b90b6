"""What can be chosen in a decision: the changes in the groups in which they travel, with the reasons in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from migrations_gen.board.deciding import may_settle
from migrations_gen.board.statement import lacks_quorum
from migrations_gen.change_sets import name_of
from migrations_gen.ledger.records import Office, Statement, Verdict
from migrations_gen.parts import Link, Part, Parts, Subset, parts_of, subset
from migrations_gen.parts.sentences import reason_sentence
from migrations_gen.releasing.demands import needs_of
from renderers.comparison.judging import ROLES
from renderers.statement.words import NO_QUORUM, OUTCOMES
from renderers.web.board.case import Case
from renderers.web.context import language
from renderers.web.table.comparing import compared
from renderers.web.table.looking import text_of


@dataclass(frozen=True, slots=True)
class Item:
    """One change: its sentence, what the board says of it, and whom policy asks. `notes` are what was lacking."""

    name: str
    sentence: str
    kind: str
    outcome: str
    asked: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that get one verdict. `why` they cannot be parted, `needs` what else must be accepted with them, and
    whether this account may accept or reject them.
    """

    key: str
    items: tuple[Item, ...]
    why: tuple[str, ...]
    needs: tuple[str, ...]
    is_theirs: bool


@lru_cache(maxsize=4)
def parts(before: str, after: str) -> Parts:
    """What travels together between two states; both are kept, and never change."""
    return parts_of(compared(before, after), text_of(before), text_of(after))


@lru_cache(maxsize=8)
def resulting(before: str, after: str, accepted: frozenset[str]) -> Subset:
    """The state that comes of the accepted changes, and of the version's number with any of them."""
    comparison = compared(before, after)
    numbers = {name_of(change) for change in comparison.difference.changes} - set(needs_of(comparison))
    taken = accepted | numbers if accepted else accepted
    return subset(text_of(before), text_of(after), taken, difference=comparison)


def groups(case: Case, office: Office, made: Statement | None) -> list[Group]:
    """Every group, in the order in which its first change stands in the papers."""
    known = parts(case.proposal.before, case.proposal.after)
    ordered = dict.fromkeys(known.part_of[name].changes for name in case.change)
    return [_group(case, known.part_of[names[0]], office, made) for names in ordered]


def lacking_words(case: Case, links: Iterable[Link]) -> list[tuple[str, str]]:
    """What the chosen changes need and do not have: why, and which change is lacking."""
    return [(_why(link), case.told.sentences.get(link.needs, link.needs)) for link in links]


def expanded(case: Case, chosen: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """A verdict for every change, from one for each group; the first change of a group stands for it."""
    known = parts(case.proposal.before, case.proposal.after)
    verdicts: dict[str, Verdict] = {}
    for name in case.change:
        members = known.part_of[name].changes
        found = next((chosen[member] for member in members if member in chosen), None)
        if found is not None:
            verdicts[name] = found
    return verdicts


def _group(case: Case, part: Part, office: Office, made: Statement | None) -> Group:
    names = [name for name in case.change if name in part.changes]
    return Group(
        key=names[0],
        items=tuple(_item(case, name, made) for name in names),
        why=tuple(dict.fromkeys(_why(link) for link in part.within)) if len(names) > 1 else (),
        needs=tuple(
            dict.fromkeys(f"{_why(link)} {case.told.sentences.get(link.needs, link.needs)}" for link in part.needs)
        ),
        is_theirs=all(may_settle(office, case.needs[name]) for name in names),
    )


def _item(case: Case, name: str, made: Statement | None) -> Item:
    outcome = made.outcomes.get(name) if made else None
    notes = (language().gettext(NO_QUORUM),) if made and lacks_quorum(made, name) else ()
    return Item(
        name=name,
        sentence=case.told.sentences[name],
        kind=outcome.value if outcome else "",
        outcome=language().gettext(OUTCOMES[outcome]) if outcome else "",
        asked=asked(case.needs[name]),
        notes=notes,
    )


def asked(roles: Collection[object]) -> str:
    """Whom policy asks, in words."""
    return language().listed(language().gettext(words) for role, words in ROLES.items() if role in roles)


def _why(link: Link) -> str:
    return reason_sentence(link.reason, language())
