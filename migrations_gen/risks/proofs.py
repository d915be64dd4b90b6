"""What was proved of a change, as risks need it: harmless, harmful by example, or not known. Pure."""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.compatibility import matching
from migrations_gen.compatibility.records import Counterexample, Shown, Verdict
from migrations_gen.intents.records import BLANK
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, breaking, safe

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


def stricter(change: Change, evidence: Evidence, otherwise: Judgement) -> Judgement:
    """The judgement on a demand that is stricter: by proof if there is one, else as given."""
    title = evidence.title(change.subject)
    found = verdicts_of(change, evidence)
    example = next(refuted_by(change, evidence), None)
    if example is not None:
        return breaking(HARMFUL, CORRECT_THEM, title=title, example=example)
    if found and all(verdict.grade == PROVED for verdict in found):
        return safe(HARMLESS, title=title)
    return otherwise


def refuted_by(change: Change, evidence: Evidence, *kinds: str) -> Iterator[str]:
    """The answers, in words, by which demands of these kinds, or of any, are refuted."""
    for verdict in verdicts_of(change, evidence):
        if verdict.grade == REFUTED and (not kinds or verdict.kind in kinds):
            yield in_words(verdict.counterexample)


def verdicts_of(change: Change, evidence: Evidence) -> tuple[Verdict, ...]:
    """The verdicts on what a change says; those of all that only rests on it are the consequences' matter."""
    subject = change.subject
    known = evidence.verdicts_about
    about = (*known.get(subject.address, ()), *(known.get(subject.owner, ()) if subject.kind == "code" else ()))
    return matching.verdicts_of(change, dict.fromkeys(about))


def in_words(counterexample: Counterexample | None) -> str:
    """A counterexample in one line, the answers as they were given: `hoyde = 99, vekt = 70`."""
    return ", ".join(map(_shown, counterexample.before if counterexample else ()))


def _shown(one: Shown) -> str:
    match one.value:
        case None:
            return f"{one.name} = {one.reason or BLANK}"
        case bool():
            return f"{one.name} = {str(one.value).lower()}"
        case float() if one.value.is_integer():
            return f"{one.name} = {int(one.value)}"
        case _:
            return f"{one.name} = {one.value}"
