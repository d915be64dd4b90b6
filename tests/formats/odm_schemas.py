"""The published schemas of ODM, and what they say against a file."""

from functools import lru_cache
from pathlib import Path

import odmlib
from lxml import etree

FOLDER = Path(odmlib.__path__[0]) / "schemas" / "odm"
SCHEMAS = {"odm": FOLDER / "1.3.2" / "ODM1-3-2.xsd", "odm2": FOLDER / "2.0" / "ODM.xsd"}
VERSIONS = tuple(SCHEMAS)


@lru_cache(maxsize=2)
def schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS[version])))


def errors(version: str, content: bytes) -> list[str]:
    """What is wrong with a file, nothing when it is valid."""
    checker = schema(version)
    checker.validate(etree.fromstring(content, etree.XMLParser(huge_tree=True)))
    return [f"{error.line}: {error.message}" for error in checker.error_log]


def dangling(content: bytes) -> list[str]:
    """What is referred to and not defined, which the schemas do not see."""
    elements = list(etree.fromstring(content, etree.XMLParser(huge_tree=True)).iter(etree.Element))
    defined = {element.get("OID") for element in elements}
    referred = (value for element in elements for key, value in element.attrib.items() if key.endswith("OID"))
    return sorted({oid for oid in referred if oid not in defined} - {elements[0].get("FileOID")})
