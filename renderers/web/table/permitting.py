"""Who may do what with cases: by role, by stage and by seat. Every refusal says why, and is written down."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from flask import Response

from catalogue.texts import translatable
from engine.access import Access, NotAllowed, NotFound
from migrations_gen.board.rights import Deed, may
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Proposal, Stage
from renderers.web.context import access
from renderers.web.respond import page

BY_ROLE: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.READ: translatable("Cases are for the registry's staff, the board, the data controller and readers."),
        Deed.PROPOSE: translatable("Only the registry's own staff, who are the board's secretariat, write cases."),
        Deed.DISCUSS: translatable("Only the board, the secretariat and the data controller take part in discussions."),
        Deed.SAY: translatable("Only members of the board say what they think of a change."),
    }
)
"""Why an account is refused."""

NO_SEAT = translatable(
    "You hold no seat on the board today, so you cannot give a view. The secretariat writes down who holds each seat."
)
TERM_ENDED = translatable(
    "Your time on the board has ended, so you cannot give a view. The secretariat writes down who holds each seat."
)
OTHER_SEAT = translatable("You can only speak for your own seat on the board. Nothing was saved.")
NOT_OPEN = translatable("The case is not on the board's table now, so nothing more can be said of it.")
NOT_A_DRAFT = translatable("The case has been put on the table, so its files and texts cannot be changed.")
DRAFT = translatable("The secretariat is still writing this case. It can be read when it is put on the table.")


class Refused(NotAllowed):
    """The actor may not do this, and is told why; nothing was done."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refusal_page(refused: Refused) -> Response:
    """Why somebody may not do this."""
    return page("error.html", 403, sentence=refused.sentence)


@contextmanager
def permitted(deed: Deed, why: str) -> Iterator[Access]:
    """A transaction of somebody whose role may do this; `why` is for the log of refusals."""
    with access(why) as work:
        if not may(work.actor.role, deed):
            raise Refused(BY_ROLE[deed])
        yield work


def the_proposal(work: Access, number: int) -> Proposal:
    """The case of this number, if the actor may see it."""
    found = store.find_proposal(work.connection, number)
    if found is None:
        raise NotFound(f"there is no case {number}")
    if found.stage is Stage.DRAFT and not may(work.actor.role, Deed.PROPOSE):
        raise Refused(DRAFT)
    return found


def wrong_stage(sentence: str) -> Response:
    """Somebody was late: the case has moved on."""
    return page("error.html", 409, sentence=sentence)
