"""Missing data codes: of a project there, where every field has them all; of a variable here. Pure.

A code whose label says why there is no answer is a reason. A field that has none of them says `@NOMISSING`.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from catalogue.formats.reasons import ENGLISH, NORWEGIAN, reason_of
from catalogue.model import MissingValue

Code = tuple[str, str]
WITHOUT = "@NOMISSING"
"""The annotation of a field to which the project's codes do not apply."""

USUAL: Mapping[str, Code] = MappingProxyType(
    {
        "unknown": ("UNK", "Unknown"),
        "declined": ("REF", "Declined to answer"),
        "not_applicable": ("NA", "Not applicable"),
        "not_answered": ("NANS", "Not answered"),
        "not_asked": ("NASK", "Not asked"),
        "not_collected": ("NCOL", "Not collected"),
    }
)
"""The code of a reason that has none, and its label."""


def reasons_of(codes: Iterable[Code]) -> tuple[dict[str, str], list[Code]]:
    """The code for each reason; and the codes that say no reason of ours, or one that has its code already."""
    reasons: dict[str, str] = {}
    left: list[Code] = []
    for code, label in codes:
        reason = reason_of(label, ENGLISH) or reason_of(label, NORWEGIAN)
        if reason is None or reason in reasons:
            left.append((code, label))
        else:
            reasons[reason] = code
    return reasons, left


def codes_for(used: Iterable[tuple[MissingValue, ...]], kept: Iterable[Code]) -> list[Code]:
    """The project's codes: those that were kept, and one for every other reason that a variable has."""
    codes = list(kept)
    known, _ = reasons_of(codes)
    for value in (value for values in used for value in values):
        if value.reason not in known:
            known[value.reason] = str(value.code) if value.code is not None else USUAL[value.reason][0]
            codes.append((known[value.reason], USUAL[value.reason][1]))
    return codes


def declared(reasons: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The reasons with their codes, as a variable declares them."""
    return {reason: {"code": code} for reason, code in reasons.items()}


def text_of_codes(codes: Iterable[Code]) -> str:
    """The codes as a project writes them."""
    return " | ".join(f"{code}, {label}" if label else code for code, label in codes)


def applies(annotation: str) -> bool:
    """Whether the project's codes apply to a field."""
    return WITHOUT not in annotation.upper().split()


def without(annotation: str) -> str:
    """The annotation of a field to which they do not apply."""
    return annotation if not applies(annotation) else " ".join(filter(None, (annotation, WITHOUT)))


def codes_of(text: str) -> Iterator[tuple[str, str]]:
    """The missing data codes of `UNK, Unknown | NASK, Not asked`, on one line or several."""
    for part in text.replace("\\n", "\n").replace("|", "\n").split("\n"):
        code, _, label = part.partition("," if "," in part else "=")
        if code.strip():
            yield code.strip(), label.strip()


def unknown_codes(left: Iterable[Code]) -> Iterator[str]:
    """What to say of codes that are no reason here."""
    for code, label in left:
        yield (
            f"The missing data code '{code}' ({label or 'no label'}) is no reason of ours, or one that has a code"
            " already. It is kept under 'extras', and no variable has it."
        )
