"""What a variable takes over from its section and form: category, purpose, source, era and condition."""

from dataclasses import dataclass, replace

from catalogue.model import Era, Expression
from catalogue.source.builder.reading import Notes, both, era, expression, optional, text
from catalogue.source.documents import Mapping


@dataclass(frozen=True, slots=True)
class Inherited:
    """The attributes that hold for all below, unless it says otherwise; conditions add up."""

    form: str
    category: str = ""
    purpose: str = ""
    source: str | None = None
    collected: Era | None = None
    enable_when: Expression | None = None

    def within(self, data: Mapping, own: Expression | None, notes: Notes) -> "Inherited":
        """The attributes inside this form, section, group or variable, whose own condition is `own`."""
        return replace(
            self,
            category=text(data, "category") or self.category,
            purpose=text(data, "purpose") or self.purpose,
            source=optional(data, "source") or self.source,
            collected=era(data, notes) or self.collected,
            enable_when=both(self.enable_when, own),
        )


def condition(data: Mapping, notes: Notes) -> Expression | None:
    """The `enable_when` written just here."""
    return expression(data, "enable_when", notes)
