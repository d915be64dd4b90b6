"""A report as one page that needs nothing else: read on a telephone, printed on A4, without scripts. Pure."""

from catalogue.texts import Translations
from renderers.comparison.records import Report
from renderers.comparison.text import FIRST, LOADS, MENDED, PASTE, REQUESTED, SERIES, WHY
from renderers.html.pages import rendered
from renderers.html.wording import Wording
from renderers.i18n import Language


def page(report: Report, language: Language) -> str:
    """The page; its words are the report's own."""
    wording = Wording(language, Translations(language.code), language.code)
    sentences = {"first": FIRST, "mended": MENDED, "series": SERIES, "loads": LOADS, "paste": PASTE}
    told = {name: language.gettext(text) for name, text in sentences.items()}
    return rendered(
        "comparison.html",
        wording,
        report=report,
        told=told,
        why=lambda reason: language.gettext(WHY, reason=reason),
        requested=lambda who: language.gettext(REQUESTED, who=who),
    )
