"""The board's work on a case: the meeting, the statement, the decision, and reminders. `bp` holds all of its pages."""

from renderers.web.board import closing, deciding, meeting, reminding, statements
from renderers.web.board.blueprint import bp

PAGES = (meeting, reminding, closing, statements, deciding)
"""In the order in which a case goes through them."""

__all__ = ["PAGES", "bp"]
