"""The logins of a demo, one per role."""

from dataclasses import dataclass

from catalogue.texts import translatable


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """An account anybody may use in a demo, and what one sees with it."""

    name: str
    role: str
    what: str


DEMO_LOGINS = (
    DemoLogin("pasient", "patient", translatable("Fill in the form before your operation")),
    DemoLogin("kirurg", "surgeon", translatable("See your department's patients")),
    DemoLogin("sykepleier", "staff", translatable("Register patients and help them fill in forms")),
    DemoLogin("registeret", "registry", translatable("See all departments and the catalogue")),
    DemoLogin("leser", "reader", translatable("Read the catalogue; no patients")),
)
