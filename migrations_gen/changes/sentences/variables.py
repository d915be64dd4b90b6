"""How changes to variables and groups are told, one row per meaning."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.model import Variable
from catalogue.texts import translatable
from migrations_gen.changes import variables as meanings
from migrations_gen.changes.base import Change
from migrations_gen.changes.sentences import values
from migrations_gen.changes.sentences.records import CAME, CHANGED, WENT, Row, row

ASKED, CALCULATED = "asked", "calculated"
NAMES = translatable("Names in other systems")
NAME = translatable("Name")
MANDATORY = translatable("Must be answered")
INSTEAD = translatable("Instead of an answer")
DOCUMENTED = translatable("Where it is documented")
IN_USE = translatable("In use")
ANSWERS = values.counted(lambda language, number: language.ngettext("1 answer", "{number} answers", number))
NEW, GONE = translatable("New"), translatable("Removed")
CALLED = translatable("{subject} is called {after} in the data from now on, {before} until now.")


def asked_or_calculated(change: Change) -> str:
    """Whether the variable that came or went is a question."""
    variable = change.after or change.before
    return CALCULATED if isinstance(variable, Variable) and variable.is_calculated else ASKED


def of_value(change: Change) -> str:
    """Where `false` is a value and not the absence of one."""
    if change.before is None:
        return CAME
    return WENT if change.after is None else CHANGED


def of_codes(change: Change) -> str:
    """Whether a value set gained codes, lost codes, or both."""
    before, after = (set(side) if isinstance(side, tuple) else set() for side in (change.before, change.after))
    if after >= before:
        return CAME
    return WENT if before >= after else CHANGED


def of_group(change: Change) -> str:
    """Whether a variable belongs to a group before, after, or both."""
    before, after = (side[0] if isinstance(side, tuple) else None for side in (change.before, change.after))
    if before is None and after is not None:
        return CAME
    return WENT if after is None and before is not None else CHANGED


SENTENCES: Mapping[type[Change], Row] = MappingProxyType(
    {
        meanings.VariableAdded: row(
            NEW,
            words=values.kind_of_answer,
            case=asked_or_calculated,
            asked=translatable("A new question: {name}. The answer is {after}."),
            calculated=translatable("A new calculation: {name}. The result is {after}."),
        ),
        meanings.VariableRemoved: row(
            GONE,
            words=values.kind_of_answer,
            case=asked_or_calculated,
            asked=translatable("The question {name} is removed. The answer was {before}."),
            calculated=translatable("The calculation {name} is removed. The result was {before}."),
        ),
        meanings.VariableRenamed: row(NAME, CALLED, words=values.own_name),
        meanings.VariableMoved: row(
            translatable("Moved to another form"),
            translatable("{subject} is moved to the form {after}. It was in {before}."),
            words=values.form_of,
        ),
        meanings.VariableDerived: row(
            translatable("Earlier answers"),
            came=translatable("Earlier answers to {name} are worked out like this: {after}."),
        ),
        meanings.VariablePurged: row(
            translatable("Erased"),
            went=translatable("All answers to {name} are erased for good."),
            words=values.kind_of_answer,
        ),
        meanings.VariableRetired: row(
            IN_USE,
            came=translatable("{subject} is no longer in use, {after}. The answers are kept."),
            words=values.retirement,
        ),
        meanings.VariableReturned: row(
            IN_USE,
            went=translatable("{subject} is in use again. It was out of use {before}."),
            words=values.retirement,
        ),
        meanings.RetirementChanged: row(
            IN_USE,
            translatable("{subject} is out of use {after}. Until now it said: {before}."),
            words=values.retirement,
        ),
        meanings.PlaceChanged: row(
            translatable("Place in the form"),
            translatable("{subject} now stands {after}. It stood {before}."),
            words=values.place,
        ),
        meanings.LabelChanged: row(
            translatable("Wording"),
            translatable("The wording of {address} is now “{after}”. It was “{before}”."),
        ),
        meanings.HelpChanged: row(
            translatable("Help text"),
            translatable("The help text of {name} is now “{after}”. It was “{before}”."),
            translatable("{subject} has a help text: “{after}”."),
            translatable("{subject} no longer has a help text. It was “{before}”."),
        ),
        meanings.EndsChanged: row(
            translatable("Ends of the scale"),
            translatable("The ends of the scale of {name} are now {after}. They were {before}."),
            translatable("The ends of the scale of {name} are now called {after}."),
            translatable("The ends of the scale of {name} no longer have words. They were {before}."),
            words=values.ends,
        ),
        meanings.HeadingChanged: row(
            translatable("Heading"),
            translatable("A heading in {name} is now “{after}”. It was “{before}”."),
            words=values.second,
        ),
        meanings.TypeChanged: row(
            translatable("Kind of answer"),
            translatable("The answer to {name} is now {after}. It was {before}."),
            words=values.one_of(values.TYPES),
        ),
        meanings.UnitChanged: row(
            translatable("Unit"),
            translatable("{name} is now measured in {after}. It was measured in {before}."),
            translatable("{name} is now measured in {after}. It had no unit."),
            translatable("{name} no longer has a unit. It was measured in {before}."),
        ),
        meanings.DecimalsChanged: row(
            translatable("Decimals"),
            translatable("The number of decimals of {name} is now {after}. It was {before}."),
            translatable("The number of decimals of {name} is now {after}."),
            translatable("{name} no longer has decimals. The number of decimals was {before}."),
        ),
        meanings.MinimumChanged: row(
            translatable("Least value"),
            translatable("The least accepted answer to {name} is now {after}. It was {before}."),
            translatable("The least accepted answer to {name} is now {after}. There was no such limit."),
            translatable("There is no longer a least accepted answer to {name}. It was {before}."),
            words=values.plain,
        ),
        meanings.MaximumChanged: row(
            translatable("Greatest value"),
            translatable("The greatest accepted answer to {name} is now {after}. It was {before}."),
            translatable("The greatest accepted answer to {name} is now {after}. There was no such limit."),
            translatable("There is no longer a greatest accepted answer to {name}. It was {before}."),
            words=values.plain,
        ),
        meanings.SoftMinimumChanged: row(
            translatable("Must be confirmed below"),
            translatable("Answers to {name} below {after} must be confirmed. The limit was {before}."),
            translatable("Answers to {name} below {after} must now be confirmed."),
            translatable("Low answers to {name} no longer have to be confirmed. The limit was {before}."),
            words=values.plain,
        ),
        meanings.SoftMaximumChanged: row(
            translatable("Must be confirmed above"),
            translatable("Answers to {name} above {after} must be confirmed. The limit was {before}."),
            translatable("Answers to {name} above {after} must now be confirmed."),
            translatable("High answers to {name} no longer have to be confirmed. The limit was {before}."),
            words=values.plain,
        ),
        meanings.LengthChanged: row(
            translatable("Longest text"),
            translatable("The answer to {name} may have at most {after} characters. The limit was {before}."),
            translatable("The answer to {name} may now have at most {after} characters."),
            translatable("The answer to {name} no longer has a limit of its own. It was {before} characters."),
        ),
        meanings.CodelistReplaced: row(
            translatable("Codelist"),
            translatable("The choices of {name} are now those of the codelist {after}. They were those of {before}."),
            words=values.of_kind("codelist"),
        ),
        meanings.ValueSetChanged: row(
            translatable("Choices"),
            translatable("{name} now offers {after}, and no longer {before}."),
            translatable("{name} now also offers {after}."),
            translatable("{name} no longer offers {before}."),
            words=values.gained_codes,
            case=of_codes,
        ),
        meanings.SystemReplaced: row(
            translatable("Coding system"),
            translatable("The codes of {name} are now taken from {after}. They were taken from {before}."),
            translatable("The codes of {name} are now taken from {after}."),
            translatable("{name} no longer has a coding system. The codes were taken from {before}."),
            words=values.of_kind("system"),
        ),
        meanings.ValidityDayChanged: row(
            translatable("Day on which a code must be valid"),
            translatable("The code of {name} must be valid on {after}. Until now it was on {before}."),
            translatable("The code of {name} must be valid on {after}. Until now it was on the episode's own day."),
            translatable("The code of {name} must be valid on the episode's own day. Until now it was on {before}."),
            words=values.plain,
        ),
        meanings.RequirementChanged: row(
            MANDATORY,
            came=translatable("{subject} must now be answered."),
            went=translatable("{subject} no longer has to be answered."),
        ),
        meanings.RequirementConditionChanged: row(
            MANDATORY,
            translatable("{subject} must be answered when: {after}. Until now when: {before}."),
            translatable("{subject} must now be answered when: {after}."),
            translatable("{subject} no longer has to be answered when: {before}."),
            words=values.plain,
        ),
        meanings.ConditionChanged: row(
            translatable("Shown when"),
            translatable("{subject} is only shown when: {after}. Until now when: {before}."),
            translatable("{subject} is only shown when: {after}. Until now it was always shown."),
            translatable("{subject} is now always shown. Until now only when: {before}."),
            words=values.plain,
        ),
        meanings.OtherwiseChanged: row(
            translatable("Value when not asked"),
            translatable("When {name} is not asked, the value is {after}. It was {before}."),
            translatable("When {name} is not asked, the value is {after}. It was left empty."),
            translatable("When {name} is not asked, the value is left empty. It was {before}."),
            case=of_value,
        ),
        meanings.CalculationChanged: row(
            translatable("Calculation"),
            translatable("{name} is calculated like this: {after}. Until now: {before}."),
            translatable("{name} is now calculated, and no longer asked: {after}."),
            translatable("{name} is now asked, and no longer calculated. The calculation was: {before}."),
            words=values.plain,
        ),
        meanings.PrefillChanged: row(
            translatable("Filled in beforehand"),
            translatable("{name} is filled in beforehand with: {after}. Until now with: {before}."),
            translatable("{name} is now filled in beforehand with: {after}."),
            translatable("{name} is no longer filled in beforehand. It was filled in with: {before}."),
            words=values.plain,
        ),
        meanings.DisplayChanged: row(
            translatable("Appearance"),
            translatable("{name} is now shown like this: {after}. Until now: {before}."),
            translatable("{name} is now shown like this: {after}. Until now in the usual way."),
            translatable("{name} is now shown in the usual way. Until now: {before}."),
            words=values.one_of(values.DISPLAYS),
        ),
        meanings.MissingReasonAdded: row(
            INSTEAD,
            came=translatable("“{after}” may now be given instead of an answer to {name}."),
            words=values.reason,
        ),
        meanings.MissingReasonRemoved: row(
            INSTEAD,
            went=translatable("“{before}” may no longer be given instead of an answer to {name}."),
            words=values.reason,
        ),
        meanings.MissingCodeChanged: row(
            translatable("Missing answers in other systems"),
            translatable("Other systems write for a missing answer to {name}: {after}. Until now: {before}."),
            words=values.outside_reason,
        ),
        meanings.AliasAdded: row(
            NAMES, came=translatable("{name} has a name in another system: {after}."), words=values.outside_name
        ),
        meanings.AliasRemoved: row(
            NAMES,
            went=translatable("{name} no longer has this name in another system: {before}."),
            words=values.outside_name,
        ),
        meanings.CategoryChanged: row(
            translatable("Category"),
            translatable("{name} now belongs to the category {after}. It belonged to {before}."),
            translatable("{name} now belongs to the category {after}."),
            translatable("{name} no longer has a category. It belonged to {before}."),
            words=values.of_kind("category"),
        ),
        meanings.PurposeChanged: row(
            translatable("Purpose"),
            translatable("The purpose of {name} is now: “{after}”. It was: “{before}”."),
            translatable("{subject} has a purpose: “{after}”."),
            translatable("{subject} no longer has a purpose. It was: “{before}”."),
        ),
        meanings.SourceChanged: row(
            DOCUMENTED,
            translatable("{name} is documented by: {after}. Until now by: {before}."),
            translatable("{name} is now documented by: {after}."),
            translatable("{name} is no longer documented. It was by: {before}."),
        ),
        meanings.LimitSourceChanged: row(
            translatable("Where the limits are documented"),
            translatable("The limits of {name} are documented by: {after}. Until now by: {before}."),
            translatable("The limits of {name} are now documented by: {after}."),
            translatable("The limits of {name} are no longer documented. They were by: {before}."),
        ),
        meanings.EraChanged: row(
            translatable("When it is collected"),
            translatable("{subject} is collected {after}. Until now: {before}."),
            translatable("{subject} is only collected {after}. Until now at all times."),
            translatable("{subject} is collected at all times. Until now: {before}."),
            words=values.era,
        ),
        meanings.IdentificationChanged: row(
            translatable("Identifies the person"),
            translatable("{name} identifies the person in another way: {after}. Until now: {before}."),
            translatable("{name} is now marked as something that identifies the person."),
            translatable("{name} is no longer marked as something that identifies the person."),
        ),
        meanings.GroupChanged: row(
            translatable("Belongs to"),
            translatable("{subject} now belongs to {after}. It belonged to {before}."),
            translatable("{subject} now belongs to {after}. It stood alone."),
            translatable("{subject} now stands alone. It belonged to {before}."),
            words=values.membership,
            case=of_group,
        ),
        meanings.GroupAdded: row(
            NEW,
            came=translatable("A new group of questions: {name}, with {after}."),
            words=ANSWERS,
        ),
        meanings.GroupRemoved: row(
            GONE,
            went=translatable("The group of questions {name}, with {before}, is removed."),
            words=ANSWERS,
        ),
        meanings.GroupRenamed: row(NAME, CALLED, words=values.own_name),
        meanings.GroupKindChanged: row(
            translatable("Kind of group"),
            translatable("{name} is now {after}. It was {before}."),
            words=values.group_kind,
        ),
        meanings.GroupRequirementChanged: row(
            MANDATORY,
            came=translatable("Something in {name} must now be answered."),
            went=translatable("Nothing in {name} has to be answered any longer."),
        ),
        meanings.ExclusiveTickChanged: row(
            translatable("Tick that excludes the others"),
            translatable("In {name} the tick that excludes the others is now {after}. It was {before}."),
            translatable("In {name} {after} now excludes the other ticks."),
            translatable("In {name} no tick excludes the others any longer. {before} did."),
            words=values.tick,
        ),
    }
)
