"""No secret that a run knows or receives appears in a file, log, report or line of output.

Each run writes every format. Then everything that it wrote and printed is scanned, in every encoding.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.redaction.redact import Secrets
from conformance.redaction.scanner import leaks
from tests.cli.conftest import FAUX, command
from tests.redaction.leaks.leaking_server import SECRETS, TOKEN, leaking_server

KNOWN = Secrets(SECRETS)
REPORTS = [word for suffix in ("json", "html", "md", "xml", "sarif") for word in ("--report", f"r.{suffix}")]
QUICK = ["--rate", "1000", "--operation", "projects.*", "--operation", "files.*"]
SERVER = """
[server]
distribution = "acme-server"
launcher = "target.toml"
health = "/health"
version = "/version"
version_key = "release"
edition_key = "edition"
account = "/account"
documents = ["/document"]
token_variable = "ACME_API_KEY"
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The target of acme, with a kind of server."""
    folder = tmp_path / "target"
    shutil.copytree(FAUX / "target", folder)
    with (folder / "target.toml").open("a", encoding="utf-8") as file:
        file.write(SERVER)
    return folder


@pytest.fixture
def server() -> Iterator[str]:
    """A server that leaks secrets."""
    with leaking_server() as url:
        yield url


def run(
    folder: Path, target: Path, *arguments: str, token: str = TOKEN, sdk: Path = FAUX
) -> subprocess.CompletedProcess[str]:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    (folder / "temporary").mkdir(exist_ok=True)
    environment = {
        **os.environ, "PYTHONPATH": str(sdk), "CONFORMANCE_CACHE": str(folder / "cache"), "ACME_API_KEY": token,
        "TMPDIR": str(folder / "temporary"),
    }  # fmt: skip
    return subprocess.run(
        command(*arguments, "--target", str(target)),
        env=environment, cwd=work, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def leaks_of(folder: Path, done: subprocess.CompletedProcess[str]) -> dict[str, list[str]]:
    """The secrets in everything that a run wrote and printed, by file."""
    files = {file for name in ("work", "cache", "temporary") for file in (folder / name).rglob("*") if file.is_file()}
    files -= set((folder / "cache" / "engine").rglob("*"))  # a copy of this program
    texts: dict[str, str | bytes] = {"stdout": done.stdout, "stderr": done.stderr}
    texts |= {str(file.relative_to(folder)): file.read_bytes() for file in sorted(files) if file.suffix != ".pyc"}
    searched = {
        name: [str(leak) for leak in leaks(text, KNOWN) if "of this run" in leak.kind] for name, text in texts.items()
    }
    return {name: found for name, found in searched.items() if found}


@pytest.mark.slow
def test_a_live_run_leaves_no_secret(tmp_path: Path, target: Path, server: str) -> None:
    done = run(tmp_path, target, "live", "--url", server, "--mode", "owned", *QUICK, *REPORTS)
    assert done.returncode == 1, done.stderr
    report = json.loads((tmp_path / "work" / "r.json").read_text())
    assert len(report["findings"]) > 10
    assert any(finding["evidence"] for finding in report["findings"])
    assert leaks_of(tmp_path, done) == {}


def test_a_recording_leaves_no_secret(tmp_path: Path, target: Path, server: str) -> None:
    done = run(tmp_path, target, "record", "--url", server, "--mode", "owned", *QUICK, "--cassettes", "kept")
    assert done.returncode in {0, 1}, done.stderr
    cassettes = list((tmp_path / "work" / "kept").rglob("*.jsonl"))
    assert cassettes
    assert leaks_of(tmp_path, done) == {}
    for cassette in cassettes:
        assert leaks(cassette.read_bytes(), KNOWN) == []


def test_a_refused_token_is_not_repeated(tmp_path: Path, target: Path, server: str) -> None:
    wrong = TOKEN[::-1]
    done = run(tmp_path, target, "live", "--url", server, token=wrong)
    assert done.returncode == 2, done.stderr
    assert wrong not in done.stdout + done.stderr
    assert leaks_of(tmp_path, done) == {}


def test_a_check_shows_the_key_of_the_client_only_in_programs(tmp_path: Path, target: Path) -> None:
    file = target / "target.toml"
    file.write_text(file.read_text().replace("acme-key-not-a-secret", TOKEN))
    sdk = tmp_path / "sdk"
    shutil.copytree(FAUX, sdk, ignore=shutil.ignore_patterns("__pycache__", "target"))
    pagination = sdk / "acme_sdk" / "core" / "pagination.py"
    pagination.write_text(pagination.read_text().replace("page.items or ()", "(page.items or ())[1:]"))
    done = run(tmp_path, target, "check", "--operation", "*.list", "--report", "r.json", sdk=sdk)
    report = json.loads((tmp_path / "work" / "r.json").read_text())
    assert report["findings"], done.stderr
    for finding in report["findings"]:
        finding["reproduce"].pop("python")  # a program has to run, with a key that no server accepts
    assert leaks(json.dumps(report), Secrets((TOKEN,))) == []
    assert TOKEN not in done.stdout + done.stderr
