"""Verdicts on what a change does to answers given before, as sentences: proved, undecided, or an answer that shows it.

Pure. The words of questions and rules are the author's own, in the language asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form, Variable
from catalogue.texts import translatable
from engine.answers import AnswerValue
from migrations_gen.compatibility.records import Counterexample, Shown, Verdict
from renderers.html.values import SYSTEM_REASONS
from renderers.html.widgets import REASONS
from renderers.html.wording import Wording

GRADES: Mapping[str, str] = MappingProxyType(
    {
        "proved": translatable("All answers that were valid before are valid here too."),
        "nearly": translatable(
            "All answers that were valid before are valid here too. The proof reckons with exact decimals, where the "
            "registry rounds."
        ),
        "undecided": translatable(
            "It cannot be decided whether all answers that were valid before are valid here too. Made-up answers that "
            "were looked at: {number}, none of them against it."
        ),
    }
)
"""What is said when there is no counterexample."""

BROKEN: Mapping[str, str] = MappingProxyType(
    {
        "wrong-type": translatable("“{question}” now takes answers of another kind."),
        "not-whole": translatable("“{question}” now takes whole numbers only."),
        "unknown-code": translatable("This is no longer an answer to “{question}”."),
        "below-min": translatable("“{question}” must now be at least {limit}."),
        "below-min date": translatable("“{question}” must now be {limit} or later."),
        "above-max": translatable("“{question}” must now be at most {limit}."),
        "above-max date": translatable("“{question}” must now be {limit} or earlier."),
        "too-long": translatable("“{question}” now takes at most {limit} characters."),
        "too-many-decimals": translatable("“{question}” now takes at most {limit} digits after the comma."),
        "required": translatable("“{question}” must now be answered."),
        "unknown-reason": translatable("This is no longer a reason for leaving “{question}” unanswered."),
        "enable_when": translatable("“{question}” is no longer asked in this case, so the answer would be lost."),
        "nothing-ticked": translatable("Under “{question}” nothing is ticked any more."),
        "none-excludes-others": translatable(
            "Under “{question}” the tick that excludes the others now stands together with one of them."
        ),
        "code-not-valid": translatable("The code {code} was not valid on {day}."),
        "rule": translatable("Against the rule “{rule}”: {message}"),
    }
)
"""What is broken, by the kind of demand, and by type where it matters."""

UNMET = translatable("The form now says: “{message}”")

PLAIN = translatable("Valid before, but not any more: {answers}. {broken}")
CARRIED = translatable("Valid before, but not any more: {answers} becomes {later}. {broken}")
ANSWER = translatable("“{question}”: {answer}")
A_TEXT = translatable("a text of {number} characters")
OCCASION = translatable("Timepoint")
LIMITS = ("min", "max", "decimals")
SHORT = 40
"""Longer made-up texts are told by their length."""


@dataclass(frozen=True, slots=True)
class Example:
    """A counterexample in words: the answers that were valid, what they become where that differs, what is broken."""

    answers: tuple[str, ...]
    later: tuple[str, ...]
    broken: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The two versions a verdict is about."""

    before: Catalogue
    after: Catalogue


def sentence(verdict: Verdict, versions: Versions, wording: Wording, *, has_names: bool = True) -> str:
    """The verdict in one or two sentences; without the names of rules for those who do not know them."""
    found = example(verdict, versions, wording, has_names=has_names)
    if found is None:
        key = "nearly" if verdict.grade == "proved" and not verdict.exact else verdict.grade
        return wording.language.gettext(GRADES[key], number=verdict.sampled)
    frame = CARRIED if found.later else PLAIN
    listed = {"answers": wording.language.listed(found.answers), "later": wording.language.listed(found.later)}
    return wording.language.gettext(frame, broken=found.broken, **listed) if found.answers else found.broken


def example(verdict: Verdict, versions: Versions, wording: Wording, *, has_names: bool = True) -> Example | None:
    """The parts of the sentence for a demand that is refuted."""
    shown = verdict.counterexample
    if shown is None:
        return None
    old, new = versions.before.form[shown.form], versions.after.form[verdict.form]
    earlier = tuple(_answers(shown.before, versions.before, old, wording))
    later = tuple(_answers(shown.after, versions.after, new, wording))
    beside = tuple(_answers(shown.beside, versions.after, new, wording))
    becomes = later if earlier and earlier != later and not _is_gone(shown, old, new) else ()
    return Example((*(earlier or later), *beside), becomes, _broken(verdict, shown, new, wording, has_names=has_names))


