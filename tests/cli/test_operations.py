"""`conformance operations`, and unknown operations of a release whose contract is known."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import FAUX, Conformance, environment, run_here

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The contract of acme, as text."""
    folder = tmp_path_factory.mktemp("contract")
    arguments = ("contract", "installed", "--target", str(FAUX / "target"))
    return run_here(*arguments, variables=environment(folder / "cache"), folder=folder).stdout


@pytest.fixture
def with_approved(contract: str, tmp_path: Path) -> Run:
    """Runs a command with a target that has the approved contract 1.0.0, where `acme_sdk` cannot be imported."""
    target, broken = tmp_path / "target", tmp_path / "broken"
    shutil.copytree(FAUX / "target", target)
    (target / "approved").mkdir(exist_ok=True)
    (target / "approved" / "1.0.0.json").write_text(contract, encoding="utf-8")
    shutil.copytree(FAUX, broken, ignore=shutil.ignore_patterns("__pycache__", "target"))
    (broken / "acme_sdk" / "__init__.py").write_text("raise RuntimeError('imported')\n")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        variables = environment(tmp_path / "cache", broken)
        return run_here(*arguments, "--target", str(target), variables=variables, folder=tmp_path)

    return run


def test_every_operation_is_a_line_with_its_path_verb_and_url(conformance: Conformance, contract: str) -> None:
    lines = conformance("operations").stdout.splitlines()
    operations = json.loads(contract)["operations"]
    assert [line.split()[:3] for line in lines] == [
        [path, operations[path]["method"], operations[path]["url"]] for path in sorted(operations)
    ]


def test_a_glob_selects_the_lines(conformance: Conformance) -> None:
    lines = conformance("operations", "tasks.*").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["tasks.add", "tasks.answer", "tasks.get"]


def test_a_glob_that_matches_nothing_names_the_nearest(conformance: Conformance) -> None:
    ran = conformance("operations", "tasks.gt")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "operations tasks.gt: none of the 13 operations matches.\n  Nearest: tasks.get" in ran.stderr


@pytest.mark.parametrize("sdk", ["1.0.0", "installed"])
def test_the_operations_of_an_approved_release_are_listed_without_the_sdk(with_approved: Run, sdk: str) -> None:
    ran = with_approved("operations", "tasks.get", "--sdk", sdk)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split()[:2] == ["tasks.get", "GET"]
    assert ran.stderr == "from the approved contract of acme-sdk 1.0.0\n"


@pytest.mark.parametrize("words", [("check",), ("live", "--server", "1.0.0"), ("record", "--server", "1.0.0")])
def test_an_unknown_operation_of_an_approved_release_is_refused_before_anything_is_installed(
    with_approved: Run, words: tuple[str, ...]
) -> None:
    ran = with_approved(*words, "--sdk", "1.0.0", "--operation", "tasks.gt")
    assert ran.returncode == 2
    assert ran.stderr.startswith("conformance: --operation tasks.gt: none of the 13 operations matches.")
    assert "Nearest: tasks.get" in ran.stderr
    assert "conformance operations --sdk" in ran.stderr


def test_a_report_on_standard_output_is_the_only_text_there(conformance: Conformance, tmp_path: Path) -> None:
    ran = conformance("check", "--operation", "tasks.get", "--report", "-", "--report", "r.json")
    assert ran.returncode == 0, ran.stderr
    printed, written = json.loads(ran.stdout), json.loads((tmp_path / "work" / "r.json").read_text(encoding="utf-8"))
    assert printed == written
    assert printed["verdict"]["sentence"] in ran.stderr
    assert "report: r.json" in ran.stderr
    assert "report: -" not in ran.stderr


EXCLUDED = ("--exclude", "tasks.*", "--exclude", "files.download")


def test_excluded_operations_are_not_listed(conformance: Conformance, contract: str) -> None:
    everything = json.loads(contract)["operations"].keys()
    left = {line.split()[0] for line in conformance("operations", *EXCLUDED).stdout.splitlines()}
    assert everything - left == {"files.download", "tasks.add", "tasks.answer", "tasks.get"}


def test_excluded_operations_are_not_in_a_contract(conformance: Conformance, tmp_path: Path) -> None:
    excluded = (*EXCLUDED, "--exclude", "projects.*", "--exclude", "events.*")  # fewer calls of the shared client
    printed = json.loads(conformance("contract", "installed", *excluded).stdout)["operations"]
    approved = conformance("approve", "installed", "--output", "mine.json", *excluded)
    assert approved.returncode == 0, approved.stderr
    written = json.loads((tmp_path / "work" / "mine.json").read_text(encoding="utf-8"))["operations"]
    assert sorted(printed) == sorted(written) != []
    assert not [path for path in printed if path.startswith("tasks.") or path == "files.download"]


def test_excluded_operations_are_not_checked(conformance: Conformance) -> None:
    options = ("--operation", "tasks.*", "--exclude", "tasks.a*", "--examples", "1", "--report", "-")
    ran = conformance("check", *options)
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert [operation["operation"] for operation in report["operations"]] == ["tasks.get"]


def test_an_operation_that_is_selected_and_excluded_is_refused(conformance: Conformance) -> None:
    ran = conformance("check", "--operation", "tasks.get", "--exclude", "tasks.get")
    assert ran.returncode == 2
    assert "--operation tasks.get: none of the 12 operations matches." in ran.stderr
