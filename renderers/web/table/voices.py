"""What has been said of each part of a pack, put together for a page. Pure.

A part is a block of the pack: one thing with all its changes, which a member as a rule answers as one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from catalogue.texts import translatable
from migrations_gen.board.records import NEEDS_TEXT, View
from migrations_gen.proposals.records import DeclaredInterest, MemberView, Note
from renderers.review import Pack
from renderers.review.records import Block

VIEWS: Mapping[str, str] = MappingProxyType(
    {
        View.RECOMMEND.value: translatable("Recommends"),
        View.REMARK.value: translatable("Recommends, with a remark"),
        View.AGAINST.value: translatable("Does not recommend"),
        View.ABSTAIN.value: translatable("Abstains"),
    }
)
"""What a member has said, in the order of a count."""

CHOICES: Mapping[str, str] = MappingProxyType(
    {
        View.RECOMMEND.value: translatable("I recommend it"),
        View.REMARK.value: translatable("I recommend it, with a remark"),
        View.AGAINST.value: translatable("I do not recommend it"),
        View.ABSTAIN.value: translatable("I abstain"),
    }
)
"""What a member can say."""

Spoken = TypeVar("Spoken", Note, MemberView, DeclaredInterest)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one seat says of a part: of all its changes, or of those named in `of`."""

    seat: str
    account: str
    view: str
    text: str
    at: datetime
    of: tuple[str, ...] = ()


def names_of(block: Block) -> tuple[str, ...]:
    """The names of a part's changes."""
    return tuple(entry.name for entry in block.entries)


def about(block: Block, said: Iterable[Spoken]) -> tuple[Spoken, ...]:
    """What was said of any of a part's changes."""
    names = set(names_of(block))
    return tuple(word for word in said if word.change in names)


def voices(block: Block, views: Iterable[MemberView]) -> tuple[Voice, ...]:
    """Each seat's view, once for all changes of which it says the same."""
    together: dict[tuple[str, str, str], list[MemberView]] = {}
    for word in about(block, views):
        together.setdefault((word.seat, word.view, word.text), []).append(word)
    return tuple(_voice(some, block) for some in together.values())


def _voice(words: Sequence[MemberView], block: Block) -> Voice:
    last, named = words[-1], {word.change for word in words}
    some = tuple(entry.sentence.rstrip(".") for entry in block.entries if entry.name in named)
    return Voice(last.seat, last.account, last.view, last.text, last.at, () if named == set(names_of(block)) else some)


def unanswered(pack: Pack, seat: str, views: Iterable[MemberView]) -> tuple[Block, ...]:
    """The parts of which a seat has not answered every change."""
    answered = {word.change for word in views if word.seat == seat}
    return tuple(block for block in pack.blocks if not set(names_of(block)) <= answered)


def next_after(left: Sequence[Block], number: int) -> Block | None:
    """Where to go on: the next unanswered part after this one, else the first."""
    return next((block for block in left if block.number > number), next(iter(left), None))


def counted(block: Block, views: Iterable[MemberView]) -> Iterator[tuple[str, int]]:
    """How many seats say what."""
    found = voices(block, views)
    for view in VIEWS:
        seats = {voice.seat for voice in found if voice.view == view}
        if seats:
            yield view, len(seats)


def needs_reason(view: str) -> bool:
    """Whether a view says nothing without its reason."""
    return view in NEEDS_TEXT


def own_view(block: Block, seat: str | None, views: Iterable[MemberView]) -> MemberView | None:
    """What a seat has said of a part, if it says the same of all its changes."""
    own = [word for word in about(block, views) if word.seat == seat]
    return own[-1] if len(own) == len(block.entries) and len({(word.view, word.text) for word in own}) == 1 else None
