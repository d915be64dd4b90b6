"""Text cut at its marks and filled: what is put in is escaped, and never opens a slot of its own."""

import pytest
from markupsafe import Markup

from renderers.html.slots import cut, slot, switch

TEXT = cut(f"<p>{slot('a')}</p>{switch('b', ' on')}|{slot('a')}|{switch('b', ' too')}.")


@pytest.mark.parametrize(
    ("texts", "on", "expected"),
    [
        ([], [], "<p></p>||."),
        ([("a", "x")], [], "<p>x</p>|x|."),
        ([], ["b"], "<p></p> on|| too."),
        ([("a", '<i>&"')], [], "<p>&lt;i&gt;&amp;&#34;</p>|&lt;i&gt;&amp;&#34;|."),
        ([("a", Markup("<i>"))], [], "<p><i></p>|<i>|."),
        ([("a", str(slot("b")))], ["b"], f"<p>{slot('b')}</p> on|{slot('b')}| too."),
        ([("unknown", "x")], ["unknown"], "<p></p>||."),
    ],
)
def test_filled(texts, on, expected):
    assert TEXT.filled(texts, on) == expected


def test_a_key_cannot_end_its_own_mark():
    assert cut(f"{slot('a' + chr(0xE002) + '<b>')}.").filled([("a<b>", "x")], []) == "x."
