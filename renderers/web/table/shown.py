"""What the board was shown, read from where it is kept, in the reader's language or the one that stands in for it."""

from functools import lru_cache

from engine.access import Access
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Proposal
from renderers.i18n import INSTEAD
from renderers.review import Pack, pack_from


def shown_pack(work: Access, proposal: Proposal, language: str) -> Pack | None:
    """The pack of a case as it now is; None for one that has never been on the table."""
    kept = store.packs_of(work.connection, proposal)
    wanted = (language, INSTEAD.get(language, ""), *kept)
    found = next((kept[code] for code in wanted if code in kept), None)
    return _read(found.digest, found.content) if found else None


@lru_cache(maxsize=32)
def _read(digest: str, content: str) -> Pack:
    return pack_from(content)
