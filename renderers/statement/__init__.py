"""A board's statement written out: the document that is shown before it is signed, printed, and kept by its digest."""

from renderers.statement.building import document
from renderers.statement.page import fragment, page
from renderers.statement.records import Document
from renderers.statement.telling import Told, told
from renderers.statement.text import digest, text

__all__ = ["Document", "Told", "digest", "document", "fragment", "page", "text", "told"]
