"""The ledger of a registry that has decided for centuries: verified whole, as before every entry that is added."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from measure import Row, in_turn

ENTRIES = 10_000
SEATS = 10
START = datetime(2026, 1, 1, tzinfo=UTC)


def ledger() -> Row:
    """Statements of ten seats, each decided on and released; beside it what the signatures alone take."""
    from migrations_gen.ledger.checking import check
    from migrations_gen.ledger.lines import entry_of, signed_part
    from migrations_gen.ledger.records import KeyAdded
    from migrations_gen.ledger.signing import is_signed

    lines = written()
    root = entry_of(lines[0])
    assert isinstance(root.act, KeyAdded)
    assert check(lines, {root.key}).flaws == ()
    public = root.act.public
    parts = [(signed_part(line), entry_of(line).signature) for line in lines]
    tasks = {
        "skjemaverk: every line, link, signature and rule": lambda: check(lines, {root.key}),
        "the signatures alone": lambda: all(is_signed(public, *part) for part in parts),
    }
    return Row(f"A ledger of {ENTRIES:,} entries verified", in_turn(tasks, rounds=3), {})


def written() -> list[str]:
    """The lines, an hour between them."""
    from migrations_gen.ledger.chain import appended
    from migrations_gen.ledger.lines import line_of
    from migrations_gen.ledger.records import Act, Decision, Office, Outcome, Released, Said, Statement, Verdict
    from migrations_gen.ledger.signing import key_added, new_private_key, signer

    seal = signer(new_private_key(), "registry", Office.SEAL)
    lines: list[str] = []

    def add(act: Act, by: str, office: Office) -> int:
        at = START + timedelta(hours=len(lines))
        lines.append(line_of(appended(lines, act, by=by, office=office, signer=seal, at=at)))
        return len(lines)

    add(key_added(seal), "registry", Office.SEAL)
    before = ""
    while len(lines) < ENTRIES:
        number = len(lines)
        about = {"proposal": f"p{number}", "number": number, "title": "Endring"}
        after, change = digest(str(number)), f"c{number:016x}"
        statement = Statement(
            **about,
            before=before,
            after=after,
            changes=digest(change),
            packs={"nb": digest("nb"), "nn": digest("nn")},
            on=date(2026, 1, 1),
            views=tuple(
                Said(change=change, seat=f"s{seat}", account=f"a{seat}", view="recommend") for seat in range(SEATS)
            ),
            interests=(),
            outcomes={change: Outcome.RECOMMENDED},
            warnings=(),
            has_quorum=True,
            text={"nb": "Fagrådet tilrår endringen.", "nn": "Fagrådet rår til endringa."},
        )
        stated = add(statement, "leader", Office.LEADER)
        verdicts = {change: Verdict.ACCEPTED}
        decision = Decision(
            **about, office=Office.CONTROLLER, statement=stated, before=before, digest=after, verdicts=verdicts
        )
        decided = add(decision, "controller", Office.CONTROLLER)
        released = Released(
            version=f"{number}.0.0",
            digest=after,
            before=before,
            changes=digest(change),
            proposal=about["proposal"],
            statement=stated,
            decisions=(decided,),
        )
        add(released, "secretariat", Office.SECRETARIAT)
        before = after
    return lines


def digest(text: str) -> str:
    """SHA-256."""
    return sha256(text.encode()).hexdigest()
