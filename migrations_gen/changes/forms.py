"""Changes to forms, sections and rules."""

from migrations_gen.changes.base import Change


class FormAdded(Change):
    """A form that was not there; `after` is its title."""


class FormRemoved(Change):
    """A form that is no longer there; `before` is its title."""


class FormRenamed(Change):
    """The same form under another name; both are addresses."""

    is_renaming = True


class TitleChanged(Change):
    """The heading of a form, section, module, timepoint, instrument, category or respondent, or of the registry."""


class RespondentChanged(Change):
    """Who fills in a form."""


class FormTimepointsChanged(Change):
    """At which timepoints a form is filled in; both are their names."""


class RecordNamesChanged(Change):
    """What outside systems call a row's own columns; both are (column, names) pairs."""


class SectionAdded(Change):
    """A section that was not there; `after` is its title."""


class SectionRemoved(Change):
    """A section that is no longer there; `before` is its title."""


class SectionsReordered(Change):
    """The order of a form's sections; both are their names."""


class RuleAdded(Change):
    """A rule that was not there; `after` is the rule."""


class RuleRemoved(Change):
    """A rule that is no longer there; `before` is the rule."""


class RuleRenamed(Change):
    """The same rule under another name; both are addresses."""

    is_renaming = True


class RuleChanged(Change):
    """What a rule demands."""


class RuleSeverityChanged(Change):
    """Whether a rule stops a form or may be confirmed."""


class RuleMessageChanged(Change):
    """What is said when a rule is broken."""


class RuleEraChanged(Change):
    """When a rule holds."""


class RuleRetired(Change):
    """A rule that no longer holds; `after` is the retirement."""


class RuleReturned(Change):
    """A rule that holds again; `before` is the retirement."""


FormAdded.pair(FormRemoved)
SectionAdded.pair(SectionRemoved)
RuleAdded.pair(RuleRemoved)
RuleRetired.pair(RuleReturned)
