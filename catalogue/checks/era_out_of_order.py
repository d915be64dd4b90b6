"""The period in which something is collected ends before it begins, or has a gap that lies outside it.

No answer, or the wrong answers, would count as not collected. Correct the dates; `from` and `to` are both included.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from catalogue.checks.duplicate_code import codelists_of
from catalogue.checks.examined import Examined, Remark
from catalogue.findings import Location
from catalogue.model import Era


def check(examined: Examined) -> Iterator[Remark]:
    """Every impossible period of a variable, code or rule."""
    for name, era, declared in _eras(examined):
        for problem in _problems(era):
            yield Remark(examined.place("collected", *declared), f"'{name}': {problem}")


def _eras(examined: Examined) -> Iterator[tuple[str, Era, tuple[Location, ...]]]:
    for form, group, variable in examined.variables:
        own = variable.collected
        if own is not None:
            shared = group is not None and "collected" in examined.written(group.at)
            yield (
                (group.name, own, (group.at,))
                if shared and group is not None
                else (variable.name, own, (variable.at, form.at))
            )
    for form in examined.catalogue.forms:
        yield from ((rule.name, rule.collected, (rule.at,)) for rule in form.rules if rule.collected)
    for codelist in codelists_of(examined.catalogue):
        for code in codelist.codes:
            if code.collected:
                yield f"{codelist.name} {code.value}", code.collected, (code.at,)


def _problems(era: Era) -> Iterator[str]:
    start, end = era.start or date.min, era.end or date.max
    if start > end:
        yield f"it is collected from {start} to {end}, which is earlier. Exchange or correct the dates."
        return
    for first, last in era.gaps:
        if first > last:
            yield f"a gap goes from {_shown(first)} to {_shown(last)}, which is earlier. Exchange or correct the dates."
        elif first < start or last > end:
            yield f"the gap from {_shown(first)} to {_shown(last)} lies outside the period in which it is collected."
    for (first, last), (following, _) in pairwise(sorted(era.gaps)):
        if following <= last:
            yield f"the gaps that begin {_shown(first)} and {_shown(following)} overlap. Make one of them."


def _shown(day: date) -> str:
    return "the beginning" if day == date.min else "the end" if day == date.max else str(day)
