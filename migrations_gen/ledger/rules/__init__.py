"""The rules that an entry keeps, given what stands before it. A rule is a row in `RULES` and one small function.

What is wrong with the order of the lines is in `order.py`, what is wrong with a line alone in `../lines.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrations_gen.ledger.flaws import Flaw
from migrations_gen.ledger.records import Act, Decision, Entry, KeyAdded, KeyRevoked, Released, Reopening, Statement
from migrations_gen.ledger.rules import deciding, keys, releases
from migrations_gen.ledger.rules.before import Before


@dataclass(frozen=True, slots=True)
class Rule:
    """What is wrong is called `slug`; `broken` has the sentence after "Entry 3"; `of` are the acts it is about."""

    slug: str
    broken: Callable[..., str | None]
    of: tuple[type[Act], ...] = ()

    def told(self, entry: Entry, before: Before) -> str | None:
        """What is wrong with this entry, if anything is."""
        if not self.of:
            return self.broken(entry, before)
        return self.broken(entry, entry.act, before) if isinstance(entry.act, self.of) else None


RULES: tuple[Rule, ...] = (
    Rule("no-root", keys.no_root),
    Rule("untrusted-root", keys.untrusted_root),
    Rule("unknown-key", keys.unknown_key),
    Rule("revoked-key", keys.revoked_key),
    Rule("another-owner", keys.another_owner),
    Rule("time-backwards", deciding.time_backwards),
    Rule("wrong-office", deciding.wrong_office),
    Rule("wrong-fingerprint", keys.wrong_fingerprint, (KeyAdded,)),
    Rule("added-twice", keys.added_twice, (KeyAdded,)),
    Rule("added-without-seal", keys.added_without_seal, (KeyAdded,)),
    Rule("revoked-by-another", keys.revoked_by_another, (KeyRevoked,)),
    Rule("nothing-to-revoke", keys.nothing_to_revoke, (KeyRevoked,)),
    Rule("statement-stands", deciding.statement_stands, (Statement,)),
    Rule("unknown-statement", deciding.unknown_statement, (Reopening,)),
    Rule("reopened-twice", deciding.reopened_twice, (Reopening,)),
    Rule("rests-on-nothing", deciding.rests_on_nothing, (Decision, Released)),
    Rule("rests-on-reopened", deciding.rests_on_reopened, (Decision, Released)),
    Rule("other-office", deciding.other_office, (Decision,)),
    Rule("two-offices", deciding.two_offices, (Decision,)),
    Rule("undecided-release", releases.undecided, (Released,)),
    Rule("unknown-decision", releases.unknown_decision, (Released,)),
    Rule("withdrawn-decision", releases.withdrawn_decision, (Released,)),
    Rule("other-digest", releases.other_digest, (Released,)),
    Rule("release-from-nowhere", releases.from_nowhere, (Released,)),
    Rule("version-twice", releases.version_twice, (Released,)),
    Rule("emergency-without-controller", releases.emergency_without_controller, (Released,)),
)


def broken_rules(entry: Entry, before: Before) -> Iterator[Flaw]:
    """Every rule that an entry breaks."""
    for rule in RULES:
        told = rule.told(entry, before)
        if told:
            yield Flaw(rule.slug, entry.number, f"Entry {entry.number} {told}.")
