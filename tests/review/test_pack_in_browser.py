"""The page of a pack in a real browser: on a screen, on a telephone and on paper."""

import io
import re

import pypdf
import pytest

from renderers.i18n import languages
from renderers.review import page as page_of
from tests.looking import width_of
from tests.review.reviewed import pack, pack_between

WIDTHS = [1200, 360, 320]


@pytest.fixture
def opened(page, tmp_path):
    """The page of the pack, opened from its file."""

    def open_at(width: int, found=None):
        file = tmp_path / "pack.html"
        file.write_text(page_of(found or pack(), languages()["nb"]), encoding="utf-8")
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(file.as_uri())
        return page

    return open_at


@pytest.mark.parametrize("width", WIDTHS)
def test_nobody_has_to_scroll_sideways(opened, width):
    page = opened(width)
    assert width_of(page) <= width


@pytest.mark.parametrize(("width", "is_beside"), [(1200, True), (360, False)])
def test_before_and_after_are_side_by_side_where_there_is_room(opened, width, is_beside):
    sides = opened(width).locator(".pack-sides").first.locator(".pack-side")
    before, after = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert (after["x"] > before["x"]) is is_beside
    assert (after["y"] > before["y"]) is not is_beside


def test_what_differs_is_seen_without_colour(opened):
    page = opened(1200)
    decoration = "one => getComputedStyle(one).textDecorationLine"
    assert page.locator(".pack-what del").first.evaluate(decoration) == "line-through"
    assert page.locator(".pack-what ins").first.evaluate(decoration) == "underline"


def test_the_contents_lead_to_every_block(opened):
    page = opened(1200)
    links = page.locator(".pack-contents a")
    assert links.count() == len(pack().blocks)
    links.last.click()
    assert page.url.endswith(f"#{pack().blocks[-1].anchor}")


def test_what_is_closed_on_the_screen_is_on_paper(opened):
    rows = "\n".join(f"- {{name: v{number}, label: L{number}, type: text, purpose: %s}}" for number in range(20))
    page = opened(1200, pack_between(rows % (("En",) * 20), rows % (("To",) * 20)))
    assert not page.get_by_text("«L19»").first.is_visible()
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    assert len(set(re.findall(r"«L\d+»", text))) == 20
