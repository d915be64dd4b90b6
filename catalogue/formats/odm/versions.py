"""What differs between the two versions of ODM that are written, as rows of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Version:
    """One version.

    `nests`: groups may hold groups. `has_symbols`: units are defined by themselves and not as items. `number`: the type
    of numbers with decimals. `needs_media`: every text says that it is plain.
    """

    name: str
    number: str
    namespace: str
    nests: bool
    has_symbols: bool
    needs_media: bool
    decimal: str


ODM_1_3 = Version("odm", "1.3.2", "http://www.cdisc.org/ns/odm/v1.3", False, True, False, "float")
ODM_2_0 = Version("odm2", "2.0", "http://www.cdisc.org/ns/odm/v2.0", True, False, True, "decimal")

VERSIONS: Mapping[str, Version] = MappingProxyType({version.name: version for version in (ODM_1_3, ODM_2_0)})
"""The versions by the name of their format."""

NAMESPACES: Mapping[str, Version] = MappingProxyType(
    {
        "http://www.cdisc.org/ns/odm/v1.2": ODM_1_3,
        "http://www.cdisc.org/ns/odm/v1.3": ODM_1_3,
        "http://www.cdisc.org/ns/odm/v1.3.1": ODM_1_3,
        "http://www.cdisc.org/ns/odm/v1.3.2": ODM_1_3,
        "http://www.cdisc.org/ns/odm/v2.0": ODM_2_0,
    }
)
"""How a file that is read says which version it has; the older ones are read like 1.3.2."""
