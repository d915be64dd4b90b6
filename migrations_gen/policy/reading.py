"""`policy.yaml` beside the changes → who must agree to what, with a finding for everything that is wrong in it.

What a registry's own file leaves out is as in `default.yaml`. Reads files; never raises.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.findings import Finding, Location
from catalogue.source.builder.reading import count, mapping, names
from catalogue.source.documents import Document, read_document
from catalogue.source.documents import Mapping as Read
from catalogue.source.loader import POLICY
from catalogue.source.structure import shape_findings
from migrations_gen.grades import Grade
from migrations_gen.policy.records import Policy, Role

SCHEMA = Path(__file__).with_name("schema.json")
DEFAULT = Path(__file__).with_name("default.yaml")


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """A registry's policy, and what is wrong in its file."""

    policy: Policy
    findings: tuple[Finding, ...] = ()


@cache
def default_policy() -> Policy:
    """The policy of a registry that says nothing."""
    document = read_document(DEFAULT, DEFAULT.name)
    assert isinstance(document.data, Read)
    return _policy(document.data, Policy({}))


def read_policy(folder: Path, base: Path) -> ReadPolicy:
    """The policy in `folder`, if it has one; paths in findings count from `base`."""
    path = folder / POLICY
    if not path.is_file():
        return ReadPolicy(default_policy())
    shown = path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()
    return _read(read_document(path, shown))


def _read(document: Document) -> ReadPolicy:
    data = document.data
    if not isinstance(data, Read):
        message = "A policy begins with 'policy:' and says who must agree, under 'grades:' and 'risks:'."
        empty = Finding(Location(document.name, 1, 1), "not-a-policy", message)
        return ReadPolicy(default_policy(), document.findings or (empty,))
    findings = (*document.findings, *shape_findings(data, SCHEMA, "document_policy"))
    return ReadPolicy(default_policy() if findings else _policy(data, default_policy()), findings)


def _policy(data: Read, otherwise: Policy) -> Policy:
    grades, risks = mapping(data, "grades"), mapping(data, "risks")
    return Policy(
        {**otherwise.grades, **{Grade(grade): _roles(grades, grade) for grade in grades}},
        {**otherwise.risks, **{str(slug): _roles(risks, slug) for slug in risks}},
        {str(slug): risks.key_at(slug) for slug in risks},
        _roles(data, "first_release") or otherwise.first_release,
        count(data, "emergency_days") or otherwise.emergency_days,
    )


def _roles(data: Read, key: str) -> tuple[Role, ...]:
    return tuple(Role(role.strip()) for role in names(data, key))
