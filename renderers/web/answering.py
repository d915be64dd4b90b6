"""What somebody has sent, understood: fields sorted and checked, answers evaluated, and what stands in the way.

Pure. A field that the form does not have is forged; everything a browser can send by itself is understood and kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.answers import ISSUES, Answers, Context, Issue, IssueSeverity, Outcome
from engine.evaluation import Evaluator
from renderers.html.messages import NOT_ASKED
from renderers.html.questions import Question, Questionnaire
from renderers.html.submission import Typed, read

CONFIRM, BECAUSE, KEEP = "confirm.", "because.", "_keep."
CONTROL = frozenset(
    {"_token", "_revision", "_release", "_hidden", "_save", "_update", "_clear", "_final"}
    | {"_language", "_to", "_name", "_password"}
)
"""The page's own fields; no variable's name begins so."""


class ForgedField(Exception):
    """A field that no page of ours has, or one sent twice."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of one request: what was typed, the page's own, and which version to keep after a conflict."""

    typed: Typed
    control: Mapping[str, str]
    keep: Mapping[str, str]

    @property
    def revision(self) -> int:
        """The revision the writer has seen."""
        return revision_in(self.control)

    @property
    def seen_hidden(self) -> frozenset[str]:
        """The variables that were hidden from the writer when the form was sent."""
        return frozenset(self.control.get("_hidden", "").split())

    def without(self, question: Question) -> "Sent":
        """With one question's answer removed."""
        gone = fields_of(question)
        return Sent({name: text for name, text in self.typed.items() if name not in gone}, self.control, self.keep)

    def with_kept(self, asked: Questionnaire, theirs: Typed) -> "Sent":
        """With the other version's answer for each question where that is to be kept."""
        fields = {
            field
            for name, version in self.keep.items()
            if version == "theirs"
            for field in fields_of(asked.questions[name])
        }
        yours = {name: text for name, text in self.typed.items() if name not in fields}
        return Sent(yours | {name: theirs[name] for name in fields if name in theirs}, self.control, {})


@dataclass(frozen=True, slots=True)
class Attempt:
    """Answers with what their evaluation found; `issues` are all of them, fields that could not be read first."""

    typed: Typed
    answers: Answers
    outcome: Outcome
    issues: tuple[Issue, ...]

    @property
    def draft_issues(self) -> tuple[Issue, ...]:
        """What is told about a draft: nobody is told that something is missing before they have tried to finish, nor
        that a rule is broken before they have answered any of its questions.
        """
        return tuple(issue for issue in self.issues if issue.rule != "required" and self._is_begun(issue))

    def _is_begun(self, issue: Issue) -> bool:
        if issue.severity is IssueSeverity.REFUSED or not issue.variables:
            return True
        return any(self.answers.values.get(name) is not None for name in issue.variables)

    @property
    def refused(self) -> tuple[Issue, ...]:
        """What is not saved, not in a draft either."""
        return tuple(issue for issue in self.issues if issue.severity is IssueSeverity.REFUSED)


def revision_in(fields: Mapping[str, str]) -> int:
    """The revision that was sent; 0, which no row has, when it is no number."""
    return _number(fields.get("_revision", ""))


def release_in(fields: Mapping[str, str]) -> int:
    """The release whose form the page shows; 0, which is none, when it does not say."""
    return _number(fields.get("_release", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def sort_sent(asked: Questionnaire, fields: Iterable[tuple[str, str]]) -> Sent:
    """The fields by what they are; `ForgedField` for what no page of ours sends."""
    typed: dict[str, str] = {}
    control: dict[str, str] = {}
    keep: dict[str, str] = {}
    for field, text in fields:
        name, place = field, typed
        if field in CONTROL:
            place = control
        elif field.startswith(KEEP) and field.removeprefix(KEEP) in asked.questions:
            name, place = field.removeprefix(KEEP), keep
        elif not is_field(asked, field):
            raise ForgedField(field)
        if name in place or ("\0" in text and field not in asked.fields):
            raise ForgedField(field)
        place[name] = text
    return Sent(typed, control, keep)


def attempt(asked: Questionnaire, evaluator: Evaluator, typed: Typed, stored: Answers, context: Context) -> Attempt:
    """Read and evaluate what was typed. What the row holds but the page does not show is left as it is."""
    submission = read(asked, typed)
    answers = _with_unshown(asked, submission.answers, stored)
    outcome = evaluator.evaluate(answers, context)
    unread = {issue.variable for issue in submission.refused}
    found = (issue for issue in outcome.issues if issue.rule != "required" or issue.variable not in unread)
    return Attempt(typed, answers, outcome, (*submission.refused, *found))


def answered_unasked(asked: Questionnaire, tried: Attempt, seen_hidden: frozenset[str]) -> tuple[Issue, ...]:
    """Answers to questions that are not asked, and that the writer still saw: they must know that they are left out."""
    names = (
        asked.home[name].name
        for name in tried.outcome.not_asked
        if name in asked.widgets and name not in seen_hidden and _is_typed(asked, name, tried.typed)
    )
    return tuple(Issue(name, NOT_ASKED, IssueSeverity.HARD) for name in dict.fromkeys(names))


def confirmations(typed: Typed, without_reason: str) -> dict[tuple[str, str], str]:
    """The confirmed soft issues with their reasons; `without_reason` stands where none was written."""
    confirmed = {}
    for field, text in typed.items():
        if field.startswith(CONFIRM) and text:
            variable, _, rule = field.removeprefix(CONFIRM).partition(".")
            confirmed[variable, rule] = typed.get(f"{BECAUSE}{variable}.{rule}", "").strip() or without_reason
    return confirmed


def is_confirmed(issue: Issue, confirmed: Mapping[tuple[str, str], str]) -> bool:
    """Whether the issue may be confirmed, and is."""
    return issue.severity is IssueSeverity.SOFT and bool(confirmed.get((issue.variable, issue.rule)))


def is_field(asked: Questionnaire, name: str) -> bool:
    """Whether the form has such a field, for an answer or for confirming one."""
    return name in asked.fields or _is_confirmation(asked, name)


def fields_of(question: Question) -> tuple[str, ...]:
    """All fields of a question, its reasons included."""
    answers = (field for widget in question.widgets.values() for field in widget.fields)
    return tuple(dict.fromkeys((*answers, *(option.field for option in question.reasons))))


def _with_unshown(asked: Questionnaire, shown: Answers, stored: Answers) -> Answers:
    kept = [
        variable for variable in asked.form.variables if variable.name not in asked.home and not variable.is_calculated
    ]
    values = {variable.name: stored.values[variable.name] for variable in kept if variable.name in stored.values}
    names = {variable.reason_name for variable in kept} - asked.reason_names
    reasons = {name: stored.reasons[name] for name in names if name in stored.reasons}
    return Answers({**values, **shown.values}, {**reasons, **shown.reasons})


def _is_typed(asked: Questionnaire, name: str, typed: Typed) -> bool:
    return any(typed.get(field, "").strip() for field in asked.widgets[name].fields)


def _is_confirmation(asked: Questionnaire, field: str) -> bool:
    for prefix in (CONFIRM, BECAUSE):
        if field.startswith(prefix):
            name, _, rule = field.removeprefix(prefix).partition(".")
            form = asked.form
            known_rule = rule in ISSUES or any(rule == own.name for own in form.rules)
            return known_rule and (name in form.variable or name in form.groups)
    return False
