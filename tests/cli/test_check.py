"""`conformance check`, as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import FAUX, Conformance, command, environment


def read_report(folder: Path, name: str) -> dict[str, object]:
    document: dict[str, object] = json.loads((folder / "work" / name).read_text())
    document.pop("times")
    return document


def test_a_conforming_sdk_exits_with_zero_and_a_verdict(conformance: Conformance) -> None:
    ran = conformance("check", "--operation", "events.*")
    assert ran.returncode == 0, ran.stderr
    assert "acme-sdk 1.0.0 keeps its contract" in ran.stdout
    assert "has no approved contract" in ran.stdout


def test_operations_of_a_part_that_cannot_be_loaded_are_refused_with_the_reason(
    conformance: Conformance, acme: Path
) -> None:
    with (acme / "acme_sdk" / "client.py").open("a") as file:  # as an SDK whose parts are loaded on first use
        file.write(
            "\n\ndef _load(_):\n    import acme_missing\n\n\n"
            "for _client in (Acme, AsyncAcme):\n    _client.tasks = property(_load, lambda *_: None)\n"
        )
    ran = conformance("check", "--operation", "tasks.*", sdk=acme)
    assert ran.returncode == 2
    assert "`tasks` cannot be loaded: ModuleNotFoundError: No module named 'acme_missing'" in ran.stderr


def test_a_broken_sdk_exits_with_one_and_names_the_finding(conformance: Conformance, acme: Path) -> None:
    file = acme / "acme_sdk" / "core" / "pagination.py"
    text = file.read_text()
    broken = text.replace("yield from page.items or ()", "yield from (page.items or ())[1:]")
    assert broken != text
    file.write_text(broken)
    ran = conformance("check", "--operation", "*.list", sdk=acme)
    assert ran.returncode == 1, ran.stderr
    assert "pager_items_differ" in ran.stdout
    assert ran.stdout.rstrip().splitlines()[-1].startswith("acme-sdk 1.0.0 breaks its contract")


def test_declarations_are_compared_without_a_call(conformance: Conformance, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "work" / "approved.json").write_text(conformance("contract", "installed").stdout)
    options = ("check", "--declarations", "--approved", "approved.json", "--operation", "tasks.*", "--report", "r.json")
    ran = conformance(*options, "--min-coverage", "1", sdk=acme)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "declarations of 3 operations, no new findings, but 0.0 % was tested, and 1 % is required" in ran.stdout
    assert "no operation was called" in ran.stdout
    operations = read_report(tmp_path, "r.json")["operations"]
    assert isinstance(operations, list)
    assert {(entry["exchanges"], entry["examples"]) for entry in operations} == {(0, 0)}
    file = acme / "acme_sdk" / "tasks" / "client.py"
    file.write_text(file.read_text().replace("def get(self, task: str,", "def get(self, task: int,"))
    ran = conformance(*options, sdk=acme)
    assert ran.returncode == 1
    assert "parameter_changed: tasks.get.task" in ran.stdout


def test_an_sdk_that_cannot_be_imported_exits_with_three(conformance: Conformance, acme: Path) -> None:
    (acme / "acme_sdk" / "__init__.py").write_text("raise RuntimeError('half a release')\n")
    ran = conformance("check", sdk=acme)
    assert ran.returncode == 3
    assert ran.stderr.strip() == "conformance: acme_sdk cannot be imported: RuntimeError: half a release"


@pytest.mark.slow
def test_the_result_is_the_same_with_one_worker_and_with_two(conformance: Conformance, tmp_path: Path) -> None:
    for workers in ("1", "2"):
        ran = conformance("check", "--workers", workers, "--seed", "7", "--report", f"{workers}.json")
        assert ran.returncode == 0, ran.stderr
        assert "acme-sdk 1.0.0 keeps its contract" in ran.stdout
    one, two = ((tmp_path / "work" / f"{workers}.json").read_text() for workers in ("1", "2"))
    assert read_report(tmp_path, "1.json") == read_report(tmp_path, "2.json")
    strip = [line for line in one.splitlines() if not line.startswith('    "')]
    assert strip == [line for line in two.splitlines() if not line.startswith('    "')]


def test_a_report_is_written_in_every_requested_format(conformance: Conformance, tmp_path: Path) -> None:
    names = ["r.html", "r.md", "r.json", "r.xml"]
    ran = conformance("check", "--operation", "tasks.*", *(word for name in names for word in ("--report", name)))
    assert ran.returncode == 0, ran.stderr
    assert all((tmp_path / "work" / name).stat().st_size > 200 for name in names)


def test_an_sdk_that_ends_its_process_fails_its_operation_and_not_the_run(conformance: Conformance, acme: Path) -> None:
    requests = acme / "acme_sdk" / "tasks" / "requests.py"
    ending = "    __import__('os')._exit(7)\n    return RequestData"
    requests.write_text(requests.read_text().replace("    return RequestData", ending, 1))
    others = [word for glob in ("projects.*", "files.*", "events.*") for word in ("--exclude", glob)]
    ran = conformance("check", *others, sdk=acme)
    assert ran.returncode == 1
    assert "Could not be checked:" in ran.stdout
    assert "ended with status 7" in ran.stdout
    assert "2 operations could not be checked" in ran.stdout  # the package calls one operation of each shape, too


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--operation", "tasks.gt"], 2, ["--operation tasks.gt", "Nearest: ", "tasks.get"]),
        (["--report", "nowhere/r.html"], 2, ["nowhere", "does not exist"]),
        (["--report", "r.pdf"], 2, [".pdf", ".html"]),
        (["--examples", "0"], 2, ["--examples is 0", "1 or more"]),
        (["--known", "absent.toml"], 2, ["absent.toml"]),
        (["--approved", "9.9.9"], 2, ["--approved 9.9.9", "Approved: none"]),
        (["--sdk", "./nowhere"], 2, ["nowhere"]),
        (["--config", "absent.toml"], 2, ["absent.toml"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_usage_is_one_message_without_a_traceback(
    conformance: Conformance, arguments: list[str], status: int, words: list[str]
) -> None:
    ran = conformance("check", *arguments)
    assert ran.returncode == status
    assert "Traceback" not in ran.stderr
    assert ran.stderr.count("conformance: ") == 1
    assert all(word in ran.stderr for word in words), ran.stderr
    assert not ran.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("pyproject.toml", "[tool.conformance\n", ["pyproject.toml", "not TOML"]),
        ("pyproject.toml", "[tool.conformance]\nexample = 3\n", ["no key `example`", "Did you mean `examples`?"]),
        ("pyproject.toml", "[tool.conformance]\nexamples = 'many'\n", ["`tool.conformance.examples` is 'many'"]),
    ],
)
def test_a_wrong_configuration_prints_the_allowed_values(
    conformance: Conformance, tmp_path: Path, name: str, content: str, words: list[str]
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / name).write_text(content)
    ran = conformance("check")
    assert ran.returncode == 2
    assert all(word in ran.stderr for word in words), ran.stderr


def test_an_approved_contract_that_is_malformed_is_refused(conformance: Conformance, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "mine.json").write_text('{"schema": 1, "operations": 3}')
    ran = conformance("check", "--approved", "mine.json")
    assert ran.returncode == 2
    assert "mine.json" in ran.stderr
    assert "conformance approve" in ran.stderr


def test_settings_of_the_configuration_file_are_used(conformance: Conformance, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "pyproject.toml").write_text("[tool.conformance]\nseed = 5\noperation = ['tasks.get']\n")
    assert conformance("check", "--report", "r.json").returncode == 0
    document = read_report(tmp_path, "r.json")
    assert (document["seed"], document["selection"]) == (5, ["tasks.get"])


def test_an_approved_contract_finds_what_the_sdk_alone_does_not_show(
    conformance: Conformance, acme: Path, tmp_path: Path
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "mine.json").write_text(conformance("contract", "installed").stdout)
    line = ("check", "--approved", "mine.json", "--operation", "events.list")
    assert conformance(*line).returncode == 0
    requests = acme / "acme_sdk" / "events" / "requests.py"
    text = requests.read_text()
    altered = text.replace('"since": since', '"from": since')
    assert altered != text
    requests.write_text(altered)
    ran = conformance(*line, sdk=acme)
    assert ran.returncode == 1
    assert "argument_misplaced" in ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_a_request_to_end_write_the_partial_report(tmp_path: Path, ending: signal.Signals) -> None:
    arguments = [
        "check",
        "--examples",
        "3000",
        "--workers",
        "1",
        "--report",
        "r.json",
        "--target",
        str(FAUX / "target"),
    ]
    process = subprocess.Popen(
        command(*arguments), env=environment(tmp_path / "cache"), cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    with process:
        while " done" not in (line := process.stderr.readline()):
            assert line, "the run ended before it could be interrupted"
        os.kill(process.pid, ending)
        process.stderr.read()
    assert process.returncode == 130
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["verdict"]["interrupted"] is True
    assert document["operations"]
