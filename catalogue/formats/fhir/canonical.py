"""What resources are called: their addresses, made from the catalogue's name, and their ids. Pure.

A catalogue may say under which address it publishes: `extras: {fhir: {base: https://…}}` on its first page. Without,
the addresses name nobody's server, and are the same wherever the file is read.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from catalogue.formats.fhir.urls import SYSTEMS
from catalogue.formats.selecting import extras_of
from catalogue.model import Catalogue, CodingSystem

SYSTEM = "fhir"
LONGEST_ID = 64
_ID = re.compile(r"[^A-Za-z0-9.-]")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one catalogue."""

    base: str
    name: str

    def of(self, kind: str, name: str) -> str:
        """The canonical address of a resource of this type."""
        if self.base:
            return f"{self.base.rstrip('/')}/{kind}/{id_of(name)}"
        return f"urn:skjemaverk:{self.name}:{kind}:{name}"

    def of_system(self, system: CodingSystem) -> str:
        """The address of a versioned system: the one the world knows, where it is a known one."""
        return SYSTEMS.get(system.name) or self.of("CodeSystem", f"system.{system.name}")


def addresses_of(catalogue: Catalogue) -> Addresses:
    """The addresses of this catalogue."""
    return Addresses(extras_of(catalogue, SYSTEM).get("base", ""), catalogue.name)


def id_of(name: str) -> str:
    """A name as the id of a resource; a long one is cut, with a digest of the whole."""
    plain = _ID.sub("-", name)
    if len(plain) <= LONGEST_ID:
        return plain
    return f"{plain[: LONGEST_ID - 9]}-{sha256(name.encode()).hexdigest()[:8]}"


def computer_name(*names: str) -> str:
    """A name for programs: `RyggPasient`."""
    together = "".join(part.capitalize() for name in names for part in re.split(r"[^A-Za-z0-9]+", name))
    return together if together[:1].isalpha() else f"Q{together}"
