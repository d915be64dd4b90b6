"""A comparison made into a report: every sentence said, everything in its order. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType

from catalogue.model import Catalogue, Form
from catalogue.texts import Text, translatable
from migrations_gen.changes import Change
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import Naming, name_of, sentence, sides, title
from migrations_gen.comparison import Comparison
from migrations_gen.diff import Difference, Question
from migrations_gen.diff.sentences import evidence_sentences, question_sentence
from migrations_gen.intents.reading import FOLDER
from migrations_gen.lineage import between
from migrations_gen.naming import naming
from renderers.comparison.burden import asks
from renderers.comparison.folding import SAME, Fold, folded
from renderers.comparison.judging import Judgements, Proved, unasked
from renderers.comparison.placing import REGISTRY, SHARED, order, place_of
from renderers.comparison.records import (
    GRADES,
    Asked,
    Block,
    Entry,
    Graded,
    Load,
    Place,
    Remarked,
    Report,
)
from renderers.comparison.series import broken_series
from renderers.i18n import NAMES, Language

TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "breaking": (
            translatable("Far-reaching"),
            translatable("Answers are lost, get another meaning, or cannot be compared with earlier ones."),
        ),
        "review": (
            translatable("To be considered"),
            translatable("Somebody must consider whether this is what was meant."),
        ),
        "safe": (
            translatable("Harmless"),
            translatable("Everything that could be answered before can be answered as before."),
        ),
    }
)
"""The heading of each grade, and what it means."""


@dataclass(frozen=True)
class Teller:
    """What every part of a report is told with."""

    difference: Difference
    language: Language
    judged: Judgements
    named: Naming
    anchors: dict[str, int] = field(default_factory=dict)

    def anchor(self, name: str) -> str:
        """A name of its own for a place in the report."""
        self.anchors[name] = self.anchors.get(name, 0) + 1
        return name if self.anchors[name] == 1 else f"{name}-{self.anchors[name]}"

    def words(self, text: Text) -> str:
        """A text of the catalogue in the reader's language."""
        translations = self.difference.after.translations.get(self.language.code)
        return translations.wording(text) if translations else text.source


def report_of(comparison: Comparison, language: Language, proved: Proved = unasked) -> Report:
    """The report in one language. `proved` says in words what the prover found of a change."""
    difference, judged = comparison.difference, Judgements(comparison, proved)
    named = naming(difference.before, difference.after, language.code, NAMES)
    teller = Teller(difference, language, judged, named)
    graded = tuple(_graded(teller))
    return Report(
        language=language.code,
        registry=teller.words(difference.after.catalogue.title),
        before=_state(difference.before.name, difference.before.version),
        after=_state(difference.after.name, difference.after.version),
        requested_by=requested_by(difference),
        changes_file=f"{FOLDER}/{comparison.difference.after.version}.yaml",
        headline=_headline(len(difference.changes), language),
        verdict=verdict(comparison, language),
        stops=bool(comparison.stops),
        graded=graded,
        questions=tuple(_asked(question, teller) for question in comparison.questions),
        findings=tuple(
            Remarked(found.at.path, found.at.line, found.at.column, found.slug, found.message)
            for found in comparison.findings
        ),
        series=tuple(broken_series(difference, language, named)),
        loads=tuple(loads(teller)),
        notes=tuple(judged.notes(language)),
    )


def requested_by(difference: Difference) -> tuple[str, ...]:
    """Who asked for it, as the changes files say."""
    files = between(difference.after.intents, difference.before.version, difference.after.version)
    return tuple(file.requested_by for file in files if file.requested_by)


def _state(name: str, version: str) -> str:
    return version if name == version else f"{version} ({name})"


def _headline(number: int, language: Language) -> str:
    if not number:
        return language.gettext("Nothing that means anything is different.")
    return language.ngettext("1 change", "{number} changes", number)


def verdict(comparison: Comparison, language: Language) -> str:
    """Whether it can be released."""
    asked, wrong = len(comparison.questions), len(comparison.findings)
    if not asked and not wrong:
        return language.gettext("Nothing stops a release.")
    parts = []
    if asked:
        parts.append(language.ngettext("1 question must be answered", "{number} questions must be answered", asked))
    if wrong:
        parts.append(language.ngettext("1 finding must be mended", "{number} findings must be mended", wrong))
    return language.gettext("Before a release {what}.", what=language.listed(parts))


# ---- changes ----


def _graded(teller: Teller) -> Iterator[Graded]:
    changes = sorted(teller.difference.changes, key=order(teller.difference))
    by_grade: dict[str, list[Change]] = {grade: [] for grade in GRADES}
    for change in changes:
        by_grade[teller.judged.grades[change].value].append(change)
    for grade, some in by_grade.items():
        heading, meaning = map(teller.language.gettext, TITLES[grade])
        yield Graded(grade, heading, meaning, len(some), tuple(_places(some, teller)))


