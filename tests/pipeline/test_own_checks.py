"""Checks that a project has of its own: found, run, shown, and what a mistake in one of them costs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance import api
from conformance.checks import CHECKS, all_checks, use_own_checks
from conformance.checks.own import OwnChecks
from conformance.pipeline.explain import explain
from conformance.pipeline.own_checks import own_modules, use_project_checks
from tests.cli.conftest import FAUX, command

TARGET = str(FAUX / "target")
IMPORTS = "from conformance.checks.prelude import Exchange, Fact, Severity, Source, check\n"
DECORATOR = (
    "@check(family={family!r}, judges={judges}, severity=Severity.MINOR,\n"
    "       sources=(Source.SDK, Source.STANDARD), needs='a request')\n"
)


def own(function: str, family: str = "request", judges: str = "Exchange") -> str:
    """The source of a check."""
    return "\n" + DECORATOR.format(family=family, judges=judges) + function


GOOD = own(
    "def query_missing(exchange):\n"
    '    """A request has no query.\n\n    Ours always have one.\n    """\n'
    "    if exchange.requests and not exchange.requests[0].query:\n"
    "        yield Fact(message='no query', part='query', exchange=exchange)\n"
)


@pytest.fixture(autouse=True)
def _none_afterwards() -> Iterator[None]:
    yield
    use_own_checks(OwnChecks())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, of a project; acme is installed."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(FAUX))
    monkeypatch.syspath_prepend(FAUX)
    return work


def conftest(folder: Path, text: str, imports: str = IMPORTS) -> None:
    (folder / "conftest.py").write_text(imports + text, encoding="utf-8")


def entry_point(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, text: str, value: str = "") -> None:
    """Install a distribution with an entry point."""
    site = folder / "site"
    (site / "ours-1.0.dist-info").mkdir(parents=True, exist_ok=True)
    (site / "ours-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n")
    points = site / "ours-1.0.dist-info" / "entry_points.txt"
    points.write_text(f"[conformance_checks]\nours = {value or module}\n", encoding="utf-8")
    (site / f"{module}.py").write_text(IMPORTS + text, encoding="utf-8")
    monkeypatch.syspath_prepend(site)


def test_checks_of_a_conftest_and_of_an_entry_point_run_and_are_shown_everywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conftest(folder, "import pytest\n" + GOOD)
    entry_point(folder, monkeypatch, "ours_one", GOOD.replace("query_missing", "no_query"))
    report = api.check(target=TARGET, operation=("tasks.get",))
    assert {finding.id for finding in report.new} == {"query_missing: tasks.get.query", "no_query: tasks.get.query"}
    assert {check.id for check in report.checks} - {check.id for check in CHECKS} == {"query_missing", "no_query"}
    assert explain("query_missing").endswith("A request has no query.\n\nOurs always have one.\n")
    assert "query_missing" in explain("request")
    listed = api.check(target=TARGET, operation=("tasks.get",), write_known="known.toml", known_reason="so it is")
    assert not listed.conforms
    assert api.check(target=TARGET, operation=("tasks.get",), known="known.toml").conforms


def test_the_command_line_explains_a_check_of_the_project(folder: Path) -> None:
    conftest(folder, GOOD)
    ran = subprocess.run(command("explain", "query_missing"), cwd=folder, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("query_missing (request, minor, blame: sdk)")


def test_a_check_that_raises_costs_only_itself_and_is_a_finding(folder: Path) -> None:
    conftest(folder, GOOD + own("def it_raises(exchange):\n    raise KeyError('oops')\n"))
    report = api.check(target=TARGET, operation=("tasks.get", "tasks.add"))
    assert report.crashed == ()
    messages = {finding.id: finding.message for finding in report.new}
    assert messages["it_raises: (package).raised"].startswith("The check itself raised KeyError: 'oops' (conftest.py:")
    assert "query_missing: tasks.get.query" in messages


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def Wrong(exchange):\n    yield\n", "the check `Wrong` has an id that is not allowed"),
        (
            "def argument_not_sent(exchange):\n    yield\n",
            "has the id of a check of this package. Rename its function.",
        ),
        ("def two(exchange, other):\n    yield\n", "cannot be called with its subject alone: its arguments are"),
        ("def query_missing(exchange):\n    yield\n", "has the id of a check of conftest.py"),
    ],
)
def test_a_mistake_of_a_check_is_explained_and_costs_only_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    # the second of two modules is the one that is refused
    conftest(folder, "OTHER = None\n" + own(text.replace("query_missing", "twice")) + GOOD)
    if "query_missing" in text:
        (folder / "tests").mkdir()
        (folder / "tests" / "conftest.py").write_text(IMPORTS + own(text), encoding="utf-8")
    found = use_project_checks(folder)
    assert "query_missing" in {check.id for check in found.checks}
    assert [problem for problem in found.unusable if message in problem.message], found.unusable


@pytest.mark.parametrize(
    ("family", "judges", "message"),
    [("requests", "Exchange", "has the family 'requests'. Allowed: request, "), ("request", "int", "judges 'int'.")],
)
def test_a_family_and_a_subject_that_do_not_exist_are_explained(
    folder: Path, family: str, judges: str, message: str
) -> None:
    conftest(folder, own("def odd(exchange):\n    yield\n", family, judges) + GOOD)
    found = use_project_checks(folder)
    assert [check.id for check in found.checks] == ["query_missing"]
    assert [problem for problem in found.unusable if message in problem.message]


def test_a_module_that_cannot_be_imported_is_a_finding_of_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conftest(folder, GOOD)
    entry_point(folder, monkeypatch, "ours_two", "import missing_module\n")
    report = api.check(target=TARGET, operation=("tasks.get",))
    assert not report.conforms
    broken, good = sorted(report.new, key=lambda finding: finding.check)
    assert broken.id == "own_check_unusable: (package).entry point ours"
    assert "cannot be imported: ModuleNotFoundError: No module named 'missing_module' (ours_two.py:2)" in broken.message
    assert good.id == "query_missing: tasks.get.query"


def test_an_entry_point_that_names_no_check_is_explained(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry_point(folder, monkeypatch, "ours_three", GOOD, value="ours_three:IMPORTS")
    messages = [problem.message for problem in use_project_checks(folder).unusable]
    assert messages
    assert "entry point ours" in messages[0]


def test_a_conftest_that_is_for_pytest_alone_is_not_imported(folder: Path) -> None:
    conftest(folder, "raise SystemExit(3)\n", imports="import pytest\n")
    assert own_modules(folder) == ()
    assert use_project_checks(folder) == OwnChecks()
    assert all_checks() == CHECKS
