"""The logins of a demo: one per role. Those of the board have the names of its seats."""

from dataclasses import dataclass

from catalogue.texts import translatable


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """An account anybody may use in a demo, and what one sees with it; `title` is another than the role's."""

    name: str
    role: str
    what: str
    title: str = ""
    seat: str = ""


FOR_MEMBERS = translatable("Read the cases, and say what you think of each change")
FOR_LEADER = translatable("The same, and close the discussion so that the statement is made")

DEMO_LOGINS = (
    DemoLogin("pasient", "patient", translatable("Fill in the form before your operation")),
    DemoLogin("kirurg", "surgeon", translatable("See your department's patients")),
    DemoLogin("sykepleier", "staff", translatable("Register patients and help them fill in forms")),
    DemoLogin("registeret", "registry", translatable("See all departments, and prepare changes of the catalogue")),
    DemoLogin("leder", "leader", FOR_LEADER),
    DemoLogin("medlem", "member", FOR_MEMBERS),
    DemoLogin("dataansvarlig", "controller", translatable("Decide on what the board has given its statement on")),
    DemoLogin("leser", "reader", translatable("Read cases and the catalogue; no patients")),
)
