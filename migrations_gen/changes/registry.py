"""Changes to the registry itself: its first page, modules, timepoints, instruments and translations."""

from migrations_gen.changes.base import Change


class ControllerChanged(Change):
    """Who is responsible for the data."""


class StatutesChanged(Change):
    """The date of the statutes."""


class VersionChanged(Change):
    """The version number of the catalogue."""


class LanguagesChanged(Change):
    """The languages texts must or may have; both are (source, required, optional)."""


class AnalysisNamesChanged(Change):
    """Whose names the analysis views carry."""


class CategoryAdded(Change):
    """A category of variables; `after` is its title."""


class CategoryRemoved(Change):
    """A category that is gone; `before` is its title."""


class RespondentAdded(Change):
    """Somebody who fills in forms; `after` is the title."""


class RespondentRemoved(Change):
    """Somebody who no longer fills in forms; `before` is the title."""


class ModuleAdded(Change):
    """A part of the registry; `after` is its title."""


class ModuleRemoved(Change):
    """A part of the registry that is gone; `before` is its title."""


class EpisodeChanged(Change):
    """What a course of treatment is called; both are (name, title)."""


class AnchorChanged(Change):
    """The date that timepoints count from."""


class EmptyColumnsChanged(Change):
    """Names that analysts' programs expect and of which nothing is kept; both are (name, reason) pairs."""


class TimepointAdded(Change):
    """A planned occasion; `after` is the timepoint."""


class TimepointRemoved(Change):
    """A planned occasion that is gone; `before` is the timepoint."""


class TimepointRenamed(Change):
    """The same occasion under another name; both are addresses."""

    is_renaming = True


class TimepointWindowChanged(Change):
    """When a form is due, opens and closes; both are (due, opens, closes) in days."""


class TimepointAliasChanged(Change):
    """What outside systems call a timepoint."""


class InstrumentAdded(Change):
    """A questionnaire; `after` is its title."""


class InstrumentRemoved(Change):
    """A questionnaire that is gone; `before` is its title."""


class InstrumentReplaced(Change):
    """Another questionnaire instead, whose answers cannot be compared; both are names."""


class InstrumentItemsChanged(Change):
    """The items of a questionnaire and how they are answered; both are (item, label) pairs and codelists."""


class InstrumentLicenceChanged(Change):
    """Who owns a questionnaire's wording, and whether it is private; both are (holder, private)."""


class ScoreAdded(Change):
    """A score of a questionnaire; `after` is the score."""


class ScoreRemoved(Change):
    """A score that is gone; `before` is the score."""


class ScoreChanged(Change):
    """What a score rests on, how many answers it needs, or which way it goes; both are the score."""


class TranslationChanged(Change):
    """Other words in another language for a text whose source is the same; both are (address, words)."""


CategoryAdded.pair(CategoryRemoved)
RespondentAdded.pair(RespondentRemoved)
ModuleAdded.pair(ModuleRemoved)
TimepointAdded.pair(TimepointRemoved)
InstrumentAdded.pair(InstrumentRemoved)
ScoreAdded.pair(ScoreRemoved)
