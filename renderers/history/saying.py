"""How a release was approved, in sentences: by which seats, who decided, and what was not as it should be.

Seats and offices are named, persons never. Pure.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.board.records import View
from migrations_gen.ledger.records import Office
from renderers.history.records import Advice, Approval, Hurry, Publication
from renderers.i18n import Language

OFFICES: Mapping[Office, str] = MappingProxyType(
    {
        Office.SEAL: translatable("The registry"),
        Office.SECRETARIAT: translatable("The secretariat"),
        Office.LEADER: translatable("The leader of the board"),
        Office.CONTROLLER: translatable("The data controller"),
    }
)
OTHERWISE: Mapping[str, str] = MappingProxyType(
    {
        View.REMARK: translatable("{seat} recommended with a remark:"),
        View.AGAINST: translatable("{seat} did not recommend:"),
        View.ABSTAIN: translatable("{seat} abstained:"),
    }
)
"""What a seat said that was not plainly for a change."""

UNKNOWN = translatable("Nothing is recorded here of how this release was approved.")
EMERGENCY = translatable("Emergency release")
HURRIED = translatable("It was released in an emergency, before the board had given its statement: {reason}")
UNTIL = translatable("It may run until {day} unless the board and the data controller confirm it.")
CONFIRMED = translatable("It was confirmed in the ordinary way on {day}.")
WITHOUT_BOARD = translatable("Changes of this weight need no statement from the board.")
ADVISED = translatable("The board gave its statement on {day} (case {number}).")
NO_QUORUM = translatable("The board had no quorum.")
FOR_ALL = translatable("Recommended by: {seats}.")
DECIDED = translatable("Decided on {day} by: {who}.")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and what it is about where that is a list."""

    text: str
    about: tuple[str, ...] = ()


def approval(
    publication: Publication, sentences: Mapping[str, str], seats: Mapping[str, str], language: Language
) -> tuple[Said, ...]:
    """What is known of a release's approval. `sentences` tell its changes, `seats` what the seats are called."""
    return tuple(_said(publication, sentences, seats, language)) or (Said(language.gettext(UNKNOWN)),)


def _said(
    publication: Publication, sentences: Mapping[str, str], seats: Mapping[str, str], language: Language
) -> Iterator[Said]:
    known = publication.approval
    if known is None:
        return
    if known.hurry:
        yield from _hurry(known.hurry, language)
    if known.advice:
        yield from _advice(known.advice, sentences, seats, language)
    elif known.offices and not known.hurry:
        yield Said(language.gettext(WITHOUT_BOARD))
    yield from _decision(known, language)


def _hurry(hurry: Hurry, language: Language) -> Iterator[Said]:
    yield Said(language.gettext(HURRIED, reason=hurry.reason))
    if hurry.confirmed:
        yield Said(language.gettext(CONFIRMED, day=hurry.confirmed))
    else:
        yield Said(language.gettext(UNTIL, day=hurry.until))


def _advice(
    advice: Advice, sentences: Mapping[str, str], seats: Mapping[str, str], language: Language
) -> Iterator[Said]:
    """What was said of changes that are not in the release is not told."""
    yield Said(language.gettext(ADVISED, day=advice.on, number=advice.case))
    if not advice.has_quorum:
        yield Said(language.gettext(NO_QUORUM))
    if advice.seats:
        yield Said(language.gettext(FOR_ALL, seats=language.listed(seats.get(seat, seat) for seat in advice.seats)))
    apart: dict[tuple[str, str], list[str]] = defaultdict(list)
    for spoken in advice.others:
        if spoken.change in sentences:
            apart[spoken.seat, spoken.view].append(sentences[spoken.change])
    for (seat, view), about in apart.items():
        yield Said(language.gettext(OTHERWISE[view], seat=seats.get(seat, seat)), tuple(about))


def _decision(known: Approval, language: Language) -> Iterator[Said]:
    if known.decided and known.offices:
        who = language.listed(language.gettext(OFFICES[office]) for office in known.offices)
        yield Said(language.gettext(DECIDED, day=known.decided, who=who))
