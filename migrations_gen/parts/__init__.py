"""Accept some changes of a proposal and postpone others: what must travel together, and the states that come of it."""

from migrations_gen.parts.records import Link, Part, Parts, Reason, Rest, Subset
from migrations_gen.parts.remaining import rest
from migrations_gen.parts.taking import parts_of, subset

__all__ = ["Link", "Part", "Parts", "Reason", "Rest", "Subset", "parts_of", "rest", "subset"]
