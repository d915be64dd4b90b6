"""What is seen from outside: columns, outside names, forms on paper and on screen, translations, later changes."""

from collections.abc import Iterator

from catalogue.findings import Finding, Location
from catalogue.texts import Text, Translations
from migrations_gen.changes.base import Change
from migrations_gen.changes.registry import LanguagesChanged
from migrations_gen.consequences.records import Consequence
from migrations_gen.consequences.surroundings import Surroundings
from migrations_gen.intents.records import Intent
from migrations_gen.lineage import NAMED, addresses
from migrations_gen.versions import version_key


def columns(change: Change, variables: tuple[str, ...], around: Surroundings) -> Iterator[Consequence]:
    """The analysts' columns and the outside names of what is changed."""
    for address in variables:
        yield from (Consequence("view-column", name) for name in around.columns(address))
        variable = around.variable(address)
        for alias in variable.aliases if variable else ():
            yield Consequence("outside-name", f"{alias.system}: {alias.name}")


def forms(change: Change, variables: tuple[str, ...], around: Surroundings) -> Iterator[Consequence]:
    """The forms as they are printed and as other systems are told of them."""
    for address in around.forms(change, variables):
        yield Consequence("paper-form", address)
        yield Consequence("json-schema", f"{address}.json")


def codebook(change: Change, variables: tuple[str, ...], around: Surroundings) -> Iterator[Consequence]:
    """The lines of the codebook."""
    yield Consequence("codebook", change.subject.address)


# ---- translations ----


def translations(change: Change, variables: tuple[str, ...], around: Surroundings) -> Iterator[Consequence]:
    """The texts that a change is about in each language; one that a required language lacks was left behind."""
    if isinstance(change, LanguagesChanged):
        yield from _new_languages(change, around)
        return
    languages = tuple(_languages(around))
    for text in around.texts.get(change.subject.address, ()) if languages else ():
        for language, known, is_required in languages:
            yield _translation(text, language, known, is_required=is_required, around=around)


def _languages(around: Surroundings) -> Iterator[tuple[str, Translations | None, bool]]:
    languages = around.after.languages
    known = around.evidence.difference.after.translations
    for language in languages.all:
        if language != languages.source:
            yield language, known.get(language), language in languages.required


def _translation(
    text: Text, language: str, known: Translations | None, *, is_required: bool, around: Surroundings
) -> Consequence:
    subject = f"{language}: {text.address}"
    if not is_required or (known is not None and known.has(text)):
        return Consequence("translation", subject)
    message = (
        f"'{text.source}' ({text.address}) is new or changed, and has no translation to {language}."
        " Run 'skjemaverk translate', and fill in what is empty or fuzzy."
    )
    return Consequence("translation", subject, Finding(_place(text, known), "translation-left-behind", message))


def _place(text: Text, known: Translations | None) -> Location:
    entry = known.entries.get(text.address) if known else None
    return entry.at if entry else known.at if known else Location()


def _new_languages(change: Change, around: Surroundings) -> Iterator[Consequence]:
    earlier = set(change.before[1]) if isinstance(change.before, tuple) else set()
    texts = around.evidence.texts
    for language, known, is_required in _languages(around):
        lacking = sum(known is None or not known.has(text) for text in texts)
        if is_required and language not in earlier and lacking:
            message = (
                f"{lacking} of {len(texts)} texts have no translation to {language}, which is required from now on."
                " Run 'skjemaverk translate', and fill in what is empty; until then the language can be optional."
            )
            at = known.at if known else around.after.at
            yield Consequence("translation", language, Finding(at, "translation-left-behind", message))


# ---- changes that are not released yet ----


def later_changes(around: Surroundings) -> Iterator[tuple[str, Consequence]]:
    """What the changes files of versions to come say, by the address they say it of.

    What they speak of must be there after this version, or have been made by themselves.
    """
    state = around.evidence.difference.after
    coming = [file for file in state.intents if version_key(file.version) > version_key(state.version)]
    known = {address for kind in NAMED for address in addresses(state.catalogue, kind)} if coming else set()
    for file in coming:
        for intent in file.intents:
            called = f"{file.version}: {type(intent).__name__.lower()} {intent.target}"
            for address in _meant(intent, around):
                yield address, Consequence("open-change", called, _lost(intent, file.version, known, around))


def _meant(intent: Intent, around: Surroundings) -> tuple[str, ...]:
    """The address as written, and what the thing is called after this version."""
    later = around.evidence.difference.carrying.lineage.later
    renamed = (names[intent.target] for names in later.values() if intent.target in names)
    return tuple(dict.fromkeys((intent.target, *renamed)))


def _lost(intent: Intent, version: str, known: set[str], around: Surroundings) -> Finding | None:
    """What a coming change speaks of has another name now."""
    meant = _meant(intent, around)
    if intent.target in known or len(meant) == 1:
        return None
    message = (
        f"The changes of {version} speak of '{intent.target}', which is '{meant[1]}' after this version. Write that."
    )
    return Finding(intent.at, "open-change-left-behind", message)
