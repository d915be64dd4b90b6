"""What was proved of a change, as risks need it: harmless, harmful by example, or not known. Pure."""

from collections.abc import Iterator, Mapping

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Verdict, breaking, safe

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"

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
    found = tuple(verdicts_of(change, evidence))
    refuted = next((verdict for verdict in found if verdict.grade == REFUTED), None)
    if refuted is not None:
        return breaking(HARMFUL, CORRECT_THEM, title=title, example=in_words(refuted.counterexample))
    if found and all(verdict.grade == PROVED for verdict in found):
        return safe(HARMLESS, title=title)
    return otherwise


def verdicts_of(change: Change, evidence: Evidence) -> Iterator[Verdict]:
    """The verdicts on what changed: of its own demands, or for a codelist those of the variables that use it."""
    address = change.subject.owner if change.subject.kind == "code" else change.subject.address
    owners = {address, *(evidence.users(address) if change.subject.kind in ("code", "codelist") else ())}
    return (verdict for verdict in evidence.verdicts if f"{verdict.form}.{verdict.owner}" in owners)


def in_words(counterexample: object) -> str:
    """A counterexample in one line: `hoyde = 99, vekt = 70`."""
    if isinstance(counterexample, Mapping):
        return ", ".join(f"{name} = {value}" for name, value in counterexample.items())
    return str(counterexample or "")
