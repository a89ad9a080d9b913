"""The wheel in an environment of its own, and the README: what it says to type, and what it says that this prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conformance.targets.installer import find_uv

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "cassettes/README.md", "reports/README.md", "docs/*.md")
RECORDINGS = "conformance/cassettes/recordings/"
ONE = ("check", "--sdk", "2.0.7", "--operation", "projects.*")


def run(*command: object, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, cwd=folder, env=environment
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    built = run(find_uv(), "build", "--wheel", "-o", folder, ROOT, folder=folder)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.slow
def test_the_wheel_contains_the_cassettes_of_the_clone(wheel: Path) -> None:
    packed = {
        name.removeprefix(RECORDINGS) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(RECORDINGS)
    }
    cassettes = ROOT / "cassettes"
    files = (file for file in (cassettes / "label_studio").rglob("*") if file.is_file())
    assert packed == {
        file.relative_to(cassettes).as_posix() for file in files if not file.name.startswith(".recording-")
    }


@pytest.mark.slow
def test_an_installed_wheel_replays_its_recordings_outside_a_clone(wheel: Path, tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    for command in (("venv", "venv"), ("pip", "install", "--python", python, f"{wheel}[releases]")):
        ran = run(find_uv(), *command, folder=tmp_path)
        assert ran.returncode == 0, ran.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    installed = run(python.with_name("conformance"), *ONE, folder=empty)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert re.search(r"Note: \d+ recorded calls of \d+ operations replayed", installed.stdout)
    assert list(empty.iterdir()) == []
    in_clone = run(sys.executable, "-m", "conformance.cli", *ONE, folder=ROOT)
    assert installed.stdout == in_clone.stdout


def test_every_documented_installation_names_a_folder_a_file_or_an_url_and_extras_that_exist() -> None:
    declared = set(
        re.findall(r"^(\w+) = \[", (ROOT / "pyproject.toml").read_text().partition("optional-")[2], re.MULTILINE)
    )
    for page in (page for pattern in PAGES for page in sorted(ROOT.glob(pattern))):
        for line in page.read_text(encoding="utf-8").splitlines():
            for requirement, extras in re.findall(r"""['"`]([^'"`\s]+)\[([a-z,]+)\](?=['"`]| @ )""", line):
                assert set(extras.split(",")) <= declared, line
                if requirement == "label-studio-conformance":  # on no index
                    assert " @ git+" in line or "once it is published" in line, line
