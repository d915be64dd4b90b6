"""A form as HTML: its fixed parts rendered once per release and language, then filled with answers and issues.

    template = form_template(form, wording)
    template.fill(Filling(typed, outcome, …))

Pure and stable: the same answers give the same page.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from markupsafe import Markup

from catalogue.model import Form, Variable
from catalogue.texts import translatable
from engine.answers import Issue, IssueSeverity, Outcome
from engine.coercion import with_label
from renderers.html.messages import NAMED, for_browser, marked_sentence, named
from renderers.html.pages import macros, rendered
from renderers.html.questions import Question, Questionnaire, questionnaire
from renderers.html.slots import SlottedText, cut
from renderers.html.values import without_unit
from renderers.html.widgets import is_suggested, suggestions_id
from renderers.html.wording import Wording

PART = translatable("Part {number} of {total}")
SAID_LIVE: Mapping[str, str] = MappingProxyType(
    {
        "part": PART,
        "shown": translatable("New questions: {questions}"),
        "hidden": translatable("No longer asked: {questions}"),
        "named": NAMED,
        "yes": translatable("Yes"),
        "no": translatable("No"),
    }
)
"""What the browser says besides the sentences about answers."""
NOTHING_FOUND = Outcome({}, {}, frozenset(), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What one showing of a form puts into it.

    `typed` holds every field as the browser sends it (`submission.py`), confirmations included. `issues` are those to
    tell now, which for a draft are not all of the outcome's. `summary` says whether they also stand together at the
    top. `token`, `revision`, `release` and `rules` go into the page's own fields; `notices` is what else there is to
    say, as markup.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome = NOTHING_FOUND
    issues: tuple[Issue, ...] = ()
    summary: bool = False
    token: str = ""
    revision: int = 0
    release: int = 0
    action: str = ""
    rules: str = ""
    context: str = ""
    notices: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """One form in one language, ready to be filled."""

    questionnaire: Questionnaire
    wording: Wording
    text: SlottedText
    containers: tuple[tuple[str, frozenset[str]], ...]
    """What is hidden when all its variables are: parts and questions of several variables."""

    def fill(self, filling: Filling) -> str:
        """The page's form, filled."""
        gone = filling.outcome.not_collected.union(filling.outcome.not_asked)
        unseen = gone.difference(issue.variable for issue in filling.issues)
        hidden = [name for name, variables in self.containers if variables <= unseen]
        return self.text.filled(self._texts(filling, gone, hidden), self._switches(filling, unseen, hidden))

    def _texts(self, filling: Filling, gone: frozenset[str], hidden: list[str]) -> Iterator[tuple[str, str]]:
        form = self.questionnaire.form
        for name, text in filling.typed.items():
            yield f"value:{name}", text
        for name, value in filling.outcome.calculated.items():
            yield f"calculated:{name}", without_unit(form.variable[name], value, self.wording)
        for name in ("token", "action", "rules", "context", "notices"):
            yield name, getattr(filling, name)
        yield "revision", str(filling.revision)
        yield "release", str(filling.release)
        yield "hidden", " ".join(sorted(gone))
        yield from self._numbered_parts(hidden)
        if filling.issues:
            yield from self._messages(filling)

    def _switches(self, filling: Filling, unseen: frozenset[str], hidden: list[str]) -> Iterator[str]:
        for name, text in filling.typed.items():
            yield f"on:{name}={text}"
        for name in (*unseen, *hidden):
            yield f"hidden:{name}"
        for issue in filling.issues:
            if issue.severity is not IssueSeverity.SOFT:
                yield f"invalid:{issue.variable}"
                yield f"wrong:{self._home(issue).name}"
            if issue.rule == "required":
                yield f"demanded:{self._home(issue).name}"

    def _home(self, issue: Issue) -> Question:
        """Where an issue is told: at its own question, or, when that is not on the page, at the last it rests on."""
        known = self.questionnaire.home
        return next(known[name] for name in (issue.variable, *reversed(issue.variables)) if name in known)

    def _numbered_parts(self, hidden: list[str]) -> Iterator[tuple[str, str]]:
        shown = [part.name for part in self.questionnaire.parts if part_key(part.name) not in hidden]
        for number, name in enumerate(shown, 1):
            text = self.wording.said(PART, number=number, total=len(shown))
            yield f"number:{name}", text

    def _in_order(self, issues: tuple[Issue, ...]) -> list[Issue]:
        places = {name: place for place, name in enumerate(self.questionnaire.questions)}
        return sorted(issues, key=lambda issue: places[self._home(issue).name])

    def _messages(self, filling: Filling) -> Iterator[tuple[str, str]]:
        form, macro = self.questionnaire.form, macros("form/messages.html", self.wording)
        places: dict[str, list[Markup]] = {}
        issues = self._in_order(filling.issues)
        for issue in issues:
            home = self._home(issue).name
            told = marked_sentence(issue, form, self.wording)
            if issue.severity is IssueSeverity.SOFT:
                confirmation = macro["confirmation"](confirmation_key(issue), told, filling.typed, explains(form))
                places.setdefault(f"unusual:{home}", []).append(confirmation)
            else:
                places.setdefault(f"messages:{home}", []).append(macro["error"](told))
        yield from ((place, Markup("").join(shown)) for place, shown in places.items())
        if filling.summary:
            anchors = (self._home(issue).anchor for issue in issues)
            told_again = (named(issue, form, self.wording) for issue in issues)
            entries = list(dict.fromkeys(zip(anchors, told_again, strict=True)))
            yield "summary", macro["summary"](entries)


