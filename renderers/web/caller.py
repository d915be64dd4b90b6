"""Where a request came from when proxies stand between: each adds, last, the address it was called from.

What stands before the last of our own proxies anybody may have written, and is believed no more than that. Pure.
"""

from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

THIS_MACHINE: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
"""Whoever calls from here is a proxy, or may do what it likes anyhow."""


def caller(peer: str, forwarded: str, proxies: Collection[Network]) -> str:
    """The address of who called: `peer` is who called us, `forwarded` the header X-Forwarded-For, and `proxies` those
    whose word is taken. Without an address that can be read it is the nearest proxy's.
    """
    believed = peer
    for said in reversed(forwarded.split(",")):
        address = _read(said)
        if not address or not _is_one_of(believed, proxies):
            break
        believed = address
    return believed


def _is_one_of(address: str, proxies: Collection[Network]) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in proxies)


def _read(said: str) -> str:
    """An address as proxies write it: with a port, or in brackets, too."""
    text = said.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
