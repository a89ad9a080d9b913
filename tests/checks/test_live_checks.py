"""Every check of what a real server answers fires on the one wrong thing, and is silent on its near miss."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from conformance.checks import CHECKS
from tests.checks.sample_server import Caller, Projects, judge_live

CASES = Path(__file__).parent
LIVE = [check.id for check in CHECKS if "\ndef server(" in (CASES / check.id / "violating.py").read_text()]
STEPS = [
    ("projects.create", {"title": "A", "labels": ["x"]}),
    ("projects.get", {"project": 1}),
    ("projects.update", {"project": 1, "title": "B"}),
    ("projects.list", {"page_size": 2, "ordering": "-id"}),
    ("projects.delete", {"project": 1}),
]


def case(check: str, kind: str) -> ModuleType:
    """One fixture: a server, calls of it, and what they give."""
    return importlib.import_module(f"tests.checks.{check}.{kind}")


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """Acme on a server."""
    made = Caller()
    yield made
    made.sdk.close()


@pytest.mark.parametrize("check", LIVE)
def test_a_live_check_fires_on_the_one_wrong_thing(check: str, caller: Caller) -> None:
    wrong = case(check, "violating")
    found = set(judge_live(caller, wrong).facts)
    assert {identity for identity in found if identity.startswith(f"{check}: ")} == wrong.EXPECT
    assert {identity.split(":")[0] for identity in found} - {check} == wrong.ALSO


@pytest.mark.parametrize("check", LIVE)
def test_a_live_check_judges_what_is_unusual_and_right_and_is_silent(check: str, caller: Caller) -> None:
    right = case(check, "conforming")
    tally = judge_live(caller, right)
    assert {identity.split(":")[0] for identity in tally.facts} == right.ALSO
    assert tally.check_counts[check] > 0


def test_a_server_that_does_what_it_is_asked_for_has_no_findings(caller: Caller) -> None:
    server = Projects("first", "second")
    for operation, arguments in STEPS:
        plain = ModuleType("plain")
        plain.OPERATION, plain.ARGUMENTS, plain.LIVE = operation, arguments, {"seconds": (0.1,)}  # type: ignore[attr-defined]
        plain.server = lambda: server  # type: ignore[attr-defined]
        assert judge_live(caller, plain).facts == {}
