"""What is wrong with a row of a file, as a sentence: an issue of the form, or one that only a file can have. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.model import Form
from catalogue.texts import translatable
from engine.answers import Issue
from renderers.html.messages import sentence
from renderers.html.wording import Wording

FILE_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "not-asked": translatable("This is answered although it is not asked."),
        "not-collected": translatable("This is answered although it was not collected at that time."),
        "wrong-reason": translatable("The reason says that this was not asked or not collected, and it was."),
        "calculation": translatable("The formula gives another value: {computed}."),
        "unknown-timepoint": translatable("The form has no such timepoint."),
    }
)
"""What is said for each key of `FILE_ISSUES`."""


def told(issue: Issue, form: Form, wording: Wording) -> str:
    """The sentence for one issue."""
    if issue.rule in FILE_SENTENCES:
        return wording.language.gettext(FILE_SENTENCES[issue.rule], **issue.parameter)
    return sentence(issue, form, wording)
