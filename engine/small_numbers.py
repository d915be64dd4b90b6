"""Small numbers are not shown: a count below five says too much about somebody."""

SMALL = 5
"""Counts from 1 up to this one are hidden."""


def hidden(count: int) -> int | None:
    """The count, unless it is small."""
    return None if 0 < count < SMALL else count
