"""Recalculation: stored calculations computed anew after a formula was changed, row by row, resumable.

The stored row goes through the engine's evaluation, the reference. What was there before stays in the row's history,
and each value is stamped with the release whose formula it was computed by.
"""

from engine.recalculation.distribution import Distribution
from engine.recalculation.plan import Plan, calculations, plan_of
from engine.recalculation.run import Batch, Order, Recalculation
from engine.recalculation.verdict import Obstacle

__all__ = [
    "Batch",
    "Distribution",
    "Obstacle",
    "Order",
    "Plan",
    "Recalculation",
    "calculations",
    "plan_of",
]
