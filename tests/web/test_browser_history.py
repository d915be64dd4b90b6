"""The public history in a browser, on a screen and on a phone: nothing runs out of the page, nothing is refused."""

import pytest
from on_a_port import on_a_port

from tests.looking import width_of

pytestmark = pytest.mark.slow

WIDTHS = [1200, 390]
PATHS = ["/historikk", "/historikk/2.0.0", "/historikk/variabler?sok=jobb", "/historikk/variabel/kne.for.arbeid"]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_outsider_finds_the_way_from_a_release_to_a_variable(versions, page, width):
    world = versions.upgraded()
    page.set_viewport_size({"width": width, "height": 900})
    with on_a_port(world) as served:
        for path in PATHS:
            page.goto(f"{served.address}{path}")
            assert width_of(page) <= width
        page.goto(f"{served.address}/login")
        page.get_by_role("link", name="Hva som er endret i registeret").click()
        page.get_by_role("link", name="Variabler og kodelister").click()
        page.get_by_label("Ord eller navn").fill("røyker")
        page.get_by_role("button", name="Søk").click()
        page.get_by_role("link", name="Røyker du?").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Røyker du?"
        page.get_by_role("link", name="Versjon 2.0.0").click()
        assert "Bestilt av Prøve" in page.get_by_role("main").inner_text()
