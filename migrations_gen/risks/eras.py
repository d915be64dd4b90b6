"""Periods held against each other. Pure."""

from catalogue.model import Era


def covers(later: Era | None, earlier: Era | None) -> bool:
    """Whether every day of the earlier period is in the later one; no period is every day."""
    if later is None:
        return True
    known = earlier or Era()
    begins = later.start is None or (known.start is not None and known.start >= later.start)
    ends = later.end is None or (known.end is not None and known.end <= later.end)
    return begins and ends and all(gap in known.gaps for gap in later.gaps)


def era(value: object) -> Era | None:
    """One side of a change as a period."""
    return value if isinstance(value, Era) else None
