"""Where a request came from, through proxies: what ours say is believed, and nothing that stands before."""

from ipaddress import ip_network

import pytest

from renderers.web.caller import THIS_MACHINE, caller

PROXIES = (*THIS_MACHINE, ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))
CASES = [
    # who called us, X-Forwarded-For, who it was
    ("192.0.2.7", "", "192.0.2.7"),
    ("127.0.0.1", "", "127.0.0.1"),
    ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
    ("::1", "192.0.2.7", "192.0.2.7"),
    ("127.0.0.1", "192.0.2.7, 10.1.2.3", "192.0.2.7"),
    ("10.1.2.3", "192.0.2.7 , 10.9.9.9,10.8.8.8", "192.0.2.7"),
    # what anybody may have written before the first proxy of ours
    ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
    ("127.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7"),
    ("127.0.0.1", "10.1.1.1, 192.0.2.7", "192.0.2.7"),
    # nothing but proxies: the farthest of them
    ("127.0.0.1", "10.1.2.3, 10.1.2.4", "10.1.2.3"),
    # as some proxies write it
    ("127.0.0.1", "192.0.2.7:51234", "192.0.2.7"),
    ("127.0.0.1", "[2001:db9::1]:443", "2001:db9::1"),
    ("127.0.0.1", "2001:DB9:0::1", "2001:db9::1"),
    ("2001:db8::5", "2001:db9::1", "2001:db9::1"),
    # what is no address
    ("127.0.0.1", "unknown", "127.0.0.1"),
    ("127.0.0.1", "192.0.2.7, <script>", "127.0.0.1"),
    ("127.0.0.1", ",", "127.0.0.1"),
    ("", "192.0.2.7", ""),
    ("a socket", "192.0.2.7", "a socket"),
]


@pytest.mark.parametrize(("peer", "forwarded", "expected"), CASES)
def test_who_called(peer: str, forwarded: str, expected: str) -> None:
    assert caller(peer, forwarded, PROXIES) == expected


def test_who_guesses_behind_a_proxy_keeps_nobody_else_out(world):
    guesser, anne = world.visitor(), world.visitor()
    guesser.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    anne.client.environ_base["HTTP_X_FORWARDED_FOR"] = "192.0.2.7"
    for number in range(31):
        guesser.log_in(f"ingen{number}", "galt")
    assert guesser.status == 429
    assert anne.log_in("anne").status == 200
    (why,) = world.rows("select distinct why from access_log where action in ('refused', 'locked')")[0]
    assert why.startswith("innlogging fra 203.0.113.9")
