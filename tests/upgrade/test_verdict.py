from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.change import Bump, Change, Impact, Level, Tier, bump_suffices
from conformance.errors import UsageError
from conformance.upgrade.verdict import actual_bump, apply_policy, is_downgrade, parse_policy, required_bump

RULES = ("parameter_removed", "parameter_added", "dependency_added", "model_added", "metadata_changed")
BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major", "unknown")

changes = st.builds(
    Change,
    rule=st.sampled_from(RULES),
    tier=st.sampled_from(Tier),
    impact=st.sampled_from(Impact),
    level=st.sampled_from(Level),
    subject=st.sampled_from(["projects.get", "projects.list", "tasks.get", "(package)"]),
    message=st.just("It differs."),
    part=st.sampled_from(["", "id"]),
)


def change(rule: str, impact: Impact, tier: Tier = Tier.SURFACE, subject: str = "projects.get") -> Change:
    return Change(rule, tier, impact, Level.RUNTIME, subject, "It differs.")


# The version step of the release


@pytest.mark.parametrize(
    ("old", "new", "bump"),
    [
        ("2.0.5", "2.0.5", "none"),
        ("2.0", "2.0.0", "none"),
        ("2.0.5", "2.0.7", "patch"),
        ("2.0.16", "2.1.2", "minor"),
        ("1.0.20", "2.0.0", "major"),
        ("0.0.34", "1.0.0", "major"),
        ("0.3.1", "0.4.0", "minor"),
        ("2.1.0rc1", "2.1.0", "none"),
        ("2.1.0rc1", "2.1.0rc2", "none"),
        ("2.0.7", "2.1.0.dev3", "minor"),
        ("2.0.7", "2.0.7+ours", "none"),
        ("2.0.7", "2.0.7.post1", "patch"),
        ("2.0.7", "2.0.7.1", "patch"),
        ("2.0.7", "2.0.7.0", "none"),
        ("3.0", "1!0.1", "major"),
        ("2.0.5", "nightly", "unknown"),
        ("", "2.0.5", "unknown"),
    ],
)
def test_the_step_between_two_versions(old: str, new: str, bump: Bump) -> None:
    assert actual_bump(old, new) == bump


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        ("2.0.7", "2.0.5", True),
        ("2.1.0", "2.1.0rc1", True),
        ("2.0.7.post1", "2.0.7", True),
        ("2.0.7", "2.0.7", False),
        ("2.0.7+ours", "2.0.7", False),
        ("2.0.5", "2.0.7", False),
        ("nightly", "2.0.5", False),
    ],
)
def test_a_step_back_has_no_size(old: str, new: str, back: bool) -> None:
    assert is_downgrade(old, new) is back
    assert (actual_bump(old, new) == "unknown") is (back or old == "nightly")


# The step that is called for


@pytest.mark.parametrize(
    ("found", "bump", "initial"),
    [
        ([], "none", "none"),
        ([change("parameter_removed", Impact.BREAKING)], "major", "minor"),
        ([change("model_added", Impact.COMPATIBLE)], "minor", "patch"),
        ([change("enum_member_added", Impact.RISKY)], "minor", "patch"),
        ([change("parameter_type_widened", Impact.COMPATIBLE)], "minor", "patch"),
        ([change("operation_deprecated", Impact.RISKY)], "minor", "patch"),
        ([change("deprecation_removed", Impact.COMPATIBLE)], "minor", "patch"),
        ([change("extra_added", Impact.COMPATIBLE, Tier.PACKAGING)], "minor", "patch"),
        ([change("dependency_added", Impact.RISKY, Tier.PACKAGING)], "patch", "patch"),
        ([change("dependency_loosened", Impact.COMPATIBLE, Tier.PACKAGING)], "patch", "patch"),
        ([change("private_code_changed", Impact.COMPATIBLE)], "patch", "patch"),
        ([change("header_changed", Impact.RISKY, Tier.WIRE)], "patch", "patch"),
        ([change("result_changed", Impact.BREAKING, Tier.BEHAVIOUR)], "major", "minor"),
        ([change("documentation_changed", Impact.DOCUMENTATION, Tier.DOCUMENTATION)], "patch", "patch"),
        ([change("model_added", Impact.COMPATIBLE), change("model_removed", Impact.BREAKING)], "major", "minor"),
    ],
)
def test_the_step_that_changes_require(found: list[Change], bump: Bump, initial: Bump) -> None:
    for version in ("", "2.0.5", "1.0.0rc1", "1!0.3", "nightly"):
        assert required_bump(found, version) == bump
    assert required_bump(found, "0.3.1") == initial


