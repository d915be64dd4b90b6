"""What every page must pass in a browser: nobody scrolls sideways, and the accessibility checker finds nothing.

A click returns when the next page has begun; what is measured here waits until it is there, with its style sheets.
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def width_of(page: Page) -> int:
    """How wide the page is, in pixels; wider than its window means that one must scroll."""
    page.wait_for_load_state("load")
    return page.evaluate("document.documentElement.scrollWidth")


def complaints(page: Page) -> list[str]:
    """What the accessibility checker finds: the rule and the element."""
    page.wait_for_load_state("load")
    page.evaluate(_checker())
    found = page.evaluate("rules => axe.run({ runOnly: rules })", RULES)
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


@cache
def _checker() -> str:
    return AXE.read_text(encoding="utf-8")
