"""A report as one page that needs nothing else: read on a telephone, printed on A4, without scripts. Pure."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from catalogue.texts import Translations
from renderers.comparison.records import Report
from renderers.html.pages import rendered
from renderers.html.wording import Wording
from renderers.i18n import Language

FOLDED_FROM = 9
"""From so many changes on, a fold is closed until somebody opens it."""

PART = re.compile(r"\s+|\w+|[^\w\s]")


def page(report: Report, language: Language) -> str:
    """The page; its words are the report's own."""
    wording = Wording(language, Translations(language.code), language.code)
    return rendered("comparison.html", wording, report=report, folded_from=FOLDED_FROM, side_by_side=side_by_side)


def side_by_side(before: str, after: str) -> tuple[Markup, Markup]:
    """What was and what is, with the words that differ marked where most of them are the same."""
    old, new = PART.findall(before), PART.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.5:
        return escape(before), escape(after)
    parts = matcher.get_opcodes()
    return (
        Markup("").join(_marked("del", old[low:high], tag) for tag, low, high, _, _ in parts),
        Markup("").join(_marked("ins", new[low:high], tag) for tag, _, _, low, high in parts),
    )


def _marked(element: str, words: list[str], tag: str) -> Markup:
    text = escape("".join(words))
    return text if tag == "equal" or not words else Markup(f"<{element}>{{}}</{element}>").format(text)
