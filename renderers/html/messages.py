"""Issues as sentences: what is wrong and what to do about it, one entry per key of `ISSUES`, or a rule's own message.

A key may have an entry of its own for a value type (`wrong-type date`). The same sentences go to the browser with the
form, so that a limit is told in the same words while one types and after one has sent.
"""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup, escape

from catalogue.model import Form
from catalogue.texts import Text, translatable
from engine.answers import AnswerValue, Issue
from renderers.html.wording import Wording

NOT_ASKED = "not-asked"
"""A form's own issue, beside those of `ISSUES`: an answer to a question that is not asked."""

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "wrong-type": translatable("Write only the answer that is asked for here."),
        "wrong-type boolean": translatable("Choose Yes or No."),
        "wrong-type integer": translatable("Write a whole number, with digits only."),
        "wrong-type decimal": translatable("Write a number, with digits only. A comma may stand before the decimals."),
        "wrong-type code": translatable("Choose one of the answers."),
        "wrong-type date": translatable("Write a date that exists, with day, month and a year of four digits."),
        "wrong-type time": translatable("Write the time as hour (0 to 23) and minute (0 to 59)."),
        "wrong-type datetime": translatable(
            "Write a date that exists, with day, month and a year of four digits, and the time as hour and minute."
        ),
        "wrong-type text": translatable("The text has characters that cannot be kept. Write it, do not paste it."),
        "wrong-type longtext": translatable("The text has characters that cannot be kept. Write it, do not paste it."),
        "not-whole": translatable("Write a whole number, without decimals."),
        "too-many-decimals": translatable("Write at most {limit} digits after the comma."),
        "unknown-code": translatable("Choose one of the answers on the list."),
        "unknown-code coding": translatable("There is no such code. Write it as it stands on the list."),
        "code-not-valid": translatable("The code {code} was not valid on {day}. Choose another, or correct the date."),
        "code-replaced": translatable("The code {code} was not valid on {day}; it was replaced by {replacement}."),
        "too-long": translatable("The text is too long. Shorten it to {limit} characters or fewer."),
        "below-min": translatable("The number is too low. Write a number that is {limit} or more."),
        "below-min date": translatable("The date is too early. Write a date that is {limit} or later."),
        "above-max": translatable("The number is too high. Write a number that is {limit} or less."),
        "above-max date": translatable("The date is too late. Write a date that is {limit} or earlier."),
        "below-soft-min": translatable("This is unusually low: most are {limit} or more. Correct or confirm it."),
        "below-soft-min date": translatable(
            "This is unusually early: most are {limit} or later. Correct or confirm it."
        ),
        "above-soft-max": translatable("This is unusually high: most are {limit} or less. Correct or confirm it."),
        "above-soft-max date": translatable(
            "This is unusually late: most are {limit} or earlier. Correct or confirm it."
        ),
        "required": translatable("This must be answered."),
        "unknown-reason": translatable("Choose only one reason why you do not answer, one of those that stand here."),
        "value-and-reason": translatable("Either answer or say why you do not; remove one of the two."),
        "none-excludes-others": translatable("You have ticked both “none of these” and something else. Remove one."),
        "nothing-ticked": translatable(
            "Every box says no, and that is no answer. Tick at least one, or leave all of them empty."
        ),
        NOT_ASKED: translatable(
            "This question is not asked when you have answered the others as you have. Change one of them, or send "
            "again: then this answer is left out."
        ),
    }
)
"""What is said for each key, by value type where it matters."""

LIMITS = ("min", "max", "decimals")
"""The parameters that may fill `{limit}`."""
NAMED = translatable("“{question}”: {sentence}")


def sentence(issue: Issue, form: Form, wording: Wording) -> str:
    """What is wrong and what to do, to be read beside the question."""
    text, values = _said(issue, form, wording)
    return wording.words(text) if isinstance(text, Text) else wording.language.gettext(text, **values)


def marked_sentence(issue: Issue, form: Form, wording: Wording) -> Markup:
    """The same as markup, which says so when it is in another language."""
    text, values = _said(issue, form, wording)
    return wording.marked(text) if isinstance(text, Text) else wording.said(text, **values)


def named(issue: Issue, form: Form, wording: Wording) -> Markup:
    """The same, to be read elsewhere: with the question's own words first."""
    subject = form.groups.get(issue.variable) or form.variable[issue.variable]
    frame = Markup(escape(wording.words(NAMED)))
    return frame.format(question=wording.marked(subject.label), sentence=marked_sentence(issue, form, wording))


def _said(issue: Issue, form: Form, wording: Wording) -> tuple[Text | str, Mapping[str, AnswerValue]]:
    """The rule's own message, or the sentence for what was found and what fills it."""
    for rule in form.rules:
        if rule.name == issue.rule:
            return rule.message, {}
    variable = form.variable.get(issue.variable)
    found = SENTENCES[key_for(issue.rule, variable.type if variable else "")]
    parameters = issue.parameter
    limit = next((parameters[name] for name in LIMITS if name in parameters), None)
    of_value = variable.unit if variable and issue.rule != "too-many-decimals" else None
    unit = f"\N{NO-BREAK SPACE}{wording.words(of_value)}" if of_value else ""
    return found, {**parameters, "limit": wording.language.show(limit) + unit}


def key_for(rule: str, value_type: str) -> str:
    """The entry for this key: the value type's own when there is one; a point in time is spoken of as a date."""
    kind = "date" if value_type == "datetime" and rule != "wrong-type" else value_type
    own = f"{rule} {kind}"
    return own if own in SENTENCES else rule


def for_browser(wording: Wording) -> dict[str, str]:
    """All sentences in one language, `{limit}` and the like left open."""
    return {key: wording.words(text) for key, text in SENTENCES.items()}
