"""A rule is new, demands more, or can no longer be confirmed past.

Earlier forms that break it stand, but cannot be corrected before they meet it; respondents are stopped by what was
allowed yesterday. If the prover shows that every earlier answer meets it the change is safe. Else begin with a soft
rule, look at how often it is confirmed, and make it hard later; or let it hold from a date on (`collected: {from: …}`).
"""

from collections.abc import Iterator

from catalogue.model import Rule
from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.forms import RuleAdded, RuleChanged, RuleEraChanged, RuleReturned, RuleSeverityChanged
from migrations_gen.changes.variables import ExclusiveTickChanged
from migrations_gen.risks.eras import covers, era
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import stricter
from migrations_gen.risks.records import Judgement, Part, breaking, review, safe

judges = (RuleAdded, RuleChanged, RuleSeverityChanged, RuleEraChanged, RuleReturned, ExclusiveTickChanged)

NEW = translatable("A new rule stops forms where it is not met: {says}")
NEW_SOFT = translatable("A new rule asks people to look again: {says}")
OTHER = translatable("The rule {name} demands something else than before: {says}")
HARDER = translatable("The rule {name} could be confirmed past and now stops the form: {says}")
SOFTER = translatable("The rule {name} stopped the form and can now be confirmed past: {says}")
WHEN = translatable("The rule {name} holds at other times than before: {says}")
SELDOMER = translatable("The rule {name} holds at fewer times than before: {says}")
SOFT_FIRST = translatable(
    "Begin with 'severity: soft' and see how often it is confirmed, or let it hold from a date on; earlier forms"
    " can then be corrected as they are."
)
LOOK = translatable(
    "Count the forms that break it with 'skjemaverk impact', and read the message as those who will meet it."
)
EXCLUSIVE = translatable(
    "In “{title}” another tick than before excludes the rest, so some earlier combinations are no longer allowed."
)


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every rule that demands more or something else."""
    if isinstance(change, ExclusiveTickChanged):
        title = evidence.title(change.subject)
        yield stricter(change, evidence, review(EXCLUSIVE, LOOK, title=title))
        return
    rule = _rule(change, evidence)
    parts: dict[str, Part] = {"name": change.subject.name, "says": rule.message.source if rule else ""}
    if rule is None or rule.retired is not None:
        return
    if isinstance(change, RuleSeverityChanged) and rule.severity == "soft":
        yield safe(SOFTER, **parts)
    elif isinstance(change, RuleEraChanged) and covers(era(change.before), era(change.after)):
        yield safe(SELDOMER, **parts)
    elif rule.severity == "soft":
        yield review(NEW_SOFT if isinstance(change, RuleAdded | RuleReturned) else OTHER, LOOK, **parts)
    else:
        sentence = SENTENCES.get(type(change), OTHER)
        yield stricter(change, evidence, breaking(sentence, SOFT_FIRST, "severity: soft\n", **parts))


SENTENCES: dict[type[Change], str] = {
    RuleAdded: NEW,
    RuleReturned: NEW,
    RuleChanged: OTHER,
    RuleSeverityChanged: HARDER,
    RuleEraChanged: WHEN,
}


def _rule(change: Change, evidence: Evidence) -> Rule | None:
    form = evidence.after.form.get(change.subject.owner)
    return next((rule for rule in form.rules if rule.name == change.subject.name), None) if form else None
