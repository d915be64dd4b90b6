"""The IRIs of a catalogue's things: one for each, the same in every version and in every output.

They begin with the `base` of the block `publication`, else with `urn:skjemaverk:` and the catalogue's name. Whatever
stands in a name or a code is percent-encoded, so two different names have two different IRIs.
"""

from dataclasses import dataclass
from urllib.parse import quote

from catalogue.model import Catalogue, Code, Codelist, CodingSystem, Form, Variable
from renderers.linked_data.terms import Iri


@dataclass(frozen=True, slots=True)
class Iris:
    """How the things of one catalogue are called."""

    start: str
    separator: str

    def of(self, *parts: str) -> Iri:
        """The IRI of the thing at this place."""
        return Iri(self.start + self.separator.join(map(_segment, parts)))

    def form(self, form: Form) -> Iri:
        """A form: its questions as one object."""
        return self.of("form", form.address)

    def variable(self, form: Form, name: str) -> Iri:
        """A variable of a form, or the column with its missing reason."""
        return self.of("variable", form.address, name)

    def codelist(self, form: Form, variable: Variable, codelist: Codelist) -> tuple[str, ...]:
        """Where a variable's codelist is: a shared one by its name, one written in place with its variable."""
        return self.shared(codelist.name) if codelist.shared else ("codes", form.address, variable.name)

    def shared(self, name: str) -> tuple[str, ...]:
        """Where a shared codelist is."""
        return ("codelist", name)

    def system(self, system: CodingSystem) -> tuple[str, ...]:
        """Where a coding system is, whatever its edition."""
        return ("system", system.name)

    def code(self, scheme: tuple[str, ...], code: Code) -> Iri:
        """A code in its list or system."""
        return self.of(*scheme, str(code.value))

    def reason(self, reason: str) -> Iri:
        """A reason for no answer."""
        return self.of("missing-reason", reason)


def iris_of(catalogue: Catalogue) -> Iris:
    """How this catalogue's things are called."""
    base = catalogue.publication.base if catalogue.publication else ""
    return Iris(base, "/") if base else Iris(f"urn:skjemaverk:{_segment(catalogue.name)}:", ":")


def _segment(part: str) -> str:
    """A part, encoded. One of dots alone would mean the folder above, encoded or not, and gets a mark of its own."""
    encoded = quote(part, safe="").replace("~", "%7E")
    return encoded if encoded.strip(".") or not part else f"{encoded}~"
