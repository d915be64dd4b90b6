"""Something is asked that was not asked before.

Nothing that was answered is touched. But it costs somebody's time, it is new personal data, and earlier episodes have
no answer: the series begins here. Say what it is for, and leave out what nobody will use.
"""

from collections.abc import Iterator

from catalogue.model import Variable
from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.forms import FormAdded, FormTimepointsChanged
from migrations_gen.changes.registry import ModuleAdded, TimepointAdded
from migrations_gen.changes.variables import GroupAdded, VariableAdded
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review, safe

judges = (VariableAdded, GroupAdded, FormAdded, ModuleAdded, TimepointAdded, FormTimepointsChanged)

NEW = translatable("“{title}” is asked for the first time. Earlier forms have no answer to it.")
NEEDED = translatable("Say what the answer is for, and whether anything else can be left out instead.")
CALCULATED = translatable("“{title}” is calculated from what is asked already.")
WITH_WHOLE = translatable("“{title}” comes with “{whole}”, which is judged as one.")
FROM_OLD = translatable("“{title}” is new, and gets its earlier answers from {sources}.")
OFTENER = translatable("“{title}” is also to be filled in at {timepoints}.")
NOT_OFTENER = translatable("“{title}” is filled in at no other occasion than before.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every question, form and occasion that is new."""
    title, variable = evidence.title(change.subject), change.after
    if isinstance(change, FormTimepointsChanged):
        yield _timepoints(change, title)
        return
    whole = evidence.whole("came", change.subject, variable.group if isinstance(variable, Variable) else None)
    carry = evidence.difference.carrying.forward.carries.get(change.subject.address)
    if isinstance(variable, Variable) and variable.is_calculated:
        yield safe(CALCULATED, title=title)
    elif carry is not None:
        yield safe(FROM_OLD, title=title, sources=", ".join(f"{carry.form}.{name}" for name in carry.reads))
    elif whole:
        yield safe(WITH_WHOLE, title=title, whole=whole)
    else:
        yield review(NEW, NEEDED, title=title)


def _timepoints(change: Change, title: str) -> Judgement:
    before, after = (tuple(map(str, side)) if isinstance(side, tuple) else () for side in (change.before, change.after))
    new = ", ".join(name for name in after if name not in before)
    return review(OFTENER, NEEDED, title=title, timepoints=new) if new else safe(NOT_OFTENER, title=title)
