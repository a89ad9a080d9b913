"""The plugin's options: which value wins, and the error for a wrong one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import conformance.suite
from conformance.settings import FIXTURE_SETTINGS, SUITE_SETTINGS, option_in_pytest, option_name
from tests.plugin.conftest import PLUGINS, Repository

QUICK = ("--operation=tasks.get", "-k", "path_differs")
NAMES = (*SUITE_SETTINGS, *FIXTURE_SETTINGS)
HEAVY = ("hypothesis", "httpx", "respx", "jinja2", "schemathesis", "conformance.pipeline", "conformance.checks")


def refusal(repository: Repository, *options: str) -> str:
    """The error that wrong options print."""
    result = repository.run(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    errors = result.stderr.str()
    assert "Traceback" not in errors + result.stdout.str()
    return errors


def test_the_plugin_is_light_to_load() -> None:
    code = f"import conformance.plugin, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_a_run_of_other_tests_has_nothing_of_the_suite(repository: Repository) -> None:
    repository.pytester.makepyfile(
        check_own=f"""
        import sys

        def test_light():
            assert not [name for name in {HEAVY!r} if name in sys.modules]
        """
    )
    result = repository.pytester.runpytest_subprocess("-p", "conformance.plugin", "check_own.py")
    result.assert_outcomes(passed=1)
    assert "conformance:" not in result.stdout.str()
    assert "= conformance =" not in result.stdout.str()


def test_the_help_lists_the_options_with_their_prefix(repository: Repository) -> None:
    result = repository.pytester.runpytest_subprocess("-p", "conformance.plugin", "--help")
    listed = {word.partition("=")[0] for word in result.stdout.str().split() if word.startswith("--")}
    assert {f"--{option_in_pytest(name)}" for name in NAMES} <= listed
    assert not {f"--{option_name(name)}" for name in NAMES} & listed


def test_the_help_of_the_suite_lists_both_names(repository: Repository) -> None:
    listed = {word.partition("=")[0] for word in repository.run("--help").stdout.str().split()}
    assert {f"--{option_in_pytest(name)}" for name in NAMES} | {f"--{option_name(name)}" for name in NAMES} <= listed


CONFTEST = """
NAMES = {names!r}

def pytest_addoption(parser):
    for name in NAMES:
        parser.addoption("--" + name, default="of the project")
