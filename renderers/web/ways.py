"""Where those go who have no patients here: the cases, the board, the catalogue and its history."""

from dataclasses import dataclass

from catalogue.texts import translatable
from migrations_gen.board.rights import Deed, may


@dataclass(frozen=True, slots=True)
class Way:
    """A part of the application, and what one finds there."""

    path: str
    title: str
    what: str


WAYS = (
    Way("/saker", translatable("Cases"), translatable("What somebody wants changed, and what the board says of it")),
    Way("/styre", translatable("The board"), translatable("The seats, who holds them, and for how long")),
    Way("/catalogue", translatable("The catalogue"), translatable("Every form, and what each variable is")),
    Way("/historikk", translatable("History"), translatable("What has been changed, when and why; open to everybody")),
)
"""In the order of the start page."""


def ways_of(role: str) -> tuple[Way, ...]:
    """The ways that are open to an account of this role."""
    return WAYS if may(role, Deed.READ) else ()
