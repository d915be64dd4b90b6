"""How changes to forms, sections and rules are told, one row per meaning."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes import forms as meanings
from migrations_gen.changes.base import Change
from migrations_gen.changes.sentences import values
from migrations_gen.changes.sentences.records import Row, row
from migrations_gen.changes.sentences.variables import CALLED, GONE, IN_USE, NAME, NAMES, NEW

SENTENCES: Mapping[type[Change], Row] = MappingProxyType(
    {
        meanings.FormAdded: row(NEW, came=translatable("A new form: “{after}” ({address}).")),
        meanings.FormRemoved: row(GONE, went=translatable("The form “{before}” ({address}) is removed.")),
        meanings.FormRenamed: row(NAME, CALLED),
        meanings.TitleChanged: row(
            translatable("Heading"),
            translatable("The heading of {address} is now “{after}”. It was “{before}”."),
        ),
        meanings.RespondentChanged: row(
            translatable("Filled in by"),
            translatable("{subject} is now filled in by {after}. It was filled in by {before}."),
            words=values.of_kind("respondent"),
        ),
        meanings.FormTimepointsChanged: row(
            translatable("Filled in at"),
            translatable("{subject} is filled in at: {after}. Until now at: {before}."),
            translatable("{subject} is filled in at: {after}."),
            translatable("{subject} is no longer filled in at: {before}."),
            words=values.several_of("timepoint"),
        ),
        meanings.RecordNamesChanged: row(
            NAMES,
            translatable("The columns of {name} have other names in other systems: {after}. Until now: {before}."),
            translatable("The columns of {name} have names in other systems: {after}."),
            translatable("The columns of {name} no longer have names in other systems: {before}."),
            words=values.named_rows,
        ),
        meanings.SectionAdded: row(NEW, came=translatable("A new section: “{after}” ({address}).")),
        meanings.SectionRemoved: row(GONE, went=translatable("The section “{before}” ({address}) is removed.")),
        meanings.SectionsReordered: row(
            translatable("Order of the sections"),
            translatable("The sections of {name} now come in this order: {after}. Until now: {before}."),
            words=values.several_of("section"),
        ),
        meanings.RuleAdded: row(
            NEW, came=translatable("A new rule, {address}: {after}. It says “{message}”."), words=values.demand
        ),
        meanings.RuleRemoved: row(
            GONE, went=translatable("The rule {address} is removed. It demanded: {before}."), words=values.demand
        ),
        meanings.RuleRenamed: row(NAME, CALLED, words=values.own_name),
        meanings.RuleChanged: row(
            translatable("What the rule demands"),
            translatable("The rule {address} now demands: {after}. Until now: {before}."),
            words=values.plain,
        ),
        meanings.RuleSeverityChanged: row(
            translatable("How strict the rule is"),
            translatable("The rule {address} now {after}. Until now it {before}."),
            words=values.one_of(values.SEVERITIES),
        ),
        meanings.RuleMessageChanged: row(
            translatable("What is said"),
            translatable("When the rule {address} is broken, it says “{after}”. Until now: “{before}”."),
        ),
        meanings.RuleEraChanged: row(
            translatable("When the rule holds"),
            translatable("The rule {address} holds {after}. Until now: {before}."),
            translatable("The rule {address} only holds {after}. Until now at all times."),
            translatable("The rule {address} holds at all times. Until now: {before}."),
            words=values.era,
        ),
        meanings.RuleRetired: row(
            IN_USE,
            came=translatable("The rule {address} no longer holds, {after}."),
            words=values.retirement,
        ),
        meanings.RuleReturned: row(
            IN_USE,
            went=translatable("The rule {address} holds again. It did not hold {before}."),
            words=values.retirement,
        ),
    }
)
