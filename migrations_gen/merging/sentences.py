"""A conflict in words: what both did, and what to do about it, in any language of the interface. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.merging.records import Conflict
from migrations_gen.wording import Language

CONFLICTS: Mapping[str, str] = MappingProxyType(
    {
        "both-changed": translatable(
            "'{attribute}' of '{address}' is '{ours}' in ours and '{theirs}' in theirs; it was '{base}'."
            " Say whose stands (--ours or --theirs with '{key}'), or make one of them like the other."
        ),
        "both-added": translatable(
            "Both added '{address}', with different content. Give one of them another name, or say whose stands"
            " (--ours or --theirs with '{key}')."
        ),
        "code": translatable(
            "The code '{address}' has different words: '{ours}' in ours and '{theirs}' in theirs. Give one of them a"
            " code of its own, or say whose stands (--ours or --theirs with '{key}')."
        ),
        "removed-and-changed": translatable(
            "'{address}' is gone on one side and changed on the other. Say whose stands (--ours or --theirs with"
            " '{key}'), or retire it instead of removing it."
        ),
        "order": translatable(
            "Both put the parts of '{address}' in another order. Say whose stands (--ours or --theirs with '{key}')."
        ),
        "place": translatable(
            "Both moved '{address}', to different places. Say whose stands (--ours or --theirs with '{key}')."
        ),
        "translation": translatable(
            "'{address}' is translated as '{ours}' in ours and '{theirs}' in theirs. Say whose stands (--ours or"
            " --theirs with '{key}')."
        ),
        "row": translatable(
            "The row '{address}' has '{ours}' in ours and '{theirs}' in theirs. Say whose stands (--ours or --theirs"
            " with '{key}')."
        ),
        "whole-file": translatable(
            "'{address}' was changed on both sides, and cannot be merged part by part as it is written. Run"
            " 'skjemaverk format' on both, or say whose stands (--ours or --theirs with '{key}')."
        ),
        "same-path": translatable(
            "Two different things lie in '{address}'. Move one of them to a file of another name before you merge."
        ),
    }
)
"""What is said of each kind of conflict."""


def sentence(conflict: Conflict, language: Language | None = None) -> str:
    """What is in dispute, and the remedy; in English when no language is given."""
    values = {
        "address": conflict.address,
        "attribute": conflict.attribute,
        "key": conflict.key,
        "base": conflict.base or "–",
        "ours": conflict.ours or "–",
        "theirs": conflict.theirs or "–",
    }
    template = CONFLICTS[conflict.slug]
    return language.gettext(template, **values) if language else template.format(**values)
