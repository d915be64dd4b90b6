"""The plan being written: which columns hold the conditions and eras that are known by then, and what they say."""

from dataclasses import dataclass, field

import polars as pl

from catalogue.expressions.nodes import Node
from catalogue.model import Era, Form, Variable
from engine.compilers.polars import Compiler
from engine.compilers.polars_form.plan import reason_name


@dataclass(slots=True)
class Writer:
    """The plan being written: by condition and era the columns that hold them."""

    form: Form
    day: pl.Expr
    reasons: frozenset[str]
    asked: dict[Node, str] = field(default_factory=dict)
    eras: dict[Era, str] = field(default_factory=dict)
    compiler: Compiler = field(init=False)

    def reason(self, name: str) -> pl.Expr:
        """The reason as given."""
        return pl.col(reason_name(name)) if name in self.reasons else pl.lit(None, dtype=pl.String)

    def is_asked(self, variable: Variable) -> pl.Expr | None:
        """Three-valued; None when always."""
        if variable.enable_when is None or variable.is_calculated:
            return None
        return pl.col(self.asked[variable.enable_when.node])

    def is_gone(self, variable: Variable) -> pl.Expr | None:
        """Whether it was not collected then; None when it always is. A retired one never is."""
        if variable.retired is not None and not variable.is_calculated:
            return pl.lit(True)
        return pl.col(self.eras[variable.collected]) if variable.collected is not None else None

    def is_off(self, variable: Variable) -> pl.Expr | None:
        """Whether it is not asked, though collected; None when never."""
        asked, gone = self.is_asked(variable), self.is_gone(variable)
        if asked is None:
            return None
        off = asked.fill_null(False).not_()
        return off if gone is None else off & ~gone

    def when_asked(self, variable: Variable, broken: pl.Expr) -> pl.Expr:
        """The condition, only where the variable is asked and collected."""
        asked, gone = self.is_asked(variable), self.is_gone(variable)
        broken = broken if asked is None else broken & asked
        return broken if gone is None else broken & ~gone

    def state_of(self, name: str) -> pl.Expr:
        """The missing reason as it would be were the row final now."""
        variable = self.form.variable[name]
        state = self.reason(variable.reason_name).fill_null("not_answered")
        off, gone = self.is_off(variable), self.is_gone(variable)
        state = state if off is None else pl.when(off).then(pl.lit("not_asked")).otherwise(state)
        state = state if gone is None else pl.when(gone).then(pl.lit("not_collected")).otherwise(state)
        return pl.when(pl.col(name).is_null()).then(state)
