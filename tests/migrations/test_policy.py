"""Who must agree to a change: by grade, by risk, and by the registry's own file."""

from pathlib import Path

import pytest

from catalogue.source.loader import load, read_sources
from catalogue.source.starter import create
from migrations_gen.diff import diff
from migrations_gen.grades import Grade
from migrations_gen.needs import needs, unknown_risks
from migrations_gen.policy import Policy, Role, default_policy, read_policy, together
from migrations_gen.risks import assess
from migrations_gen.states import StateRefused, read_state, snapshot, state_of_snapshot
from tests.states import states_of

OWN = """
policy: registry
grades:
  review: [secretariat]
risks:
  wording-changed: [leader, controller]
"""

TOGETHER = [
    # who is asked, who must agree
    ("secretariat leader", "leader"),
    ("secretariat leader board", "board"),
    ("board controller", "board controller"),
    ("controller secretariat", "secretariat controller"),
    ("", ""),
]


@pytest.mark.parametrize(("asked", "expected"), TOGETHER)
def test_who_speaks_for_whom(asked: str, expected: str) -> None:
    assert " ".join(together(map(Role, asked.split()))) == expected


def test_the_default_has_every_grade_and_only_known_risks() -> None:
    policy = default_policy()
    assert set(policy.grades) == set(Grade)
    assert list(unknown_risks(policy)) == []


def test_each_change_needs_whom_its_risks_need() -> None:
    before, after = states_of(
        """
        - {name: hoyde, label: Hvor høy er du?, type: integer, min: 100, max: 230}
        - {name: vekt, label: Hva veier du?, type: integer, min: 20, max: 300}
        - {name: puls, label: Puls, type: integer, min: 20, max: 300}
        """,
        """
        - {name: hoyde, label: Hvor høy er du?, type: integer, min: 110, max: 230}
        - {name: vekt, label: Hva veier du?, type: integer, min: 10, max: 300}
        - {name: puls, label: Puls, type: integer, min: 20, soft_max: 200, max: 300}
        """,
    )
    found = needs(assess(diff(before, after)), default_policy())
    by_address = {change.subject.address: list(roles) for change, roles in found.of.items()}
    assert by_address["test.skjema.hoyde"] == [Role.BOARD]
    assert by_address["test.skjema.vekt"] == [Role.SECRETARIAT]
    assert by_address["test.skjema.puls"] == [Role.LEADER]
    assert found.together == (Role.BOARD,)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A registry with the folder where its policy would lie."""
    create(tmp_path / "registry", "registry", "Registeret")
    return tmp_path / "registry"


def _write(registry: Path, text: str) -> Path:
    path = read_sources(registry).folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_registrys_own_policy_goes_before_the_default(registry: Path) -> None:
    _write(registry, OWN)
    policy = read_state(registry, "registry").policy
    assert policy.roles("limit-tightened", Grade.REVIEW) == (Role.SECRETARIAT,)
    assert policy.roles("limit-tightened", Grade.BREAKING) == (Role.BOARD,)
    assert policy.roles("wording-changed", Grade.BREAKING) == (Role.LEADER, Role.CONTROLLER)
    assert policy.roles("wording-changed", Grade.SAFE) == (Role.SECRETARIAT,)


def test_it_is_no_declaration_and_goes_with_a_snapshot(registry: Path) -> None:
    without = load(registry).findings
    _write(registry, OWN)
    assert load(registry).findings == without
    kept = state_of_snapshot(snapshot(registry / "variables.yaml"), "kept")
    assert kept.policy == read_state(registry, "registry").policy


MISTAKES = [
    # what is written, line, slug, what is said
    ("", 1, "not-a-policy", "begins with 'policy:'"),
    ("policy: x\ngrade: {}\n", 2, "unknown-key", "Did you mean 'grades'?"),
    ("policy: x\ngrades: {brekking: [board]}\n", 2, "unknown-key", "Did you mean 'breaking'?"),
    ("policy: x\ngrades: {review: [leder]}\n", 2, "value-not-allowed", "Did you mean 'leader'?"),
    ("policy: x\ngrades:\n  review: leader\n", 3, "wrong-structure", "it must be a list"),
    ("policy: x\nrisks:\n  code-reused: []\n", 3, "wrong-structure", "at least 1"),
    ("policy: x\nrisks: [\n", 3, "yaml-syntax", ""),
]


@pytest.mark.parametrize(("text", "line", "slug", "says"), MISTAKES)
def test_a_mistake_is_found_where_it_is(registry: Path, text: str, line: int, slug: str, says: str) -> None:
    path = _write(registry, text)
    read = read_policy(path.parent, registry)
    assert [(finding.at.line, finding.slug) for finding in read.findings] == [(line, slug)], read.findings
    assert says in read.findings[0].message
    assert read.policy == default_policy()
    with pytest.raises(StateRefused) as refused:
        read_state(registry, "registry")
    assert refused.value.findings[0].slug == slug


def test_a_risk_that_is_not_known_is_found(registry: Path) -> None:
    _write(registry, "policy: x\nrisks:\n  code-reusd: [board]\n")
    found = list(unknown_risks(read_state(registry, "registry").policy))
    assert [(finding.at.line, finding.slug) for finding in found] == [(3, "unknown-risk")]
    assert "Did you mean 'code-reused'?" in found[0].message


def test_a_policy_says_who_for_every_grade() -> None:
    policy = Policy(dict.fromkeys(Grade, (Role.BOARD,)), {"code-reused": (Role.CONTROLLER,)})
    assert policy.roles("code-reused", Grade.SAFE) == (Role.BOARD,)
    assert policy.roles("code-reused", Grade.REVIEW) == (Role.CONTROLLER,)


def test_first_releases_and_emergencies_have_rows_of_their_own(registry: Path) -> None:
    assert default_policy().first_release == (Role.BOARD, Role.CONTROLLER)
    assert default_policy().emergency_days == 30
    path = _write(registry, "policy: registry\nfirst_release: [controller]\nemergency_days: 14\n")
    read = read_policy(path.parent, registry)
    assert (read.policy.first_release, read.policy.emergency_days, read.findings) == ((Role.CONTROLLER,), 14, ())
    _write(registry, "policy: registry\nemergency_days: 1000\n")
    assert [found.slug for found in read_policy(path.parent, registry).findings] == ["wrong-form"]
