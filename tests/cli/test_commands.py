"""The other commands, and what the command line costs before it does anything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.checks import CHECKS
from conformance.contract import store
from tests.cli.conftest import Conformance, command


def test_the_contract_is_printed_as_json_that_reads_back(conformance: Conformance) -> None:
    ran = conformance("contract", "installed")
    assert ran.returncode == 0, ran.stderr
    contract = store.from_json(ran.stdout)
    assert contract.distribution == "acme-sdk"
    assert store.to_json(contract) == ran.stdout


def test_the_contract_is_printed_as_openapi(conformance: Conformance) -> None:
    ran = conformance("contract", "installed", "--format", "openapi")
    document = json.loads(ran.stdout)
    assert document["openapi"].startswith("3.1")
    assert "/tasks" in str(document["paths"])


@pytest.mark.slow
def test_approving_twice_changes_nothing(conformance: Conformance, tmp_path: Path) -> None:
    first, second = (conformance("approve", "installed", "--output", "mine.json") for _ in range(2))
    assert "mine.json: written: " in first.stdout
    assert "mine.json: unchanged: " in second.stdout
    assert store.load(tmp_path / "work" / "mine.json").paths()


def test_every_check_can_be_explained(conformance: Conformance) -> None:
    listed = conformance("explain").stdout
    assert all(check.id in listed for check in CHECKS)
    ran = conformance("explain", "path_value_not_escaped: files.download.filename")
    assert "Why it matters" in ran.stdout
    assert ran.returncode == 0


def test_an_unknown_check_names_the_nearest(conformance: Conformance) -> None:
    ran = conformance("explain", "path_value_not_escapd")
    assert ran.returncode == 2
    assert "Nearest: path_value_not_escaped" in ran.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from conformance.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(eval(ran.stderr.splitlines()[-1]))  # a list that this test printed
    assert not loaded & {"hypothesis", "schemathesis", "httpx", "respx", "pydantic", "label_studio_sdk", "jinja2"}


def test_no_command_is_wrong_usage() -> None:
    ran = subprocess.run(command(), capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "COMMAND" in ran.stderr


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("check --operations x", "conformance check: unknown option '--operations'; did you mean --operation?"),
        ("check tasks.*", "unexpected argument 'tasks.*'; operations are chosen with --operation GLOB"),
        ("upgrade 1 2 3", "conformance upgrade: unexpected argument '3'"),
    ],
)
def test_an_unknown_option_or_argument_is_named_with_what_could_be_meant(
    conformance: Conformance, line: str, words: str
) -> None:
    ran = conformance(*line.split())
    assert ran.returncode == 2
    assert words in ran.stderr
