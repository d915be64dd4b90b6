"""The changes of a comparison by name, in the order of the report, each told in a sentence. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from migrations_gen.change_sets import name_of
from migrations_gen.changes.sentences import sentence
from migrations_gen.comparison import Comparison
from migrations_gen.naming import naming
from renderers.comparison.placing import order
from renderers.i18n import NAMES, Language


@dataclass(frozen=True, slots=True)
class Told:
    """A comparison's changes in one language: a sentence by name, in order, and what the registry is called."""

    registry: str
    sentences: Mapping[str, str]


def told(comparison: Comparison, language: Language) -> Told:
    """Every change of the comparison, told."""
    difference = comparison.difference
    named = naming(difference.before, difference.after, language.code, NAMES)
    changes = sorted(difference.changes, key=order(difference))
    title = difference.after.catalogue.title
    translations = difference.after.translations.get(language.code)
    return Told(
        translations.wording(title) if translations else title.source,
        {name_of(change): " ".join(sentence(change, language, named).split()) for change in changes},
    )