@given(st.lists(changes), changes, st.sampled_from(["2.0.5", "0.1"]))
def test_one_more_change_never_requires_a_smaller_step(found: list[Change], more: Change, version: str) -> None:
    before, after = required_bump(found, version), required_bump([*found, more], version)
    assert BUMPS.index(before) <= BUMPS.index(after) < BUMPS.index("unknown")


@pytest.mark.parametrize(
    ("made", "called_for", "kept"),
    [
        ("patch", "major", False),
        ("patch", "minor", False),
        ("none", "patch", False),
        ("minor", "minor", True),
        ("major", "patch", True),
        ("unknown", "major", True),
        ("none", "none", True),
    ],
)
def test_a_step_is_large_enough_or_not(made: Bump, called_for: Bump, kept: bool) -> None:
    assert bump_suffices(made, called_for) is kept


# The user's own policy


def test_the_longest_matching_key_wins() -> None:
    found = [
        change("parameter_removed", Impact.BREAKING),
        change("parameter_removed", Impact.BREAKING, subject="tasks.get"),
        change("dependency_added", Impact.RISKY, Tier.PACKAGING, "(package)"),
    ]
    policy = {
        "parameter_removed: tasks.*": Impact.COMPATIBLE,
        "parameter_removed": Impact.RISKY,
        "dependency_*": Impact.BREAKING,
    }
    assert [(change.id, change.impact) for change in apply_policy(found, policy)] == [
        ("dependency_added: (package)", Impact.BREAKING),
        ("parameter_removed: projects.get", Impact.RISKY),
        ("parameter_removed: tasks.get", Impact.COMPATIBLE),
    ]


@given(st.lists(changes))
def test_without_a_policy_changes_are_only_ranked(found: list[Change]) -> None:
    assert apply_policy(found, {}) == tuple(sorted(found, key=lambda change: change.order))


@given(st.lists(changes), st.dictionaries(st.sampled_from([*RULES, "*: projects.*"]), st.sampled_from(Impact)))
def test_a_policy_changes_impacts_only_and_is_idempotent(found: list[Change], policy: dict[str, Impact]) -> None:
    judged = apply_policy(found, policy)
    assert apply_policy(judged, policy) == judged
    assert sorted(change.id for change in judged) == sorted(change.id for change in found)
    assert all(
        policy.get(change.rule, change.impact) is change.impact or "*: projects.*" in policy for change in judged
    )


def test_a_policy_names_rules_that_exist() -> None:
    given_ = {"parameter_removed": "risky", "parameter_*: projects.*": "compatible"}
    assert parse_policy(given_, RULES) == {
        "parameter_removed": Impact.RISKY,
        "parameter_*: projects.*": Impact.COMPATIBLE,
    }
    with pytest.raises(UsageError) as caught:
        parse_policy({"parameters_removed: projects.get": "risky"}, RULES)
    assert "unknown rule 'parameters_removed'" in str(caught.value)
    assert "Nearest: parameter_removed" in str(caught.value)
    with pytest.raises(UsageError, match=r"unknown rule 'zzz'\.\n  List them: conformance explain"):
        parse_policy({"zzz": "risky"}, RULES)
