"""What some of a catalogue's forms read of those that are not written with them, which means nothing alone. Pure."""

from collections.abc import Iterator

from catalogue.expressions.nodes import references
from catalogue.findings import Finding
from catalogue.formats.losses import SLUG
from catalogue.formats.records import note
from catalogue.model import Catalogue, Form


def outside(catalogue: Catalogue, forms: tuple[Form, ...]) -> Iterator[Finding]:
    """A finding for each module whose anchor, and each expression whose name, is in a form that is left out."""
    if len(forms) == len(catalogue.forms):
        return
    written = {name for form in forms for name in form.occasion_names()} | {form.address for form in forms}
    for name in dict.fromkeys(form.module for form in forms if form.module):
        module = catalogue.modules[name]
        owner = module.episode.anchor.partition(".")[0]
        if owner and f"{name}.{owner}" not in written:
            message = f"'{name}': its episodes count from '{module.episode.anchor}', which is not written with it."
            yield note(module.at, SLUG, message)
    for form in forms:
        for use in form.uses:
            for read in references(use.expression.node):
                if "." in read and read.partition(".")[0] not in written:
                    message = (
                        f"'{form.address}.{use.owner}': its {use.key} reads '{read}', which is not written with it."
                    )
                    yield note(use.expression.at, SLUG, message)
