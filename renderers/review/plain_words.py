"""Risks, what happens to answers, and what depends on a change, in fewer and plainer words than those for an author."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes import Change, codes, variables
from migrations_gen.risks import (
    alias_changed,
    answers_lost,
    calculation_altered,
    code_added,
    code_removed,
    code_retired_in_use,
    code_reused,
    harmless,
    limit_tightened,
    name_changed,
    newly_required,
    question_added,
    rule_tightened,
    skip_condition_altered,
    time_series_broken,
    wording_changed,
)
from migrations_gen.risks import proofs as proved
from renderers.comparison.judging import DEPENDANTS

PLAINLY: Mapping[str, str] = MappingProxyType(
    {
        proved.HARMFUL: "",
        proved.HARMLESS: "",
        skip_condition_altered.HIDDEN: translatable(
            "Some who have answered are no longer asked. Their answer is cleared if their form is corrected later."
        ),
        skip_condition_altered.MUST: translatable(
            "Some who have not answered are now asked and must answer. Their form can only be corrected later by"
            " answering."
        ),
        skip_condition_altered.LESS: translatable("Fewer are asked than before."),
        skip_condition_altered.MORE: translatable("More are asked than before."),
        skip_condition_altered.OTHERS: translatable(
            "Others are asked than before, so an empty answer does not mean the same before and after."
        ),
        limit_tightened.TIGHTER: translatable(
            "Less is accepted than before. In a form that is already sent, an answer beyond the limit must be changed"
            " before anything else in the form can be corrected."
        ),
        limit_tightened.WIDER: translatable("Everything that was accepted before is accepted, and more."),
        limit_tightened.ASKED: translatable("More people than before are asked whether what they wrote is right."),
        limit_tightened.UNCLEAR: translatable("The limit depends on other answers, and may be tighter than before."),
        limit_tightened.OTHER_MEASURE: translatable("The limits are others because the answers are converted."),
        calculation_altered.OTHER: translatable(
            "Results that were worked out earlier may become others, or no longer compare with later ones."
        ),
        calculation_altered.WAS_ASKED: translatable(
            "What people answered before is now worked out from their other answers."
        ),
        newly_required.OTHERWISE: "",
        newly_required.REQUIRED: translatable(
            "A form that is already sent, and where this is empty, can only be corrected later by answering it."
        ),
        newly_required.NEW: translatable("It must be answered, also in forms that are begun and not yet sent."),
        name_changed.UNSEEN: translatable(
            "Nobody who answers sees it. All answers go with it, and those who analyse them see the same names as"
            " before."
        ),
        name_changed.SEEN: translatable(
            "Nobody who answers sees it. All answers go with it, but those who analyse them find them under another"
            " name."
        ),
        question_added.NEW: "",
        question_added.WITH_WHOLE: "",
        code_added.ADDED: translatable("It can be chosen from now on. Those who answered before could not choose it."),
        code_removed.MAPPED: "",
        code_removed.CARRIED: "",
        code_retired_in_use.RETIRED: translatable("Other answers will be given instead of it from now on."),
        alias_changed.ADDED: translatable("Those who read the data in that system find it under this name."),
        answers_lost.LOST: "",
        code_reused.SAME: translatable("The meaning is the same."),
        code_reused.SPELLING: translatable("It looks like another spelling of the same."),
        rule_tightened.NEW: translatable("A form where the rule is not met cannot be sent before it is corrected."),
        rule_tightened.NEW_SOFT: translatable("Those who do not meet it are asked to look again, and may confirm."),
        rule_tightened.OTHER: "",
        rule_tightened.HARDER: translatable(
            "Until now one could confirm and go on. From now on the form cannot be sent before it is corrected."
        ),
        rule_tightened.SOFTER: translatable(
            "Until now the form could not be sent before it was corrected. From now on one can confirm and go on."
        ),
        rule_tightened.WHEN: "",
        rule_tightened.SELDOMER: "",
        time_series_broken.COARSER: "",
        time_series_broken.FINER: "",
        time_series_broken.NONE: "",
        wording_changed.OTHER: translatable("People may answer otherwise when the words are others."),
        wording_changed.SPELLING: translatable("It looks like another spelling of the same."),
        wording_changed.SAME: translatable("The meaning is the same."),
        wording_changed.AROUND: "",
        wording_changed.LANGUAGE: translatable("The text in the main language is the same."),
        harmless.EXPECTED: "",
        harmless.JUDGED_BY_USE: "",
        harmless.JUDGED_INSIDE: "",
    }
)
"""Risks in other words than those for an author; empty where a pack says it in another place."""

DATA: Mapping[type[Change], str] = MappingProxyType(
    {
        variables.VariableAdded: translatable(
            "Forms that are already sent have no answer to this, and nobody is asked again."
        ),
        variables.VariableRemoved: translatable(
            "Answers already given are kept in the database, but no form shows them any more."
        ),
        variables.VariableRetired: translatable("Answers already given are kept and can still be read."),
        variables.VariablePurged: translatable("Answers already given are erased, and cannot be got back."),
        variables.VariableRenamed: translatable("Answers already given are kept as they are."),
        variables.VariableMoved: translatable("Answers already given go with the question."),
        codes.CodeRetired: translatable("Those who have chosen it keep their answer. Nobody can choose it any more."),
        codes.CodeRelabelled: translatable("Answers already given are kept, and shown with the new words."),
    }
)
"""What happens to answers already given, by the meaning of the change."""

READERS: Mapping[str, str] = MappingProxyType(
    {
        **DEPENDANTS,
        "rule": translatable("Rules"),
        "calculation": translatable("Calculations"),
        "score": translatable("Scores"),
        "condition": translatable("Questions that are asked depending on it"),
        "requirement": translatable("Questions that must be answered depending on it"),
        "view-column": translatable("Columns for those who analyse the data"),
        "outside-name": translatable("Names in other systems"),
    }
)
"""What depends on a change, in fewer words than in a report."""
