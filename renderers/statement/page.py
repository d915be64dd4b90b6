"""A statement as HTML: a page that needs nothing else, for print and for keeping, and a part of another page. Pure."""

from catalogue.texts import Translations
from renderers.html.pages import rendered
from renderers.html.wording import Wording
from renderers.i18n import Language
from renderers.statement.records import Document
from renderers.statement.text import PARTS


def page(made: Document, language: Language) -> str:
    """The whole page, for A4 and for a screen."""
    return rendered("statement/page.html", _wording(language), made=made, parts=PARTS)


def fragment(made: Document, language: Language) -> str:
    """The statement without what stands around it: its headings begin at the second level."""
    return rendered("statement/fragment.html", _wording(language), made=made, parts=PARTS)


def _wording(language: Language) -> Wording:
    return Wording(language, Translations(language.code), language.code)
