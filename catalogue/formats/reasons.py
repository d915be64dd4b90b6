"""What other systems call the reasons why there is no answer, and which of ours that is. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

NORWEGIAN: Mapping[str, str] = MappingProxyType(
    {
        "ukjent": "unknown",
        "vet ikke": "unknown",
        "veit ikkje": "unknown",
        "usikker": "unknown",
        "ikke besvart": "not_answered",
        "ikke utfylt": "not_answered",
        "ikke valgt": "not_answered",
        "mangler": "not_answered",
        "ikke aktuelt": "not_applicable",
        "ikke relevant": "not_applicable",
        "ønsker ikke å svare": "declined",
        "ønsker ikke å oppgi": "declined",
    }
)
ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "unknown": "unknown",
        "don't know": "unknown",
        "do not know": "unknown",
        "not known": "unknown",
        "asked but unknown": "unknown",
        "no information": "unknown",
        "not applicable": "not_applicable",
        "n/a": "not_applicable",
        "declined": "declined",
        "refused": "declined",
        "refused to answer": "declined",
        "declined to answer": "declined",
        "prefer not to answer": "declined",
        "prefer not to say": "declined",
        "not answered": "not_answered",
        "no answer": "not_answered",
        "no response": "not_answered",
        "missing": "not_answered",
        "not asked": "not_asked",
        "not collected": "not_collected",
        "not done": "not_collected",
        "not recorded": "not_collected",
    }
)
"""Labels that say why there is no answer, in small letters."""


def reason_of(label: str, words: Mapping[str, str]) -> str | None:
    """The reason that a label gives."""
    return words.get(" ".join(label.casefold().rstrip(".").replace("’", "'").split()))
