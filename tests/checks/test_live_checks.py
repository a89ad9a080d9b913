"""Every check of live responses finds its violation, and finds nothing on an unusual server that conforms."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.checks.cases import WITH_SERVER, load_case, other_checks
from tests.checks.sample_server import Caller, Projects, judge_live

STEPS = [
    ("projects.create", {"title": "A", "labels": ["x"]}),
    ("projects.get", {"project": 1}),
    ("projects.update", {"project": 1, "title": "B"}),
    ("projects.list", {"page_size": 2, "ordering": "-id"}),
    ("projects.delete", {"project": 1}),
]


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """Calls of acme on a server."""
    caller = Caller()
    yield caller
    caller.sdk.close()


@pytest.mark.parametrize("check", sorted(WITH_SERVER))
def test_a_live_check_finds_its_violation(check: str, caller: Caller) -> None:
    wrong = load_case(check, "violating")
    found = set(judge_live(caller, wrong).facts)
    assert {identity for identity in found if identity.startswith(f"{check}: ")} == wrong.EXPECT
    assert {identity.split(":")[0] for identity in found} - {check} == other_checks(wrong)


@pytest.mark.parametrize("check", sorted(WITH_SERVER))
def test_a_live_check_judges_an_unusual_conforming_server_and_finds_nothing(check: str, caller: Caller) -> None:
    right = load_case(check, "conforming")
    collector = judge_live(caller, right)
    assert {identity.split(":")[0] for identity in collector.facts} == other_checks(right)
    assert collector.check_counts[check] > 0


def test_a_correct_server_has_no_findings(caller: Caller) -> None:
    server = Projects("first", "second")
    for operation, arguments in STEPS:
        fixture = SimpleNamespace(OPERATION=operation, ARGUMENTS=arguments, LIVE={}, server=lambda: server)
        assert judge_live(caller, fixture).facts == {}
