"""Whether other words look like a corrected spelling or like another meaning. A guess, and said to be one. Pure."""

import re
from difflib import SequenceMatcher

NEAR = 0.8
"""How alike two spellings of one word are, of 1."""
SHORT = 3
"""A word of so few letters is another word when one of them differs."""

WEIGHTY = frozenset(
    re.findall(
        r"\w+",
        """
        ikke ikkje aldri ingen alltid uten utan med not never no without always
        før etter siden under over mer meir mindre minst mest before after more less least most
        høyre venstre øvre nedre right left upper lower
        en ett to tre fire fem seks sju syv åtte ni ti elleve tolv tretten trettien
        one two three four five six seven eight nine ten eleven twelve
        time timer dag dager dagar uke uker veke veker måned måneder månad månader år
        hour hours day days week weeks month months year years
        """,
    )
)
"""Words that decide what is asked, however near their spelling is to another's."""


def looks_like_spelling(before: str, after: str) -> bool:
    """Whether two texts differ only in punctuation, capitals, or the spelling of words that decide nothing."""
    old, new = _words(before), _words(after)
    if len(old) != len(new):
        return "".join(old) == "".join(new)
    return all(one == other or _is_spelling(one, other) for one, other in zip(old, new, strict=True))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_spelling(one: str, other: str) -> bool:
    if {one, other} & WEIGHTY or any(letter.isdigit() for letter in one + other) or min(len(one), len(other)) <= SHORT:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEAR
