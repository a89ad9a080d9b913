"""The suite on a real release, and on a copy of it with one changed line."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest

from conformance.contract.store import load
from conformance.targets.environment import resolve
from conformance.targets.target import load_target

RELEASE = "2.0.7"
FEW = ("--operation=session_policy.*", "--operation=tokens.rotate")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _with_every_installed_plugin(pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml("[tool.pytest.ini_options]\nfilterwarnings = ['error']\naddopts = '--strict-markers'\n")


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    """The suite, with whatever plugins are installed here."""
    return pytester.runpytest_subprocess("--pyargs", "conformance.suite", *options)


def failed(result: pytest.RunResult) -> set[str]:
    """The tests that failed, by the part of their ids in brackets."""
    lines = [line for line in result.outlines if line.startswith("FAILED ")]
    return {line.partition("[")[2].partition("]")[0] for line in lines}


def test_every_operation_of_the_approved_contract_is_collected(pytester: pytest.Pytester) -> None:
    result = run(pytester, f"--sdk={RELEASE}", "--collect-only", "-q")
    approved = load(load_target().approved_file(RELEASE)).paths()
    tested = {line.partition("[")[2].rpartition("-")[0] for line in result.outlines if "test_operation[" in line}
    assert tested == set(approved)


def test_a_release_is_judged_alike_by_one_process_and_by_two(pytester: pytest.Pytester) -> None:
    options = (f"--sdk={RELEASE}", "--no-known", *FEW)
    alone = run(pytester, *options, "--conformance-report=one.json")
    shared = run(pytester, *options, "--conformance-report=two.json", "-n2")
    assert failed(alone) == failed(shared) != set()
    assert (pytester.path / "one.json").read_bytes() == (pytester.path / "two.json").read_bytes()


def test_one_changed_line_fails_the_tests_of_that_operation(pytester: pytest.Pytester) -> None:
    before = failed(run(pytester, f"--sdk={RELEASE}", "--no-known", *FEW))
    folder = altered(pytester.path, "session_policy", '"api/session-policy/"', '"api/session-policies/"')
    after = failed(run(pytester, f"--sdk={folder}", f"--approved={RELEASE}", "--no-known", *FEW))
    new = after - before
    assert {"session_policy.get-path_differs", "session_policy.get-wire_format_changed"} <= new
    assert {test.rpartition("-")[0] for test in new} == {"session_policy.get", "session_policy.update"}


def altered(folder: Path, group: str, old: str, new: str) -> Path:
    """A folder with a copy of the release's package in which one text of one group of operations is replaced."""
    environment = resolve(RELEASE, load_target(), progress=Mock())
    (package,) = environment.python.parents[1].rglob("site-packages/label_studio_sdk")
    copy = folder / "altered"
    shutil.copytree(package, copy / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (copy / package.name / group).glob("*client.py"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return copy
