"""What a change would touch in a live database: counts of rows, patients and departments, never an answer."""

from migrations_gen.impact.counting import Impact, impacts

__all__ = ["Impact", "impacts"]