def _is_gone(shown: Counterexample, old: Form, new: Form) -> bool:
    """Whether the only thing that became of an answer is that it is none: the same code, with no words any more."""
    if [one.value for one in shown.before] != [one.value for one in shown.after]:
        return False
    pairs = zip(shown.before, shown.after, strict=True)
    return all(_is_same_or_gone(one, other, old, new) for one, other in pairs)


def _is_same_or_gone(one: Shown, other: Shown, old: Form, new: Form) -> bool:
    earlier, later = old.variable.get(one.name), new.variable.get(other.name)
    if earlier is None or later is None or earlier.label.source != later.label.source:
        return False
    then, now = _label(earlier, one.value), _label(later, other.value)
    return now is None or now == then


def _label(variable: Variable, value: AnswerValue) -> str | None:
    return next((code.label.source for code in variable.codes if code.value == value), None)


def _answers(shown: Iterable[Shown], catalogue: Catalogue, form: Form, wording: Wording) -> Iterator[str]:
    for one in shown:
        variable = _variable(one.name, catalogue, form)
        if variable is not None:
            question, answer = wording.words(variable.label), _answer(variable, one, wording)
        else:
            question, answer = wording.words(OCCASION), _timepoint(one, catalogue, form, wording)
        yield wording.language.gettext(ANSWER, question=question, answer=answer)


def _variable(name: str, catalogue: Catalogue, form: Form) -> Variable | None:
    """The variable that is called so in this form; another form's is called by form and name."""
    place, _, own = name.removesuffix("*").rpartition(".")
    if not place:
        return form.variable.get(own)
    person = (catalogue.person,) if catalogue.person is not None else ()
    forms = (*person, *catalogue.forms_of(form.module), *catalogue.forms)
    seen = (other for other in forms if place in {other.address, *other.occasion_names()} and own in other.variable)
    return next((other.variable[own] for other in seen), None)


def _timepoint(shown: Shown, catalogue: Catalogue, form: Form, wording: Wording) -> str:
    module = catalogue.modules.get(form.module)
    timepoint = module.timepoint(str(shown.value)) if module is not None and shown.name == TIMEPOINT else None
    return wording.words(timepoint.title) if timepoint is not None else wording.language.show(shown.value)


def _answer(variable: Variable, shown: Shown, wording: Wording) -> str:
    """The value in words, with code and unit, or why there is none."""
    if shown.value is None:
        return wording.words({**REASONS, **SYSTEM_REASONS}[shown.reason or "not_answered"])
    value = wording.language.show(shown.value)
    label = next((code.label for code in variable.codes if code.value == shown.value), None)
    if label is not None and variable.system is None:
        words = wording.words(label)
        return words if words == value else f"{words} ({value})"
    if isinstance(shown.value, str) and len(shown.value) > SHORT:
        return wording.language.gettext(A_TEXT, number=len(shown.value))
    return value + _unit(variable, wording)


def _unit(variable: Variable | None, wording: Wording) -> str:
    return f"\N{NO-BREAK SPACE}{wording.words(variable.unit)}" if variable is not None and variable.unit else ""


def _broken(verdict: Verdict, shown: Counterexample, form: Form, wording: Wording, *, has_names: bool) -> str:
    language, told = wording.language, dict(shown.parameters)
    if verdict.kind == "rule":
        message = next((wording.words(rule.message) for rule in form.rules if rule.name == verdict.owner), "")
        frame = BROKEN[verdict.kind] if has_names or not message else UNMET
        return language.gettext(frame, rule=verdict.owner, message=message)
    variable = form.variable.get(verdict.owner)
    subject = variable or form.groups[verdict.owner]
    filled: dict[str, AnswerValue] = {**told, "question": wording.words(subject.label)}
    limit = next((told[name] for name in LIMITS if name in told), None)
    has_unit = verdict.kind in {"below-min", "above-max"}
    filled["limit"] = language.show(limit) + (_unit(variable, wording) if has_unit else "")
    of_date = f"{verdict.kind} date"
    is_date = variable is not None and variable.type in {"date", "datetime"} and of_date in BROKEN
    return language.gettext(BROKEN[of_date if is_date else verdict.kind], **filled)
