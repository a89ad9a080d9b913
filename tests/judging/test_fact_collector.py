"""The collector keeps the first fact of each finding, and never takes a crash for a pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.checks.check import Check, Fact, Facts
from conformance.judging.fact_collector import FactCollector

METHOD_DIFFERS = next(check for check in CHECKS if check.id == "method_differs")


def fail() -> str:
    raise ZeroDivisionError("our own mistake")


def crashing(check: Check[Any]) -> Check[Any]:
    """The check, failing while it yields facts."""

    def judge(_: Any) -> Facts:
        yield Fact(message=fail())

    return replace(check, judge=judge)


def inapplicable(check: Check[Any]) -> Check[Any]:
    """The check, failing while it decides whether it applies."""

    def judge(_: Any) -> Facts | None:
        fail()
        return None

    return replace(check, judge=judge)


@pytest.mark.parametrize("broken", [crashing, inapplicable])
def test_a_crashing_check_is_a_crash_and_not_a_pass(broken: Any) -> None:
    collector = FactCollector("projects.get")
    assert collector.run([broken(METHOD_DIFFERS)], object()) == []
    assert collector.crash is not None
    assert collector.crash.startswith("method_differs: ZeroDivisionError: our own mistake")


def test_a_crashing_check_does_not_stop_the_others() -> None:
    def judge(_: Any) -> Facts:
        yield Fact(message="found", part="part")

    other = replace(METHOD_DIFFERS, id="other", judge=judge)
    collector = FactCollector("projects.get")
    assert collector.run([crashing(METHOD_DIFFERS), other], object()) == ["other: projects.get.part"]
    assert collector.check_counts == {"method_differs": 1, "other": 1}


def test_the_first_crash_is_reported_without_local_paths() -> None:
    collector = FactCollector("projects.get")
    collector.run([crashing(METHOD_DIFFERS), crashing(replace(METHOD_DIFFERS, id="other"))], object())
    assert collector.crash is not None
    assert collector.crash.startswith("method_differs: ")
    assert "/" not in collector.crash


def reports(message: str) -> Check[Any]:
    """The check, with one fact for every subject."""

    def judge(_: Any) -> Facts:
        yield Fact(message=message)

    return replace(METHOD_DIFFERS, judge=judge)


def test_the_first_fact_of_a_finding_is_kept() -> None:
    collector = FactCollector("projects.get")
    collector.run([reports("first")], object())
    collector.run([reports("second")], object())
    assert [fact.message for _, fact in collector.facts.values()] == ["first"]


def test_a_fact_of_a_smaller_call_replaces_the_older_one() -> None:
    collector = FactCollector("projects.get")
    collector.run([reports("first")], object())
    collector.run([reports("smaller")], object(), replacing="method_differs: projects.get")
    assert [fact.message for _, fact in collector.facts.values()] == ["smaller"]
