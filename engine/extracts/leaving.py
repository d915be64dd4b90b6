"""What may leave the registry: nothing that identifies somebody directly, and nothing of the people's own table, unless
it is asked for by name. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.findings import did_you_mean
from catalogue.model import Catalogue, Form
from catalogue.reserved import PERSON

DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What was asked for by name: variables by address, and `person` for what of the people identifies nobody."""

    named: frozenset[str] = frozenset()

    def left_out(self, form: Form) -> frozenset[str]:
        """The variables of a form that stay."""
        return frozenset(variable.name for variable in form.variables if not self._leaves(form, variable.name))

    @property
    def people(self) -> bool:
        """Whether anything of the people's table leaves."""
        return any(name == PERSON or name.startswith(f"{PERSON}.") for name in self.named)

    def _leaves(self, form: Form, name: str) -> bool:
        if f"{form.address}.{name}" in self.named:
            return True
        is_direct = form.variable[name].identifies == DIRECT
        return not is_direct and (form.address != PERSON or PERSON in self.named)


def unknown(catalogue: Catalogue, named: Iterable[str]) -> Iterator[str]:
    """A sentence for each name that names nothing which would stay otherwise."""
    known = frozenset(identifying(catalogue))
    for name in named:
        if name not in known:
            remedy = did_you_mean(name, known) or f" There are: {', '.join(sorted(known)) or 'none'}."
            yield f"'{name}' is nothing that stays unless it is asked for by name.{remedy}"


def identifying(catalogue: Catalogue) -> Iterator[str]:
    """Every name that can be asked for."""
    for form, variable in catalogue.variables():
        if variable.identifies == DIRECT or form.address == PERSON:
            yield f"{form.address}.{variable.name}"
    if catalogue.person is not None:
        yield PERSON
