"""A caller's code is type checked against a release by this project's own checker, in isolation."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.targets.environment import Environment
from conformance.upgrade.typecheck import NotChecked, Problem, check_files, check_types, problems_only_in
from tests.vocabulary import FAUX

ACME = Environment(python=Path(sys.executable), search_path=(FAUX,), origin="directory", label="faux")
FINE = "from acme_sdk import Acme\n\n\ndef caller(client: Acme) -> str:\n    return client.projects.get(1).title\n"
WRONG = FINE.replace("get(1)", 'get("1")')
NO_PYTHON = "def caller(:\n"
GONE = "from acme_sdk.nowhere import Acme\n"
MISFIT = "count: int = 'one'\n"


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for these tests, empty at first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFORMANCE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def test_every_module_has_its_own_errors_and_the_same_ones_from_a_warm_cache() -> None:
    modules = [FINE, WRONG, NO_PYTHON, GONE, FINE]
    cold = check_types(modules, ACME)
    assert cold == [
        [],
        ['Argument 1 to "get" of "ProjectsClient" has incompatible type "str"; expected "int" [arg-type]'],
        ["Not Python: invalid syntax [syntax]"],
        ['Cannot find implementation or library stub for module named "acme_sdk.nowhere" [import-not-found]'],
        [],
    ]
    assert check_types(modules, ACME) == cold
    assert check_types(modules[::-1], ACME) == cold[::-1]


def test_a_users_files_find_each_other_wherever_they_are() -> None:
    files = {
        "src/app/__init__.py": "",
        "src/app/made.py": "from acme_sdk import Acme\n\nclient = Acme(api_key='')\n",
        "src/app/main.py": "from app.made import client\n\nclient.projects.get('1')\n",
    }
    assert check_files(files, ACME) == [
        Problem(
            "src/app/main.py",
            3,
            "arg-type",
            'Argument 1 to "get" of "ProjectsClient" has incompatible type "str"; expected "int"',
        )
    ]


def test_files_with_conflicting_module_names_are_checked_too() -> None:
    names = ["../out.py", "a b/my-script.py", "json.py", "one/conftest.py", "two/conftest.py", "types.py"]
    problems = check_files(dict.fromkeys(names, MISFIT), ACME)
    assert [(problem.file, problem.line, problem.code) for problem in problems] == [
        (name, 1, "assignment") for name in names
    ]


def test_configuration_of_the_folder_and_of_the_shell_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mypy.ini").write_text("[mypy]\nignore_errors = True\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MYPYPATH", str(tmp_path))
    (tmp_path / "acme_sdk.py").write_text("Acme = 1\n")
    fine, misfit = check_types([FINE, MISFIT], ACME)
    assert fine == []
    assert misfit != []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([], [], []),
        ([("a.py", 1)], [("a.py", 1)], []),
        ([("a.py", 1), ("a.py", 2)], [("a.py", 1)], [("a.py", 2)]),
        ([("a.py", 1), ("a.py", 1)], [("a.py", 1)], [("a.py", 1)]),
        ([], [("a.py", 1)], []),
    ],
)
def test_problems_of_one_release_only(
    one: list[tuple[str, int]], other: list[tuple[str, int]], expected: list[tuple[str, int]]
) -> None:
    given = [[Problem(file, line, "misc", "") for file, line in side] for side in (one, other, expected)]
    assert problems_only_in(given[0], given[1]) == given[2]


def test_a_missing_type_checker_is_reported_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(NotChecked, match=r"mypy is not installed: pip install .*'mypy[<>=.,\d]+'"):
        check_types([FINE], ACME)


def test_a_failing_type_checker_is_reported() -> None:
    with pytest.raises(NotChecked, match="mypy ended with status 2"):
        check_types([FINE], replace(ACME, python=Path("nowhere") / "python"))


def test_nothing_to_check_takes_no_checker_run() -> None:
    assert check_types([], ACME) == []
    assert check_types([NO_PYTHON], ACME) == [["Not Python: invalid syntax [syntax]"]]
