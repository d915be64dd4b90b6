"""What the application is told when it starts: nothing else is read from the surroundings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from migrations_gen.ledger.signing import Signer
from renderers.web.caller import THIS_MACHINE, Network
from renderers.web.demo_logins import DEMO_LOGINS, DemoLogin

OSLO = ZoneInfo("Europe/Oslo")


def wall_clock() -> datetime:
    """Now; the only clock of the application, and replaced in tests."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One running application.

    `catalogue` is the catalogue's first page or its folder. `secret` is what the login form's token is made with, and
    must be the same in all processes. `demo` lets anybody log in with any account, such as `logins`, over plain http,
    and is for synthetic data only. `watch` serves the forms as previews that follow the catalogue's files. `secure`
    cookies travel by https only. `wording` is where the licensed wording of instruments lies, a gettext catalogue or a
    folder of them. `seal` is the registry's own key, which signs what an account decides here; without one nothing is
    closed or decided. A session lasts as long as it is used again within `idle`, and no longer than `longest`.
    `proxies` are those whose word on where a request came from is taken.
    """

    catalogue: Path
    database_url: str
    secret: str
    demo: bool = False
    logins: tuple[DemoLogin, ...] = DEMO_LOGINS
    watch: bool = False
    secure: bool = True
    wording: Path | None = None
    seal: Signer | None = None
    zone: ZoneInfo = OSLO
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=10)
    proxies: tuple[Network, ...] = THIS_MACHINE
    largest_body: int = 2_000_000
    clock: Callable[[], datetime] = wall_clock
