"""Pages on paper: HTML made a PDF. The only file that sees WeasyPrint.

It reads nothing but the page it is given: no address is fetched, and the fonts are the machine's own. WeasyPrint needs
the system library Pango; where either is missing the answer says how to get it, and nothing fails.
"""

from dataclasses import dataclass

from catalogue.texts import translatable
from renderers.i18n import Language

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


def printed(page: str, language: Language, styles: str = "") -> bytes | PdfUnavailable:
    """The page as a PDF, with bookmarks, its language and its title, tagged for those who listen; `styles` are for
    paper only.
    """
    try:
        import weasyprint
    except ImportError:
        return PdfUnavailable(language.gettext(NO_WEASYPRINT))
    except OSError:
        return PdfUnavailable(language.gettext(NO_PANGO))
    refusing = weasyprint.urls.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=page, url_fetcher=refusing)
    sheets = [weasyprint.CSS(string=styles, url_fetcher=refusing)] if styles else []
    made = document.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made
