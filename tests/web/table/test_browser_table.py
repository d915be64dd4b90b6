"""A case from three new codes to the board's answers, in real browsers without script: one for each role."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from cases import CODES, Table
from on_a_port import on_a_port
from playwright.sync_api import Browser, Page, expect
from visitors import PASSWORD

from tests.conftest import visit
from tests.looking import complaints, width_of

pytestmark = pytest.mark.slow

TELEPHONE = {"width": 390, "height": 800}
DESK = {"width": 1200, "height": 900}
IN_NYNORSK = {"Student": "Student", "Alderspensjonist": "Alderspensjonist", "Uføretrygdet": "Uføretrygda"}
Enter = Callable[..., Page]


@pytest.fixture
def enter(table: Table, browser: Browser) -> Iterator[Enter]:
    """Somebody logs in, in a browser of their own without script."""
    with ExitStack() as stack:
        served = stack.enter_context(on_a_port(table.world))

        def enter(name: str, **options: object) -> Page:
            known = {"java_script_enabled": False, **options}
            page = stack.enter_context(contextmanager(visit)(browser, **known))
            page.goto(f"{served.address}/login")
            page.get_by_label("Brukernavn").fill(name)
            page.get_by_label("Passord").fill(PASSWORD)
            page.get_by_role("button", name="Logg inn").click()
            page.goto(f"{served.address}/saker")
            return page

        yield enter


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways, at a desk or on a telephone."""
    for size in (DESK, TELEPHONE):
        page.set_viewport_size(size)
        assert width_of(page) <= size["width"]


def write_case(page: Page) -> None:
    page.get_by_role("link", name="Skriv en ny sak").click()
    page.get_by_label("Tittel").fill("Flere svar om arbeid")
    page.get_by_label("Hvorfor?").fill("Mange er verken i arbeid eller sykmeldt.")
    page.get_by_role("button", name="Lagre, og gå videre til filene").click()


def change_codes(page: Page) -> None:
    page.get_by_role("link", name="for.yaml").click()
    text = page.get_by_label("Innholdet i fila").input_value()
    for old, new in CODES.items():
        text = text.replace(old, new)
    page.get_by_label("Innholdet i fila").fill(text)
    page.get_by_role("button", name="Lagre og sjekk").click()
    expect(page.get_by_role("heading", name="Lagret")).to_be_visible()
    expect(page.get_by_text("«Alderspensjonist»").first).to_be_visible()
    fits(page)


def translate(page: Page) -> None:
    page.get_by_role("button", name="Oversett det som mangler").click()
    for label, words in (
        ("Student", "Student"),
        ("Alderspensjonist", "Alderspensjonist"),
        ("Uføretrygdet", "Uføretrygda"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Lagre oversettelsene").click()
    page.get_by_role("link", name="Tilbake til saken").click()


def answer(page: Page, view: str, text: str = "") -> None:
    form = page.locator("#svar")
    form.get_by_label(view, exact=True).check()
    form.get_by_label("Merknad eller begrunnelse").fill(text)
    form.get_by_role("button").click()


def test_three_codes_go_from_the_secretariat_to_the_boards_answers(table: Table, enter: Enter) -> None:
    secretariat = enter("registeret", viewport=DESK)
    write_case(secretariat)
    change_codes(secretariat)
    translate(secretariat)
    fits(secretariat)
    secretariat.get_by_role("button", name="Legg fram saken").click()
    expect(secretariat.get_by_role("heading", name="Saken er lagt fram")).to_be_visible()

    member = enter("medlem", viewport=TELEPHONE)
    expect(member.get_by_text("Du har 2 endringer igjen å svare på.")).to_be_visible()
    member.get_by_role("link", name="Les og svar").click()
    fits(member)
    member.get_by_role("link", name="Gå til neste endring jeg ikke har svart på").click()
    answer(member, "Jeg tilrår det")
    expect(
        member.get_by_role("heading", name="Valgene i").or_(member.get_by_text("Student").first).first
    ).to_be_visible()
    fits(member)
    answer(member, "Jeg tilrår det ikke")
    expect(member.get_by_text("Skriv hvorfor. Uten det kan ikke de andre vurdere det du sier.")).to_be_visible()
    answer(member, "Jeg tilrår det, med en merknad", "Hva med lærlinger?")
    expect(member.get_by_role("heading", name="Lagret. Du har svart på alt")).to_be_visible()

    user = enter("brukeren", viewport=TELEPHONE)
    user.get_by_role("link", name="Les og svar").click()
    user.get_by_role("link", name="Er du i arbeid?").click()
    expect(user.get_by_text("Hva med lærlinger?")).to_be_visible()
    user.get_by_label("Skriv til de andre").fill("Enig, lærlinger bør med.")
    user.get_by_role("button", name="Send", exact=True).click()
    expect(user.get_by_text("Enig, lærlinger bør med.")).to_be_visible()
    user.get_by_role("link", name="Alle endringene").click()
    user.get_by_label("Ja, jeg tilrår alle").check()
    user.get_by_role("button", name="Lagre", exact=True).click()
    expect(user.get_by_text("Du har svart på alt.")).to_be_visible()

    assert table.rows("select seat, view, count(*) from proposal_view group by seat, view order by seat, view") == [
        ("bruker", "recommend", 4),
        ("nord", "recommend", 1),
        ("nord", "remark", 3),
    ]
    fits(user)


def test_no_page_about_cases_has_faults_of_accessibility(case: Table, enter: Enter) -> None:
    case.visitor("registeret").get("/saker/ny").press("_", title="En til", reason="Derfor")
    visited = {
        "registeret": [
            "",
            "/ny",
            "/2",
            "/2/tekst",
            "/2/filer?sjekk=1",
            "/2/filer?fil=data/for.yaml",
            "/2/oversettelse",
        ],
        "medlem": ["", "/1", "/1/endring/2"],
    }
    for name, paths in visited.items():
        page = enter(name, java_script_enabled=True)
        start = page.url
        for path in paths:
            page.goto(f"{start}{path}")
            assert complaints(page) == [], path
