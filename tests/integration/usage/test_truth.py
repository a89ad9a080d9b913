"""The lines that break, without those that only follow from others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.integration.usage.truth import broken_lines, unreached_lines


def run(steps: dict[str, Any], requests: dict[str, Any] | None = None) -> dict[str, Any]:
    """One run of an application, in both modes."""
    return {mode: {"steps": steps, "requests": requests or {}, "executed": []} for mode in ("normal", "refuse")}


def test_an_exception_counts_for_the_line_that_raised_it() -> None:
    old, new = ({"read": {"result": 1}}, {"read": {"raised": "TypeError", "line": "a:3"}})

    assert broken_lines(run(old), run(new), []).keys() == {"a:3"}
    assert broken_lines(run(new), run(new), []) == {}
    assert broken_lines(run(new), run(old), []) == {}


def test_another_request_counts_for_the_line_that_sent_it_and_a_missing_one_for_none() -> None:
    lines = {f"a:{number}": ["get"] for number in range(20)}
    others = {line: sent for line, sent in lines.items() if line != "a:7"}

    assert broken_lines(run({}, lines), run({}, others | {"a:7": ["get", "get"]}), []).keys() == {"a:7"}
    assert broken_lines(run({}, lines), run({}, others), []) == {}


def test_every_request_that_differs_counts_for_the_clients() -> None:
    once, thrice = ({f"a:{number}": ["get"] * count for number in range(20)} for count in (1, 3))

    assert broken_lines(run({}, once), run({}, thrice), ["a:1"]).keys() == {"a:1"}


def test_a_repeat_that_is_the_clients_doing_counts_for_no_line_of_a_server_that_works() -> None:
    old, new = (
        {"normal": {"steps": {}, "requests": {"a:7": [["POST"]] * count, "a:8": [["GET"]]}}} for count in (1, 3)
    )
    refused = [{"steps": {}, "requests": {f"a:{at}": [["GET"]] * count for at in range(20)}} for count in (1, 3)]

    found = broken_lines(old | {"refuse": refused[0]}, new | {"refuse": refused[1]}, ["a:1"])

    assert found.keys() == {"a:1"}


def test_a_line_that_only_reads_less_does_not_break() -> None:
    lines = {f"a:{number}": [["GET", "1"], ["GET", "2"]] for number in range(20)}

    assert broken_lines(run({}, lines), run({}, lines | {"a:7": [["GET", "1"]]}), []) == {}
    assert broken_lines(run({}, lines), run({}, lines | {"a:7": [["GET", "3"]]}), []).keys() == {"a:7"}


def test_a_line_that_one_run_does_not_execute_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("first()\nsecond(\n    1,\n)\nthird()\n")
    runs = [{"normal": {"executed": ["a.py:1", "a.py:2", "a.py:5"]}}, {"normal": {"executed": ["a.py:1", "a.py:2"]}}]

    assert unreached_lines(["a.py:1", "a.py:3", "a.py:5"], runs, tmp_path) == {"a.py:5"}
