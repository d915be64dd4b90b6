"""How rows of an earlier version are read as rows of a later one: each value and reason as an expression over the old
row, compiled like any other rule.
"""

from migrations_gen.carrying.composing import carrying_of
from migrations_gen.carrying.records import Carry, Carrying, Way, identity

__all__ = ["Carry", "Carrying", "Way", "carrying_of", "identity"]
