"""A new column of the analysis views has no outside name, and its own is too long for the database or is taken.

A database keeps 63 letters of a name. A longer one is cut and gets a mark, which nobody can read or remember; and what
already has that name keeps it. Give the variable an outside name while nobody uses it yet.
"""

from collections.abc import Iterator

from catalogue.model import Variable
from catalogue.texts import translatable
from engine.tables.names import LONGEST, database_name
from migrations_gen.changes.base import Change
from migrations_gen.changes.forms import FormRenamed
from migrations_gen.changes.variables import VariableAdded, VariableMoved, VariableRenamed
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review

judges = (VariableAdded, VariableRenamed, VariableMoved, FormRenamed)

SHORTENED = translatable("The column of {address} would be called {column}, which nobody can remember.")
TAKEN = translatable(
    "{address} would have the column {column} in the analysis views, which another variable has already."
)
GIVE_NAME = translatable("Give it an outside name for the analysts while nobody uses it yet.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every new name of a column that is cut or taken."""
    form = evidence.after.form.get(change.subject.address if isinstance(change, FormRenamed) else change.subject.owner)
    if form is None:
        return
    named = form.variables if isinstance(change, FormRenamed) else (form.variable.get(change.subject.name),)
    for variable in named:
        if variable is None or _has_alias(variable, evidence) or variable.identifies:
            continue
        address = f"{form.address}.{variable.name}"
        lines = f"aliases: {{{evidence.after.analysis_names or '…'}: …}}\n"
        for occasion in form.occasion_names():
            column = database_name(occasion, variable.name)
            if len(f"{occasion}_{variable.name}") > LONGEST:
                yield review(SHORTENED, GIVE_NAME, lines, address=address, column=column)
            elif len(evidence.own_columns.get((form.module, column), ())) > 1:
                yield review(TAKEN, GIVE_NAME, lines, address=address, column=column)


def _has_alias(variable: Variable, evidence: Evidence) -> bool:
    return any(alias.system == evidence.after.analysis_names for alias in variable.aliases)
