"""The lines that break, without those that only follow from others."""

from __future__ import annotations

from typing import Any

from tests.integration.usage.truth import broken_lines


def run(steps: dict[str, Any], requests: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """One run of an application, in both modes."""
    return {mode: {"steps": steps, "requests": requests or {}} for mode in ("normal", "refuse")}


def test_an_exception_counts_for_the_line_that_raised_it() -> None:
    old, new = ({"read": {"result": 1}}, {"read": {"raised": "TypeError", "line": "a:3"}})

    assert broken_lines(run(old), run(new), []).keys() == {"a:3"}
    assert broken_lines(run(new), run(new), []) == {}


def test_another_request_counts_for_the_line_that_sent_it_and_a_missing_one_for_none() -> None:
    lines = {f"a:{number}": ["get"] for number in range(20)}
    others = {line: sent for line, sent in lines.items() if line != "a:7"}

    assert broken_lines(run({}, lines), run({}, others | {"a:7": ["get", "get"]}), []).keys() == {"a:7"}
    assert broken_lines(run({}, lines), run({}, others), []) == {}


def test_every_request_that_differs_counts_for_the_clients() -> None:
    once, thrice = ({f"a:{number}": ["get"] * count for number in range(20)} for count in (1, 3))

    assert broken_lines(run({}, once), run({}, thrice), ["a:1"]).keys() == {"a:1"}
