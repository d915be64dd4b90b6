"""Words a catalogue may not use as names, because they already mean something to a reader, a rule or the database."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.scope import TIMEPOINT

PERSON = "person"
"""The form about the person, seen by every other form."""

RECORD_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "id": "the row's own key",
        "episode_id": "which episode it belongs to",
        "timepoint": "at which timepoint",
        "centre_id": "the centre that reported it",
        "status": "created, saved or final",
        "release": "the release it was answered under",
        "revision": "how often it was saved",
        "mode": "web, paper, telephone or proxy",
        "created_at": "when the row was created",
        "created_by": "by whom",
        "changed_at": "when it was last changed",
        "changed_by": "by whom",
        "completed_at": "when it was last made final",
        "completed_by": "by whom",
        "first_completed_at": "when it was first made final",
        "first_completed_by": "by whom",
    }
)
"""What every row has beside its answers; `record:` gives these columns outside names."""

EPISODE_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "id": "the episode's own key",
        "person_id": "whose it is",
        "centre_id": "the centre that has it",
        "centre_number": "the centre's number",
        "centre_name": "the centre's name",
        "anchor_date": "the date its timepoints count from",
        "created_at": "when it was opened",
        "created_by": "by whom",
    }
)
"""What an episode has in the analysis view; an episode's `record:` gives these columns outside names."""

ANALYSIS_VIEWS = ("analyse", "analyse_tekst", "analyse_mangler")
"""How the names of a module's views end: values, labels, missing reasons."""

OTHER_COLUMNS = frozenset({"identity_number", "person_id", "history_at", "history_by", "history_action"})
"""Columns of the person's table and of history rows."""

LANGUAGE_WORDS = frozenset(
    {
        *(word for row in FUNCTIONS.values() for word in row.written.split() if word.isidentifier()),
        *("case", "when", "then", "else", "end", "null", "true", "false", "date", "time"),
    }
)

RESERVED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(LANGUAGE_WORDS, "a word of the language of rules"),
        **dict.fromkeys((*RECORD_COLUMNS, *OTHER_COLUMNS), "a column that every row has"),
        PERSON: "the form about the person",
        TIMEPOINT: "the occasion, in rules",
    }
)
"""What each reserved word means already."""
