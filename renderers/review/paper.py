"""A review pack as a PDF for the meeting; the only file that sees WeasyPrint.

It reads nothing but the page it is given: no address is fetched, and the fonts are the machine's own. WeasyPrint needs
the system library Pango; where either is missing the answer says how to get it, and nothing fails.
"""

from dataclasses import dataclass

from catalogue.texts import translatable
from renderers.html.pages import rendered
from renderers.i18n import Language
from renderers.review.page import FOLDED_FROM, styles, title_of, wording_of
from renderers.review.records import Pack, digest_of

STYLES = "review-paper.css"
ACCESSIBLE = "pdf/ua-1"
"""Tagged, with language and title, so that it can be read aloud."""
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


def pdf(pack: Pack, language: Language) -> bytes | PdfUnavailable:
    """The pack as a PDF, with bookmarks, its language and its title, tagged for those who listen."""
    try:
        import weasyprint
    except ImportError:
        return PdfUnavailable(language.gettext(NO_WEASYPRINT))
    except OSError:
        return PdfUnavailable(language.gettext(NO_PANGO))
    refusing = weasyprint.urls.URLFetcher(allowed_protocols=())
    page = weasyprint.HTML(string=paper(pack, language), url_fetcher=refusing)
    sheet = weasyprint.CSS(string=styles(STYLES), url_fetcher=refusing)
    made = page.write_pdf(stylesheets=[sheet], pdf_variant=ACCESSIBLE)
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
