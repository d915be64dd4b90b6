"""Where a server listens, and whose word on a caller's address it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from renderers.web.caller import Network


@dataclass(frozen=True, slots=True)
class Listening:
    """An address to listen at, and proxies on other machines."""

    host: str
    port: int
    proxies: "tuple[Network, ...]"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def believed(self) -> "tuple[Network, ...]":
        """All proxies that are believed in what they say of a caller."""
        from renderers.web.caller import THIS_MACHINE

        return (*THIS_MACHINE, *self.proxies)

    def refuse_taken(self) -> None:
        """Say so before anything is made when nothing can listen there."""
        from renderers.web.serving import AddressTaken, refuse_taken

        try:
            refuse_taken(self.host, self.port)
        except AddressTaken as taken:
            raise click.UsageError(f"{taken} Choose another --port or --host.") from None


def listening_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--host`, `--port` and `--proxy`, together as `listening`."""

    @wraps(function)
    def together(*, host: str, port: int, proxies: "tuple[Network, ...]", **others: Any) -> Any:
        return function(listening=Listening(host, port, proxies), **others)

    host = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
    port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
    proxy = click.option(
        "--proxy",
        "proxies",
        metavar="ADDRESS",
        multiple=True,
        callback=_networks,
        help="A proxy, or a network of them, whose X-Forwarded-For is believed. One on this machine is.",
    )
    return host(port(proxy(together)))


def _networks(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> "tuple[Network, ...]":
    try:
        return tuple(ip_network(text, strict=False) for text in given)
    except ValueError as error:
        message = f"{error}. Give an address (10.1.2.3) or a network (10.0.0.0/8)."
        raise click.BadParameter(message, context, option) from None
