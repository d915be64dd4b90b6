"""The two small states that tests compare are what an author would have written."""

from migrations_gen.intents.records import Rename
from tests.states import states_of

HEIGHT = "- {name: hoyde, label: Hvor høy er du?, type: integer, min: 100, max: 230}"


def test_a_list_of_variables_is_a_form() -> None:
    before, after = states_of(HEIGHT, HEIGHT.replace("hoyde", "lengde"), "- {rename: test.skjema.hoyde, to: lengde}")
    assert (before.version, after.version) == ("1.0.0", "2.0.0")
    assert "hoyde" in before.catalogue.form["test.skjema"].variable
    assert "lengde" in after.catalogue.form["test.skjema"].variable
    assert after.intents[0].intents == (Rename(target="test.skjema.hoyde", to="lengde"),)


def test_a_first_page_takes_the_place_of_the_usual_one() -> None:
    page = """
    catalogue: annet
    title: Annet register
    controller: Testsykehuset
    version: 3.1.0
    languages: {source: nb, required: [nn]}
    categories: {bakgrunn: Bakgrunn}
    respondents: {patient: Pasient}
    include: [data]
    """
    words = {"nn": {"test.skjema.hoyde.label": ("Hvor høy er du?", "Kor høg er du?")}}
    before, after = states_of(HEIGHT, [page, HEIGHT], words_after=words)
    assert (before.catalogue.name, after.catalogue.name, after.version) == ("test", "annet", "3.1.0")
    label = after.catalogue.form["test.skjema"].variable["hoyde"].label
    assert after.translations["nn"].wording(label) == "Kor høg er du?"
