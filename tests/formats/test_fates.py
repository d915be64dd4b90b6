"""The table of what each format carries says what the code does: each construct is written, read again and compared.

*Carried* is equal afterwards. *Carried with a change* is there, otherwise said, and nothing is reported as left out.
*Reported* is a finding at its place.
"""

from pathlib import Path

import pytest
import yaml

from catalogue.extraction import texts_of
from catalogue.formats import FORMATS
from catalogue.formats.constructs import CONSTRUCTS
from catalogue.formats.losses import OF_VARIABLES, SLUG
from catalogue.formats.records import How, WriteOptions
from catalogue.model import Catalogue, Variable
from catalogue.texts import Translation, Translations
from tests.catalogues import FIRST_PAGE, catalogue_of, form_of
from tests.formats.reading import OPTIONS, catalogue_of_files

SAMPLES: dict[str, str] = yaml.safe_load((Path(__file__).parent / "constructs.yaml").read_text(encoding="utf-8"))
"""By construct, the variables (and after a line with ---, the rules) of a form that has it."""

WHOLES = frozenset({"forms", "sections", "timepoints", "purpose", "rule", "languages", "publication"})
"""Constructs that belong to a form or to the catalogue."""

CELLS = [(form, construct) for form in FORMATS for construct in CONSTRUCTS]


def sample(construct: str) -> Catalogue:
    """A catalogue with this construct."""
    if construct == "forms":
        return catalogue_of(
            form_of(SAMPLES["text"]),
            form_of(SAMPLES["integer"]).replace("skjema", "annet").replace("title: Skjema", "title: Annet"),
        )
    if construct == "sections":
        extra = "  - {section: annen, title: Annen del, variables: [{name: b, label: B, type: text}]}\n"
        return catalogue_of(form_of(SAMPLES["text"]) + extra)
    if construct == "languages":
        return catalogue_of(
            form_of(SAMPLES["text"]), first_page=FIRST_PAGE.replace("{source: nb}", "{source: nb, required: [nn]}")
        )
    if construct == "publication":
        return catalogue_of(
            form_of(SAMPLES["text"]), first_page=f"{FIRST_PAGE.rstrip()}\npublication: {{countries: [NOR]}}\n"
        )
    others = (SAMPLES["system"],) if construct == "coding" else (SAMPLES["ski"],) if construct == "instrument" else ()
    variables, _, rules = SAMPLES.get(construct, SAMPLES["text"]).partition("---\n")
    return catalogue_of(form_of(variables, rules), *others)


def in_nynorsk(catalogue: Catalogue) -> dict[str, Translations]:
    """Every text with a translation, where the catalogue has the language."""
    entries = {text.address: Translation(text.source, f"{text.source} nn") for text in texts_of(catalogue)}
    return {language: Translations(language, entries) for language in catalogue.languages.all[1:]}


def facts(catalogue: Catalogue, construct: str) -> object:
    """What the two catalogues must have in common for the construct to be carried."""
    variables = [variable for form in catalogue.forms for variable in form.variables]
    match construct:
        case "forms":
            return [form.title.source for form in catalogue.forms]
        case "sections":
            return [[section.title.source for section in form.sections] for form in catalogue.forms]
        case "rule":
            return [
                (rule.require.node, rule.severity, rule.message.source)
                for form in catalogue.forms
                for rule in form.rules
            ]
        case "languages":
            return catalogue.languages.all
        case _:
            return [told(variable) for variable in variables]


def told(variable: Variable) -> tuple[object, ...]:
    """What a variable says of itself, whatever the form is called."""
    codes = (
        [(code.value, code.label.source, code.missing, code.collected) for code in variable.codelist.codes]
        if variable.codelist
        else []
    )
    ends = tuple(end.source for end in variable.ends) if variable.ends else None
    return (
        variable.label.source,
        variable.help and variable.help.source,
        variable.type,
        variable.decimals,
        variable.unit and variable.unit.source,
        variable.limits,
        variable.max_length,
        codes,
        variable.required,
        variable.required_when and variable.required_when.node,
        variable.enable_when and variable.enable_when.node,
        variable.calculate and variable.calculate.node,
        variable.display == "scale",
        ends,
        variable.collected,
        variable.identifies,
        variable.missing,
        variable.group,
    )


@pytest.mark.parametrize("form", FORMATS)
def test_every_construct_has_a_row(form: str) -> None:
    assert list(FORMATS[form].fates) == list(CONSTRUCTS)


def test_every_construct_is_of_a_variable_or_of_something_larger() -> None:
    assert set(CONSTRUCTS) == {*OF_VARIABLES, *WHOLES, "label"}


@pytest.mark.parametrize(("form", "construct"), CELLS)
def test_the_table_says_what_becomes_of_it(form: str, construct: str) -> None:
    found, catalogue = FORMATS[form], sample(construct)
    written = found.write(catalogue, WriteOptions(translations=in_nynorsk(catalogue)))
    again = catalogue_of_files(found.read(written.content, OPTIONS))
    reported = [
        finding for finding in written.findings if finding.slug == SLUG and CONSTRUCTS[construct] in finding.message
    ]
    match found.fates[construct].how:
        case How.REPORTED:
            assert reported
        case How.CHANGED:
            assert not reported
        case How.CARRIED:
            assert not reported
            assert facts(again, construct) == facts(catalogue, construct)