"""


def test_a_project_that_defines_every_short_name_is_left_alone(repository: Repository) -> None:
    repository.pytester.makeconftest(CONFTEST.format(names=[option_name(name) for name in NAMES]))
    repository.pytester.makepyfile(
        check_own="""
        import pytest

        from conftest import NAMES

        @pytest.mark.parametrize("name", NAMES)
        def test_option(pytestconfig, name):
            given = "of the command line" if name in ("seed", "server") else "of the project"
            assert pytestconfig.getoption("--" + name) == given
        """
    )
    given = ("--seed", "of the command line", "--server=of the command line")
    result = repository.pytester.runpytest_subprocess("-p", "conformance.plugin", *given)
    result.assert_outcomes(passed=len(NAMES))
    assert result.stderr.str() == ""


def test_a_project_with_options_of_the_same_names_can_run_the_suite(repository: Repository) -> None:
    repository.pytester.makeconftest(CONFTEST.format(names=["seed", "sdk"]))
    report = repository.report(*QUICK, "--seed=of the project", "--conformance-seed=8")
    assert (report["seed"], report["selection"]) == (8, ["tasks.get"])


def test_short_names_do_not_exist_without_the_suite(repository: Repository) -> None:
    result = repository.pytester.runpytest_subprocess("-p", "conformance.plugin", "--sdk=2.0.7")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "unrecognized arguments: --sdk=2.0.7" in result.stderr.str()


@pytest.mark.parametrize("prefix", ["--", "--conformance-"])
def test_the_suite_takes_either_name(repository: Repository, prefix: str) -> None:
    options = (f"{prefix}operation", "tasks.get", f"{prefix}seed", "8", f"{prefix}examples=2")
    settings = repository.settings(*options)
    assert (settings.operation, settings.seed, settings.examples) == (("tasks.get",), 8, 2)


def test_the_suite_is_recognised_wherever_its_arguments_stand(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--pyargs --rootdir=. --seed 8")
    plugins = [word for name in PLUGINS for word in ("-p", name)]
    suite = Path(conformance.suite.__file__).parent / "test_operations.py"
    for name in ("conformance.suite.test_operations", str(suite)):
        line = (*plugins, "--operation", "tasks.get", name, "--collect-only", "--assert=plain")
        result = repository.pytester.runpytest_inprocess(*line)
        result.stdout.fnmatch_lines(["conformance: acme-sdk 1.0.0 *, seed 8, *"])


def test_the_header_names_the_sdk_and_the_contract(repository: Repository) -> None:
    repository.run(*QUICK).stdout.fnmatch_lines(
        ["conformance: acme-sdk 1.0.0 (installed), no approved contract, seed 0, 1 example"]
    )


@pytest.mark.parametrize(
    ("options", "seed"),
    [
        ((), 5),
        (("--hypothesis-seed=7",), 7),
        (("--seed=8",), 8),
        (("--seed=8", "--hypothesis-seed=7"), 8),
        (("--conformance-seed=8", "--hypothesis-seed=7"), 8),
    ],
)
def test_the_nearest_seed_wins(repository: Repository, options: tuple[str, ...], seed: int) -> None:
    file = repository.pytester.path / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("examples = 1", "examples = 1\nseed = 5"), encoding="utf-8")
    assert repository.settings(*options).seed == seed


def test_the_command_line_wins_over_pyproject(repository: Repository) -> None:
    assert repository.settings().examples == 1
    assert repository.settings("--examples=2").examples == 2


def test_an_operation_that_does_not_exist_is_refused_with_the_nearest(repository: Repository) -> None:
    errors = refusal(repository, "--operation=tasks.gett")
    assert "ERROR: --operation tasks.gett: none of the 13 operations matches." in errors
    assert "Nearest: tasks.get" in errors


def test_a_refusal_names_the_option_as_it_was_given(repository: Repository) -> None:
    errors = refusal(repository, "--conformance-operation", "tasks.gett")
    assert "ERROR: --conformance-operation tasks.gett: none of the 13 operations matches." in errors


def test_two_processes_refuse_like_one(repository: Repository) -> None:
    assert "none of the 13 operations matches" in refusal(repository, "--operation=tasks.gett", "-n2")


def test_a_release_that_cannot_be_is_refused(repository: Repository) -> None:
    assert "SDK 'two point oh'" in refusal(repository, "--sdk=two point oh")


def test_a_seed_of_hypothesis_that_is_no_number_is_refused(repository: Repository) -> None:
    assert "--conformance-seed N" in refusal(repository, "--hypothesis-seed=today")


@pytest.mark.parametrize("option", ["--target", "--conformance-target"])
def test_the_target_is_an_option(repository: Repository, option: str) -> None:
    file = repository.pytester.path / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    own = f'target = "{(repository.sdk / "target").as_posix()}"\n'
    assert own in text
    file.write_text(text.replace(own, ""), encoding="utf-8")
    result = repository.run(*QUICK, f"{option}={repository.sdk / 'target'}")
    result.stdout.fnmatch_lines(["conformance: acme-sdk 1.0.0 *"])
    result.assert_outcomes(passed=1)


def test_the_target_of_the_command_line_wins_over_pyproject(repository: Repository) -> None:
    errors = refusal(repository, "--conformance-target=./elsewhere")
    assert "target './elsewhere': elsewhere/target.toml does not exist." in errors


def test_the_mistakes_of_a_target_are_one_refusal(repository: Repository) -> None:
    file = repository.sdk / "target" / "target.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('sync = "Acme"', "sync = 1").replace("{api_key}", "{key}"), encoding="utf-8")
    errors = refusal(repository)
    assert "`client.sync` is 1" in errors
    assert "`headers.Authorization` is 'Token {key}': {key} is not a placeholder" in errors


def test_operations_are_excluded_by_globs(repository: Repository) -> None:
    selected = ("--operation=tasks.*", "-k", "path_differs")
    assert {test.partition("-")[0] for test in repository.outcomes(*selected)} >= {"tasks.add", "tasks.get"}
    left = repository.outcomes(*selected, "--conformance-exclude=tasks.a*")
    assert {test.partition("-")[0] for test in left} == {"tasks.get"}


def test_an_unknown_key_in_pyproject_is_refused(repository: Repository) -> None:
    file = repository.pytester.path / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("examples = 1", "exmples = 1"), encoding="utf-8")
    assert "Did you mean `examples`?" in refusal(repository)


def test_a_report_that_could_not_be_written_is_refused_before_the_run(repository: Repository) -> None:
    assert "--conformance-report missing/report.json" in refusal(repository, "--conformance-report=missing/report.json")


def test_a_report_on_standard_output_is_refused(repository: Repository) -> None:
    assert "--conformance-report -: pytest itself writes to standard output" in refusal(
        repository, "--conformance-report", "-"
    )


def test_every_report_format_is_written(repository: Repository) -> None:
    names = ("report.json", "report.html", "report.md", "report.xml")
    repository.run(*QUICK, *(f"--conformance-report={name}" for name in names))
    for name in names:
        assert "tasks.get" in (repository.pytester.path / name).read_text(encoding="utf-8")
