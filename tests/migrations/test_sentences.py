"""Every change is one plain sentence in every language, filled in whole; the golden file is for people to read."""

import re
from collections.abc import Iterator

import pytest

from catalogue.model import Catalogue, Retirement
from migrations_gen.changes import MEANINGS, Change, Subject, codes, forms, registry, variables
from migrations_gen.changes.sentences import SENTENCES, sentence, sides, title
from migrations_gen.diff import diff
from migrations_gen.naming import naming
from migrations_gen.states import State
from renderers.i18n import NAMES, languages
from tests.golden_files import assert_golden
from tests.migrations.mutations import HOYDE, catalogue, expression, mutations

SPOKEN = ("en", "nb", "nn")
BASE = catalogue()
VARIABLE = HOYDE.get(BASE)


def state(declared: Catalogue) -> State:
    return State(declared.version, declared, {}, ())


def of_variable(name: str = "hoyde") -> Subject:
    return Subject("variable", f"test.skjema.{name}")


WHEN, THEN = expression("hoyde > 3"), expression("hoyde > 5")
EXPRESSIONS = (
    variables.ConditionChanged,
    variables.RequirementConditionChanged,
    variables.CalculationChanged,
    variables.PrefillChanged,
    variables.ValidityDayChanged,
)

BY_HAND: tuple[Change, ...] = (
    *(
        meaning(of_variable(), *sides)
        for meaning in EXPRESSIONS
        for sides in ((WHEN, THEN), (None, THEN), (WHEN, None))
    ),
    variables.RetirementChanged(of_variable(), Retirement("2.0.0", "Dobbelt"), Retirement("2.0.0", "Lite brukt")),
    variables.VariableRenamed(of_variable(), "test.skjema.lengde", "test.skjema.hoyde"),
    variables.VariableMoved(of_variable(), "test.annet.hoyde", "test.skjema.hoyde"),
    variables.VariableDerived(of_variable(), None, "lengde * 100"),
    variables.VariablePurged(of_variable(), VARIABLE, None),
    variables.GroupRenamed(Subject("group", "test.skjema.sykdom"), "test.skjema.plager", "test.skjema.sykdom"),
    codes.CodelistRenamed(Subject("codelist", "status"), "stilling", "status"),
    codes.CodesReordered(Subject("codelist", "status"), (1, 2, 9), (2, 1, 9)),
    codes.Recoded(Subject("codelist", "status"), (), (("1", "1"), ("2", "not_answered"), ("blank", "2"))),
    forms.FormRenamed(Subject("form", "test.skjema"), "test.side", "test.skjema"),
    forms.RuleRenamed(Subject("rule", "test.skjema.ikke_for_hoy"), "test.skjema.hoy", "test.skjema.ikke_for_hoy"),
    forms.SectionsReordered(Subject("form", "test.skjema"), ("del", "skala", "slutt"), ("del", "slutt", "skala")),
    registry.TimepointRenamed(Subject("timepoint", "test.m3"), "test.tre_mnd", "test.m3"),
    registry.InstrumentReplaced(Subject("group", "test.skjema.skala"), "test.skjema.gammel", "test.skjema.skala"),
    registry.TranslationChanged(
        Subject("language", "nn"), ("test.skjema.title", "Side"), ("test.skjema.title", "Skjema")
    ),
)
"""What only an author can declare, or what it takes more than one field to change."""


def examples() -> Iterator[tuple[Change, State, State]]:
    """Changes of every meaning, there and back, with the states between which they are."""
    for mutation in mutations():
        one, other = state(BASE), state(mutation(BASE))
        for before, after in ((one, other), (other, one)):
            yield from ((change, before, after) for change in diff(before, after).changes)
    for change in BY_HAND:
        yield change, state(BASE), state(BASE)


EXAMPLES = tuple(examples())


def test_there_is_an_example_of_every_meaning() -> None:
    assert {type(change) for change, _, _ in EXAMPLES} == set(MEANINGS)


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("meaning", MEANINGS, ids=lambda meaning: meaning.__name__)
def test_a_change_is_one_plain_sentence(meaning: type[Change], language: str) -> None:
    spoken = languages()[language]
    for change, before, after in EXAMPLES:
        if type(change) is meaning:
            named = naming(before, after, language, NAMES)
            said = sentence(change, spoken, named)
            assert not re.search(r"[{}]|<\w|None|Text\(|\(\)|  |“”|«»", said), said
            assert said[-1] in ".!?", said
            assert title(change, spoken)
            assert all("(" not in side[:1] for side in sides(change, spoken, named))


def test_without_a_catalogue_a_thing_has_its_address() -> None:
    change = variables.RequirementChanged(of_variable(), False, True)
    assert sentence(change, languages()["en"]) == "The question test.skjema.hoyde must now be answered."


def test_what_is_said() -> None:
    """One example of each meaning, each case of it, in each language."""
    lines: dict[tuple[str, str], list[str]] = {}
    for change, before, after in EXAMPLES:
        said = [sentence(change, languages()[code], naming(before, after, code, NAMES)) for code in SPOKEN]
        lines.setdefault((type(change).__name__, SENTENCES[type(change)].sentence(change)), said)
    text = "\n".join("\n  ".join((meaning, *said)) for (meaning, _), said in sorted(lines.items()))
    assert_golden("comparison/sentences.txt", f"{text}\n")
