"""A question, form, module or timepoint is taken out of the file, and the answers given to it disappear from view.

Nothing is deleted from the database, but no form or export shows what is not declared, and analysts find it only in a
column that is named after the version it ended with. Keep it in the file with `retired: {version, reason}`: it is no
longer asked, its answers stay, and analysts keep their column. When its answers live on under another name, say so
(`rename`, `move`, `derive`).
"""

from collections.abc import Iterator

from catalogue.model import Variable
from catalogue.texts import translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.forms import FormRemoved, FormTimepointsChanged
from migrations_gen.changes.registry import ModuleRemoved, TimepointRemoved
from migrations_gen.changes.variables import GroupRemoved, VariableRemoved
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, breaking, review, safe

judges = (VariableRemoved, GroupRemoved, FormRemoved, ModuleRemoved, TimepointRemoved, FormTimepointsChanged)

LOST = translatable(
    "“{title}” is taken away. No form shows the answers already given to it, and analysts find them only under an older"
    " name."
)
RETIRE = translatable(
    "Leave {address} in the file and retire it: it is no longer asked, and its answers can still be read."
)
WITH_WHOLE = translatable("“{title}” goes away together with “{whole}”.")
INHERITED = translatable("“{title}” is taken away. Its answers live on in {heirs}.")
CHECK_HEIRS = translatable("Check with a few old answers that nothing is missing in what is computed from them.")
CALCULATED = translatable("“{title}” is no longer calculated. Nothing that anybody answered is lost.")
EMPTIED = translatable("The heading “{title}” is taken away; every question in it is still there.")
FEWER = translatable("“{title}” is no longer filled in at {timepoints}; no form shows the answers given there.")
KEEP_TIMEPOINT = translatable("Make a form of its own for {timepoints}, and retire its questions there.")
FEWER_NOT = translatable("“{title}” is filled in at every occasion where it was filled in before.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """What went, and whether its answers can be found elsewhere."""
    title, address = evidence.title(change.subject), change.subject.address
    if isinstance(change, FormTimepointsChanged):
        yield _timepoints(change, title)
    elif isinstance(change.before, Variable):
        yield from _variable(change.subject, change.before, evidence)
    elif _holds_lost(change.subject, evidence):
        yield breaking(LOST, RETIRE, RETIRED, title=title, address=address)
    else:
        yield safe(EMPTIED, title=title)


RETIRED = "retired: {version: …, reason: …}\n"


def _variable(subject: Subject, variable: Variable, evidence: Evidence) -> Iterator[Judgement]:
    title, address = evidence.title(subject), subject.address
    whole = evidence.whole("went", subject, variable.group)
    heirs = evidence.heirs.get(address, ())
    if address in evidence.difference.carrying.purged:
        return
    if variable.is_calculated:
        yield safe(CALCULATED, title=title)
    elif heirs:
        yield review(INHERITED, CHECK_HEIRS, title=title, heirs=", ".join(heirs))
    elif whole:
        yield breaking(WITH_WHOLE, RETIRE, RETIRED, title=title, whole=whole, address=address)
    else:
        yield breaking(LOST, RETIRE, RETIRED, title=title, address=address)


def _holds_lost(subject: Subject, evidence: Evidence) -> bool:
    """Whether answers went with it: a variable inside, of a group by its members."""
    if subject.kind == "timepoint":
        return True
    if subject.kind == "group":
        form, name = split(subject.address)
        return any(
            isinstance(gone.before, Variable) and gone.before.group == name and gone.subject.owner == form
            for gone in evidence.gone
        )
    return any(gone.subject.address.startswith(f"{subject.address}.") for gone in evidence.gone)


def _timepoints(change: Change, title: str) -> Judgement:
    before, after = (tuple(map(str, side)) if isinstance(side, tuple) else () for side in (change.before, change.after))
    gone = ", ".join(name for name in before if name not in after)
    if not gone:
        return safe(FEWER_NOT, title=title)
    return breaking(FEWER, KEEP_TIMEPOINT, title=title, timepoints=gone)
