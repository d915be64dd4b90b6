"""The words in which an extract is described, in one language: the catalogue's texts, and what we say ourselves."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.model import Catalogue
from catalogue.texts import Translations, translatable
from engine.extracts.records import Words
from renderers.html.values import SYSTEM_REASONS
from renderers.html.widgets import REASONS
from renderers.html.wording import Wording
from renderers.i18n import WRITTEN_IN, languages

SAID: Mapping[str, str] = MappingProxyType(
    {
        "id": translatable("The row's key"),
        "episode_id": translatable("The episode's key"),
        "person_id": translatable("The person's key"),
        "timepoint": translatable("Timepoint"),
        "centre_id": translatable("The department's key"),
        "centre_number": translatable("The department's number"),
        "centre_name": translatable("The department's name"),
        "anchor_date": translatable("The day the timepoints count from"),
        "status": translatable("State of the form"),
        "release": translatable("The release it was answered under"),
        "revision": translatable("How many times it was saved"),
        "mode": translatable("How it was answered"),
        "created_at": translatable("When it was begun (UTC)"),
        "created_by": translatable("By whom it was begun"),
        "changed_at": translatable("When it was last changed (UTC)"),
        "changed_by": translatable("By whom it was last changed"),
        "completed_at": translatable("When it was made final (UTC)"),
        "completed_by": translatable("By whom it was made final"),
        "first_completed_at": translatable("When it was first made final (UTC)"),
        "first_completed_by": translatable("By whom it was first made final"),
        "created": translatable("Begun"),
        "draft": translatable("Draft"),
        "final": translatable("Final"),
        "yes": translatable("Yes"),
        "no": translatable("No"),
        "why": translatable("Why there is no answer"),
        "edition": translatable("Edition"),
        "mark": translatable("Given before this version, when answers were of another kind"),
    }
)
"""What a row says of itself by the column's name, and the other words of ours."""


def words(catalogue: Catalogue, translations: Translations, code: str) -> Words:
    """The words of a language that the catalogue has; where the interface does not speak it, ours are English."""
    spoken = languages().get(code) or languages()[WRITTEN_IN]
    wording = Wording(spoken, translations, catalogue.languages.source)
    reasons = {reason: wording.words(said) for reason, said in {**REASONS, **SYSTEM_REASONS}.items()}
    return Words(code, wording.words, {key: wording.words(said) for key, said in SAID.items()}, reasons)
