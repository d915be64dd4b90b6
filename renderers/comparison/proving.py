"""What the prover found of a change, in the words of its gravest verdict. Pure: the verdicts are there already."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import Translations
from migrations_gen.changes import Change
from migrations_gen.comparison import Comparison
from migrations_gen.compatibility.matching import verdicts_of
from migrations_gen.compatibility.records import Verdict
from renderers.comparison.judging import Proof, Proved
from renderers.compatibility import Versions, sentence
from renderers.html.wording import Wording
from renderers.i18n import Language

GRAVITY: Mapping[str, int] = MappingProxyType({"refuted": 0, "undecided": 1, "proved": 2})
"""Which verdict speaks for a change of which there are several."""


def proved_of(
    comparison: Comparison, verdicts: tuple[Verdict, ...], language: Language, *, has_names: bool = True
) -> Proved:
    """What is said of each change; without the names of rules for those who do not know them."""
    before, after = comparison.difference.before, comparison.difference.after
    translations = after.translations.get(language.code) or Translations(language.code)
    wording = Wording(language, translations, after.catalogue.languages.source)
    versions = Versions(before.catalogue, after.catalogue)

    def proved(change: Change) -> Proof | None:
        found = sorted(verdicts_of(change, verdicts), key=lambda verdict: GRAVITY[verdict.grade])
        return Proof(found[0].grade, sentence(found[0], versions, wording, has_names=has_names)) if found else None

    return proved
