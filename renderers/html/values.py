"""Answers in words: what a value or a missing reason is called in one language. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.model import Variable
from engine.answers import AnswerValue
from renderers.html.widgets import REASONS
from renderers.html.wording import Wording, translatable

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
    if value is None:
        return ""
    for code in variable.codes:
        if code.value == value:
            return wording.words(code.label)
    text = wording.language.show(value)
    return f"{text}\N{NO-BREAK SPACE}{variable.unit}" if variable.unit else text


def reason_in_words(variable: Variable, reason: str, wording: Wording) -> str:
    """Why there is no answer; a codelist's own words come before ours."""
    for code in variable.codelist.codes if variable.codelist else ():
        if code.missing == reason:
            return wording.words(code.label)
    return wording.words({**REASONS, **SYSTEM_REASONS}[reason])
