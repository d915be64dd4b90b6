"""Whether an author has already spoken of what would be asked about. Pure."""

from collections.abc import Mapping

from migrations_gen.intents.records import About, Derive, Intent, Purge, Replace

Intents = Mapping[str, tuple[Intent, ...]]
"""What the changes files say, by the address it is about."""

OF_WHAT_IS_GONE = (About, Derive, Purge, Replace)
"""What settles that something is gone, or has come: it is not the same, or it is known where its answers go."""


def is_said(intents: Intents, kinds: tuple[type[Intent], ...], *addresses: str) -> bool:
    """Whether an author has spoken of one of these."""
    return any(isinstance(intent, kinds) for address in addresses for intent in intents.get(address, ()))
