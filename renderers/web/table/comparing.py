"""Two kept states compared, for the pages that tell of it: done once, as neither ever changes."""

from functools import lru_cache

from migrations_gen.comparison import Comparison, compare
from renderers.web.table.looking import state


@lru_cache(maxsize=4)
def compared(before_digest: str, after_digest: str) -> Comparison:
    """Everything between two states of the database; raises `StateRefused` when one has errors."""
    return compare(state(before_digest), state(after_digest))
