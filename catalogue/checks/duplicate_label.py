"""Two codes of a list have the same label.

Whoever answers cannot tell them apart, so the answers mean nothing. Say what distinguishes them, or retire one.
"""

from collections.abc import Iterator

from catalogue.checks.duplicate_code import codelists_of
from catalogue.checks.examined import Examined, Remark
from catalogue.model import CodeValue


def check(examined: Examined) -> Iterator[Remark]:
    """Every label that an earlier code of the list has too; retired codes do not count."""
    for codelist in codelists_of(examined.catalogue):
        seen: dict[str, CodeValue] = {}
        for code in codelist.codes:
            label = " ".join(code.label.source.split()).casefold()
            if code.retired:
                continue
            if label in seen:
                message = (
                    f"The codes {seen[label]} and {code.value} of '{codelist.name}' are both called '{code.label}'."
                    " Say what distinguishes them, or retire one."
                )
                yield Remark(code.at, message)
            seen.setdefault(label, code.value)
