"""A server's way in: a database that is made just now, or one that was there, with the catalogue at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from engine.database import connect
from migrations_gen.releasing.door import GateClosed, begin_production, is_in_production, pass_gate_as_it_is

HOW = (
    "Name the seal of the registry's ledger once: serve --production --trust FINGERPRINT; 'skjemaverk verify' shows the"
    " key that the ledger begins with."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What a server starts with: the digest of the catalogue at hand, the ledger's lines beside it, and whether the
    database must be in production. `trust` is the key that it shall trust from now on.
    """

    digest: str
    lines: Sequence[str]
    is_production: bool
    trust: str
    who: str
    now: datetime

    def beforehand(self, connection: Connection) -> None:
        """For a database whose tables have just been made, before its first release is written down: the ledger goes
        first, so that the database itself looks at the release.
        """
        if self.trust:
            self._begin(connection)
        elif self.is_production:
            raise GateClosed(f"The database is new, and trusts no key. {HOW}")

    def enter(self, url: str) -> None:
        """For every start. Raises `GateClosed` or `LedgerRefused`."""
        engine = connect(url)
        try:
            with engine.begin() as connection:
                if self.trust:
                    self._begin(connection)
                elif self.is_production and not is_in_production(connection):
                    raise GateClosed(f"The database trusts no key, so it would take any catalogue. {HOW}")
                pass_gate_as_it_is(connection, self.digest, self.now.date())
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise GateClosed(f"The database refuses: {reason}. To trust a key is for its owner.") from None
        finally:
            engine.dispose()

    def _begin(self, connection: Connection) -> None:
        begin_production(connection, self.trust, self.lines, self.digest, self.who, self.now)
