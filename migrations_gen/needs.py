"""Who must agree to each change: the policy applied to the risks. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.findings import Finding, did_you_mean
from migrations_gen.changes.base import Change
from migrations_gen.policy import Policy, Role, together
from migrations_gen.risks import HARMLESS_SLUG, RISKS, Risk, slug


@dataclass(frozen=True, slots=True)
class Needs:
    """Who must agree, by change and to them all."""

    of: Mapping[Change, tuple[Role, ...]] = field(default_factory=dict)

    @property
    def together(self) -> tuple[Role, ...]:
        """Everybody who must agree to something."""
        return together(role for roles in self.of.values() for role in roles)


def needs(risks: Iterable[Risk], policy: Policy) -> Needs:
    """Whom each change needs, by the gravest and by the most particular of its risks."""
    found: dict[Change, set[Role]] = defaultdict(set)
    for risk in risks:
        found[risk.change] |= set(policy.roles(risk.slug, risk.grade))
    return Needs({change: together(roles) for change, roles in found.items()})


def unknown_risks(policy: Policy) -> Iterator[Finding]:
    """Rows of a policy that name no risk."""
    known = {slug(risk) for risk in RISKS} | {HARMLESS_SLUG}
    for name in policy.risks:
        if name not in known:
            message = f"There is no risk '{name}'.{did_you_mean(name, known)} 'docs/risks.md' has them all."
            yield Finding(policy.place(name), "unknown-risk", message)
