"""Missing data codes: of a project there, where every field has them all; of a variable here. Pure.

A code whose label says why there is no answer is a reason. A field that has none of them says `@NOMISSING`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from catalogue.formats.reasons import ENGLISH, NORWEGIAN, reason_of
from catalogue.formats.values import number_of
from catalogue.model import Group, MissingValue, Variable
from catalogue.value_types import NUMBER_BOUND

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
        if reason is None or reason in reasons or code in reasons.values():
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


@dataclass(frozen=True, slots=True)
class Answers:
    """What may be an answer: the codes of a list, or numbers between two limits, None without any."""

    codes: frozenset[str] = frozenset()
    low: float | None = None
    high: float | None = None

    @classmethod
    def of_entry(cls, entry: Mapping[str, Any]) -> "Answers":
        """Those of a variable as it is declared."""
        if entry.get("type") in {"integer", "decimal"}:
            low, high = (number_of(str(entry.get(key) or "")) for key in ("min", "max"))
            return cls(low=float(low or -NUMBER_BOUND), high=float(high or NUMBER_BOUND))
        codes = entry.get("codes") or {}
        return cls(_codes(entry.get("type"), (code for code, said in codes.items() if not isinstance(said, Mapping))))

    @classmethod
    def of(cls, question: Variable | Group) -> "Answers":
        """Those of a question."""
        if isinstance(question, Group):
            return cls(_codes("checklist", ()))
        if question.type in {"integer", "decimal"}:
            low, high = (limit if isinstance(limit, int | float) else None for limit in _hard(question))
            return cls(low=-NUMBER_BOUND if low is None else low, high=NUMBER_BOUND if high is None else high)
        return cls(_codes(question.type, (str(code.value) for code in question.codes)))

    def __contains__(self, code: str) -> bool:
        if self.low is None or self.high is None:
            return code in self.codes
        return re.fullmatch(r"-?\d{1,15}", code, re.ASCII) is not None and self.low <= int(code) <= self.high


def _codes(kind: str | None, codes: Iterable[str]) -> frozenset[str]:
    """Yes and no are written 1 and 0, and so is a tick, which is of no type."""
    return frozenset(codes) if kind not in {"boolean", "checklist", None} else frozenset({"0", "1"})


def _hard(variable: Variable) -> tuple[object, object]:
    return variable.limits.min, variable.limits.max


def declared(reasons: Mapping[str, str], answers: Answers) -> dict[str, dict[str, str]]:
    """The reasons as a variable declares them: with the project's codes, where those cannot be answers."""
    return {reason: {} if code in answers else {"code": code} for reason, code in reasons.items()}


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
