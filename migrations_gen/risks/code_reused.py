"""A code gets another meaning: 2 was *no* and is *planning to*; or it was an answer and becomes a reason for none.

Answers are stored as codes, so every answer already given changes its meaning without a trace. Give the new meaning a
code of its own and retire the old one, or declare what each old code becomes (`recode`). If the words changed and not
the meaning, say so (`reworded`).
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeMissingChanged, CodeRelabelled
from migrations_gen.diff.suggestions import recode, reworded
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Part, breaking, review, safe
from migrations_gen.risks.wordings import looks_like_spelling

judges = (CodeRelabelled, CodeMissingChanged)

REUSED = translatable("{code} meant “{before}” and now means “{after}”, so answers already given change their meaning.")
OWN_CODE = translatable(
    "Give the new meaning a code of its own in {list} and retire {code}; or say what old answers become, or that"
    " the meaning is the same."
)
SPELLING = translatable("{code} is called “{after}” instead of “{before}”. It looks like another spelling of the same.")
SAY_SAME = translatable("If it means the same, say so; if not, the new meaning needs a code of its own in {list}.")
SAME = translatable("{code} is called “{after}” instead of “{before}”, and it means the same.")
MAPPED = translatable("What was “{before}” is counted as “{after}” by the declared map, code {code}.")
CHECK_MAP = translatable("Look through the map of {list}: does each old answer mean what it becomes?")
NO_ANSWER = translatable(
    "{code} (“{title}”) was an answer and becomes a reason why there is none, or the other way round."
)
MAP_IT = translatable("Say what answers with {code} become, with a map of {list}.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Other words at a code, and codes that go between answer and reason."""
    owner, code = change.subject.owner, change.subject.name
    if isinstance(change, CodeMissingChanged):
        yield breaking(NO_ANSWER, MAP_IT, recode(owner, ((code, "…"),)), **_named(change, evidence))
        return
    before, after = str(change.before), str(change.after)
    words: dict[str, Part] = {"code": code, "before": before, "after": after}
    if evidence.is_reworded(change):
        yield safe(SAME, **words)
    elif evidence.recode_of(change):
        yield review(MAPPED, CHECK_MAP, list=owner, **words)
    elif looks_like_spelling(before, after):
        yield review(SPELLING, SAY_SAME, reworded(change.subject.address), list=owner, **words)
    else:
        lines = reworded(change.subject.address) + recode(owner, ((code, "…"),))
        yield breaking(REUSED, OWN_CODE, lines, list=owner, **words)


def _named(change: Change, evidence: Evidence) -> dict[str, Part]:
    return {"code": change.subject.name, "list": change.subject.owner, "title": evidence.title(change.subject)}
