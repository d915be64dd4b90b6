"""What is said of a change besides the change itself: why, what it means, what happens to answers already given, what
was proved, what becomes of a series, what depends on it, and who must say yes.

Pure. Order of `POINTS` is the order in which a reader meets them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from catalogue.model import Code, CodeValue
from catalogue.texts import translatable
from engine.small_numbers import hidden
from migrations_gen.changes import Change, codes, registry, variables
from migrations_gen.changes.base import Subject
from migrations_gen.impact import Impact
from migrations_gen.intents.records import BLANK, Comparable
from migrations_gen.policy import Role
from renderers.comparison.judging import OF_EVERY, ROLES, UNTRANSLATED
from renderers.comparison.series import SENTENCES as SERIES
from renderers.html.values import SYSTEM_REASONS
from renderers.html.widgets import REASONS
from renderers.review import drawing
from renderers.review.examples import example
from renderers.review.plain_words import DATA, PLAINLY, READERS
from renderers.review.records import Point
from renderers.review.telling import Teller

FEW = "<5"

BECOMES = translatable("{old} becomes {new}")
CHOICE = translatable("“{words}” (code {code})")
EMPTY = translatable("an empty answer")
CONVERTED = translatable("Answers already given get other codes:")
WORKED_OUT = translatable("Answers already given are worked out anew: {formula}.")
COUNTED = translatable("In the database now: {forms} forms from {patients} patients at {departments} departments.")
NOT_ONE = translatable("In the database now: no forms.")
BREAKING = translatable("{forms} of them do not meet what is demanded from now on.")
UNFINISHED = translatable("How many forms this concerns could not be counted in time.")

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "why": translatable("Why"),
        "meaning": translatable("What it means"),
        "example": translatable("An example"),
        "data": translatable("Answers already given"),
        "proved": translatable("Tested against all possible answers"),
        "refuted": translatable("An example of what no longer is valid"),
        "undecided": translatable("Not fully tested"),
        "series": translatable("Comparison over time"),
        "reach": translatable("What depends on it"),
        "needs": translatable("Who must say yes"),
    }
)
UNTIL_NOW, FROM_NOW = translatable("Until now"), translatable("From now on")
SHOWN = 4
"""So many names of what depends on a change are given."""


def points(change: Change, teller: Teller) -> tuple[Point, ...]:
    """Everything that is said of one change."""
    return tuple(point for said in POINTS for point in said(change, teller))


def _why(change: Change, teller: Teller) -> Iterator[Point]:
    reason = teller.comparison.difference.reason_of(change)
    if reason:
        yield _point("why", reason, teller)


def _meaning(change: Change, teller: Teller) -> Iterator[Point]:
    """What its risks say, each once."""
    risks = (risk for risk in teller.judged.risks.get(change, ()) if risk.slug != UNTRANSLATED)
    told = ((PLAINLY.get(risk.problem, risk.problem), risk.values) for risk in risks)
    said = dict.fromkeys(teller.language.gettext(sentence, **values) for sentence, values in told if sentence)
    if said:
        yield _point("meaning", " ".join(said), teller)


def _example(change: Change, teller: Teller) -> Iterator[Point]:
    """Answers that give something else than before; what was proved has an example of its own."""
    found = teller.judged.proved(change)
    text = "" if found is not None and found.grade == "refuted" else example(change, teller)
    if text:
        yield _point("example", text, teller)


def _data(change: Change, teller: Teller) -> Iterator[Point]:
    """What happens to answers already given, and how many there are."""
    language = teller.language
    becomes = tuple(_becomes(change, teller)) if isinstance(change, codes.Recoded) else ()
    sentences = [language.gettext(CONVERTED)] if becomes else []
    if isinstance(change, variables.VariableDerived):
        sentences += [language.gettext(WORKED_OUT, formula=formula) for formula in _derived(change, teller)]
    if type(change) in DATA and not _is_calculated(change):
        sentences.append(language.gettext(DATA[type(change)]))
    impact = teller.impacts.get(change)
    if impact is not None:
        sentences += _counted(impact, teller)
    if sentences:
        yield _point("data", " ".join(sentences), teller, becomes)


def _is_calculated(change: Change) -> bool:
    return any(getattr(side, "is_calculated", False) for side in (change.before, change.after))


def _becomes(change: Change, teller: Teller) -> Iterator[str]:
    """Each old choice, and what it becomes, where that is something else."""
    pairs = change.after if isinstance(change.after, tuple) else ()
    old, new = _labels(change, teller, is_later=False), _labels(change, teller, is_later=True)
    for before, after in pairs:
        earlier, later = _choice(before, old, teller), _choice(after, new, teller)
        if earlier != later:
            yield teller.language.gettext(BECOMES, old=earlier, new=later)


def _labels(change: Change, teller: Teller, *, is_later: bool) -> Mapping[str, str]:
    """The words of the codes of what is recoded, in one of the two states."""
    side = teller.after if is_later else teller.before
    kind = "codelist" if "." not in change.subject.address else "variable"
    address = change.subject.address if is_later else teller.earlier(kind, change.subject.address)
    return {str(code.value): side.wording.words(code.label) for code in _codes(address, teller, is_later=is_later)}


def _codes(address: str, teller: Teller, *, is_later: bool) -> tuple[Code, ...]:
    catalogue = (teller.after if is_later else teller.before).catalogue
    if address in catalogue.codelists:
        return catalogue.codelists[address].codes
    form, _, name = address.rpartition(".")
    variable = catalogue.form[form].variable.get(name) if form in catalogue.form else None
    return variable.codelist.codes if variable is not None and variable.codelist is not None else ()


def _choice(side: CodeValue, labels: Mapping[str, str], teller: Teller) -> str:
    said, language = str(side), teller.language
    if said == BLANK:
        return language.gettext(EMPTY)
    reasons = {**REASONS, **SYSTEM_REASONS}
    if said in reasons:
        return language.gettext("“{words}”", words=language.gettext(reasons[said]))
    return language.gettext(CHOICE, words=labels[said], code=said) if said in labels else said


def _derived(change: Change, teller: Teller) -> Iterator[str]:
    """The declared expression over the earlier row, in words."""
    carry = teller.comparison.difference.carrying.forward.carries.get(change.subject.address)
    form = teller.before.catalogue.form.get(carry.form) if carry else None
    if carry is not None and form is not None:
        yield teller.before.formulas(form).words(carry.value)


def _counted(impact: Impact, teller: Teller) -> Iterator[str]:
    language = teller.language
    if impact.unfinished:
        yield language.gettext(UNFINISHED)
    elif impact.rows == 0:
        yield language.gettext(NOT_ONE)
    elif impact.rows is not None:
        forms, patients, departments = (
            _number(count, teller) for count in (impact.rows, impact.patients, impact.departments)
        )
        yield language.gettext(COUNTED, forms=forms, patients=patients, departments=departments)
        if impact.breaking:
            yield language.gettext(BREAKING, forms=_number(impact.breaking, teller))


def _number(count: int | None, teller: Teller) -> str:
    seen = hidden(count or 0)
    return FEW if seen is None else teller.language.show(seen)


def _proof(change: Change, teller: Teller) -> Iterator[Point]:
    found = teller.judged.proved(change)
    if found is not None:
        tone = {"proved": "good", "refuted": "bad"}.get(found.grade, "")
        yield Point("proof", teller.language.gettext(TITLES[found.grade]), found.text, tone=tone)


def _series(change: Change, teller: Teller) -> Iterator[Point]:
    """How old and new answers compare, where an author has said it."""
    comparable = _comparable(change, teller)
    if comparable not in SERIES:
        return
    language = teller.language
    text = language.gettext(SERIES[comparable], name=teller.name(change.subject))
    drawn = drawing.series(comparable, language.gettext(UNTIL_NOW), language.gettext(FROM_NOW), text)
    heading = TITLES["series"]
    yield Point("series", language.gettext(heading), text, tone="bad", drawing=drawn)


def _comparable(change: Change, teller: Teller) -> Comparable:
    carrying, address = teller.comparison.difference.carrying, change.subject.address
    if isinstance(change, registry.InstrumentReplaced):
        return carrying.replaced.get(address, (address, Comparable.EXACT))[1]
    if not isinstance(change, codes.Recoded | variables.VariableDerived | variables.VariableMoved):
        return Comparable.EXACT
    users = teller.things.users(address) if change.subject.kind == "codelist" else (change.subject,)
    carry = carrying.forward.carries.get(users[0].address) if users else None
    return carry.comparable if carry is not None else Comparable.EXACT


def reach(changes: Iterable[Change], teller: Teller) -> Iterator[Point]:
    """What depends on a block, each kind in one line."""
    found = {one for change in changes for one in teller.comparison.consequences.get(change, ())}
    by_kind: dict[str, list[str]] = defaultdict(list)
    for consequence in sorted(found, key=lambda one: one.order):
        if consequence.kind not in OF_EVERY:
            by_kind[consequence.kind].append(_called(consequence.kind, consequence.subject, teller))
    lines = tuple(f"{teller.language.gettext(READERS[kind])}: {_few(names, teller)}" for kind, names in by_kind.items())
    if lines:
        yield _point("reach", "", teller, lines)


OF_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "rule": "rule",
        "calculation": "variable",
        "score": "variable",
        "condition": "variable",
        "requirement": "variable",
        "limit": "variable",
        "prefill": "variable",
        "validity-day": "variable",
        "otherwise": "variable",
    }
)
"""What kind of thing the dependants of each kind are, where they have words of their own."""


def _called(kind: str, subject: str, teller: Teller) -> str:
    return teller.name(Subject(OF_FORMS[kind], subject)) if kind in OF_FORMS else subject


def _few(names: list[str], teller: Teller) -> str:
    unique = list(dict.fromkeys(names))
    more = f" … ({teller.language.show(len(unique))})" if len(unique) > SHOWN else ""
    return ", ".join(unique[:SHOWN]) + more


def needed(roles: tuple[Role, ...], teller: Teller) -> Iterator[Point]:
    """Those who must say yes to a block, in one line."""
    if roles:
        first, *others = [teller.language.gettext(ROLES[role]) for role in roles]
        named = teller.language.listed([first, *(other[0].lower() + other[1:] for other in others)])
        yield _point("needs", named, teller)


def _point(kind: str, text: str, teller: Teller, items: tuple[str, ...] = ()) -> Point:
    return Point(kind, teller.language.gettext(TITLES[kind]), text, items)


POINTS: tuple[Callable[[Change, Teller], Iterator[Point]], ...] = (
    _why,
    _meaning,
    _example,
    _data,
    _proof,
    _series,
)
"""What is said, in this order."""
