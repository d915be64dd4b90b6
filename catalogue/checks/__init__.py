"""The checks of a whole catalogue, one file per rule; the file's name is the slug of its findings.

A new check is a file with a docstring (the problem, why it matters, what to do) and a function `check`, its line in
`CHECKS`, a case in `tests/checks/cases/`, and a sentence in `renderers/finding_words.py` for readers of Norwegian.
Checks only look; they never change or raise. The order of `CHECKS` is of no consequence: findings are sorted by place.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from catalogue.checks import (
    alias_case,
    asked_and_calculated,
    attribute_not_for_type,
    codelist_and_codes,
    comparison_with_missing_code,
    comparison_with_null,
    condition_looks_outside,
    dependency_cycle,
    display_not_for_type,
    duplicate_alias,
    duplicate_analysis_name,
    duplicate_code,
    duplicate_label,
    empty_value_set,
    era_out_of_order,
    expression_can_overflow,
    expression_too_large,
    form_name_ends_in_timepoint,
    instrument_item_label,
    instrument_level_label,
    instrument_score_needs,
    limit_does_not_fit,
    limits_out_of_order,
    lookup_outside_calculate,
    missing_code_is_an_answer,
    missing_purpose,
    missing_text,
    missing_timepoints,
    name_ends_in_missing,
    name_too_long,
    otherwise_does_not_fit,
    person_form,
    reserved_name,
    retired_but_referenced,
    rule_type_mismatch,
    same_table_name,
    stored_calculation_with_today,
    timepoint_window,
    timepoint_without_alias,
    type_needs_attribute,
    unknown_category,
    unknown_code_in_rule,
    unknown_in_publication,
    unknown_module,
    unknown_record_column,
    unknown_reference,
    unknown_respondent,
    unknown_timepoint,
    unused_codelist,
    wrong_episode_anchor,
)
from catalogue.checks.examined import Examined, Remark
from catalogue.findings import Finding, Location
from catalogue.model import Catalogue
from catalogue.source.documents import Mapping as Declaration
from catalogue.texts import Translations


class Check(Protocol):
    """A file with one rule."""

    @property
    def __name__(self) -> str: ...

    def check(self, examined: Examined) -> Iterator[Remark]:
        """What the rule has to say about a catalogue."""


CHECKS: tuple[Check, ...] = (
    alias_case,
    asked_and_calculated,
    attribute_not_for_type,
    codelist_and_codes,
    comparison_with_missing_code,
    comparison_with_null,
    condition_looks_outside,
    dependency_cycle,
    display_not_for_type,
    duplicate_alias,
    duplicate_analysis_name,
    duplicate_code,
    duplicate_label,
    empty_value_set,
    era_out_of_order,
    expression_can_overflow,
    expression_too_large,
    form_name_ends_in_timepoint,
    instrument_item_label,
    instrument_level_label,
    instrument_score_needs,
    limit_does_not_fit,
    limits_out_of_order,
    lookup_outside_calculate,
    missing_code_is_an_answer,
    missing_purpose,
    missing_text,
    missing_timepoints,
    name_ends_in_missing,
    name_too_long,
    otherwise_does_not_fit,
    person_form,
    reserved_name,
    retired_but_referenced,
    rule_type_mismatch,
    same_table_name,
    stored_calculation_with_today,
    timepoint_window,
    timepoint_without_alias,
    type_needs_attribute,
    unknown_category,
    unknown_code_in_rule,
    unknown_in_publication,
    unknown_module,
    unknown_record_column,
    unknown_reference,
    unknown_respondent,
    unknown_timepoint,
    unused_codelist,
    wrong_episode_anchor,
)


def slug(check: Check) -> str:
    """What the findings of a check are called: its file's name."""
    return check.__name__.rpartition(".")[2].replace("_", "-")


def run_checks(
    catalogue: Catalogue,
    translations: Mapping[str, Translations],
    declarations: Mapping[Location, Declaration] | None = None,
) -> Iterator[Finding]:
    """All that can be said against a catalogue as built. Without `declarations` places are those of the things'
    names.
    """
    examined = Examined(catalogue, translations, declarations or {})
    for check in CHECKS:
        for remark in check.check(examined):
            yield Finding(remark.at, slug(check), remark.message, remark.severity)
