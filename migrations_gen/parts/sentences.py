"""Why a change needs another, in plain words, in any language of the interface. Pure."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.parts.records import Reason
from migrations_gen.wording import Language

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "same-edit": translatable("{name} and {other} are changed by one and the same line."),
        "follows": translatable("{name} follows from {other}, and cannot be decided by itself."),
        "uses-variable": translatable("{name} reads {other}, which is new under that name."),
        "uses-codelist": translatable("{name} uses the codelist {other}, which is new here."),
        "uses-code": translatable("{name} speaks of the code {other}, which is new here."),
        "uses-instrument": translatable("{name} uses the questionnaire {other}, which is new here."),
        "uses-value_set": translatable("{name} looks up in the table {other}, which is new here."),
        "uses-system": translatable("{name} uses the coding system {other}, which is new here."),
        "uses-timepoint": translatable("{name} is filled in at {other}, which is new here."),
        "uses-category": translatable("{name} is in the category {other}, which is new here."),
        "uses-respondent": translatable("{name} is filled in by {other}, which is new here."),
        "uses-module": translatable("{name} is in the module {other}, which is new here."),
        "still-used": translatable(
            "{name} goes away or gets another name, and {other} uses it until it is changed too."
        ),
        "takes-name": translatable("{name} takes a name that is free only when {other} has left it."),
        "outside-name": translatable("{name} takes over a name in another system from {other}."),
        "takes-over": translatable("{name} is new, and takes over from {other} what is changed there."),
        "hands-down": translatable("What is changed by {name} would also change {other}, which is to go away."),
        "order": translatable("The place of {name} is told by what stands beside it, and so depends on {other}."),
    }
)
"""What is said of each reason; `name` is the one that needs, `other` what it needs."""

Named = Callable[[str], str]
"""What a reader knows a thing by, from its address."""


def _quoted(address: str) -> str:
    return f"'{address}'"


def reason_sentence(reason: Reason, language: Language | None = None, named: Named = _quoted) -> str:
    """Why, as one sentence; in English when no language is given."""
    values = {"name": named(reason.name), "other": named(reason.other)}
    template = REASONS[reason.slug]
    return language.gettext(template, **values) if language else template.format(**values)
