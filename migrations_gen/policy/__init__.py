"""Who must agree to a change: the grade of its risks, and the registry's policy, say whom it needs."""

from migrations_gen.policy.reading import ReadPolicy, default_policy, read_policy
from migrations_gen.policy.records import COVERED, Policy, Role, together

__all__ = ["COVERED", "Policy", "ReadPolicy", "Role", "default_policy", "read_policy", "together"]
