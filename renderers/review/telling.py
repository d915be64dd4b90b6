"""What everything in a review pack is told with: both states, each with its words, and sentences without addresses.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from catalogue.expressions.nodes import Node
from catalogue.model import Catalogue, Expression, Form, Rule
from catalogue.texts import Translations, translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes import Change, forms, registry, variables
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import Manner, Named, Naming, name_of, sentence, sides
from migrations_gen.comparison import Comparison
from migrations_gen.impact import Impact
from migrations_gen.naming import naming
from migrations_gen.states import State
from renderers.comparison.building import Teller as Told
from renderers.comparison.judging import Judgements
from renderers.html.questions import Questionnaire, questionnaire
from renderers.html.wording import Wording
from renderers.i18n import NAMES, Language
from renderers.review.formulas import Formulas
from renderers.review.things import Things

VALUES = frozenset(
    {
        variables.CalculationChanged,
        variables.PrefillChanged,
        variables.ValidityDayChanged,
        variables.MinimumChanged,
        variables.MaximumChanged,
        variables.SoftMinimumChanged,
        variables.SoftMaximumChanged,
    }
)
"""The meanings whose expression is a value; every other expression is a condition or a demand."""

SHORTLY: Mapping[type[Change], str] = MappingProxyType(
    {
        variables.LabelChanged: translatable("The wording is another."),
        variables.HelpChanged: translatable("The help text is another."),
        variables.EndsChanged: translatable("The words at the ends of the scale are others."),
        variables.CalculationChanged: translatable("It is calculated in another way."),
        variables.ConditionChanged: translatable("It is asked in other cases than before."),
        variables.RequirementConditionChanged: translatable("It must be answered in other cases than before."),
        variables.PrefillChanged: translatable("It is filled in beforehand in another way."),
        variables.PurposeChanged: translatable("It is collected for another purpose."),
        forms.TitleChanged: translatable("The heading is another."),
        forms.RuleChanged: translatable("It demands something else than before."),
        forms.RuleMessageChanged: translatable("It says something else when it is not met."),
        registry.TranslationChanged: translatable("The translation is another."),
    }
)
"""What is said where what was and what is stand side by side below."""

SECTION_CAME = translatable("A new section: “{after}”.")
SECTION_WENT = translatable("The section “{before}” is removed.")
RULE_CAME = translatable("A new rule: {after}. When it is not met, it says “{message}”.")
PLAINLY: Mapping[type[Change], str] = MappingProxyType(
    {forms.SectionAdded: SECTION_CAME, forms.SectionRemoved: SECTION_WENT, forms.RuleAdded: RULE_CAME}
)
"""What is said otherwise than to those who know the addresses."""


@dataclass(frozen=True)
class Side:
    """One of the two states, in the reader's language."""

    catalogue: Catalogue
    wording: Wording
    named: Naming
    known: dict[str, Questionnaire] = field(default_factory=dict)

    def formulas(self, form: Form) -> Formulas:
        """What the expressions of a form are told with."""
        return Formulas(self.catalogue, form, self.wording, self.named)

    def asked(self, form: Form) -> Questionnaire:
        """A form as its reader meets it."""
        if form.address not in self.known:
            self.known[form.address] = questionnaire(form)
        return self.known[form.address]


@dataclass(frozen=True)
class Teller:
    """Everything a pack is told with; `impacts` are counts from a database, by change, where there are any."""

    comparison: Comparison
    language: Language
    judged: Judgements
    impacts: Mapping[Change, Impact]

    @cached_property
    def before(self) -> Side:
        """The earlier state."""
        state = self.comparison.difference.before
        return _side(state, state, self.language)

    @cached_property
    def after(self) -> Side:
        """The later state; what is gone is called as it was, and a list without a heading as its question."""
        difference = self.comparison.difference
        side = _side(difference.after, difference.before, self.language)

        def named(subject: Subject) -> Named:
            found = side.named(subject)
            users = self.things.users(subject.address) if subject.kind == "codelist" and not found.label else ()
            return Named(side.named(users[0]).label, found.noun) if users else found

        return replace(side, named=named)

    @cached_property
    def told(self) -> Told:
        """The same for those parts of a report that a pack has too."""
        return Told(self.comparison.difference, self.language, self.judged, self.after.named)

    @cached_property
    def manner(self) -> Manner:
        """For people who do not know the addresses, and read no formulas."""
        return Manner(has_addresses=False, formula=self._formula)

    @cached_property
    def things(self) -> Things:
        """What belongs together."""
        return Things(self.comparison.difference)

    def name(self, subject: Subject) -> str:
        """What people call a thing."""
        return name_of(subject, self.language, self.after.named, self.manner)

    def sides(self, change: Change) -> tuple[str, str]:
        """What was and what is, in words."""
        return sides(change, self.language, self.after.named, self.manner)

    def sentence(self, change: Change) -> str:
        """The change in one or two sentences."""
        before, after = self.sides(change)
        meaning = type(change)
        if meaning in SHORTLY and before and after:
            return self.language.gettext(SHORTLY[meaning])
        if meaning in PLAINLY:
            message = self.after.named(change.subject).label
            return self.language.gettext(PLAINLY[meaning], before=before, after=after, message=message)
        return sentence(change, self.language, self.after.named, self.manner)

    def is_side_by_side(self, change: Change) -> bool:
        """Whether what was and what is stand below the sentence."""
        return type(change) in SHORTLY and all(self.sides(change))

    def earlier(self, kind: str, address: str) -> str:
        """What a thing of the later state was called; its own address when it is only in the earlier."""
        return self.comparison.difference.carrying.lineage.before(kind, address) or ""

    def form_of(self, change: Change, *, is_later: bool) -> Form | None:
        """The form in which a change lies, in one of the two states."""
        side = self.after if is_later else self.before
        address = split(change.subject.address)[0]
        return side.catalogue.form.get(address if is_later else self.earlier("form", address))

    def _formula(self, node: Node, change: Change, *, is_later: bool) -> str:
        """An expression in words. What is only another because a group is gets every part of the group named."""
        said = self._said(node, change, is_later=is_later)
        other = _node(change.before if is_later else change.after)
        if other is None or said != self._said(other, change, is_later=not is_later):
            return said
        return self._said(node, change, is_later=is_later, has_groups=False)

    def _said(self, node: Node, change: Change, *, is_later: bool, has_groups: bool = True) -> str:
        form = self.form_of(change, is_later=is_later)
        if form is None:
            return ""
        formulas = replace((self.after if is_later else self.before).formulas(form), has_groups=has_groups)
        is_value = type(change) in VALUES
        return formulas.words(node) if is_value else formulas.truth(node)


def _node(side: object) -> Node | None:
    """The expression of one side of a change."""
    expression = side.require if isinstance(side, Rule) else side
    return expression.node if isinstance(expression, Expression) else None


def _side(state: State, other: State, language: Language) -> Side:
    translations = state.translations.get(language.code) or Translations(language.code)
    wording = Wording(language, translations, state.catalogue.languages.source)
    return Side(state.catalogue, wording, naming(other, state, language.code, NAMES))
