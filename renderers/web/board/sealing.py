"""What an account does here is signed by the server's seal and added to the ledger, in the same transaction."""

from engine.access import Access, log
from migrations_gen.board.rights import OFFICES
from migrations_gen.ledger.chain import ClockBehind, appended
from migrations_gen.ledger.flaws import LedgerRefused, Overtaken
from migrations_gen.ledger.kept import kept_lines, record
from migrations_gen.ledger.records import Act, Entry, Office
from migrations_gen.ledger.signing import Signer, key_added
from renderers.web.board.blueprint import Refused
from renderers.web.context import registry


def sealed(work: Access, act: Act) -> Entry:
    """Sign what the account does and add it. An empty ledger begins with the seal's own key."""
    office, seal = OFFICES.get(work.actor.role), registry().settings.seal
    if office is None:
        raise Refused("no-office")
    if seal is None:
        raise Refused("no-seal")
    if not kept_lines(work.connection):
        _add(work, key_added(seal), seal.owner, Office.SEAL, seal)
    return _add(work, act, work.actor.name, office, seal)


def _add(work: Access, act: Act, by: str, office: Office, seal: Signer) -> Entry:
    lines = kept_lines(work.connection)
    try:
        entry = appended(lines, act, by=by, office=office, signer=seal, at=work.now)
        record(work.connection, entry)
    except Overtaken:
        raise Refused("overtaken") from None
    except (LedgerRefused, ClockBehind):
        raise Refused("not-taken") from None
    log(work, "create", work.tables.governance.signoff, [str(entry.number)])
    return entry
