"""A plan as SQL: the stages of a migration in the words of one database."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from migrations_gen.emit.postgresql import postgresql
from migrations_gen.emit.sqlite import sqlite
from migrations_gen.stages import Stage
from migrations_gen.steps import Plan

EMITTERS: Mapping[str, Callable[[Plan], tuple[Stage, ...]]] = MappingProxyType(
    {"postgresql": postgresql, "sqlite": sqlite}
)
"""By dialect, who writes its stages."""

__all__ = ["EMITTERS", "postgresql", "sqlite"]
