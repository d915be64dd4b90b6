"""What has to be done to a database so that it becomes one of another release: steps, the same for every dialect."""

from migrations_gen.steps.planning import plan
from migrations_gen.steps.records import Plan, Side

__all__ = ["Plan", "Side", "plan"]
