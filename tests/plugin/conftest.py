"""A repository of a user's own, with acme installed, in which the suite is run in another process."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conformance.settings import CheckSettings
from conformance.suite.session import settings_of
from tests.cli.conftest import environment, run_here

FAUX = Path(__file__).parents[1] / "faux"
PLUGINS = ("conformance.plugin", "xdist.plugin", "_hypothesis_pytestplugin")
ARGUMENTS = (
    *(word for name in PLUGINS for word in ("-p", name)), "-p", "no:cacheprovider", "--pyargs", "conformance.suite",
)  # fmt: skip
OWN = """
[tool.conformance]
target = "{target}"
examples = 1

[tool.pytest.ini_options]
addopts = "--strict-markers --strict-config"
filterwarnings = ["error"]
python_files = ["check_*.py"]
"""


@dataclass
class Repository:
    """A user's repository. `run` runs the suite in it."""

    pytester: pytest.Pytester
    sdk: Path  # the SDK on the path that replaces the installed one

    def run(self, *options: str) -> pytest.RunResult:
        """The suite, with the options.

        It runs in this process, where everything is imported already; pytest-xdist needs a process that it can copy.
        """
        if any(option.startswith("-n") for option in options):
            return self.pytester.runpytest_subprocess(*ARGUMENTS, *options)
        return self.pytester.runpytest_inprocess(*ARGUMENTS, "--assert=plain", *options)

    def settings(self, *options: str) -> CheckSettings:
        """The settings of a run with the options, which does not take place."""
        return settings_of(self.pytester.parseconfigure(*ARGUMENTS, "--assert=plain", *options))

    def outcomes(self, *options: str) -> dict[str, str]:
        """How each test ended, by the part of its id in brackets."""
        file = self.pytester.path / "junit.xml"
        self.run(*options, f"--junitxml={file}")
        return {test: outcome_of(case) for test, case in cases(file)}

    def report(self, *options: str) -> dict[str, Any]:
        """The result document of a run."""
        file = self.pytester.path / "report.json"
        file.unlink(missing_ok=True)
        self.run(*options, f"--conformance-report={file}")
        document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return document

    def alter(self, file: str, old: str, new: str) -> None:
        """Put another SDK of the same name on the path: one text of one file is replaced."""
        path = self.sdk / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")


def cases(file: Path) -> list[tuple[str, ET.Element]]:
    """The test cases of a JUnit file, with the part of their names in brackets."""
    return [(case.attrib["name"].partition("[")[2][:-1], case) for case in ET.parse(file).iter("testcase")]


def outcome_of(case: ET.Element) -> str:
    """How a test case of a JUnit file ended: passed, failure, error, skipped or xfail."""
    part = next((part for part in case if part.tag != "properties"), None)
    if part is None:
        return "passed"
    return "xfail" if part.attrib.get("type") == "pytest.xfail" else part.tag


def summary(outcomes: dict[str, str]) -> Counter[str]:
    """How many tests ended in each way."""
    return Counter(outcomes.values())


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that only these runs share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def repository(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Repository:
    """A repository that holds nothing but its configuration."""
    sdk = pytester.path / "installed"
    shutil.copytree(FAUX, sdk, ignore=shutil.ignore_patterns("__pycache__"))
    pytester.makepyprojecttoml(OWN.format(target=(sdk / "target").as_posix()))
    monkeypatch.setenv("PYTHONPATH", str(sdk))
    monkeypatch.syspath_prepend(sdk)
    monkeypatch.delitem(sys.modules, "acme_sdk", raising=False)  # it is found on the search path again
    monkeypatch.setenv("CONFORMANCE_CACHE", str(cache))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return Repository(pytester, sdk)


@pytest.fixture(scope="session")
def contract(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> str:
    """The contract of the unaltered acme, as text."""
    arguments = ("contract", "installed", "--target", str(FAUX / "target"))
    folder = tmp_path_factory.mktemp("elsewhere")
    return run_here(*arguments, variables=environment(cache, FAUX), folder=folder).stdout


@pytest.fixture
def approved(repository: Repository, contract: str) -> Callable[..., str]:
    """Write acme's approved contract and return the option that names it. Operations can be left out."""

    def write(*, without: str = "") -> str:
        document = json.loads(contract)
        document["operations"].pop(without, None)
        file = repository.pytester.path / "approved.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return f"--approved={file}"

    return write