def _places(changes: Iterable[Change], teller: Teller) -> Iterator[Place]:
    for address, some in groupby(changes, place_of):
        blocks = tuple(_block(fold, members, teller) for fold, members in folded(some))
        yield Place(place_title(address, teller), "" if address == SHARED else address, blocks)


def place_title(address: str, teller: Teller) -> str:
    if address == REGISTRY:
        return teller.language.gettext("The registry")
    if address == SHARED:
        return teller.language.gettext("Shared by several forms")
    subject = Subject("form", address)
    label = teller.named(subject).label
    module = teller.named(Subject("module", subject.owner)).label
    return f"{module}: {label}" if module else label


def _block(fold: Fold | None, members: tuple[Change, ...], teller: Teller) -> Block:
    entries = tuple(_entry(change, teller) for change in members)
    return Block(entries, _heading(fold, entries, teller), fold.is_whole) if fold else Block(entries)


def _heading(fold: Fold, entries: tuple[Entry, ...], teller: Teller) -> str:
    """What a fold is about, and how many changes it holds."""
    language, first = teller.language, entries[0]
    if fold.sentence == SAME:
        values = " → ".join(part for part in (first.before, first.after) if part)
        what = f"{first.title}: {values}" if values else first.title
    elif fold.sentence:
        name = name_of(fold.subject, language, teller.named) if fold.subject else ""
        what = language.gettext(fold.sentence, name=name)
    else:
        what = first.sentence.rstrip(".")
    count = language.ngettext("1 change", "{number} changes", len(entries))
    return f"{what} ({count})"


def _entry(change: Change, teller: Teller) -> Entry:
    language, named = teller.language, teller.named
    before, after = sides(change, language, named)
    meaning = meaning_of(change)
    return Entry(
        anchor=teller.anchor(f"{change.subject.address}-{meaning}"),
        meaning=meaning,
        kind=change.subject.kind,
        address=change.subject.address,
        name=named(change.subject).label or change.subject.name,
        grade=teller.judged.grades[change].value,
        title=title(change, language),
        sentence=sentence(change, language, named),
        before=before,
        after=after,
        reason=teller.difference.reason_of(change),
        remarks=tuple(teller.judged.remarks(change, language)),
    )


def meaning_of(change: Change) -> str:
    """The meaning of a change as one word: `unit-changed`."""
    name = type(change).__name__
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def _asked(question: Question, teller: Teller) -> Asked:
    return Asked(
        anchor=teller.anchor(f"{question.subject.address}-{question.slug}"),
        slug=question.slug,
        address=question.subject.address,
        other=question.other.address if question.other else "",
        sentence=question_sentence(question, teller.language, teller.named),
        evidence=tuple(evidence_sentences(question, teller.language)),
        suggestion=question.suggestion,
    )


# ---- what it asks of people ----


def loads(teller: Teller) -> Iterator[Load]:
    """Every form that asks more or less than before."""
    before, after = teller.difference.before.catalogue, teller.difference.after.catalogue
    lineage = teller.difference.carrying.lineage
    for form in after.forms:
        earlier = before.form.get(lineage.before("form", form.address) or "")
        yield from _load(earlier, form, teller)
    for form in before.forms:
        if lineage.after("form", form.address) not in after.form:
            yield from _load(form, None, teller)


def _load(before: Form | None, after: Form | None, teller: Teller) -> Iterator[Load]:
    (old, old_minutes), (new, new_minutes) = (asks(form) if form else (0, 0.0) for form in (before, after))
    form = after or before
    if form is None or old == new:
        return
    catalogue = (teller.difference.after if after else teller.difference.before).catalogue
    yield Load(
        form.address,
        place_title(form.address, teller),
        _respondent(catalogue, form, teller),
        (old, new),
        (old_minutes, new_minutes),
        _load_sentence(new - old, new_minutes - old_minutes, teller.language),
    )


def _respondent(catalogue: Catalogue, form: Form, teller: Teller) -> str:
    text = catalogue.respondents.get(form.respondent)
    return teller.words(text) if text else form.respondent


def _load_sentence(questions: int, minutes: float, language: Language) -> str:
    number = abs(questions)
    if questions > 0:
        said = language.ngettext("1 question more", "{number} questions more", number)
    else:
        said = language.ngettext("1 question fewer", "{number} questions fewer", number)
    if abs(minutes) < 0.5:
        return language.gettext("{questions}, less than half a minute", questions=said)
    time = language.gettext("{minutes} min", minutes=round(abs(minutes) * 2) / 2)
    return language.gettext("{questions}, about {time}", questions=said, time=time)
