"""Made-up final answers as the engine sees them: what is looked at where the prover cannot decide."""

from collections.abc import Iterator
from datetime import date

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue
from engine.answers import Answers, AnswerValue, Context
from engine.proofs.records import Record, Replayed, replay
from engine.proofs.world import World
from engine.synth import NothingValid, Row, synthesise
from engine.tables.names import reason_column

SAMPLES, SEED, TODAY = 60, 1, date(2026, 1, 1)
"""How many answers are made up, and from what, so that the same catalogue always gets the same."""


def samples(catalogue: Catalogue, world: World) -> Iterator[Replayed]:
    """Some valid answers that reach as many branches as may be; none where none were found."""
    try:
        rows = synthesise(catalogue, world.form, SAMPLES, seed=SEED, today=TODAY).rows
    except NothingValid:
        return
    yield from (replay(catalogue, world, _record(world, row)) for row in rows)


def _record(world: World, row: Row) -> Record:
    form = world.form
    reasons = {name: row[column] for name in form.reason_names if (column := reason_column(name)) in row}
    others: dict[str, AnswerValue] = {name: value for name, value in row.items() if "." in name}
    timepoint = row.get(TIMEPOINT) or (form.timepoints or ("",))[0]
    answers = Answers(
        {name: row[name] for name in form.variable if row.get(name) is not None},
        {name: str(reason) for name, reason in reasons.items() if reason is not None},
    )
    return Record(answers, Context(TODAY, str(timepoint), others=others))
