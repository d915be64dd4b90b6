"""A review pack as a PDF for the meeting: the page as it is set on paper."""

from renderers.html.pages import rendered
from renderers.i18n import Language
from renderers.printing import PdfUnavailable, printed
from renderers.review.page import FOLDED_FROM, styles, title_of, wording_of
from renderers.review.records import Pack, digest_of

STYLES = "review-paper.css"
SHORT = 16
"""So many digits of the digest stand on every page; the whole of it is on the last."""


def pdf(pack: Pack, language: Language) -> bytes | PdfUnavailable:
    """The pack as a PDF."""
    return printed(paper(pack, language), language, styles(STYLES))


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
