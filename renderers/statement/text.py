"""A statement as plain text, and the digest the ledger knows it by. Pure: the same statement is the same text."""

from collections.abc import Iterator
from hashlib import sha256
from textwrap import wrap
from unicodedata import normalize

from catalogue.texts import translatable
from renderers.i18n import Language
from renderers.statement.records import Document, Item, Voice

WIDTH = 88
PARTS = {
    "items": translatable("What the board says"),
    "dissent": translatable("Dissent"),
    "remarks": translatable("Remarks"),
    "seats": translatable("The seats"),
    "interests": translatable("Declared interests"),
    "warnings": translatable("What was lacking on this day"),
    "digests": translatable("What this is a statement on"),
}
"""The headings, here and on the page."""


def text(made: Document, language: Language) -> str:
    """The whole statement."""
    return normalize("NFC", "\n".join(line.rstrip() for line in _lines(made, language)) + "\n")


def digest(made: Document, language: Language) -> str:
    """SHA-256 of the text."""
    return sha256(text(made, language).encode()).hexdigest()


def _lines(made: Document, language: Language) -> Iterator[str]:
    yield from (made.registry, made.title.upper(), "")
    yield from wrap(made.case, WIDTH)
    yield from (f"{what}: {it}" for what, it in made.facts)
    yield from ("", *wrap(made.summary, WIDTH))
    yield from _part("items", language)
    for item in made.items:
        yield from _item(item, language)
    yield from _part("seats", language)
    yield from (f"- {seat} ({appointed}): {answered}" for seat, appointed, answered in made.seats)
    if made.interests:
        yield from _part("interests", language)
        for seat, about, why in made.interests:
            yield from _said(f"{seat}, {about}", why)
    if made.warnings:
        yield from _part("warnings", language)
        yield from (f"- {warning}" for warning in made.warnings)
    yield from _part("digests", language)
    yield from (f"{what}:\n  {value}" for what, value in made.digests)


def _part(name: str, language: Language) -> Iterator[str]:
    heading = language.gettext(PARTS[name])
    yield from ("", heading, "-" * len(heading))


def _item(item: Item, language: Language) -> Iterator[str]:
    yield from ("", *wrap(f"{item.number}. {item.sentence}", WIDTH, subsequent_indent="   "))
    yield f"   {item.outcome.upper()}"
    for what, seats in item.counts:
        yield from wrap(f"{what}: {seats}", WIDTH, initial_indent="   ", subsequent_indent="     ")
    yield from (f"   {note}" for note in item.notes)
    for name, voices in (("dissent", item.dissent), ("remarks", item.remarks)):
        if voices:
            yield f"   {language.gettext(PARTS[name])}"
            for voice in voices:
                yield from _voice(voice)


def _voice(voice: Voice) -> Iterator[str]:
    yield from (f"   {line}" for line in _said(f"{voice.seat}: {voice.view}", voice.reason))


def _said(who: str, what: str) -> Iterator[str]:
    yield f"- {who}"
    for line in what.splitlines():
        yield from wrap(line, WIDTH - 6, initial_indent="  ", subsequent_indent="  ") or [""]
