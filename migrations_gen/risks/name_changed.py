"""A thing gets another name in the catalogue.

Its answers go with it. But where analysts have no outside name for it, its own name is the column they read, and that
changes. Give it an alias with the old name, and nobody notices.
"""

from collections.abc import Iterator

from catalogue.model import Variable
from catalogue.texts import translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodelistRenamed
from migrations_gen.changes.forms import FormRenamed, RuleRenamed
from migrations_gen.changes.registry import TimepointRenamed
from migrations_gen.changes.variables import GroupRenamed, VariableRenamed
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Part, review, safe

judges = (VariableRenamed, FormRenamed, GroupRenamed, RuleRenamed, CodelistRenamed, TimepointRenamed)
IN_COLUMNS = (VariableRenamed, FormRenamed, TimepointRenamed)
"""What is part of a column's own name."""

UNSEEN = translatable(
    "{before} is called {after} from now on. All answers go with it, and those who read them see the same names."
)
SEEN = translatable(
    "{before} is called {after} from now on. All answers go with it, but analysts have no other name for it and"
    " find a column of another name."
)
GIVE_ALIAS = translatable("Give {after} an outside name ('aliases:') that is the old one.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every other name, and whether anybody outside sees it."""
    before, after = str(change.before), str(change.after)
    parts: dict[str, Part] = {"before": before, "after": after}
    if isinstance(change, IN_COLUMNS) and _is_seen(change, evidence):
        system = evidence.after.analysis_names or "…"
        yield review(SEEN, GIVE_ALIAS, f"aliases: {{{system}: {split(before)[1]}}}\n", **parts)
    else:
        yield safe(UNSEEN, **parts)


def _is_seen(change: Change, evidence: Evidence) -> bool:
    """Whether a column of the analysis views has the thing's own name."""
    if isinstance(change, VariableRenamed):
        variable = evidence.later(change.subject)
        return variable is not None and _lacks_alias(variable, evidence)
    module = change.subject.owner
    forms = evidence.after.forms_of(module)
    if isinstance(change, FormRenamed):
        forms = tuple(form for form in forms if form.address == change.subject.address)
    else:
        forms = tuple(form for form in forms if change.subject.name in form.timepoints and len(form.timepoints) > 1)
    return any(_lacks_alias(variable, evidence) for form in forms for variable in form.variables)


def _lacks_alias(variable: Variable, evidence: Evidence) -> bool:
    return not any(alias.system == evidence.after.analysis_names for alias in variable.aliases)
