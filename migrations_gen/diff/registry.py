"""The registry's first page, its modules and timepoints, its instruments, and the translations."""

from collections.abc import Iterator, Mapping

from catalogue.extraction import texts_of
from catalogue.model import Catalogue, Instrument, Module, Timepoint
from catalogue.texts import Text, Translations
from migrations_gen.changes import registry as meanings
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.forms import RecordNamesChanged, TitleChanged
from migrations_gen.diff.facets import record_names, told
from migrations_gen.diff.matching import Pair, matched


def compare_first_page(pair: Pair) -> Iterator[Change]:
    """What stands in `variables.yaml`."""
    before, after = pair.before, pair.after
    subject = Subject("catalogue", after.name)
    yield from told(TitleChanged, subject, before.title.source, after.title.source)
    for meaning, name in FIRST_PAGE.items():
        yield from told(meaning, subject, getattr(before, name), getattr(after, name))
    yield from told(meanings.LanguagesChanged, subject, _languages(before), _languages(after))
    yield from _named("category", before.categories, after.categories)
    yield from _named("respondent", before.respondents, after.respondents)


FIRST_PAGE: Mapping[type[Change], str] = {
    meanings.ControllerChanged: "controller",
    meanings.StatutesChanged: "statutes",
    meanings.VersionChanged: "version",
    meanings.AnalysisNamesChanged: "analysis_names",
}

_CAME_AND_WENT: Mapping[str, tuple[type[Change], type[Change]]] = {
    "category": (meanings.CategoryAdded, meanings.CategoryRemoved),
    "respondent": (meanings.RespondentAdded, meanings.RespondentRemoved),
}


def _languages(catalogue: Catalogue) -> tuple[object, ...]:
    languages = catalogue.languages
    return languages.source, languages.required, languages.optional


def _named(kind: str, before: Mapping[str, Text], after: Mapping[str, Text]) -> Iterator[Change]:
    came, went = _CAME_AND_WENT[kind]
    for key in dict.fromkeys((*before, *after)):
        subject = Subject(kind, key)
        if key not in before:
            yield came(subject, None, after[key].source)
        elif key not in after:
            yield went(subject, before[key].source, None)
        else:
            yield from told(TitleChanged, subject, before[key].source, after[key].source)


# ---- modules ----


def compare_modules(pair: Pair) -> Iterator[Change]:
    """Modules, what a course of treatment is, and the timepoints."""
    for name in dict.fromkeys((*pair.before.modules, *pair.after.modules)):
        before, after = pair.before.modules.get(name), pair.after.modules.get(name)
        if before is None and after is not None:
            yield meanings.ModuleAdded(Subject("module", name), None, after.title.source)
        elif after is None and before is not None:
            yield meanings.ModuleRemoved(Subject("module", name), before.title.source, None)
        elif before is not None and after is not None and before != after:
            yield from _compared_modules(Subject("module", name), before, after, pair)


def _compared_modules(subject: Subject, before: Module, after: Module, pair: Pair) -> Iterator[Change]:
    yield from told(TitleChanged, subject, before.title.source, after.title.source)
    episodes = ((module.episode.name, module.episode.title.source) for module in (before, after))
    yield from told(meanings.EpisodeChanged, subject, *episodes)
    records = (record_names(module.episode.record) for module in (before, after))
    yield from told(RecordNamesChanged, subject, *records)
    yield from told(meanings.AnchorChanged, subject, _anchor(before, pair), after.episode.anchor)
    yield from told(meanings.EmptyColumnsChanged, subject, before.empty_columns, after.empty_columns)
    old = {f"{before.name}.{timepoint.name}": timepoint for timepoint in before.timepoints}
    new = {f"{after.name}.{timepoint.name}": timepoint for timepoint in after.timepoints}
    found = matched("timepoint", old, new, pair.lineage)
    for address in found.added:
        yield meanings.TimepointAdded(Subject("timepoint", address), None, new[address])
    for address in found.removed:
        yield meanings.TimepointRemoved(Subject("timepoint", address), old[address], None)
    for then, now in found.both:
        yield from _compared_timepoints(Subject("timepoint", now), old[then], new[now])


def _anchor(module: Module, pair: Pair) -> str:
    """The date that timepoints count from, under its name of today."""
    address = pair.lineage.after("variable", f"{module.name}.{module.episode.anchor}")
    return (address or "").removeprefix(f"{module.name}.")


def _compared_timepoints(subject: Subject, before: Timepoint, after: Timepoint) -> Iterator[Change]:
    if before.name != after.name:
        yield meanings.TimepointRenamed(subject, f"{subject.owner}.{before.name}", subject.address)
    yield from told(TitleChanged, subject, before.title.source, after.title.source)
    windows = ((timepoint.due, timepoint.opens, timepoint.closes) for timepoint in (before, after))
    yield from told(meanings.TimepointWindowChanged, subject, *windows)
    yield from told(meanings.TimepointAliasChanged, subject, before.alias, after.alias)


# ---- instruments ----


def compare_instruments(pair: Pair) -> Iterator[Change]:
    """Questionnaires as they are declared once; where they are used is compared form by form."""
    found = pair.matched("instrument")
    for name in found.added:
        yield meanings.InstrumentAdded(Subject("instrument", name), None, pair.after.instruments[name].title.source)
    for name in found.removed:
        yield meanings.InstrumentRemoved(Subject("instrument", name), pair.before.instruments[name].title.source, None)
    for old, new in found.both:
        before, after = pair.before.instruments[old], pair.after.instruments[new]
        if before != after:
            yield from _compared_instruments(Subject("instrument", new), before, after)
    for later, (earlier, _) in pair.carrying.replaced.items():
        yield meanings.InstrumentReplaced(Subject("group", later), earlier, later)


def _compared_instruments(subject: Subject, before: Instrument, after: Instrument) -> Iterator[Change]:
    yield from told(TitleChanged, subject, before.title.source, after.title.source)
    yield from told(meanings.InstrumentItemsChanged, subject, _items(before), _items(after))
    licences = ((instrument.holder, instrument.wording_is_private) for instrument in (before, after))
    yield from told(meanings.InstrumentLicenceChanged, subject, *licences)
    old, new = {score.name: score for score in before.scores}, {score.name: score for score in after.scores}
    for name in dict.fromkeys((*old, *new)):
        score = Subject("score", f"{subject.address}.{name}")
        if name not in old:
            yield meanings.ScoreAdded(score, None, new[name])
        elif name not in new:
            yield meanings.ScoreRemoved(score, old[name], None)
        else:
            yield from told(meanings.ScoreChanged, score, old[name], new[name])


def _items(instrument: Instrument) -> tuple[object, ...]:
    return tuple((name, label.source) for name, label in instrument.items), instrument.codelists


# ---- translations ----


def compare_translations(
    pair: Pair, before: Mapping[str, Translations], after: Mapping[str, Translations]
) -> Iterator[Change]:
    """Other words in another language, where the source language's are the same."""
    sources = {text.address: text for text in texts_of(pair.before)}
    unchanged = [text for text in texts_of(pair.after) if _same(text, sources.get(text.address))]
    for language in dict.fromkeys((*before, *after)):
        then, now = before.get(language), after.get(language)
        if then is None or now is None or then.entries == now.entries:
            continue
        for text in unchanged:
            words = then.wording(text), now.wording(text)
            if words[0] != words[1]:
                pairs = ((text.address, one) for one in words)
                yield meanings.TranslationChanged(Subject("language", language), *pairs)


def _same(text: Text, other: Text | None) -> bool:
    return other is not None and other.source == text.source
