"""What a form on the screen cannot have wrong and a file can: answers to what was not asked, sums of its own."""

from collections.abc import Iterator
from functools import partial

import polars as pl

from catalogue.model import Variable
from engine.answers import AnswerValue, Issue, IssueSeverity
from engine.compilers.polars_form.plan import Check, any_of, given_name
from engine.compilers.polars_form.writer import Writer


def file_checks(writer: Writer, variable: Variable) -> Iterator[Check]:
    """What is given for a variable beside the rules."""
    name, given = variable.name, pl.col(given_name(variable.name))
    off, gone = writer.is_off(variable), writer.is_gone(variable)
    if variable.is_calculated:
        computed = pl.col(name)
        yield Check(
            given.is_not_null() & given.ne_missing(computed),
            _calculation(name, None),
            (computed,),
            partial(_calculation, name),
        )
        return
    if off is not None:
        differs = off & given.is_not_null()
        differs = differs if variable.otherwise is None else differs & given.ne_missing(pl.col(name))
        yield Check(differs, _only(name, "not-asked", IssueSeverity.HARD))
    if gone is not None:
        yield Check(gone & given.is_not_null(), _only(name, "not-collected", IssueSeverity.SOFT))
    if variable.reason_name in writer.reasons and writer.form.reason_names[variable.reason_name][0] is variable:
        yield _wrong_reason(writer, variable.reason_name)


def _wrong_reason(writer: Writer, name: str) -> Check:
    """The reason says that it was not asked or not collected, and one of the variables it speaks for was."""
    said = writer.reason(name).is_in(["not_asked", "not_collected"])
    here = any_of(~any_of((pl.lit(False), *_absent(writer, part))) for part in writer.form.reason_names[name])
    return Check(said & here, _only(name, "wrong-reason", IssueSeverity.HARD))


def _absent(writer: Writer, variable: Variable) -> Iterator[pl.Expr]:
    yield from (part for part in (writer.is_off(variable), writer.is_gone(variable)) if part is not None)


def _calculation(name: str, computed: AnswerValue) -> Issue:
    return Issue(name, "calculation", IssueSeverity.SOFT, (("computed", computed),), (name,))


def _only(name: str, rule: str, severity: IssueSeverity) -> Issue:
    return Issue(name, rule, severity, (), (name,))
