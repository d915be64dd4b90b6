"""What each kind of finding means in general, and what to do: a sentence that is translated, for readers of Norwegian.

A finding's own message is English, with the names of the things in it. On a page in another language the sentence
comes first and the message follows as a detail. Every slug that code can give has its sentence here. Pure.
"""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from renderers.i18n import WRITTEN_IN, Language

GENERAL: Mapping[str, str] = MappingProxyType(
    {
        # What cannot be read
        "yaml-syntax": translatable(
            "The file does not follow YAML. Correct what stands at this line: indentation, a quote or a colon."
        ),
        "several-documents": translatable(
            "The file holds more than one document. Divide it at the line with three hyphens."
        ),
        "nested-too-deep": translatable("There are too many levels inside each other. Write it with fewer."),
        "unknown-anchor": translatable(
            "Something refers to an anchor that does not stand before it. Correct the name, or write the content out."
        ),
        "alias-in-itself": translatable("Something refers to what it stands in itself. Write the content out."),
        "aliases-multiply": translatable(
            "The file becomes too large when its references are written out. Use fewer of them, or divide the file."
        ),
        "key-not-text": translatable(
            "A key must be a single word, and here stands a list or several keys. Write a word before the colon."
        ),
        "duplicate-key": translatable("The same key stands twice. Remove one of them."),
        "file-too-large": translatable("The file is larger than the program reads. Divide it."),
        "not-utf8": translatable("The file is not saved as UTF-8. Save it again with that encoding."),
        "unreadable-file": translatable("The file cannot be read. See that it is there, and that it is text."),
        "unwritable-file": translatable(
            "The file cannot be written. See that the folder is there and may be written to."
        ),
        "already-there": translatable("There is a file of this name already. Use another folder, or move the file."),
        "not-formatted": translatable(
            "The file cannot be laid out anew without changing what it says. Write it in a simpler way."
        ),
        "not-a-catalogue": translatable(
            "The file is not the first page of a catalogue. Write the key that a first page begins with."
        ),
        "missing-include": translatable("The first page includes something that does not exist. Correct the path."),
        "outside-catalogue": translatable(
            "A file lies outside the folder it must lie in. Move it into the folder of the catalogue."
        ),
        # What has the wrong shape
        "empty-file": translatable("The file is empty. Fill it, or remove it."),
        "unknown-document": translatable(
            "The file does not say what it holds. It must begin with the key of a form, a module, a codelist or the"
            " like."
        ),
        "unknown-key": translatable("A key is not known here. Correct the spelling, or remove it."),
        "missing-key": translatable("Something that must be said is missing here. Add the key."),
        "value-not-allowed": translatable(
            "What is written here is not one of the words that can stand here. Choose one of them."
        ),
        "wrong-form": translatable("What is written here does not have the form it must have. Write it as described."),
        "wrong-structure": translatable(
            "Here must stand something else: a text, a list or keys of its own, or more or fewer of them."
            " Write it as described."
        ),
        "empty-value": translatable("Nothing stands after the key. Write something, or remove the key."),
        "impossible-date": translatable("This is not a date. Write the year, month and day with hyphens."),
        "duplicate-name": translatable("Two things have the same name. Give each a name of its own."),
        "limit-not-constant": translatable(
            "A limit that holds for many answers must be a number or a date. Write one."
        ),
        "unknown-code": translatable("A code is chosen that the codelist does not have. Use the codes of the list."),
        "wrong-table": translatable(
            "A table beside the catalogue has a line or a column that cannot be used. Correct the table."
        ),
        "unreadable-translations": translatable(
            "The file of translations cannot be read. Correct the line, or save the file anew as UTF-8."
        ),
        "not-a-wording": translatable(
            "The file holds no licensed wording, or does not say in which language it is. Correct the file."
        ),
        "duplicate-translation": translatable(
            "The same text is translated twice. Keep the translation of the text as it is today."
        ),
        # Expressions
        "invalid-expression": translatable(
            "The expression cannot be understood as it is written. Correct it at this place."
        ),
        "unknown-function": translatable(
            "The expression uses a function that does not exist. Use one of the functions of the language."
        ),
        # The checks of a whole catalogue
        "alias-case": translatable(
            "Two names in an outside system differ only in capitals. Correct the one that is misspelt."
        ),
        "asked-and-calculated": translatable(
            "A calculated variable has what only a question can have. Remove that, or the calculation."
        ),
        "attribute-not-for-type": translatable(
            "A variable has something that its type cannot have. Remove it, or correct the type."
        ),
        "codelist-and-codes": translatable("A variable has both a codelist and codes of its own. Keep one of the two."),
        "comparison-with-missing-code": translatable(
            "The expression compares with a code that means a missing answer, and can never be true."
            " Ask whether the answer is missing."
        ),
        "comparison-with-null": translatable(
            "The expression compares with nothing, which is never true nor false. Ask whether the answer is missing."
        ),
        "condition-looks-outside": translatable(
            "A condition for asking reads another form. Ask the question here as well, or make it a rule."
        ),
        "dependency-cycle": translatable(
            "Some variables wait for each other in a circle. Let one of them stop reading the other."
        ),
        "display-not-for-type": translatable(
            "The variable cannot be shown in this way. Remove the way of showing it, or correct the type or the limits."
        ),
        "duplicate-alias": translatable(
            "Two things of one form have the same name in an outside system. Correct one of them."
        ),
        "duplicate-analysis-name": translatable(
            "Two columns for the analysts would have the same name. Give each its own."
        ),
        "duplicate-code": translatable("Two codes of a list become the same in other programs. Keep one of them."),
        "duplicate-label": translatable(
            "Two codes of a list have the same label. Say what distinguishes them, or retire one."
        ),
        "empty-value-set": translatable("The table of a value set has no rows. Put the rows in the table."),
        "era-out-of-order": translatable(
            "The period of collection ends before it begins, or has a gap outside itself. Correct the dates."
        ),
        "expression-can-overflow": translatable(
            "The expression can become too large a number, or leave the calendar."
            " Give closer limits, or compute in another order."
        ),
        "expression-too-large": translatable("The expression is too large. Divide it into calculated variables."),
        "form-name-ends-in-timepoint": translatable(
            "The name of a form ends in a timepoint. Leave the timepoint out of the name."
        ),
        "instrument-item-label": translatable(
            "An item of a licensed instrument stands with its own wording. Give it a short neutral name."
        ),
        "instrument-level-label": translatable(
            "The levels of a licensed instrument stand with words. Number them instead."
        ),
        "instrument-score-needs": translatable(
            "A score needs more answered items than it has. Lower the number, or list the items it lacks."
        ),
        "limit-does-not-fit": translatable(
            "A limit cannot be reached by the type of the variable. Write a limit it can have, or another type."
        ),
        "limits-out-of-order": translatable(
            "The limits are not in order, the lowest first. Exchange the two, or correct the wrong one."
        ),
        "lookup-outside-calculate": translatable(
            "A lookup stands where there may be none. Calculate a variable with it, and use that variable."
        ),
        "missing-code-is-an-answer": translatable(
            "The code for a missing answer is also an answer. Use a code that no answer can be."
        ),
        "missing-purpose": translatable(
            "A variable does not say what it is for, or where it comes from. Write its category, purpose and source."
        ),
        "missing-text": translatable("A text is not translated, or its source has changed since. Translate it."),
        "missing-timepoints": translatable(
            "A form does not say when it is filled in. Write one or more of the timepoints of the module."
        ),
        "name-ends-in-missing": translatable(
            "The name of a variable ends as the names of certain columns do. Choose another name."
        ),
        "name-too-long": translatable("A name is longer than 40 characters. Shorten it."),
        "otherwise-does-not-fit": translatable(
            "The value when a question is not asked cannot be what the variable is, or the question is always asked."
            " Write another, or remove it."
        ),
        "person-form": translatable(
            "There is one form about the person, and it belongs to no module; all others belong to one."
            " Correct what this one says."
        ),
        "reserved-name": translatable("The name already means something else. Choose another, or add to it."),
        "retired-but-referenced": translatable(
            "An expression still reads a variable that is retired. Change the expression, or retire what it belongs to."
        ),
        "rule-type-mismatch": translatable(
            "The expression puts together what does not belong together. Compare like with like, or convert it."
        ),
        "same-table-name": translatable(
            "Two forms or modules would be kept in the same table. Give one of them another name."
        ),
        "stored-calculation-with-today": translatable(
            "A stored calculation counts to today, and is wrong tomorrow. Count to a date of the form."
        ),
        "timepoint-window": translatable(
            "A timepoint opens after it is due, or is due after it closes. Put the days in order."
        ),
        "timepoint-without-alias": translatable(
            "An outside name is made with that of the timepoint, which has none."
            " Give the timepoint one, or write the name out."
        ),
        "type-needs-attribute": translatable("A variable lacks something that its type must have. Add it."),
        "unknown-category": translatable("The category is not listed on the first page. Use one that is, or list it."),
        "unknown-code-in-rule": translatable(
            "The expression compares with a code that is not in the codelist, and can never be true."
            " Use a code of the list."
        ),
        "unknown-in-publication": translatable(
            "What is said about publication names something that is not there, or ends before it begins."
            " Correct it, or remove it."
        ),
        "unknown-module": translatable(
            "A form belongs to a module that does not exist. Correct the name, or declare the module."
        ),
        "unknown-record-column": translatable(
            "An outside name is given to a column that does not exist. Use one of the columns of the record."
        ),
        "unknown-reference": translatable("Something is named that does not exist. Correct the name."),
        "unknown-respondent": translatable(
            "The one who is to answer is not listed on the first page. Use one that is, or list the new one."
        ),
        "unknown-timepoint": translatable(
            "The module does not have this timepoint. Correct the name, or add the timepoint."
        ),
        "unused-codelist": translatable("No variable uses the codelist. Use it, or remove it."),
        "wrong-episode-anchor": translatable(
            "The date that the timepoints count from is not a date that is answered once for each episode."
            " Name one that is."
        ),
        # What the prover sees
        "contradicting-rules": translatable(
            "No answers can meet all that this form asks for, so that it can never be sent in."
            " Loosen one of the demands."
        ),
        "never-asked": translatable("A question can never be asked. Correct its condition, or retire the question."),
        "never-answered": translatable(
            "A question must be answered, and no answer to it is possible. Loosen one of the demands."
        ),
        "impossible-answer": translatable(
            "An answer is offered that nobody can give. Take the answer out, or loosen one of the demands."
        ),
        "unmet-rule": translatable("A rule can never be met. Correct it, or what it collides with."),
        "implied-rule": translatable("A rule can never be broken, and does nothing. Take it out, or correct it."),
        "soft-limit-out-of-reach": translatable("A soft limit can never be passed. Move it, or take it out."),
        "undecided": translatable(
            "It could not be decided whether this is possible. Look at it yourself, or write the rules more simply."
        ),
        # What is meant by changes
        "not-a-changes-file": translatable(
            "The file does not say which version its changes belong to. Begin with the version, and list the changes."
        ),
        "duplicate-version": translatable("There are two changes files for the same version. Put both in one file."),
        "intent-of-unknown": translatable(
            "The changes file speaks of something that does not exist. Correct the name."
        ),
        "unknown-missing-reason": translatable(
            "The expression gives a reason for a missing answer that does not exist. Use one of those there are."
        ),
        "reason-not-offered": translatable(
            "Old answers would get a reason that the variable does not offer. Offer it, or give another reason."
        ),
        "recode-unknown-code": translatable("The map of codes names a code that does not exist. Correct the code."),
        "recode-incomplete": translatable(
            "The map of codes does not say what becomes of every old answer. Say it of each."
        ),
        "recode-not-exact": translatable(
            "The map of codes joins several into one, so that the series becomes coarser. Say so in the changes file."
        ),
        # What was left behind by a change
        "recode-left-behind": translatable(
            "Something still uses a code that has become another one."
            " Change it, or say in the changes file why it is right."
        ),
        "unit-left-behind": translatable(
            "An expression uses a number as before, though it has another unit."
            " Change it, or say in the changes file why it is right."
        ),
        "table-left-behind": translatable(
            "A calculation looks answers up that have changed, in a table that has not."
            " Change the table, or say in the changes file why it is right."
        ),
        "outside-name-reused": translatable(
            "An outside name that belonged to one variable now belongs to another."
            " Give it another name, or say in the changes file why it is right."
        ),
        "era-gap": translatable(
            "Between two variables that carry on the same series are days when neither is collected."
            " Let one begin when the other ends, or say why."
        ),
        "translation-left-behind": translatable(
            "A new or changed text is not translated to a language that is required. Translate it."
        ),
        "open-change-left-behind": translatable(
            "The changes of a coming version speak of something that gets another name now. Write the new name there."
        ),
        # Some changes taken, and others not
        "cannot-be-parted": translatable(
            "The changes cannot be parted as the files are written. Decide on all of them together."
        ),
        "not-accepted": translatable(
            "A change comes along with what was accepted, and was not accepted itself."
            " Decide on all that is about the same thing together."
        ),
        "not-there": translatable(
            "A change was accepted, and does not come about. Decide on all that is about the same thing together."
        ),
        # Board, policy and release
        "not-a-board": translatable("The file does not describe a board. Begin with the board, and list its seats."),
        "seat-twice": translatable("Two seats have the same name. Give each a name of its own."),
        "impossible-terms": translatable("The shortest term is longer than the longest. Correct one of them."),
        "quorum-out-of-reach": translatable("More must be present than there are seats. Lower the number."),
        "unknown-seat": translatable("A seat is named that the board does not have. Correct the name."),
        "not-a-policy": translatable(
            "The file does not say who must agree to what. Write it for the grades and the risks."
        ),
        "unknown-risk": translatable("The rules for who must agree name a risk that does not exist. Correct the name."),
        "unread-file": translatable("No part of the catalogue is read from this file. Include it, or leave it out."),
        "not-canonical": translatable("The proposal is not written as its files give it. Make it anew from the files."),
        "version-not-later": translatable(
            "The version does not come after the last one that was released. Write a later one."
        ),
        "emergency-too-long": translatable(
            "An emergency release would run for longer than is allowed. Give it fewer days."
        ),
    }
)
"""What is wrong and what to do, by slug."""


def general(slug: str, language: Language) -> str:
    """The sentence to be said before a finding's message, still in English; empty where the message itself will do."""
    return "" if language.code == WRITTEN_IN else GENERAL[slug]