def form_template(form: Form, wording: Wording) -> FormTemplate:
    """The form's fixed parts, rendered: slow, once per release and language."""
    asked = questionnaire(form)
    html = rendered(
        "form/form.html",
        wording,
        form=form,
        parts=asked.parts,
        part_key=part_key,
        explains=explains(form),
        code_labels=partial(_code_labels, wording=wording),
        browser=_for_browser(form, wording),
        suggestions=tuple(_suggestions(form)),
        suggested_in=None if wording.language.code == wording.source else wording.source,
    )
    return FormTemplate(asked, wording, cut(html), tuple(_containers(asked)))


def _suggestions(form: Form) -> Iterator[tuple[str, list[str]]]:
    """The lists that codings suggest from, one for each system: its id and its codes, in the system's own words."""
    systems = {variable.system.name: variable.system for variable in form.variables if is_suggested(variable.system)}
    for system in systems.values():
        yield suggestions_id(system), [with_label(code) for code in system.codes]


def explains(form: Form) -> bool:
    """Whether an unusual answer is confirmed with a reason: patients need not explain themselves."""
    return form.respondent != "patient"


def part_key(name: str) -> str:
    """The name under which a part is hidden, apart from variables' names."""
    return f"part {name}"


def confirmation_key(issue: Issue) -> str:
    """What a confirmation's fields are called after their prefix (`confirm.`, `because.`)."""
    return f"{issue.variable}.{issue.rule}"


def _containers(asked: Questionnaire) -> Iterable[tuple[str, frozenset[str]]]:
    for part in asked.parts:
        yield part_key(part.name), frozenset(v.name for question in part.questions for v in question.variables)
        for question in part.questions:
            if len(question.variables) > 1:
                yield question.name, frozenset(variable.name for variable in question.variables)


def _for_browser(form: Form, wording: Wording) -> dict[str, object]:
    said = {key: wording.words(text) for key, text in SAID_LIVE.items()}
    rules = {rule.name: wording.words(rule.message) for rule in form.rules}
    return said | {"sentences": for_browser(wording), "rules": rules}


def _code_labels(variable: Variable, wording: Wording) -> str | None:
    """What a calculated code is called, for the browser that calculates it."""
    labels = {str(code.value): wording.words(code.label) for code in variable.codes}
    return json.dumps(labels, ensure_ascii=False, sort_keys=True) if labels else None
