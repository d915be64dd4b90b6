"""How changes to the registry itself are told: its first page, modules, timepoints, instruments and translations."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes import registry as meanings
from migrations_gen.changes.base import Change
from migrations_gen.changes.sentences import values
from migrations_gen.changes.sentences.records import Row, row
from migrations_gen.changes.sentences.variables import CALLED, GONE, NAME, NEW

SENTENCES: Mapping[type[Change], Row] = MappingProxyType(
    {
        meanings.ControllerChanged: row(
            translatable("Data controller"),
            translatable("The data controller is now {after}. It was {before}."),
        ),
        meanings.StatutesChanged: row(
            translatable("Statutes"),
            translatable("The statutes are now those of {after}. They were those of {before}."),
            translatable("The statutes are those of {after}."),
            translatable("The statutes are no longer named. They were those of {before}."),
        ),
        meanings.VersionChanged: row(
            translatable("Version"), translatable("The catalogue is now version {after}. It was version {before}.")
        ),
        meanings.LanguagesChanged: row(
            translatable("Languages"),
            translatable("The languages of the catalogue are now: {after}. They were: {before}."),
            words=values.language_rows,
        ),
        meanings.AnalysisNamesChanged: row(
            translatable("Names in the analysis views"),
            translatable("The analysis views now have the names of {after}. They had those of {before}."),
            translatable("The analysis views now have the names of {after}. They had our own."),
            translatable("The analysis views now have our own names. They had those of {before}."),
        ),
        meanings.CategoryAdded: row(NEW, came=translatable("A new category: “{after}” ({address}).")),
        meanings.CategoryRemoved: row(GONE, went=translatable("The category “{before}” ({address}) is removed.")),
        meanings.RespondentAdded: row(NEW, came=translatable("Somebody new may fill in forms: “{after}” ({address}).")),
        meanings.RespondentRemoved: row(GONE, went=translatable("“{before}” ({address}) no longer fills in forms.")),
        meanings.ModuleAdded: row(NEW, came=translatable("A new module: “{after}” ({address}).")),
        meanings.ModuleRemoved: row(GONE, went=translatable("The module “{before}” ({address}) is removed.")),
        meanings.EpisodeChanged: row(
            translatable("Course of treatment"),
            translatable("In the module {name} a course of treatment is now called {after}. It was {before}."),
            words=values.name_and_title,
        ),
        meanings.AnchorChanged: row(
            translatable("Date that timepoints count from"),
            translatable("The timepoints of the module {name} now count from {after}. They counted from {before}."),
            translatable("The timepoints of the module {name} now count from {after}."),
            translatable("The timepoints of the module {name} no longer count from {before}."),
            words=values.of_module,
        ),
        meanings.EmptyColumnsChanged: row(
            translatable("Empty columns in the analysis views"),
            translatable("The empty columns of the module {name} are now: {after}. They were: {before}."),
            translatable("The module {name} has empty columns: {after}."),
            translatable("The module {name} no longer has empty columns. They were: {before}."),
            words=values.named_rows,
        ),
        meanings.TimepointAdded: row(
            NEW, came=translatable("A new timepoint: “{after}” ({address})."), words=values.title
        ),
        meanings.TimepointRemoved: row(
            GONE, went=translatable("The timepoint “{before}” ({address}) is removed."), words=values.title
        ),
        meanings.TimepointRenamed: row(NAME, CALLED, words=values.own_name),
        meanings.TimepointWindowChanged: row(
            translatable("When it is due"),
            translatable("The timepoint {name} is now: {after}. Until now: {before}."),
            words=values.window,
        ),
        meanings.TimepointAliasChanged: row(
            translatable("Names in other systems"),
            translatable("In other systems the timepoint {name} is now called {after}. It was called {before}."),
            translatable("In other systems the timepoint {name} is now called {after}."),
            translatable("In other systems the timepoint {name} is no longer called {before}."),
        ),
        meanings.InstrumentAdded: row(NEW, came=translatable("A new questionnaire: “{after}” ({address}).")),
        meanings.InstrumentRemoved: row(
            GONE, went=translatable("The questionnaire “{before}” ({address}) is removed.")
        ),
        meanings.InstrumentReplaced: row(
            translatable("Another questionnaire"),
            translatable("{after} takes the place of {before}, and the answers to the two cannot be compared."),
            words=values.replaced_group,
        ),
        meanings.InstrumentItemsChanged: row(
            translatable("Questions of the questionnaire"),
            translatable("The questions of the questionnaire {name} are now: {after}. They were: {before}."),
            words=values.items,
        ),
        meanings.InstrumentLicenceChanged: row(
            translatable("Licence"),
            translatable("The licence of the questionnaire {name} is now: {after}. It was: {before}."),
            words=values.licence,
        ),
        meanings.ScoreAdded: row(NEW, came=translatable("A new score, {name}: {after}."), words=values.score),
        meanings.ScoreRemoved: row(
            GONE, went=translatable("The score {name} is removed. It rested on: {before}."), words=values.score
        ),
        meanings.ScoreChanged: row(
            translatable("Score"),
            translatable("The score {name} now rests on: {after}. Until now: {before}."),
            words=values.score,
        ),
        meanings.TranslationChanged: row(
            translatable("Translation"),
            translatable("In {name} the text {text} is now “{after}”. It was “{before}”."),
            words=values.second,
        ),
    }
)
