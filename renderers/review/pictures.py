"""Before and after as the form looks: the questions that a block of changes is about, and what one may answer.

Pure. What does not show on a form (limits, when it is asked, what is worked out) stands as lines under the question.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import escape

from catalogue.model import Expression, Form, Limit, Variable
from catalogue.texts import translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes import Change, forms, registry, variables
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import list_of
from renderers.html.questions import Question
from renderers.review.records import Picture
from renderers.review.stills import Piece, Still, marked, plain, still
from renderers.review.telling import Side, Teller

MOST = 4
"""So many questions of a block are shown; a block of more is told by its sentences."""

UNSEEN: frozenset[type[Change]] = frozenset(
    {
        variables.AliasAdded,
        variables.AliasRemoved,
        variables.MissingCodeChanged,
        variables.SourceChanged,
        variables.LimitSourceChanged,
        variables.CategoryChanged,
        variables.PurposeChanged,
        forms.RuleRenamed,
        registry.TranslationChanged,
    }
)
"""Changes that nobody sees on a form."""

ON_FORM: frozenset[type[Change]] = frozenset(
    {
        variables.LabelChanged,
        variables.HelpChanged,
        variables.EndsChanged,
        variables.ConditionChanged,
        variables.RequirementConditionChanged,
        variables.PrefillChanged,
    }
)
"""Changes whose before and after a picture shows."""

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "from-to": translatable("Accepts answers from {low} to {high}"),
        "from": translatable("Accepts answers from {low}"),
        "to": translatable("Accepts answers up to {high}"),
        "soft-both": translatable("Asks “is this right?” below {low} and above {high}"),
        "soft-low": translatable("Asks “is this right?” below {low}"),
        "soft-high": translatable("Asks “is this right?” above {high}"),
        "length": translatable("Accepts at most {number} characters"),
        "enable_when": translatable("Is asked only when {condition}"),
        "required_when": translatable("Must be answered when {condition}"),
        "calculate": translatable("Is worked out: {formula}"),
        "prefill": translatable("Is filled in beforehand with {formula}"),
    }
)
"""What a form does beyond what it shows."""

SAME = translatable("The question looks as before.")
ALSO = translatable("The same choices are used in: {questions}.")
MORE = translatable("and {number} more")


@dataclass(frozen=True, slots=True)
class Seen:
    """A question of one state: its form, and how it is asked."""

    form: Form
    question: Question


@dataclass(frozen=True, slots=True)
class Pair:
    """One question before and after; None where it was not, or is not, there."""

    before: Seen | None
    after: Seen | None


def pictures(changes: Iterable[Change], teller: Teller) -> tuple[Picture, ...]:
    """The pictures of a block; none when nothing of it is seen on a form, or too much."""
    seen = [change for change in changes if type(change) not in UNSEEN]
    pairs = dict.fromkeys(_key(pair) for change in seen for pair in _pairs(change, teller))
    if len(pairs) > MOST:
        return ()
    found = {_key(pair): pair for change in seen for pair in _pairs(change, teller)}
    note = _also(seen, {f"{form}.{question}" for form, question in pairs}, teller)
    shown = [_picture(found[key], teller, note) for key in pairs]
    return tuple({(picture.before, picture.after): picture for picture in reversed(shown)}.values())[::-1]


def _key(pair: Pair) -> tuple[str, str]:
    seen = pair.after or pair.before
    assert seen is not None
    return seen.form.address, seen.question.name


# ---- which questions ----


def _pairs(change: Change, teller: Teller) -> Iterator[Pair]:
    for asked in _asked_in(change, teller):
        subject = _over(asked, change, teller)
        before, after = _seen(subject, teller, is_later=False), _seen(subject, teller, is_later=True)
        if before is not None or after is not None:
            yield Pair(before, after)


def _over(subject: Subject, change: Change, teller: Teller) -> Subject:
    """The checklist that a new tick has come to; anything else as it is."""
    tick = teller.new_tick(change)
    return Subject("group", f"{subject.owner}.{tick.group}") if tick is not None else subject


def _asked_in(change: Change, teller: Teller) -> Iterator[Subject]:
    """The variables and groups that a change is seen in: of a shared list the first question that uses it."""
    subject = list_of(change.subject) if change.subject.kind == "code" else change.subject
    if subject.kind in ("variable", "group"):
        yield subject
    elif subject.kind == "codelist":
        yield from teller.things.users(subject.address)[:1]


def _seen(subject: Subject, teller: Teller, *, is_later: bool) -> Seen | None:
    side = teller.after if is_later else teller.before
    address = subject.address if is_later else teller.earlier(subject.kind, subject.address)
    place, name = split(address)
    form = side.catalogue.form.get(place)
    question = side.asked(form).home.get(name) if form is not None else None
    if form is None or question is None or question.kind == "calculated":
        return None
    return Seen(form, question)


def _also(changes: list[Change], shown: set[str], teller: Teller) -> str:
    """The questions that use the same list and are not shown."""
    lists = {list_of(change.subject) for change in changes if change.subject.kind == "code"}
    lists |= {change.subject for change in changes if change.subject.kind == "codelist"}
    users = [user for one in lists if one.kind == "codelist" for user in teller.things.users(one.address)]
    others = [user for user in users if user.address not in shown]
    if not others:
        return ""
    named = list(dict.fromkeys(_with_form(subject, teller) for subject in others))
    told = named[:MOST]
    if len(named) > MOST:
        told.append(teller.language.gettext(MORE, number=len(named) - MOST))
    return teller.language.gettext(ALSO, questions=teller.language.listed(told))


def _with_form(subject: Subject, teller: Teller) -> str:
    form = teller.after.named(Subject("form", subject.owner)).label
    return f"{teller.name(subject)} ({form})"


# ---- how they look ----


def _picture(pair: Pair, teller: Teller, note: str) -> Picture:
    title = _title(pair, teller)
    if pair.before is None or pair.after is None:
        side, seen = (teller.after, pair.after) if pair.after is not None else (teller.before, pair.before)
        assert seen is not None
        html = plain((*still(seen.question, side.wording), *_listed(_facts(seen, side))))
        return Picture(title, "", html, note=note) if pair.after else Picture(title, html, "", note=note)
    old, new = still(pair.before.question, teller.before.wording), still(pair.after.question, teller.after.wording)
    told = [_facts(pair.before, teller.before), _facts(pair.after, teller.after)]
    facts = tuple([fact for fact in side if fact not in other] for side, other in (told, told[::-1]))
    looks, lines = marked(old, new), marked(*map(_listed, facts))
    before, after = (look + line for look, line in zip(looks, lines, strict=True))
    is_same = before == after
    return Picture(title, before, after, is_same, note or (teller.language.gettext(SAME) if is_same else ""))


def _title(pair: Pair, teller: Teller) -> str:
    """Whose form it is, and which."""
    seen = pair.after or pair.before
    assert seen is not None
    side = teller.after if pair.after else teller.before
    respondent = side.catalogue.respondents.get(seen.form.respondent)
    who = side.wording.words(respondent) if respondent else seen.form.respondent
    return f"{side.wording.words(seen.form.title)} ({who.lower()})"


def _listed(facts: list[str]) -> Still:
    """Lines under a question."""
    if not facts:
        return ()
    rows = (piece for fact in facts for piece in (Piece("<li>"), Piece(str(escape(fact)), True), Piece("</li>")))
    return (Piece('<ul class="still-facts">'), *rows, Piece("</ul>"))


def _facts(seen: Seen, side: Side) -> list[str]:
    """What the form does beyond what it shows, for a question about one variable."""
    if len(seen.question.variables) != 1:
        return []
    (variable,) = seen.question.variables
    return [side.wording.language.gettext(FACTS[key], **values) for key, values in _said(variable, seen.form, side)]


def _said(variable: Variable, form: Form, side: Side) -> Iterator[tuple[str, Mapping[str, object]]]:
    formulas = side.formulas(form)
    limits = variable.limits
    yield from _bounds(("from-to", "from", "to"), limits.min, limits.max, variable, form, side)
    yield from _bounds(("soft-both", "soft-low", "soft-high"), limits.soft_min, limits.soft_max, variable, form, side)
    if variable.max_length is not None:
        yield "length", {"number": variable.max_length}
    for key in ("enable_when", "required_when"):
        expression = getattr(variable, key)
        if expression is not None:
            yield key, {"condition": formulas.truth(expression.node)}
    for key in ("calculate", "prefill"):
        expression = getattr(variable, key)
        if expression is not None:
            yield key, {"formula": formulas.words(expression.node)}


def _bounds(
    keys: tuple[str, str, str],
    low: Limit | Expression | None,
    high: Limit | Expression | None,
    variable: Variable,
    form: Form,
    side: Side,
) -> Iterator[tuple[str, Mapping[str, object]]]:
    both, only_low, only_high = keys
    ends = {
        name: _limit(bound, variable, form, side) for name, bound in (("low", low), ("high", high)) if bound is not None
    }
    if ends:
        yield both if len(ends) == 2 else only_low if "low" in ends else only_high, ends


def _limit(bound: Limit | Expression, variable: Variable, form: Form, side: Side) -> str:
    if isinstance(bound, Expression):
        return side.formulas(form).words(bound.node)
    unit = f"\N{NO-BREAK SPACE}{side.wording.words(variable.unit)}" if variable.unit else ""
    shown = side.wording.language.show(bound)
    return shown + unit
