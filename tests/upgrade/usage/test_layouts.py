"""Code in every usual layout gets the type errors that the checker reports where the code stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from conformance.targets.environment import Environment
from conformance.upgrade.usage.find import find_uses
from conformance.upgrade.usage.type_errors import TypeCheckResult, compare_type_errors
from conformance.upgrade.usage.use import UsageResult
from conformance.upgrade.usage.user_files import read_files
from tests.upgrade.usage.test_find import acme_api, acme_environment, from_within
from tests.vocabulary import acme_target

pytestmark = pytest.mark.xdist_group("user code")
QUICK: Final = ("nested package", "namespace")  # the other layouts take as many runs of mypy

SDK: Final = """
class Project:
    title: {title}

class Projects:
    def get(self, id: int) -> Project: ...

class Acme:
    projects: Projects
    def __init__(self, *, api_key: str) -> None: ...
"""
CONFIG: Final = "from acme_sdk import Acme\n\n\ndef connect() -> Acme:\n    return Acme(api_key='k')\n"
READ: Final = "\n\ndef show(project: int) -> str:\n    return connect().projects.get(project).title\n"
READ_TITLE: Final = "title: str = connect().projects.get(1).title"
LINE: Final = 4  # of the read


@dataclass(frozen=True)
class Layout:
    """Files by name, the paths for --usage, the file with the read, and what plain mypy needs to find the modules."""

    files: Mapping[str, str]
    usage: tuple[str, ...]
    read: str
    path: str = "."


def reading(line: str) -> str:
    """A module that imports `connect`, and reads a title in line 4."""
    return line + READ


LAYOUTS: Final = {
    "src": Layout(
        {
            "src/app/__init__.py": "", "src/app/config.py": CONFIG,
            "src/app/main.py": reading("from .config import connect"),
        },
        ("src",),
        "src/app/main.py",
        "src",
    ),
    "flat": Layout(
        {"app/__init__.py": "", "app/config.py": CONFIG, "app/main.py": reading("from app.config import connect")},
        (".",),
        "app/main.py",
    ),
    "the package itself": Layout(
        {"app/__init__.py": "", "app/config.py": CONFIG, "app/main.py": reading("from app.config import connect")},
        ("app",),
        "app/main.py",
    ),
    "nested package": Layout(
        {
            "app/__init__.py": "", "app/core/__init__.py": "", "app/core/config.py": CONFIG, "app/jobs/__init__.py": "",
            "app/jobs/main.py": reading("from ..core.config import connect"),
        },
        ("app/jobs",),
        "app/jobs/main.py",
    ),
    "namespace": Layout(
        {
            "src/company/team/config.py": CONFIG,
            "src/company/team/main.py": reading("from company.team.config import connect"),
        },
        ("src",),
        "src/company/team/main.py",
        "src",
    ),
    "relative namespace": Layout(
        {"company/config.py": CONFIG, "company/main.py": reading("from .config import connect")},
        ("company",),
        "company/main.py",
    ),
    "single file": Layout(
        {"app/__init__.py": "", "app/config.py": CONFIG, "app/main.py": reading("from .config import connect")},
        ("app/main.py",),
        "app/main.py",
    ),
    "single script": Layout(
        {"tools/config.py": CONFIG, "tools/main.py": reading("from config import connect")},
        ("tools/main.py",),
        "tools/main.py",
        "tools",
    ),
    "scripts": Layout(
        {"tools/config.py": CONFIG, "tools/main.py": reading("from config import connect"), "tools/other.py": ""},
        ("tools",),
        "tools/main.py",
        "tools",
    ),
    "src with tests": Layout(
        {
            "src/app/__init__.py": "", "src/app/config.py": CONFIG,
            "tests/conftest.py": "", "tests/unit/conftest.py": "",
            "tests/unit/test_main.py": reading("from app.config import connect"),
        },
        ("src", "tests"),
        "tests/unit/test_main.py",
        "src:tests/unit",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Environment, Environment]]:
    """A small typed SDK, and a later one whose projects may have no title. It imports nothing that mypy must read."""
    folder = tmp_path_factory.mktemp("releases")
    for name, title in (("old", "str"), ("new", "str | None")):
        write({"acme_sdk/__init__.py": "", "acme_sdk/__init__.pyi": SDK.format(title=title)}, folder / name)
    made = [
        Environment(python=Path(sys.executable), search_path=(folder / name,), origin="directory", label=name)
        for name in ("old", "new")
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFORMANCE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield made[0], made[1]


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def plain_errors(layout: Layout, release: Environment, folder: Path) -> set[tuple[str, int]]:
    """The errors that mypy reports where the code stands."""
    path = [str(folder / part) for part in layout.path.split(":")]
    settings = os.environ | {"MYPYPATH": os.pathsep.join([*path, *map(str, release.search_path)])}
    command = [
        sys.executable, "-m", "mypy", "--config-file=", "--output=json", "--no-error-summary",
        "--follow-imports=silent", "--check-untyped-defs", "--namespace-packages", "--explicit-package-bases",
        f"--cache-dir={folder.parent / release.label}", layout.read,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {(error["file"], error["line"]) for error in found if error["severity"] == "error"}


def checked(usage: tuple[str, ...], folder: Path, releases: tuple[Environment, Environment]) -> TypeCheckResult:
    """Our comparison of both releases."""
    with from_within(folder):
        return compare_type_errors(read_files([Path(name) for name in usage]), (), acme_target(), *releases)


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in LAYOUTS]
)
def test_new_type_errors_are_those_of_plain_mypy_on_both_releases(
    name: str, tmp_path: Path, releases: tuple[Environment, Environment]
) -> None:
    layout = LAYOUTS[name]
    write(layout.files, tmp_path / "code")
    old, new = (plain_errors(layout, release, tmp_path / "code") for release in releases)
    assert new - old == {(layout.read, LINE)}

    found = checked(layout.usage, tmp_path / "code", releases)

    assert {(hit.file.removeprefix("./"), hit.line) for hit in found.problems} == new - old
    assert found.unresolved == ()


def test_a_notebook_is_checked_as_its_cells_follow_each_other(
    tmp_path: Path, releases: tuple[Environment, Environment]
) -> None:
    cells = [
        {"cell_type": "code", "source": "%load_ext x\n!pip install acme\nfiles = !ls\nfrom config import connect"},
        {"cell_type": "markdown", "source": "Projects"},
        {"cell_type": "code", "source": ["%%time\n", "if files:\n", "    %pwd\n", READ_TITLE]},
        {"cell_type": "code", "source": "%%bash\nrm -rf x"},
        {"cell_type": "code", "source": "connect?"},
    ]  # fmt: skip
    write({"nb/config.py": CONFIG, "nb/look.ipynb": json.dumps({"cells": cells})}, tmp_path)

    found = checked(("nb/look.ipynb",), tmp_path, releases)

    assert [(hit.file, hit.line) for hit in found.problems] == [("nb/look.ipynb#cell-3", 4)]


def test_scripts_with_modules_of_the_same_name_each_find_their_own(
    tmp_path: Path, releases: tuple[Environment, Environment]
) -> None:
    other = "def connect() -> None:\n    return None\n"
    use = "import acme_sdk\nfrom config import connect\n\nnothing: None = connect()\n"
    one = {"one/config.py": CONFIG, "one/main.py": reading("from config import connect")}
    write({**one, "two/config.py": other, "two/main.py": use}, tmp_path)

    found = checked((".",), tmp_path, releases)

    assert [(hit.file, hit.line) for hit in found.problems] == [("one/main.py", LINE)]


def test_modules_that_are_not_found_are_named_and_hide_nothing(
    tmp_path: Path, releases: tuple[Environment, Environment]
) -> None:
    code = reading("from config import connect") + "\nimport pandas_like.frames\nfrom nowhere.inside import thing\n"
    write({"config.py": CONFIG, "main.py": code}, tmp_path)

    found = checked((".",), tmp_path, releases)

    assert found.unresolved == ("nowhere.inside", "pandas_like")
    assert [(hit.file, hit.line) for hit in found.problems] == [("main.py", LINE)]


def uses_in(usage: tuple[str, ...], folder: Path) -> UsageResult:
    """The uses of the SDK."""
    with from_within(folder):
        return find_uses(read_files([Path(name) for name in usage]), acme_environment(), acme_target(), acme_api())


@pytest.mark.parametrize("name", LAYOUTS)
def test_uses_are_found_through_the_imports_of_every_layout(name: str, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    write(layout.files, tmp_path)

    found = {(use.file.removeprefix("./"), use.line, use.symbol) for use in uses_in(layout.usage, tmp_path).uses}

    assert {(layout.read, LINE, "projects.get"), (layout.read, LINE, "types.projects.Project.title")} <= found


def test_a_new_error_names_the_type_that_changed(tmp_path: Path, releases: tuple[Environment, Environment]) -> None:
    write({"config.py": CONFIG, "main.py": reading("from config import connect")}, tmp_path)
    uses = uses_in((".",), tmp_path).uses
    with from_within(tmp_path):
        (hit,) = compare_type_errors(read_files([Path()]), uses, acme_target(), *releases).problems

    assert hit.advice.endswith("The type of `connect().projects.get(project).title` is `str | None`; it was `str`.")
