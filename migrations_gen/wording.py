"""What a sentence about a change is said in: a language, of which only what can be asked of it is known here.

The languages themselves are the interface's (`renderers/i18n.py`).
"""

from collections.abc import Iterable
from typing import Protocol


class Language(Protocol):
    """A language that says sentences and writes numbers, dates and lists as its readers do."""

    def gettext(self, sentence: str, /, **values: object) -> str:
        """The sentence, `{name}` filled in."""
        ...

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The sentence for this number of things."""
        ...

    def show(self, value: object) -> str:
        """A number, date or time; anything else as it is."""
        ...

    def listed(self, parts: Iterable[str]) -> str:
        """Several things in one sentence."""
        ...
