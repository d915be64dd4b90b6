"""A question as the form shows it, made still: the form's own markup with nothing in it that can be filled in.

    still(question, wording)              the pieces of the picture of a question
    marked(before, after)                 both as HTML, with the words that differ marked

What the form renderer writes is read again piece by piece. Only what is listed here is kept, so no field, name, script
or address gets out of a form and into a pack. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from types import MappingProxyType

from markupsafe import Markup, escape

from renderers.comparison.page import side_by_side
from renderers.html.pages import macros
from renderers.html.questions import Question
from renderers.html.slots import cut
from renderers.html.wording import Wording

KEPT: Mapping[str, str] = MappingProxyType(
    {
        **{tag: tag for tag in ("div", "p", "span", "table", "thead", "tbody", "tr", "th", "td")},
        "label": "span",
        "legend": "p",
        "fieldset": "div",
        "output": "span",
    }
)
"""What each element of a form becomes; what is not here leaves its words only."""

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "ds-label": "still-label",
        "ds-fieldset": "still-several",
        "ds-field-affixes": "still-with-unit",
        "ds-field-affix": "still-unit",
        "must": "still-must",
        "question": "still-question",
        "single": "still-single",
        "choices": "still-choices",
        "reasons": "still-choices",
        "scale": "still-scale",
        "ends": "still-ends",
        "steps": "still-steps",
        "step": "still-step",
        "parts": "still-parts",
        "matrix": "still-matrix",
        "cell": "still-cell",
        "or": "still-or",
        "unit": "still-unit",
    }
)
"""Which of a form's classes a picture knows, and as what."""

DROPPED = frozenset({"ds-sr-only", "messages", "unusual", "clear", "without-script", "retired"})
"""Classes of what is not part of the picture: what is only heard, said later, or no longer offered."""

WIDTHS = ((4, "short"), (12, "middle"))
"""How many characters a box of each width has at most; a wider one fills its column."""


LIKE = 0.6
"""How much of two texts must be the same for one to be the other, reworded."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, or words."""

    html: str
    is_text: bool = False


Still = tuple[Piece, ...]


def still(question: Question, wording: Wording) -> Still:
    """The pieces of a question's picture."""
    reader = _Reader()
    html = macros("form/questions.html", wording)["ask"](question)
    reader.feed(cut(html).filled((), ()))
    reader.close()
    return tuple(reader.pieces)


def marked(before: Still, after: Still) -> tuple[str, str]:
    """Both pictures as HTML, the words that differ marked in each."""
    old, new = ([piece.html for piece in side if piece.is_text] for side in (before, after))
    old_marked, new_marked = _marked(old, new)
    return _joined(before, old_marked), _joined(after, new_marked)


def plain(pieces: Still) -> str:
    """A picture as HTML, with nothing marked."""
    return "".join(piece.html for piece in pieces)


def _joined(pieces: Still, texts: Iterable[str]) -> str:
    words = iter(texts)
    return "".join(next(words) if piece.is_text else piece.html for piece in pieces)


def _marked(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Which texts are gone, which have come, and what is another in those that are still there."""
    before, after = list[str](), list[str]()
    for tag, low, high, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[low:high], new[first:last]
        if tag == "equal":
            before += gone
            after += come
        else:
            one, other = _replaced(gone, come)
            before += one
            after += other
    return before, after


def _replaced(gone: list[str], come: list[str]) -> tuple[list[str], list[str]]:
    """Texts in the place of others: each beside the first that is nearly the same."""
    before, after = [f"<del>{text}</del>" for text in gone], [f"<ins>{text}</ins>" for text in come]
    start = 0
    for place, text in enumerate(gone):
        for other in range(start, len(come)):
            if _is_like(text, come[other]):
                before[place], after[other] = _reworded(text, come[other])
                start = other + 1
                break
    return before, after


def _is_like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE


def _reworded(before: str, after: str) -> tuple[str, str]:
    one, other = side_by_side(Markup(before).unescape(), Markup(after).unescape())
    if "<del>" in one or "<ins>" in other:
        return str(one), str(other)
    return f"<del>{before}</del>", f"<ins>{after}</ins>"


class _Reader(HTMLParser):
    """Reads the markup of a question and keeps what belongs to its picture."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.open: list[tuple[str, str]] = []
        """Every element that is open, and what closes it in the picture."""
        self.dropped = 0
        """How many elements are open that are dropped with all that is in them."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "input":
            self._field(attributes)
            return
        classes = attributes.get("class", "").split()
        is_dropped = bool(self.dropped) or tag in ("button", "datalist") or not DROPPED.isdisjoint(classes)
        is_dropped = is_dropped or (tag == "option" and ("hidden" in attributes or not attributes.get("value")))
        if is_dropped:
            self.dropped += 1
            self.open.append((tag, ""))
            return
        opening, closing = self._kept(tag, classes, attributes)
        self._tag(opening)
        self.open.append((tag, closing))

    def _kept(self, tag: str, classes: list[str], attributes: Mapping[str, str]) -> tuple[str, str]:
        if tag == "select":
            return '<span class="still-box middle list"></span><div class="still-choices still-unfolded">', "</div>"
        if tag == "option":
            return '<div class="still-choice"><span>', "</span></div>"
        if tag == "textarea":
            return '<span class="still-box area">', "</span>"
        if tag not in KEPT:
            return "", ""
        known = [CLASSES[name] for name in classes if name in CLASSES]
        known += ["still-choice"] if "ds-field" in classes else []
        known += ["still-help"] if attributes.get("data-field") == "description" else []
        written = f' class="{" ".join(known)}"' if known else ""
        language = f' lang="{escape(attributes["lang"])}"' if attributes.get("lang") else ""
        return f"<{KEPT[tag]}{written}{language}>", f"</{KEPT[tag]}>"

    def _field(self, attributes: Mapping[str, str]) -> None:
        """A field, as what it looks like."""
        if self.dropped:
            return
        kind = attributes.get("type", "text")
        if kind in ("radio", "checkbox"):
            self._tag(f'<span class="still-mark {"round" if kind == "radio" else "square"}"></span>')
            return
        self._tag(f'<span class="still-box {_width(attributes.get("size", ""))}"></span>')

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, closing = self.open.pop()
            if self.dropped:
                self.dropped -= 1
            self._tag(closing)
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.dropped and data.strip():
            self.pieces.append(Piece(str(escape(" ".join(data.split()))), is_text=True))

    def _tag(self, html: str) -> None:
        if html:
            self.pieces.append(Piece(html))


def _width(size: str) -> str:
    if not size:
        return "wide"
    return next((name for most, name in WIDTHS if int(size) <= most), "wide")
