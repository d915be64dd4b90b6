"""What has been understood of an item, and what is left of it. The rest is kept as it stood."""

from dataclasses import dataclass, field
from typing import Any

from catalogue.formats.fhir.expressing import Understood
from catalogue.formats.fhir.own import Json, extensions_of, value_of
from catalogue.formats.fhir.urls import (
    OWN,
    TRANSLATION,
)

OF_ITEMS = frozenset(
    {
        "id",
        "definition",
        "code",
        "prefix",
        "_prefix",
        "enableWhen",
        "enableBehavior",
        "repeats",
        "readOnly",
        "maxLength",
    }
    | {"answerValueSet", "initial", "modifierExtension"}
)
"""What else an item of R4 can say, and may be kept."""
LATER = frozenset({"answerConstraint", "disabledDisplay"})
"""What R5 says of an item that R4 has other words for."""
ALWAYS = frozenset({"linkId", "text", "_text", "type", "required", "item", "extension", "answerOption"})
"""What is read of every item."""
KNOWN = ALWAYS | OF_ITEMS | LATER


@dataclass(slots=True)
class Taken:
    """What has been understood of an item; the rest is kept."""

    item: Json
    keys: set[str] = field(default_factory=lambda: set(ALWAYS))
    urls: set[str] = field(default_factory=set)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def value(self, url: str) -> Any:
        """The value of an extension."""
        return next((value_of(extension) for found, extension in extensions_of(self.item) if found == url), None)

    def left(self) -> Json:
        """What has not been understood, as it stood."""
        extensions = [
            extension for url, extension in extensions_of(self.item) if url not in self.urls and not url.startswith(OWN)
        ]
        left = {key: value for key, value in self.item.items() if key not in self.keys and key in OF_ITEMS}
        text = _without_translations(self.item.get("_text"))
        return {**left, **({"_text": text} if text else {}), **({"extension": extensions} if extensions else {})}


def _without_translations(element: Any) -> Json:
    rest = [extension for url, extension in extensions_of(element) if url != TRANSLATION]
    return {"extension": rest} if rest else {}


def told(taken: Taken, understood: Understood, what: str) -> None:
    if understood.problem:
        message = f"{what} is not carried: {understood.problem}. It is kept under 'extras'; write it by hand."
        taken.remarks.append(("logic-kept", message))
