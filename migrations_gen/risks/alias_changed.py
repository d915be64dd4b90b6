"""An outside name is taken away or means something else.

A name that analysts' programs, exports and other systems read is for ever, with its capitals and misspellings: whoever
reads it gets an error, or worse, another variable. Keep the old name beside the new one; a variable may have several. A
name is never given to another variable than the one that had it.
"""

from collections.abc import Iterator

from catalogue.model import Variable
from catalogue.texts import translatable
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.forms import RecordNamesChanged
from migrations_gen.changes.registry import (
    AnalysisNamesChanged,
    EmptyColumnsChanged,
    EpisodeChanged,
    TimepointAliasChanged,
)
from migrations_gen.changes.variables import AliasAdded, AliasRemoved, MissingCodeChanged, VariableRemoved
from migrations_gen.risks.evidence import Evidence, OutsideName
from migrations_gen.risks.records import Judgement, breaking, review, safe

judges = (
    AliasAdded,
    AliasRemoved,
    VariableRemoved,
    TimepointAliasChanged,
    AnalysisNamesChanged,
    RecordNamesChanged,
    MissingCodeChanged,
    EmptyColumnsChanged,
    EpisodeChanged,
)

GONE = translatable("{system} no longer gets {name}. Programs that read it stop, or read nothing.")
KEEP = translatable("Keep the name beside the new one: {address} may have several.")
TAKEN = translatable(
    "{name} in {system} was {before} and is now {after}. Whoever reads it gets another variable without being told."
)
OWN_NAME = translatable("Find another name for {after}; {name} belongs to {before} for ever.")
ADDED = translatable("{system} gets {name}. Once it is given out it can never be changed: read its spelling again.")
TIMEPOINT = translatable("{title} is called {after} outside instead of {before}, and every name with it changes.")
KEEP_ALIAS = translatable("Keep the alias of {address}.")
ALL_NAMES = translatable(
    "The analysis views get the names of {after} instead of {before}: every column is called otherwise."
)
KEEP_NAMES = translatable("Keep 'analysis_names', or tell every analyst before the release.")
WRITTEN = translatable(
    "The outside world writes something else for a missing answer to “{title}”. Files from before and after are"
    " read differently."
)
KEEP_WRITTEN = translatable("Keep the code or the flag of {address}.")
FEWER = translatable("Names that programs expect are no longer there: {names}.")
KEEP_THEM = translatable("Keep them; a name of which nothing is kept can stand among the empty columns.")
MORE = translatable("Programs get names that were not there before; every earlier one is still there.")
TITLE_ONLY = translatable(
    "A course of treatment is called “{after}” instead of “{before}”; the names of its columns are the same."
)


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every outside name that came, went or is another's."""
    yield from JUDGED_BY[type(change)](change, evidence)


def _gone(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    yield from _lost(_outside(change.subject, change.before, evidence), change, evidence)


def _came(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    name = _outside(change.subject, change.after, evidence)
    taken = tuple(_taken(name, evidence))
    yield from taken or (safe(ADDED, system=name[1], name=name[3]),)


def _with_variable(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """The names that a removed variable took with it."""
    for alias in change.before.aliases if isinstance(change.before, Variable) else ():
        name = _outside(change.subject, (alias.system, alias.occasion, alias.name), evidence)
        yield from _lost(name, change, evidence)


def _lost(name: OutsideName, change: Change, evidence: Evidence) -> Iterator[Judgement]:
    if name in evidence.alias_owners[1]:
        yield from _taken(name, evidence)
    else:
        yield breaking(GONE, KEEP, system=name[1], name=name[3], address=change.subject.address)


def _taken(name: OutsideName, evidence: Evidence) -> Iterator[Judgement]:
    """A name that belongs to another variable than before; one that is computed from it may have it."""
    before, after = (owners.get(name) for owners in evidence.alias_owners)
    if before is None or after is None or evidence.difference.carrying.lineage.after("variable", before) == after:
        return
    judge_it = review if after in evidence.heirs.get(before, ()) else breaking
    yield judge_it(TAKEN, OWN_NAME, system=name[1], name=name[3], before=before, after=after)


def _outside(subject: Subject, name: object, evidence: Evidence) -> OutsideName:
    form = evidence.form_of(subject)
    system, occasion, called = name if isinstance(name, tuple) else ("", "", name)
    return form.module if form else "", str(system), str(occasion), str(called)


def _timepoint(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    parts = {"before": str(change.before or "–"), "after": str(change.after or "–")}
    yield breaking(TIMEPOINT, KEEP_ALIAS, title=evidence.title(change.subject), address=change.subject.address, **parts)


def _analysis(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    yield breaking(ALL_NAMES, KEEP_NAMES, before=str(change.before or "–"), after=str(change.after or "–"))


def _written(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    yield breaking(WRITTEN, KEEP_WRITTEN, title=evidence.title(change.subject), address=change.subject.address)


def _several(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Names in a table: a record's columns, and columns of which nothing is kept."""
    after = set(_flat(change.after))
    gone = [name for name in _flat(change.before) if name not in after]
    yield breaking(FEWER, KEEP_THEM, names=", ".join(gone)) if gone else safe(MORE)


def _flat(side: object) -> list[str]:
    """The names themselves: of `(column, names)` the names, of `(name, reason)` the name."""
    rows = side if isinstance(side, tuple) else ()
    return [name for row in rows for name in (row[1] if isinstance(row[1], tuple) else (row[0],))]


def _episode(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    before, after = (side if isinstance(side, tuple) else ("", "") for side in (change.before, change.after))
    if before[0] != after[0]:
        yield breaking(FEWER, KEEP_THEM, names=str(before[0]))
    else:
        yield safe(TITLE_ONLY, before=str(before[1]), after=str(after[1]))


JUDGED_BY = {
    AliasAdded: _came,
    AliasRemoved: _gone,
    VariableRemoved: _with_variable,
    TimepointAliasChanged: _timepoint,
    AnalysisNamesChanged: _analysis,
    RecordNamesChanged: _several,
    MissingCodeChanged: _written,
    EmptyColumnsChanged: _several,
    EpisodeChanged: _episode,
}
