"""Questions or answers stand in another order, or are shown in another way.

What is answered depends a little on what was asked just before, and on which answer stands first. In a validated
questionnaire order and layout belong to it. Elsewhere it is seldom anything to fear, but it should not happen unseen.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodesReordered
from migrations_gen.changes.forms import SectionsReordered
from migrations_gen.changes.variables import DisplayChanged, PlaceChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review, safe

judges = (PlaceChanged, SectionsReordered, CodesReordered, DisplayChanged)

PLACE = translatable("“{title}” stands at another place in the form.")
SECTIONS = translatable("The parts of “{title}” come in another order.")
CODES = translatable(
    "The answers of {list} stand in another order. The first one is chosen a little more often than the others."
)
DISPLAY = translatable("“{title}” is shown in another way: {before} → {after}.")
IN_INSTRUMENT = translatable(
    "In the validated questionnaire “{title}” something stands or looks otherwise than before."
)
AS_IT_WAS = translatable("Keep the order and the layout that its owner describes.")
WATCH = translatable("Compare the shares of the answers before and after.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every other place, order and layout."""
    title = evidence.title(change.subject)
    instrument = _instrument(change, evidence)
    if instrument:
        yield review(IN_INSTRUMENT, AS_IT_WAS, title=instrument)
    elif isinstance(change, CodesReordered):
        yield review(CODES, WATCH, list=change.subject.address)
    elif isinstance(change, SectionsReordered):
        yield safe(SECTIONS, title=title)
    elif isinstance(change, DisplayChanged):
        yield review(DISPLAY, WATCH, title=title, before=str(change.before or "–"), after=str(change.after or "–"))
    else:
        yield safe(PLACE, title=title)


def _instrument(change: Change, evidence: Evidence) -> str | None:
    """The questionnaire that what changed belongs to; that it stands elsewhere as a whole is another thing."""
    titles = evidence.instruments_with(change.subject.address)
    if titles:
        return titles[0]
    variable = evidence.later(change.subject) if change.subject.kind == "variable" else None
    form = evidence.after.form.get(change.subject.owner)
    group = form.groups.get(variable.group or "") if form and variable else None
    return group.label.source if group is not None and group.kind == "instrument" else None
