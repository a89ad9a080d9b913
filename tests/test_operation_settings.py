"""Settings of single operations: left out with a reason, own examples, values and strategies; mistakes are placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import api
from conformance.config import load_settings
from conformance.generate.overrides import overrides_of
from conformance.generate.plan import Plan
from conformance.generate.property_search import draw_one
from conformance.generate.responses import ResponseFactory
from conformance.generate.strategies import Strategies
from conformance.operation_settings import operation_settings, reason_to_skip
from conformance.settings import CheckSettings
from tests.cli.conftest import FAUX
from tests.vocabulary import approved_contract

CONTRACT = approved_contract()
TABLE = """
[tool.conformance.operations."projects.create"]
examples = [{ title = "Birds" }]
values = { description = ["short", "long"] }

[tool.conformance.operations."tasks.*"]
skip = "our server has no tasks"
"""


def settings_in(folder: Path, text: str) -> CheckSettings:
    """The settings of a file."""
    file = folder / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(CheckSettings, {"config": str(file)})


def test_an_operation_that_is_left_out_is_reported_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(FAUX))
    monkeypatch.syspath_prepend(FAUX)
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    Path("pyproject.toml").write_text(TABLE, encoding="utf-8")
    report = api.check(target=str(FAUX / "target"), operation=("tasks.get", "projects.create"), examples=1)
    assert report.judged == 1
    (tasks,) = (coverage for coverage in report.operations if coverage.operation == "tasks.get")
    assert tasks.left_out
    assert set(tasks.not_covered.values()) == {"left out by the settings: our server has no tasks"}
    assert any("tasks.get: left out by the settings: our server has no tasks" in note for note in report.notes)
    assert report.stale == ()


def test_own_examples_and_values_replace_generated_ones(tmp_path: Path) -> None:
    found = overrides_of(operation_settings(settings_in(tmp_path, TABLE)), CONTRACT, CONTRACT.models)
    plan = Plan(
        CONTRACT.operations["projects.create"], ResponseFactory(CONTRACT.models), override=found["projects.create"]
    )
    calls = [call for call, _ in plan.fixed_calls()]
    strategy = plan.generated_calls(Strategies(CONTRACT.models))
    generated = [draw_one(strategy, seed)[0] for seed in range(10)]
    assert {"title": "Birds"} in [dict(call.arguments) for call in calls if call.origin == "example"]
    descriptions = {call.arguments["description"] for call in (*calls, *generated) if "description" in call.arguments}
    assert descriptions == {"short", "long"}


def test_own_strategies_give_the_values_of_an_argument(tmp_path: Path) -> None:
    (tmp_path / "own_titles.py").write_text(
        "from hypothesis import strategies as st\ntitles = st.sampled_from(['a1', 'b2'])\n", encoding="utf-8"
    )
    text = '[tool.conformance.operations."projects.*"]\nstrategies = { title = "own_titles.titles" }\n'
    settings = operation_settings(settings_in(tmp_path, text))
    found = overrides_of(settings, CONTRACT, CONTRACT.models, [str(tmp_path)])
    plan = Plan(
        CONTRACT.operations["projects.create"], ResponseFactory(CONTRACT.models), override=found["projects.create"]
    )
    assert {call.arguments["title"] for call, _ in plan.fixed_calls()} <= {"a1", "b2"}


def test_a_file_of_its_own_has_more_settings(tmp_path: Path) -> None:
    (tmp_path / "more.toml").write_text('[operations."files.*"]\nskip = "slow"\n', encoding="utf-8")
    text = f"[tool.conformance]\noperations-file = 'more.toml'\n{TABLE}"
    settings = operation_settings(settings_in(tmp_path, text))
    assert reason_to_skip(settings, "files.upload") == "slow"
    assert reason_to_skip(settings, "tasks.add") == "our server has no tasks"
    assert reason_to_skip(settings, "projects.get") == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("skip =", "skpi =", ":7: `operations.tasks.*` has no key `skpi`. Did you mean `skip`?\n  Allowed: skip, exam"),
        ('"our server has no tasks"', '" "', ":7: `operations.tasks.*`: `skip` is ' '.\n  Expected: a text"),
        ('["short", "long"]', '"short"', ":4: `operations.projects.create`: `values` is {'description': 'short'}."),
        ('["short", "long"]', "[7]", ":4: `operations.projects.create`: `values.description` of projects.create is 7"),
        ("description =", "descritpion =", ":4: `operations.projects.create`: `values.descritpion` is no argument"),
        ("title =", "titel =", ":3: `operations.projects.create`: `examples` has {'titel': 'Birds'}, which is no call"),
        ("tasks.*", "task.*", ":6: `operations.task.*`: none of the 13 operations matches.\n  Nearest: tasks."),
        ("values = { description =", 'strategies = { title = "no.such" }\nvalues = { description =',
         ":4: `operations.projects.create`: `strategies.title` is 'no.such', which cannot be loaded: ModuleNotFound"),
    ],
)  # fmt: skip
def test_a_mistake_names_the_line_the_key_and_the_allowed_values(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert TABLE.count(old) == 1
    settings = settings_in(tmp_path, TABLE.replace(old, new))
    with pytest.raises(api.UsageError) as raised:
        overrides_of(operation_settings(settings), CONTRACT, CONTRACT.models)
    assert str(raised.value).startswith(f"{tmp_path / 'pyproject.toml'}{message}")


def test_a_wrong_key_of_the_settings_is_reported_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(api.UsageError, match=r"pyproject\.toml:3: `tool\.conformance` has no key `sed`\. Did you mean"):
        settings_in(tmp_path, "[tool.conformance]\nexamples = 3\nsed = 3\n")
