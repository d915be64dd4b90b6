"""How answers of two dates compare, as people and programs read it: on a terminal, as Markdown, as JSON. Pure."""

from renderers.series.writing import as_json, as_markdown, as_text

__all__ = ["as_json", "as_markdown", "as_text"]
