"""Scenarios are a target's programs, filled in; errors in their file are reported."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from conformance.errors import TargetError
from conformance.scenarios.load import load_scenarios
from conformance.targets.target import Target, load_target
from tests.vocabulary import FAUX


def target_with(folder: Path, scenarios: str | None) -> Target:
    """The faux target with scenarios of its own, or with none."""
    shutil.copytree(FAUX / "target", folder / "target")
    file = folder / "target" / "scenarios.toml"
    file.unlink()
    if scenarios is not None:
        file.write_text(scenarios, encoding="utf-8")
    return load_target(str(folder / "target"))


def test_a_scenario_is_run_once_for_each_case(tmp_path: Path) -> None:
    text = """
[[price]]
amount = "1"
[[price]]
amount = "2"
[[scenario]]
name = "price: $amount"
subject = "shop.price"
each = "price"
code = "result = '$$' + '$amount'"
"""
    steps = load_scenarios(target_with(tmp_path, text))
    assert [(step.group, step.case, step.code) for step in steps] == [
        ("price", "1", "result = '$' + '1'\n"),
        ("price", "2", "result = '$' + '2'\n"),
    ]


def test_a_scenario_with_errors_runs_again_with_each_of_them_for_each_request(tmp_path: Path) -> None:
    text = """
[[scenario]]
name = "price"
subject = "shop.price"
responses = [{ json = 1 }, { status = 204, headers = { x-price = "2" } }]
errors = [404, 500]
expect = "1"
arguments = "[shop.price]('a', 2, [True, {'b': 3.5}], c='c')"
code = "result = 1"
"""
    first, *refused = load_scenarios(target_with(tmp_path, text))
    assert (first.refused, first.expected, first.arguments) == ("", "1", ("a", "2", "b", "3.5", "c"))
    assert [(response.status, response.content) for response in first.responses] == [(200, b"1"), (204, b"")]
    assert first.responses[1].headers == (("x-price", "2"),)
    assert [(step.name, [response.status for response in step.responses]) for step in refused] == [
        ("price, 404 for request 1", [404]),
        ("price, 500 for request 1", [500]),
        ("price, 404 for request 2", [200, 404]),
        ("price, 500 for request 2", [200, 500]),
    ]
    assert not any(step.expected or step.arguments for step in refused)


def test_a_target_needs_no_scenarios(tmp_path: Path) -> None:
    assert load_scenarios(target_with(tmp_path, None)) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[scenario", "cannot be read as TOML"),
        ("[[scenario]]\nname = 'a'\nsubject = 'b'", "`code` is None"),
        ("[[scenario]]\nname = 'a'\nsubject = 'b'\ncode = ''\nrepeat = 2", "unknown key `repeat`"),
        ("[[scenario]]\nname = 'a'\nsubject = 'b'\ncode = ''\nerrors = [200]", "`errors` is [200]"),
        ("[[scenario]]\nname = 'a'\nsubject = 'b'\ncode = ''\narguments = 'f('", "`arguments` is no Python"),
        ("[[scenario]]\nname = 'a'\nsubject = 'b'\ncode = ''\neach = 'case'", "which is not a list of tables"),
        ("[[scenario]]\nname = 'a'\nsubject = 'b'\ncode = '$case'", "invalid placeholder"),
    ],
)
def test_errors_in_a_scenario_are_reported(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(TargetError, match=r"scenarios\.toml") as caught:
        load_scenarios(target_with(tmp_path, text))
    assert words in str(caught.value)


def test_the_scenarios_that_ship_are_programs() -> None:
    steps = load_scenarios(load_target())
    assert len(steps) > 200
    for step in steps:
        ast.parse(step.code)
    assert len({step.name for step in steps}) == len(steps)
