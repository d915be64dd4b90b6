"""Answers in words: what a value or a missing reason is called in one language. Pure.

Words that are in another language than the one asked for are markup that says so.
"""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.model import Variable
from catalogue.texts import translatable
from engine.answers import AnswerValue
from engine.coercion import with_label
from renderers.html.widgets import REASONS
from renderers.html.wording import Wording

SYSTEM_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "not_answered": translatable("Not answered"),
        "not_asked": translatable("Not asked"),
        "not_collected": translatable("Not collected at that time"),
    }
)
"""The reasons the system sets; the others are `REASONS`."""


def shown(variable: Variable, value: AnswerValue, wording: Wording) -> str:
    """The value as a reader meets it: a code's label, a number with its unit."""
    text = without_unit(variable, value, wording)
    return text + "\N{NO-BREAK SPACE}" + wording.marked(variable.unit) if text and variable.unit else text


def without_unit(variable: Variable, value: AnswerValue, wording: Wording) -> str:
    """The value's own words, where the unit stands beside it."""
    if variable.system is not None:
        known = variable.system.code.get(value) if isinstance(value, str) else None
        return with_label(known) if known else wording.language.show(value)
    labels = (code.label for code in variable.codes if code.value == value)
    label = next(labels, None)
    return wording.language.show(value) if label is None else wording.marked(label)


def reason_in_words(variable: Variable, reason: str, wording: Wording) -> str:
    """Why there is no answer; a codelist's own words come before ours."""
    codes = variable.codelist.codes if variable.codelist and reason in REASONS else ()
    own = next((code.label for code in codes if code.missing == reason), None)
    return wording.marked(own or {**REASONS, **SYSTEM_REASONS}[reason])
