"""A review pack as a PDF for the meeting; the only file that sees WeasyPrint.

It reads nothing but the page it is given: no address is fetched, and the fonts are the machine's own. WeasyPrint needs
the system library Pango; where either is missing the answer says how to get it, and nothing fails.
"""

from dataclasses import dataclass
from typing import NoReturn

from catalogue.texts import translatable
from renderers.html.pages import rendered
from renderers.i18n import Language
from renderers.review.page import FOLDED_FROM, styles, title_of, wording_of
from renderers.review.records import Pack, digest_of

STYLES = "review-paper.css"
SHORT = 16
"""So many digits of the digest stand on every page; the whole of it is on the last."""

NO_WEASYPRINT = translatable(
    "A PDF cannot be made here: WeasyPrint is not installed. Whoever looks after the machine can install it:"
    " pip install 'skjemaverk[pdf]'"
)
NO_PANGO = translatable(
    "A PDF cannot be made here: the system library Pango is missing. Whoever looks after the machine can install it:"
    " apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
)


@dataclass(frozen=True, slots=True)
class PdfUnavailable:
    """Why there is no PDF, and how to get it, in the reader's language. The page itself can be printed instead."""

    sentence: str


class Refused(Exception):
    """Something in a pack asked for an address."""


def pdf(pack: Pack, language: Language) -> bytes | PdfUnavailable:
    """The pack as a PDF, with bookmarks, its language and its title, tagged for those who listen."""
    try:
        import weasyprint
    except ImportError:
        return PdfUnavailable(language.gettext(NO_WEASYPRINT))
    except OSError:
        return PdfUnavailable(language.gettext(NO_PANGO))
    document = weasyprint.HTML(string=paper(pack, language), url_fetcher=_refuse)
    made = document.write_pdf(
        stylesheets=[weasyprint.CSS(string=styles(STYLES), url_fetcher=_refuse)], pdf_variant="pdf/ua-1"
    )
    assert isinstance(made, bytes)
    return made


def paper(pack: Pack, language: Language) -> str:
    """The page that is set on paper."""
    digest = digest_of(pack)
    title = title_of(pack, language)
    return rendered(
        "review/paper.html",
        wording_of(language),
        pack=pack,
        title=title,
        digest=digest,
        running=f"{title} · {digest[:SHORT]}",
        folded_from=FOLDED_FROM,
    )


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    raise Refused(f"A review pack holds everything it shows, and does not fetch {url}.")
