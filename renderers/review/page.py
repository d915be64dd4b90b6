"""A review pack as one page that needs nothing else: read on a screen or a telephone, and printed. Pure.

page(pack, language)        the whole page, as a file
blocks(pack, wording)       its parts as markup, for a page of the web application
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup

from catalogue.texts import Translations
from renderers.html.pages import macros, rendered
from renderers.html.wording import Wording
from renderers.i18n import Language
from renderers.review.records import Pack, digest_of

STATIC = Path(__file__).parent.parent / "static"
STYLES = ("review.css", "review-page.css")
FOLDED_FROM = 9
"""From so many changes on, those of one block are closed until somebody opens them; on paper they are all there."""


def page(pack: Pack, language: Language) -> str:
    """The page."""
    return rendered(
        "review/page.html",
        wording_of(language),
        pack=pack,
        title=title_of(pack, language),
        digest=digest_of(pack),
        styles=styles(*STYLES),
        folded_from=FOLDED_FROM,
    )


def fragments(language: Language) -> Mapping[str, Callable[..., Markup]]:
    """The macros of `templates/review/change.html`: `summary(pack, digest)`, `contents(pack)`, `block(block)` …"""
    return macros("review/change.html", wording_of(language))


def title_of(pack: Pack, language: Language) -> str:
    """What the page is called."""
    about = pack.about
    case = [language.gettext("Case {number}", number=about.number)] if about.number else []
    return ": ".join([*case, about.title]) if about.title else f"{pack.registry}: {pack.before} → {pack.after}"


def wording_of(language: Language) -> Wording:
    """The interface's own words; everything of the catalogue is in the pack already."""
    return Wording(language, Translations(language.code), language.code)


@cache
def styles(*names: str) -> str:
    """Style sheets as one text."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
