"""What is different between two states of a catalogue, told to people and programs: terminal, JSON, Markdown, one page.

Order of `FORMATS` is the order of the help.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from renderers.comparison.as_json import json_text
from renderers.comparison.building import report_of
from renderers.comparison.markdown import markdown
from renderers.comparison.page import page
from renderers.comparison.records import Report
from renderers.i18n import Language

FORMATS: Mapping[str, Callable[[Report, Language], str]] = MappingProxyType(
    {"json": json_text, "markdown": markdown, "html": page}
)
"""How a report is written to a file; a terminal has `text.lines`."""

__all__ = ["FORMATS", "Report", "report_of"]
