"""How a series goes on after a change, drawn: a bar for each year, cut into as many parts as it has choices. Pure."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from markupsafe import escape

from migrations_gen.intents.records import Comparable

PARTS: Mapping[Comparable, tuple[tuple[int, ...], tuple[int, ...]]] = MappingProxyType(
    {
        Comparable.COARSER: ((14, 12, 18), (26, 18)),
        Comparable.FINER: ((26, 18), (14, 12, 18)),
        Comparable.NONE: ((14, 12, 18), (9, 20, 15)),
    }
)
"""How high the parts of a bar are before and after; together they are always the whole."""

FILLS = ("#444", "#999", "#ddd")
WIDTH, HEIGHT, BAR, STEP, FLOOR = 300, 76, 18, 26, 52


def series(comparable: Comparable, before: str, after: str, words: str) -> str:
    """The drawing, with words for those who do not see it; `before` and `after` stand under the bars."""
    return "".join(_drawn(comparable, before, after, words))


def _drawn(comparable: Comparable, before: str, after: str, words: str) -> Iterator[str]:
    old, new = PARTS[comparable]
    yield f'<svg class="pack-drawing" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">'
    yield f"<title>{escape(words)}</title>"
    for number in range(5):
        yield from _bar(6 + number * STEP, old)
        yield from _bar(164 + number * STEP, new)
    dashes = ' stroke-dasharray="4 3"' if comparable is Comparable.NONE else ""
    yield f'<line x1="147" y1="2" x2="147" y2="{FLOOR + 4}" stroke="#222" stroke-width="2"{dashes}/>'
    yield f'<text x="6" y="70" font-size="12" font-family="sans-serif">{escape(before)}</text>'
    yield f'<text x="164" y="70" font-size="12" font-family="sans-serif">{escape(after)}</text>'
    yield "</svg>"


def _bar(left: int, parts: tuple[int, ...]) -> Iterator[str]:
    top = FLOOR
    for height, fill in zip(parts, FILLS, strict=False):
        top -= height
        yield f'<rect x="{left}" y="{top}" width="{BAR}" height="{height}" fill="{fill}" stroke="#222"/>'
