"""The names and value sets a table of these tests declares, as the expressions see them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from catalogue.expressions.scope import Binding, Scope
from catalogue.model import ValueSet


def read_table(name: str) -> tuple[dict[str, Any], Scope, Mapping[str, ValueSet]]:
    """A table beside this file, its `names` and its `value_sets` (rows of keys and, last, the value)."""
    table = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    scope = {
        key: Binding(**{part: tuple(value) if isinstance(value, list) else value for part, value in row.items()})
        for key, row in table["names"].items()
    }
    value_sets = {
        key: ValueSet(key, key, "", "1", tuple(row["keys"]), {tuple(cells[:-1]): cells[-1] for cells in row["rows"]})
        for key, row in table["value_sets"].items()
    }
    return table, scope, value_sets
