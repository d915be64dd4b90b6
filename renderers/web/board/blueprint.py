"""What the board's pages share: their blueprint, and how something that cannot be done is told and written down."""

from flask import Blueprint, Response, request

from engine.access import log
from renderers.web.board.words import REFUSALS
from renderers.web.context import access
from renderers.web.respond import page

bp = Blueprint("board", __name__)

MEETING, CLOSING, REOPENING, STATEMENT = "møte", "avslutning", "gjenåpning", "uttalelse"
DECIDING, REMINDING = "vedtak", "purring"
"""What the access log says about these pages."""


class Refused(Exception):
    """What was asked for cannot be done, and everything is as it was. `slug` is a row of `REFUSALS`."""

    def __init__(self, slug: str, **about: object) -> None:
        super().__init__(slug)
        self.slug = slug
        self.about = about


@bp.errorhandler(Refused)
def _refused(refused: Refused) -> Response:
    """A sentence that says why and what to do; the refusal itself is written down."""
    status, title, sentence = REFUSALS[refused.slug]
    number = (request.view_args or {}).get("number", "")
    with access(refused.slug) as work:
        log(work, "refused", work.tables.governance.proposal, [str(number)])
    return page(
        "board/refused.html", status, title=title, sentence=sentence, about=refused.about, back=f"/saker/{number}"
    )
