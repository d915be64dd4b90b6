"""What was proved of a change, as risks need it: harmless, harmful by example, or not known. Pure."""

from collections.abc import Iterator, Mapping

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Verdict, breaking, safe

PROVED, REFUTED = "proved", "refuted"

HARMLESS = translatable(
    "“{title}” is stricter, but it is proved that every answer that was right before is right still."
)
HARMFUL = translatable(
    "“{title}” is stricter, and answers that were right before no longer are, for example {example}."
)
CORRECT_THEM = translatable(
    "Count the rows it touches with 'skjemaverk impact'. Make the demand looser, or let it hold from a date on"
    " ('collected:') so that earlier answers keep to the earlier demand."
)


def stricter(change: Change, evidence: Evidence, otherwise: Judgement, *kinds: str) -> Judgement:
    """The judgement on a demand that is stricter: by proof of these kinds of demands if there is one, else as given."""
    title = evidence.title(change.subject)
    found = verdicts_of(change, evidence, *kinds)
    example = next(refuted_by(change, evidence, *kinds), None)
    if example is not None:
        return breaking(HARMFUL, CORRECT_THEM, title=title, example=example)
    if found and all(verdict.grade == PROVED for verdict in found):
        return safe(HARMLESS, title=title)
    return otherwise


def refuted_by(change: Change, evidence: Evidence, *kinds: str) -> Iterator[str]:
    """The answers, in words, by which what changed is refuted."""
    found = verdicts_of(change, evidence, *kinds)
    return (in_words(verdict.counterexample) for verdict in found if verdict.grade == REFUTED)


def verdicts_of(change: Change, evidence: Evidence, *kinds: str) -> tuple[Verdict, ...]:
    """The verdicts on what changed, all or those of these kinds."""
    found = evidence.verdicts_about.get(change.subject.address, ())
    return tuple(verdict for verdict in found if not kinds or verdict.kind in kinds)


def in_words(counterexample: object) -> str:
    """A counterexample in one line, the answers as they were given: `hoyde = 99, vekt = 70`."""
    if isinstance(counterexample, Mapping):
        return ", ".join(f"{name} = {_value(value)}" for name, value in counterexample.items())
    shown = getattr(counterexample, "before", ())
    return ", ".join(f"{one.name} = {_value(one.value) if one.value is not None else one.reason}" for one in shown)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
