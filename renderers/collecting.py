"""When Python looks for what can be thrown away: not while much is made that stays, and never again in that."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def making_much() -> Iterator[None]:
    """While much is made that lives until the end, looking for what could be thrown away takes half the time; and each
    later look at all of it keeps everybody waiting for a fifth of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
