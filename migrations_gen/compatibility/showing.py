"""A counterexample cut down to the answers that matter: what the demand looks at, and what that comes from.

An answer without which the same is broken is left out.
"""

from collections.abc import Iterable, Iterator, Mapping

from catalogue.dependencies import asked_behind
from catalogue.expressions.nodes import references
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form
from engine.answers import Answers, AnswerValue
from engine.evaluation import evaluator
from engine.proofs.eyes import Seen
from engine.proofs.implications import Implication
from engine.proofs.passages import Passage
from migrations_gen.compatibility.records import Counterexample, Shown

Version = tuple[Catalogue, Form]

FEW = 4
"""Of more answers than these, those that are not given are left out."""


def counterexample_of(found: Implication, passage: Passage, later: Version) -> Counterexample | None:
    """The record that refutes a demand, as far as it matters; None when nothing does."""
    seen = found.counterexample
    if seen is None:
        return None
    names = tuple(_few(_that_matter(found, seen, later), found, seen))
    own = [name for name in names if name in later[1].variable]
    return Counterexample(
        form=passage.before.address,
        before=tuple(_before(own, seen, passage, later[1])),
        after=tuple(_shown(name, _after(seen), seen.answers.reasons, later[1]) for name in own),
        beside=tuple(_beside(names, seen)),
        parameters=seen.issue.parameters if seen.issue is not None else (),
    )


def _after(seen: Seen) -> Mapping[str, AnswerValue]:
    return {**seen.answers.values, **seen.outcome.calculated}


def _that_matter(found: Implication, seen: Seen, later: Version) -> Iterator[str]:
    """The names a demand looks at, but those whose answer could as well be missing."""
    for name in found.reads:
        given = seen.answers.values.get(name) is not None
        if name == found.owner or not given or not _is_broken_without(name, found, seen, later):
            yield name


def _is_broken_without(name: str, found: Implication, seen: Seen, later: Version) -> bool:
    """Whether the same issue is found when an answer is taken out."""
    if seen.issue is None:
        return False
    values = {other: value for other, value in seen.answers.values.items() if other != name}
    outcome = evaluator(*later).evaluate(Answers(values, seen.answers.reasons), seen.context)
    return any((issue.rule, issue.variable) == (seen.issue.rule, seen.issue.variable) for issue in outcome.issues)


def _few(names: Iterable[str], found: Implication, seen: Seen) -> Iterator[str]:
    kept = tuple(names)
    values = {**seen.context.others, TIMEPOINT: seen.context.timepoint, **_after(seen)}
    for name in kept:
        if len(kept) <= FEW or name == found.owner or values.get(name) is not None:
            yield name


def _shown(name: str, values: Mapping[str, AnswerValue], reasons: Mapping[str, str], form: Form) -> Shown:
    value = values.get(name)
    variable = form.variable.get(name)
    reason = reasons.get(variable.reason_name) if variable is not None and value is None else None
    return Shown(name, value, reason)


def _before(names: Iterable[str], seen: Seen, passage: Passage, form: Form) -> Iterator[Shown]:
    """What the answers come from. A calculation is shown as it was, else what it rests on."""
    final, old = seen.witness.final, passage.before
    own = dict.fromkeys(earlier for name in names for earlier in _sources(name, passage, form))
    yield from (_shown(name, final.values, final.reasons, old) for name in own if name in old.variable)
    others = seen.witness.record.context.others
    yield from (Shown(name, others[name], seen.witness.record.beside.get(name)) for name in own if name in others)


def _sources(name: str, passage: Passage, form: Form) -> Iterator[str]:
    if name in passage.answers:
        carried = passage.answers[name]
        yield from references(carried.value)
        yield from references(carried.reason)
    elif form.variable[name].is_calculated and name in passage.before.variable:
        yield name
    elif form.variable[name].is_calculated:
        for behind in asked_behind(form, (name,)):
            yield from _sources(behind, passage, form)


def _beside(names: Iterable[str], seen: Seen) -> Iterator[Shown]:
    for name in names:
        if name == TIMEPOINT:
            yield Shown(name, seen.context.timepoint)
        elif name in seen.context.others:
            yield Shown(name, seen.context.others[name])
