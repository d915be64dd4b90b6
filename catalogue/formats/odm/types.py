"""Our value types and ODM's data types, both ways."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.odm.versions import Version

DATA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "boolean": "boolean",
        "integer": "integer",
        "date": "date",
        "time": "time",
        "datetime": "datetime",
        "text": "text",
        "longtext": "text",
        "coding": "text",
    }
)
"""Those that are the same in both versions; numbers with decimals and codes are not here."""

OF_DATA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "boolean": "boolean",
        "integer": "integer",
        "float": "decimal",
        "decimal": "decimal",
        "double": "decimal",
        "date": "date",
        "time": "time",
        "datetime": "datetime",
        "text": "text",
        "string": "text",
    }
)
"""What holds an answer of a type of ours; every other data type is a text, and told."""


def data_type(kind: str, version: Version, *, numeric: bool = False) -> str:
    """The data type of a value type; `numeric` are codes that are whole numbers."""
    if kind == "decimal":
        return version.decimal
    if kind == "code":
        return "integer" if numeric else "text"
    return DATA_TYPES[kind]
