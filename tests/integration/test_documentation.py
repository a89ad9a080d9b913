"""The pages in docs/: their commands run, their comparisons were measured, and their programs show defects."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from conformance.cli import build_parser
from conformance.targets.environment import resolve
from conformance.targets.target import load_target
from tests.cli.conftest import command

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
# The reason of each documented command that no test of this module runs, by glob.
NOT_RUN: Final = {
    "conformance live *": "starts a server, or needs one of the reader's; tests/live and tests/servers run these",
    "conformance record *": "starts a server and takes minutes; tests/live runs it with another one",
    "conformance matrix *": "tests many pairs of releases and servers; tests/pipeline runs it with small ones",
    "conformance mutants *": "takes minutes; tests/pipeline runs it with a small SDK",
    "conformance upgrade --from *": "walks over all releases; tests/integration/releases runs it with few",
    "conformance upgrade 1.0.0 1.1.0 *": "stands for an SDK of the reader's",
    "conformance target new acme-sdk*": "stands for an SDK of the reader's; tests/cli runs it with small ones",
    "conformance * --target targets/acme_sdk": "stands for an SDK of the reader's",
    "conformance * --target targets/acme_sdk --report findings.html": "stands for an SDK of the reader's",
    "conformance convert browser.har *": "needs a recording of the reader's; tests/cassettes runs it",
}
# What makes a documented command small, by glob: all of it takes minutes, and tests/integration/releases runs that.
SMALLER: Final = {
    "conformance check --sdk 2.0.7 --report reports/check.html": ("--operation", "projects.get"),
    "conformance check --write-known *": ("--sdk", "2.0.7", "--operation", "projects.get"),
    "conformance upgrade *": ("--tier", "files", "--tier", "surface", "--fail-on", "never"),
}


def documented_commands() -> list[str]:
    """Each command in a block of a page or of the README, without comments, in the order of pages.

    The README's indented list says what each command is for: it has none to type.
    """
    found: dict[str, None] = {}
    for page in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))):
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        indent = "" if page.name == "README.md" else " {4}|"
        for line in re.findall(rf"^(?:{indent}.* && \.venv/bin/)?(conformance [^\n]+)$", text, re.MULTILINE):
            found[" ".join(line.partition("  #")[0].split())] = None
    return list(found)


def without_output_file(line: str) -> str:
    """A command without the file that the shell writes its output to; a requirement keeps its `>`."""
    return line.partition(" > ")[0]


def reason_not_to_run(line: str) -> str:
    """Why a documented command is not run here, "" where it is."""
    return next((reason for glob, reason in NOT_RUN.items() if fnmatchcase(line, glob)), "")


def options_for(line: str) -> tuple[str, ...]:
    """The options that make a documented command small."""
    return next((options for glob, options in SMALLER.items() if fnmatchcase(line, glob)), ())


RUN: Final = [line for line in documented_commands() if not reason_not_to_run(line)]


@pytest.mark.parametrize("line", documented_commands())
def test_a_documented_command_has_options_that_exist(line: str) -> None:
    words = shlex.split(without_output_file(line).replace("$SEED", "1"))
    build_parser().parse_args(words[1:])  # exits where it does not


def test_each_command_is_run_or_has_a_reason_and_no_reason_is_left_over() -> None:
    assert RUN
    lines = documented_commands()
    assert [glob for glob in (*NOT_RUN, *SMALLER) if not any(fnmatchcase(line, glob) for line in lines)] == []


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a check, which documented commands read."""
    folder = tmp_path_factory.mktemp("checked")
    ran = subprocess.run(
        command("check", "--sdk", "2.0.7", "--operation", "users.get", "--report", "check.json"),
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "check.json"


@pytest.mark.slow
@pytest.mark.xdist_group("documented commands")
@pytest.mark.parametrize("line", RUN)
def test_a_documented_command_runs(line: str, tmp_path: Path, checked: Path) -> None:
    shutil.copytree(ROOT / "cassettes" / "label_studio" / "1.21.0", tmp_path / "cassettes" / "label_studio" / "1.23.2")
    for folder in ("results", "reports", "main", "src"):
        (tmp_path / folder).mkdir()
    for file, release in (("uv.lock", "2.0.7"), ("main/uv.lock", "2.0.5")):
        lock = f'version = 1\n[[package]]\nname = "label-studio-sdk"\nversion = "{release}"\n'
        (tmp_path / file).write_text(lock, encoding="utf-8")
    program = "from label_studio_sdk import LabelStudio\n\nprint(LabelStudio().projects.get(id=1))\n"
    (tmp_path / "src" / "program.py").write_text(program, encoding="utf-8")
    shutil.copy(checked, tmp_path)
    shutil.copy(checked, tmp_path / "results")
    words = [*shlex.split(without_output_file(line)), *options_for(line)]
    ran = subprocess.run(command(*words[1:]), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_comparison_has_only_figures_that_were_measured() -> None:
    measured = (DOCS / "measured.md").read_text(encoding="utf-8")
    page = (DOCS / "comparison.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert len(rows) > 10
    assert [row for row in rows if row not in measured.splitlines()] == []
    assert [figure for figure in re.findall(r"\d+(?:\.\d+)*", page) if figure not in measured] == []


def defects() -> list[tuple[str, str, str]]:
    """The title, the release and the program of each defect."""
    text = (DOCS / "defects.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+?)\n.*?^Releases: (.+?)\.\n\n```python\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    return [(title, release, program) for title, releases, program in sections for release in releases.split(", ")]


@cache
def python_of(release: str) -> Path:
    """The interpreter of the environment with a release."""
    return resolve(release, load_target("label_studio"), progress=lambda _: None).python


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(defects())))
def test_a_program_shows_the_defect_without_this_project(number: int, tmp_path: Path) -> None:
    title, release, program = defects()[number]
    assert "conformance" not in program
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    line = [str(python_of(release)), "program.py"]
    ran = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{title} ({release}): {ran.stdout}{ran.stderr}"
